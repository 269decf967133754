"""python -m benchmarks.text [--quick | --half A --disguises "10 lines; 5 lines" --pages 60]."""

import argparse
import importlib.util
import json
import subprocess
import sys
import time
from pathlib import Path

from benchmarks import archives, archives_fetch
from benchmarks.text import figures as told
from benchmarks.text import quick_look, report, whole
from benchmarks.text.pages import ROWS

RESULTS = Path("benchmarks/results")
PAGE, FIGURES, ASIDE = RESULTS / "text.md", RESULTS / "text.json", RESULTS / "text_aside.txt"
OTHERS = (  # each by itself: `python -m MODULE`, 1 when a floor broke
    "benchmarks.guarantee",
    "benchmarks.text.speed",
    "benchmarks.names",
    "benchmarks.tables",
    "benchmarks.resemblance",
    "benchmarks.leak",
    "benchmarks.lookback",
    "benchmarks.scale",
)


def main() -> int:
    """The whole gauntlet and the other benchmarks of text, or a short look at some rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only what pip can bring, few pages")
    parser.add_argument("--alone", action="store_true", help="not the other benchmarks of text")
    parser.add_argument("--share", type=float, default=1.0, help="of all pages; keeps nothing")
    parser.add_argument("--half", choices=["A", "B"], help="only look at one half, keep nothing")
    parser.add_argument("--disguises", default="", help="names, with semicolons; all when empty")
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--negatives", type=int, default=1_000)
    given = parser.parse_args()
    if given.half:
        names = [name.strip() for name in given.disguises.split(";") if name.strip()]
        rows = names or [row.name for row in ROWS]
        return quick_look.look(given.half, rows, given.pages, given.negatives, quick=given.quick)
    broken = _gauntlet(quick=given.quick, share=given.share)
    if not (given.quick or given.alone or given.share < 1):
        broken += [f"python -m {module} failed" for module in OTHERS if not _passed(module)]
    for line in broken:
        print(line)
    return int(bool(broken))


def _gauntlet(*, quick: bool, share: float) -> list[str]:
    """Run, write the pages unless it is the quick form, and say what broke."""
    begun = time.monotonic()
    wanted = archives.quick() if quick else archives.archives()
    wanted = [a for a in wanted if a.group != "background"]
    _, missing = archives_fetch.fetch(wanted, pin=False)
    few = whole.part(share) if share < 1 else whole.FULL
    figures, halves = whole.run(whole.QUICK if quick else few)
    page = report.page(figures, halves, (time.monotonic() - begun) / 60)
    print(page)
    if quick or share < 1:
        return report.failures_quick(figures)
    before = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.is_file() else None
    broken = [*missing, *report.set_apart(halves), *report.failures(figures, before)]
    PAGE.write_text(page + report.broken(broken), encoding="utf-8")
    kept = told.standard(figures.to_json(), before)
    FIGURES.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    aside = (f"{h.name} {why}: {name}" for h in halves.values() for name, why in h.aside.items())
    ASIDE.write_text("\n".join(aside) + "\n", encoding="utf-8")
    return broken


def _passed(module: str) -> bool:
    if importlib.util.find_spec(module) is None:
        return False
    return subprocess.run([sys.executable, "-m", module], check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
