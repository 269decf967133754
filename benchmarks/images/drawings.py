"""python -m benchmarks.images.drawings: line drawings redrawn, scanned, photographed and cropped.

`--fresh` begins anew, `--report` only counts what a run has kept.
"""

import json
import sys
from pathlib import Path

from benchmarks.images import drawings_count, drawings_report, drawings_run

RESULTS = Path("benchmarks/results")
KEPT = RESULTS / "image_drawings.json"


def main() -> int:
    """Run, write the page, and give 1 when an edit fell below its floor or the run before."""
    if "--report" not in sys.argv[1:]:
        drawings_run.run(fresh="--fresh" in sys.argv[1:])
    queries = list(drawings_run.read())
    counted = drawings_count.count(queries)
    then = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    dropped = list(drawings_count.drops(counted, then))
    text = drawings_report.page(counted, dropped)
    (RESULTS / "image_drawings.md").write_text(text, encoding="utf-8")
    if not dropped and counted.whole:  # a worse run is no mark for the next, nor is a part
        made = json.dumps(drawings_count.figures(counted), indent=1)
        KEPT.write_text(made + "\n", encoding="utf-8")
    print(text)
    return 1 if dropped or any(drawings_report.low(counted)) else 0


if __name__ == "__main__":
    sys.exit(main())
