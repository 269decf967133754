"""The numbers of one run as a page, and the floors that must hold."""

import os
import platform
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version

from benchmarks.text.disguises import DISGUISES
from benchmarks.text.installed import RELATED
from benchmarks.text.measure import Half
from matcher.thresholds import SHIPPED

FLOOR = 0.95
FLOORS = {
    "code, 20 lines in 200": FLOOR,
    "text, 60 words in 200 lines": FLOOR,
    **{f"file, {how}": FLOOR for how in DISGUISES if how != "noise 3 %"},
}
Names = dict[str, tuple[int, int]]

PAGE = """# Text, code and names

{date}; {machine}; {seconds:.0f} s.
Protected: the standard library of this Python, its docstrings and manual topics ({works} works of
half B). Innocent: installed packages that the background was not made from ({pages} pages).
Projects stay together in one half. Thresholds were chosen on half A; half B was run, and its
figures seen, while the code was written. Pages that share three lines or 60 letters and digits with
a work are set aside by a script that uses nothing of ours ({aside_a} of half A, {aside_b} of half
B), and so is a package that carries and rewrites parts of the library ({related}). A hit counts
only on the right work.

| | half A | half B | floor |
|---|---|---|---|
| false hits on innocent pages | {false_a} of {pages_a} | {false_b} of {pages} | 0 |
| highest score of an innocent page (a hit from {hit:g}) | {high_a:.2f} | {high_b:.2f} | |
{rows}

{speed:.2f} MB of innocent pages a second of one processor, all views and streams together.

| name written as | told as the brand | of | floor |
|---|---|---|---|
{names}

For information, without a floor: {labelled}
"""


def page(halves: tuple[Half, Half], names: Names, labelled: str, seconds: float) -> str:
    """The results as Markdown."""
    a, b = halves
    return PAGE.format(
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        machine=_machine(),
        seconds=seconds,
        works=b.works,
        pages=b.pages,
        pages_a=a.pages,
        aside_a=a.aside,
        aside_b=b.aside,
        related=", ".join(sorted(RELATED)),
        false_a=len(a.false),
        false_b=len(b.false),
        hit=SHIPPED.hit,
        high_a=a.highest,
        high_b=b.highest,
        rows="\n".join(_row(task, a, b) for task in b.rows),
        speed=b.megabytes / b.seconds,
        names="\n".join(_name_row(how, *counts) for how, counts in names.items()),
        labelled=labelled,
    )


def _machine() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in ("numpy", "rapidfuzz"))
    python = ".".join(map(str, sys.version_info[:3]))
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {python}, {libraries}"


def _share(counts: tuple[int, int] | None) -> str:
    return f"{counts[0] / max(1, counts[1]):.3f} of {counts[1]}" if counts else ""


def _row(task: str, a: Half, b: Half) -> str:
    floor = FLOORS.get(task)
    return f"| {task} | {_share(a.rows.get(task))} | {_share(b.rows[task])} | {floor or ''} |"


def _name_row(how: str, found: int, asked: int) -> str:
    floor = "0" if how == "dictionary word" else f"{FLOOR}"
    return f"| {how} | {found} | {asked} | {floor} |"


def failures(halves: tuple[Half, Half], names: Names) -> Iterator[str]:
    """What fell below its floor."""
    for half in halves:
        yield from (f"false hit in half {half.name}: {hit}" for hit in half.false)
    for task, (found, asked) in halves[1].rows.items():
        if found < FLOORS.get(task, 0.0) * asked:
            yield f"{task}: {found} of {asked}, floor {FLOORS[task]}"
    for how, (found, asked) in names.items():
        if how == "dictionary word" and found:
            yield f"{found} dictionary words told as a brand"
        elif how != "dictionary word" and found < FLOOR * asked:
            yield f"name, {how}: {found} of {asked}, floor {FLOOR}"
