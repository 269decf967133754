"""Measures look-back, writes benchmarks/results/lookback.md, and fails on a drop.

`--pages N` makes a smaller record (1e6 by default, 6.5 GB for some minutes).
"""

import argparse
import sys
import time
from pathlib import Path

from benchmarks import archives, archives_fetch
from benchmarks.lookback import cost, quality, report, scale
from fingerprints.blobs import Blobs

HERE = Path(__file__).parents[1]
CACHE = HERE.parent / ".cache" / "bench" / "lookback"


def main() -> int:
    """Measure everything; 1 when a figure is below its floor."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pages", type=int, default=1_000_000)
    asked.add_argument("--cases", type=int, default=200, help="excerpts of each kind and half")
    given = asked.parse_args()
    begin = time.monotonic()
    archives_fetch.fetch([a for a in archives.archives() if a.group != "background"], pin=False)
    blobs = Blobs(CACHE / "blobs")
    found = {half: quality.recall(half, blobs, given.cases) for half in "AB"}
    innocent = {half: quality.innocent(half, blobs) for half in "AB"}
    run = scale.measure(CACHE / "scale", given.pages)
    added = cost.measure(CACHE / "cost")
    told = report.Told(found, innocent, run, added, time.monotonic() - begin)
    (HERE / "results" / "lookback.md").write_text(report.page(told), encoding="utf-8")
    print(report.page(told))
    short = report.failures(told)
    for line in short:
        print(f"BELOW ITS FLOOR: {line}")
    return int(bool(short))


if __name__ == "__main__":
    sys.exit(main())
