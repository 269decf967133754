"""python -m benchmarks.tables [--quick] [--half A]: rows of a customer table, found or not.

Rules and thresholds are chosen on half A of the names, towns and people; the page tells of half B.
"""

import sys
import sysconfig
import tempfile
import time
from pathlib import Path
from pydoc_data.topics import topics
from time import process_time

from benchmarks.tables import measure, report
from benchmarks.tables.child import KEYS
from fingerprints import table_pairs
from fingerprints.content import Code, Content, Text
from fingerprints.snapshot import Snapshot
from matcher import tables
from matcher.page import Matcher
from matcher.thresholds import SHIPPED
from matcher.view import View

RESULTS = Path("benchmarks/results/tables.md")
WHOLE = (1_000_000, 306, 10_000, 100)  # rows, pages a form, pages of strangers, crowds
QUICK = (100_000, 34, 1_000, 20)


def innocent(matcher: Matcher) -> dict[str, float]:
    """Seconds that the search for rows alone takes for a megabyte of code and of prose."""
    library = Path(sysconfig.get_path("stdlib"))
    files = sorted(library.glob("*.py"))[:60]
    code = [Code(path.read_text(encoding="utf-8", errors="replace")) for path in files]
    prose: list[Content] = [Text(text) for text in topics.values()]
    told = {}
    for name, pages in (("code", code), ("prose", prose)):
        bodies = [getattr(page, "body", "") for page in pages]
        before = process_time()
        for body in bodies:
            tables.match_views([View(body)], "", matcher.snapshot, SHIPPED)
        told[name] = (process_time() - before) / (sum(map(len, bodies)) / 1e6)
    return told


def stored(path: Path) -> tuple[int, int]:
    """Bytes and postings of the tables in a snapshot's segments."""
    snapshot = Snapshot.open(path, KEYS)
    size = sum(
        size
        for segment in snapshot.segments
        for name, size in segment.arrays.sizes().items()
        if name.startswith(table_pairs.NAME)
    )
    table = snapshot.table(table_pairs.NAME)
    return size, len(table) if table is not None else 0


def main() -> int:
    """Run, write the page, and give 1 when a floor broke."""
    before = time.monotonic()
    quick, half = "--quick" in sys.argv, "A" if "A" in sys.argv else "B"
    rows, pages, strangers, crowds = QUICK if quick else WHOLE
    result = measure.Result()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        built = measure.build(folder, rows, half)
        matching = measure.matcher(built, folder)
        built.cost["bytes"], built.cost["pairs"] = stored(Path(built.cost["snapshot"]))
        built.cost["innocent"] = innocent(matching)
        measure.recall(built, matching, pages, result)
        measure.third(built, matching, pages, result)
        measure.strangers(built, matching, strangers, crowds, result)
    text = report.page(built, result, time.monotonic() - before)
    print(text)
    if not quick and half == "B":
        RESULTS.write_text(text, encoding="utf-8")
    broken = list(report.failures(built, result, whole=not quick))
    for line in broken[:50]:
        print(line)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
