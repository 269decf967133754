"""python -m benchmarks.names: recall by way of writing, false pages, peers and speed."""

import re
import sys
import tempfile
import tomllib
from pathlib import Path

from benchmarks.names import measure, peers, report, speed
from benchmarks.names.brands import HERE

RESULTS = Path("benchmarks/results/names.md")
_ROW = re.compile(r"^\| ([^|]+) \| (\d+) \| \d+ \| \d", re.MULTILINE)


def main() -> int:
    """Run, write the page, and give 1 when a floor broke or a figure fell."""
    cases = measure.positives() + measure.negatives()
    committed = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    known = {way: int(told) for way, told in _ROW.findall(committed)}
    before = tomllib.loads((HERE / "before.toml").read_text(encoding="utf-8"))["half_b"]
    with tempfile.TemporaryDirectory() as name:
        halves = {half: measure.measure(half, cases, Path(name) / half) for half in "AB"}
    others = [peers.exact(cases), peers.fuzzy(cases)]
    text = report.page(halves, others, speed.measure(), before)
    RESULTS.write_text(text, encoding="utf-8")
    print(text)
    broken = list(report.failures(halves["B"], known))
    for line in broken:
        print(line)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
