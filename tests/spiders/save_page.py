"""Write the first sighting.json of a case: python -m tests.spiders.save_page SPIDER/CASE [URL].

Without a meta.json yet, one is made for the page file in the folder and the URL. Read what was
written before you commit it: from then on it is what the spider must give.
"""

import json
import sys
import tempfile
from pathlib import Path

from tests.spiders.saved import PAGES, replay


def main(name: str, url: str = "") -> None:
    case = PAGES / name
    meta = case / "meta.json"
    if not meta.exists():
        page = next(path.name for path in sorted(case.glob("page.*")))
        meta.write_text(json.dumps({"url": url, "page": page}, indent=2) + "\n")
    with tempfile.TemporaryDirectory() as blobs:
        lines = replay(case, Path(blobs))
    text = json.dumps(lines, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    (case / "sighting.json").write_text(text)
    sys.stdout.write(f"{case / 'sighting.json'}: {len(lines)} lines\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
