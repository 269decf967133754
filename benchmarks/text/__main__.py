"""python -m benchmarks.text [--quick | --half A --disguises "10 lines,5 lines" --pages 60]."""

import argparse
import sys

from benchmarks.text import quick_look
from benchmarks.text.pages import ROWS


def main() -> int:
    """The whole gauntlet, or a short look at some rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only what pip can bring")
    parser.add_argument("--half", choices=["A", "B"], help="only look at one half")
    parser.add_argument("--disguises", default="", help="names, with commas; all when empty")
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--negatives", type=int, default=1_000)
    given = parser.parse_args()
    names = [name.strip() for name in given.disguises.split(",") if name.strip()]
    rows = names or [row.name for row in ROWS]
    return quick_look.look(given.half or "A", rows, given.pages, given.negatives, quick=given.quick)


if __name__ == "__main__":
    sys.exit(main())
