"""The numbers of one run as a page, and the floors that must hold."""

from collections.abc import Iterator
from datetime import UTC, datetime

from benchmarks.common import machine, wilson
from benchmarks.tables.measure import Built, Result

FLOOR, STRONG = 0.92, 0.97  # of recall: each form; pairs with an address, number or account
TELLING = ("mail", "phone", "iban")
FALSE = 0  # pages of strangers
BYTES = 16.0  # a pair
SECONDS, MEGABYTES = 120.0, 2_000.0  # to protect a million rows of eight columns

PAGE = """# Rows of a customer table

{date}; {machine}; {seconds:.0f} s.
Customers and strangers are drawn from the same lists of names and towns (pinned archives), with
companies, switchboards, days, prices and running order numbers shared by chance. The names and
towns are halved by a hash: rules and thresholds were chosen on half A, this is half {half}, with
other people, names, towns and companies from another seed.
Protected: {rows}. A page shows two cells of five rows, written in the form named, over all pairs
of columns; people are chosen whose pair is rarer than 1 in 1e8 by the table and by the lists
(computed without anything of ours; accents and case aside, and no other row of the table has it).

| pages found, five rows with two cells | found | of | share, with its 95 % interval |
|---|---|---|---|
{forms}
| three or four cells of a row: first, last, town, day of birth | {third} |

Rows told: {told}, of them right: {right}. Pairs without five rows rare enough: {impossible}.

| pair of columns | found | of |
|---|---|---|
{pairs}

| pages of strangers | false hits | 95 % interval |
|---|---|---|
| {pages}, {crowds} of them with 50 strangers | {false} | at most {upper:.1e} of the pages |

| cost | measured | bound |
|---|---|---|
| protect, processor time | {protect:.0f} s | {most:.0f} s |
| publish the snapshot, processor time | {publish:.0f} s | |
| memory of the process, protecting | {memory:.0f} MB | {megabytes:.0f} MB |
| memory of the process, with publishing | {peak:.0f} MB | |
| bytes a pair in the snapshot | {bytes:.1f} ({count:,} pairs) | {limit:.0f} |
| a page of strangers | {each:.1f} ms, {speed:.1f} s a MB | |

What protect said: {notes}

A megabyte of innocent pages, rows alone: code {code:.2f} s, prose {prose:.2f} s of one processor
(the search before this one took 2.0 s and 3.2 s, and read only the first 15,000 words of a page).
"""


def _row(name: str, found: int, asked: int) -> str:
    low, high = wilson(found, asked)
    return f"| {name} | {found} | {asked} | {found / max(1, asked):.3f} ({low:.3f} to {high:.3f}) |"


def page(built: Built, result: Result, seconds: float) -> str:
    """The results as Markdown."""
    cost = built.cost
    third = _row("", *result.third).strip("| ")
    every = [sum(column) for column in zip(*result.forms.values(), strict=True)]
    forms = [_row(name, *counts) for name, counts in result.forms.items()]
    return PAGE.format(
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        machine=machine(),
        seconds=seconds,
        half=built.world.half,
        rows=", ".join(f"{table.rows:,} rows of {name}" for name, table in built.tables.items()),
        forms="\n".join([*forms, _row("all forms", *every)]),
        third=third,
        told=result.rows[1],
        right=result.rows[0],
        impossible=", ".join(result.impossible) or "none",
        pairs="\n".join(f"| {name} | {f} | {a} |" for name, (f, a) in sorted(result.pairs.items())),
        pages=result.pages,
        crowds=result.crowds,
        false=len(result.false),
        upper=wilson(len(result.false), result.pages)[1],
        protect=cost["seconds"],
        most=SECONDS,
        publish=cost["publish"],
        memory=cost["megabytes"],
        megabytes=MEGABYTES,
        peak=cost["publish_megabytes"],
        bytes=cost["bytes"] / max(1, cost["pairs"]),
        count=cost["pairs"],
        limit=BYTES,
        each=1000 * result.seconds / max(1, result.pages),
        speed=result.seconds / max(0.01, result.megabytes),
        notes=" ".join(cost["notes"]),
        **cost["innocent"],
    )


def failures(built: Built, result: Result, *, whole: bool) -> Iterator[str]:
    """What fell below its floor; a small table is only asked for false hits, rows and bytes."""
    if len(result.false) > FALSE:
        yield from (f"false hit: {hit}" for hit in result.false)
    if result.rows[0] < 0.99 * result.rows[1]:
        yield f"{result.rows[1] - result.rows[0]} wrong rows told of {result.rows[1]}"
    if built.cost["bytes"] > BYTES * built.cost["pairs"]:
        yield f"{built.cost['bytes'] / built.cost['pairs']:.1f} bytes a pair, at most {BYTES:.0f}"
    if whole:
        yield from _missed(result)
        yield from _costly(built)


def _missed(result: Result) -> Iterator[str]:
    for form, (found, asked) in result.forms.items():
        if found < FLOOR * asked:
            yield f"{form}: {found} of {asked}, floor {FLOOR}"
    strong = [counts for name, counts in result.pairs.items() if any(t in name for t in TELLING)]
    found, asked = (sum(column) for column in zip(*strong, strict=True))
    if found < STRONG * asked:
        yield f"pairs with an address, number or account: {found} of {asked}, floor {STRONG}"


def _costly(built: Built) -> Iterator[str]:
    for what, unit, most in (("seconds", "s", SECONDS), ("megabytes", "MB", MEGABYTES)):
        if built.cost[what] > most:
            yield f"protect took {built.cost[what]:.0f} {unit}, at most {most:.0f}"
