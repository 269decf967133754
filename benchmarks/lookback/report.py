"""The figures of look-back as a page, and those that are below their floors."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from benchmarks.lookback.cost import Cost
from benchmarks.lookback.quality import LEASTS, SIZES, Found, Innocent
from benchmarks.lookback.scale import Scale
from hits.look import LEAST

MOST_BYTES = 6_000
MOST_SECONDS = 10.0
MOST_CPU = 0.10
NOISE = 0.05  # of the processor's time, on a machine that does other work as well
LEAST_RECALL = 0.95
FLOORED = ("code", "prose")  # excerpts as they are, in 200 lines of others
SHOWN = 1  # a made-up page in so many thousands may be listed


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that was measured, by half where there are halves."""

    found: Mapping[str, list[Found]]
    innocent: Mapping[str, Innocent]
    run: Scale
    added: Cost
    seconds: float


HEAD = """# Look-back

`make bench-lookback`. Works and pages of others are those of the gauntlet ([text.md](text.md)),
split in two halves by project, code in five languages and prose in several. `LEAST` = {least}
shared hashes was chosen on half A (of the standard library, before): the smallest that lists fewer
than one innocent pair in 2,000.

## What is found again

An excerpt of 20 lines (200 words of prose) among lines of others, the work protected later.
Share of cases listed, half A / half B (cases of each half).
"""
INNOCENT = """
Pages that share nothing with a work (by the gauntlet's script that sets aside), all works against
all pages of a half: share of pairs listed.
"""
COSTS = """
## What it takes

| what | measured | asked for |
|---|---|---|"""


def page(told: Told) -> str:
    """The page of results."""
    return "\n".join(
        [
            HEAD.format(least=LEAST),
            f"| excerpt | {' | '.join(f'in {size:,} lines' for size in SIZES)} |",
            "|---|---|---|---|",
            *_recall_rows(told),
            INNOCENT,
            f"| half | works | pages | {' | '.join(f'least {n}' for n in LEASTS)} |",
            f"|---|---|---{'|---' * len(LEASTS)}|",
            *_innocent_rows(told),
            COSTS,
            *(f"| {what} | {measured} | {wanted} |" for what, measured, wanted in _costs(told)),
            "",
            f"Made in {told.seconds / 60:.0f} minutes.",
            "",
        ]
    )


def _costs(told: Told) -> list[tuple[str, str, str]]:
    run, added = told.run, told.added
    together = run.row_bytes + run.index_bytes
    seconds = f"<= {MOST_SECONDS:.0f} s"
    sizes = f"{min(run.lines)} to {max(run.lines)} lines"
    return [
        ("bytes of a full page, row of the record", f"{run.row_bytes:,.0f}", ""),
        ("bytes of a full page, index", f"{run.index_bytes:,.0f}", ""),
        ("both", f"{together:,.0f}", f"<= {MOST_BYTES:,}"),
        (
            f"processor time that sampling adds to a page (220 lines, {added.pages} pages)",
            f"{added.added:.1%} of {added.bare:.1f} ms",
            f"<= {MOST_CPU:.0%}",
        ),
        ("pages in the record", f"{run.pages:,}", "1,000,000"),
        ("index made from nothing", f"{run.build:,.0f} s", ""),
        (f"a document of {sizes}, the first, nothing in memory", f"{run.cold:.2f} s", seconds),
        (
            f"the other {len(run.times)} documents, median (longest)",
            f"{median(run.times):.2f} s ({max(run.times):.2f} s)",
            seconds,
        ),
        ("their processor time, median", f"{median(run.cpu):.2f} s", ""),
        ("a picture", f"{run.pictures:.2f} s", ""),
        ("real pages found among them", f"{run.found} of {run.planted}", ""),
        (f"made-up pages listed, all {len(run.lines)} documents", str(run.others), ""),
    ]


def _recall_rows(told: Told) -> list[str]:
    rows = []
    for what in dict.fromkeys(one.what for one in told.found["A"]):
        cells = []
        for size in SIZES:
            both = [_one(told, half, what, size) for half in "AB"]
            shares = " / ".join(f"{one.recall(LEAST):.3f}" for one in both)
            cells.append(f"{shares} ({len(both[0].shared)})")
        rows.append(f"| {what} | {' | '.join(cells)} |")
    return rows


def _innocent_rows(told: Told) -> list[str]:
    return [
        f"| {half} | {one.works} | {one.pages} | "
        f"{' | '.join(f'{one.listed[least] / one.pairs:.3%}' for least in LEASTS)} |"
        for half, one in told.innocent.items()
    ]


def _one(told: Told, half: str, what: str, size: int) -> Found:
    return next(one for one in told.found[half] if (one.what, one.lines) == (what, size))


def failures(told: Told) -> list[str]:
    """What is below its floor."""
    run = told.run
    short = [
        f"{what} in {size} lines: {_one(told, 'B', what, size).recall(LEAST):.3f}"
        for what in FLOORED
        for size in SIZES[:1]
        if _one(told, "B", what, size).recall(LEAST) < LEAST_RECALL
    ]
    slowest = max(run.cold, *run.times)
    checks = {
        f"{run.row_bytes + run.index_bytes:.0f} bytes a page": run.row_bytes + run.index_bytes
        <= MOST_BYTES,
        f"{slowest:.1f} s for a document": slowest <= MOST_SECONDS,
        f"{told.added.added:.1%} more processor time": told.added.added <= MOST_CPU + NOISE,
        f"{run.found} of {run.planted} planted pages": run.found >= LEAST_RECALL * run.planted,
        f"{run.others} made-up pages listed": run.others <= SHOWN * run.pages / 1000,
    }
    return short + [what for what, fine in checks.items() if not fine]
