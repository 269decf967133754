"""python -m benchmarks.images: recall of whole-image copies, false copies, and the twins.

`--twins` writes the table of alike pictures anew; pairs nobody has looked at are marked in it.
"""

import sys
import tempfile
import time
from pathlib import Path

from benchmarks.images import measure, report, twins

RESULTS = Path("benchmarks/results/images.md")


def main() -> int:
    """Run, write the page, and give 1 when a floor broke."""
    if not measure.data().is_dir():
        print("no pictures: set COPYWATCH_BENCH_DATA to the folder of benchmark data")
        return 2
    before = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        measure.protect(Path(folder))
        looked = [one for some in measure.look_at_all(Path(folder)) for one in some]
    if "--twins" in sys.argv[1:]:
        twins.write(twins.pairs(looked))
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(report.page(looked, time.monotonic() - before), encoding="utf-8")
    print(RESULTS.read_text(encoding="utf-8"))
    broken = list(report.failures(looked))
    for line in broken[:50]:
        print(line)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
