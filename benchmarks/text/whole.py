"""The whole gauntlet: both halves, every disguise, the sweep of sizes, copydetect beside it."""

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.text import figures as told
from benchmarks.text import peers
from benchmarks.text.figures import Count, Figures, Peer
from benchmarks.text.halves import REPORTED, Half, half
from benchmarks.text.measure import Answer, Gauntlet
from benchmarks.text.pages import ROWS, SWEEP, Page, Row, asked, build
from benchmarks.text.report import FALSE, STRICT
from benchmarks.text.sources import Document


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much is run."""

    pages: int = 300  # of a disguise
    sweep: int = 200
    peer: int = 100
    negatives: dict[str, int] | None = None  # by half; all when None
    quick: bool = False

    def innocent(self, chosen: Half) -> list[Document]:
        """The innocent pages of a half that are examined."""
        most = (self.negatives or {}).get(chosen.name)
        return chosen.pages[:most]


FULL = Amounts()
QUICK = Amounts(20, 0, 0, {"A": 200, "B": 500}, quick=True)


def part(share: float) -> Amounts:
    """The same on a share of all pages; for a look while developing."""
    negatives = {name: int(share * many) for name, many in REPORTED.items()}
    pages, sweep, peer = (int(share * many) for many in (FULL.pages, FULL.sweep, FULL.peer))
    return Amounts(pages, sweep, peer, negatives)


def run(amounts: Amounts) -> tuple[Figures, dict[str, Half]]:
    """Measure both halves; only innocent pages are read of A."""
    halves = {name: half(name, quick=amounts.quick) for name in ("A", "B")}
    with tempfile.TemporaryDirectory() as folder:
        with Gauntlet(halves["A"].side, Path(folder) / "a") as gauntlet:
            innocent_a = gauntlet.innocent(amounts.innocent(halves["A"]))
            _say(f"half A: {sum(bool(a.hits) for a in innocent_a)} false pages")
        with Gauntlet(halves["B"].side, Path(folder) / "b") as gauntlet:
            innocent_b = gauntlet.innocent(amounts.innocent(halves["B"]))
            _say(f"half B: {sum(bool(a.hits) for a in innocent_b)} false pages")
            rows = {row.name: _shown(gauntlet, row, amounts.pages) for row in ROWS}
            sweep = [(row, gauntlet.row(row, amounts.sweep)) for row in SWEEP if amounts.sweep]
    rows = {name: answers for name, answers in rows.items() if answers}
    return _figures(rows, sweep, innocent_a, innocent_b, _peers(halves["B"], amounts)), halves


def _shown(gauntlet: Gauntlet, row: Row, pages: int) -> list[Answer]:
    before = time.monotonic()
    answers = gauntlet.row(row, pages)
    found = sum(answer.found for answer in answers)
    _say(f"{row.name}: {found} of {len(answers)}, {time.monotonic() - before:.0f} s")
    return answers


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _figures(
    rows: dict[str, list[Answer]],
    sweep: list[tuple[Row, list[Answer]]],
    innocent_a: list[Answer],
    innocent_b: list[Answer],
    peer: Peer | None,
) -> Figures:
    counted = {name: told.row(answers) for name, answers in rows.items()}
    strict = told.highest(innocent_a)
    sizes = [(_size(row), answer) for row, answers in sweep for answer in answers]
    every = [answer for answers in rows.values() for answer in answers]
    bins, error = told.calibration([*every, *innocent_b])
    megabytes = sum(answer.size for answer in innocent_b) / 1e6
    return Figures(
        rows=counted,
        pooled=told.pooled(counted),
        false={"A": _false(innocent_a), "B": _false(innocent_b)},
        false_pages={"A": list(_named(innocent_a)), "B": list(_named(innocent_b))},
        strict=strict,
        strict_false=told.above(innocent_b, strict, innocent=True),
        strict_rows={
            name: told.above(rows[name], strict, innocent=False) for name in STRICT if name in rows
        },
        smallest=told.smallest(sizes),
        bins=bins,
        error=error,
        megabytes=megabytes,
        speed=megabytes / max(1e-9, sum(answer.seconds for answer in innocent_b)),
        peer=peer,
    )


def _size(row: Row) -> int:
    return int("".join(filter(str.isdigit, row.name)))


def _false(innocent: Sequence[Answer]) -> Count:
    return told.count(bool(answer.hits) for answer in innocent)


def _named(innocent: Sequence[Answer]) -> Iterator[str]:
    for answer in innocent:
        for hit in answer.hits[:1]:
            yield f"{hit.score:.3f} {hit.verdict}: {answer.name} as {hit.asset}"


def _peers(chosen: Half, amounts: Amounts) -> Peer | None:
    """copydetect on the same pages and innocents; None when it is not asked for."""
    if not amounts.peer:
        return None
    pages = [page for row in ROWS if row.floor for page in _some(row, chosen, amounts.peer)]
    innocent = amounts.innocent(chosen)
    given = [(page.language, peers.text(page)) for page in pages]
    answers = peers.best(chosen.side.works, [*given, *((d.language, d.body) for d in innocent)])
    return _peer_figures(pages, answers, [work.name for work in chosen.side.works])


def _some(row: Row, chosen: Half, most: int) -> Iterator[Page]:
    made = 0
    for turn, work in enumerate(asked(row, chosen.side.works)):
        page = build(row, work, chosen.side, turn) if made < most else None
        if page is not None:
            made += 1
            yield page
        elif made >= most:
            return


def _peer_figures(pages: list[Page], answers: list[peers.Best], names: list[str]) -> Peer:
    innocent = answers[len(pages) :]
    least = peers.threshold(innocent, FALSE * len(innocent) // 10_000)
    by_row: dict[str, list[bool]] = {}
    for page, answer in zip(pages, answers, strict=False):
        by_row.setdefault(page.row, []).append(peers.right(answer, names, page, least))
    return Peer(
        {name: told.count(found) for name, found in by_row.items()},
        told.count(answer[0][1] > least for answer in innocent),
        least,
    )
