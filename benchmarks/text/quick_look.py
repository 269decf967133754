"""A short look at one half while developing: recall of chosen rows, false pages, nothing kept."""

import tempfile
import time
from pathlib import Path

from benchmarks.text.halves import half
from benchmarks.text.measure import Answer, Gauntlet
from benchmarks.text.pages import NAMED


def look(which: str, rows: list[str], pages: int, negatives: int, *, quick: bool) -> int:
    """Print a line for each row and each false page; 1 when a row is not known."""
    unknown = [row for row in rows if row not in NAMED]
    if unknown:
        print(f"no such disguise: {', '.join(unknown)}; there are: {', '.join(NAMED)}")
        return 1
    begun = time.monotonic()
    chosen = half(which, quick=quick)
    with tempfile.TemporaryDirectory() as name, Gauntlet(chosen.side, Path(name)) as gauntlet:
        print(f"{len(chosen.side.works)} works protected, {time.monotonic() - begun:.0f} s")
        for row in rows:
            _told(row, gauntlet.row(NAMED[row], pages))
        innocent = gauntlet.innocent(chosen.pages[:negatives])
    false = [answer for answer in innocent if answer.hits]
    print(f"false pages: {len(false)} of {len(innocent)}")
    for answer in false:
        hit = answer.hits[0]
        print(f"  {hit.score:.3f} {hit.verdict} {answer.name} as {hit.asset}")
    size = sum(answer.size for answer in innocent) / 1e6
    seconds = sum(answer.seconds for answer in innocent)
    print(f"{size / max(seconds, 1e-9):.2f} MB/s of a processor; {time.monotonic() - begun:.0f} s")
    return 0


def _told(row: str, answers: list[Answer]) -> None:
    found, placed = sum(a.found for a in answers), sum(a.placed for a in answers)
    asked = max(1, len(answers))
    print(f"{row:36} found {found / asked:.3f}  placed {placed / asked:.3f}  of {len(answers)}")
    by_language: dict[str, list[Answer]] = {}
    for answer in answers:
        by_language.setdefault(answer.language, []).append(answer)
    shares = (f"{k} {sum(a.found for a in v)}/{len(v)}" for k, v in sorted(by_language.items()))
    missed = [a.name for a in answers if not a.found][:3]
    print(f"    {', '.join(shares)}" + (f"; missed: {', '.join(missed)}" if missed else ""))
