"""What the judge learns from: pages of half A, shown to its own register and to a public one."""

import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.text import measure, pages
from benchmarks.text.apart import apart
from benchmarks.text.halves import half
from benchmarks.text.pages import Page, Side
from benchmarks.text.sources import CODE, Document, load, mature, rank
from fingerprints import code_sketch
from fingerprints.arrays import F64
from fingerprints.content import Content, Text
from fingerprints.snapshot import Snapshot
from fingerprints.streams import STREAMS
from matcher import verdict, weigh
from matcher.shared import Shared
from matcher.thresholds import SHIPPED

PAGES = 150  # of each disguise
HELD = 10_000  # pages that only the threshold is chosen on, those that are set aside among them
PUBLIC, FILES = 600, 12  # works of public projects, of one language and of one project in it
KINDS = (*(stream.name for stream in STREAMS), code_sketch.NAME)
Task = tuple[str, Any, int]  # disguise, work, turn; no disguise: an innocent page's body, project


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page shares with parts: rows of curve pieces; only the right part of a copy counts."""

    row: str  # empty for an innocent page
    project: str  # of an innocent page
    parts: tuple[F64, ...]
    held: bool = False  # an innocent page of a project that only the threshold is chosen on
    grown: float = 0.0  # log-odds by which its register's doubt is above that of half A


def pieces(streams: Sequence[Shared]) -> F64:
    """All curve pieces of one part, streams that share nothing as zeros."""
    by_kind = {one.kind: verdict.measures(one) for one in streams}
    return np.array(
        [
            piece
            for kind in KINDS
            for reason in verdict.KNOTS
            for piece in verdict.pieces(reason, by_kind.get(kind, {}).get(reason, 0.0))
        ]
    )


def _recorded(contents: list[Content], asset: str) -> tuple[F64, ...]:
    """Examine a page and note what was weighed; `asset` empty: of every part."""
    found: list[F64] = []
    real = weigh.weighed

    def weighed(*given: Any, **more: Any) -> dict[weigh.Part, weigh.Weighed]:
        view, snapshot, thresholds, *rest = given  # nothing is sifted by what was learnt before
        parts = real(view, snapshot, replace(thresholds, near=0.0), *rest, **more)
        for (name, _), one in parts.items():
            streams = [stream.shared for stream in one.streams]
            if asset in {"", name} and not verdict.too_little(streams, SHIPPED):
                found.append(pieces(streams))
        return parts

    weigh.weighed = weighed
    try:
        measure.held().matcher.examine(contents)
    finally:
        weigh.weighed = real
    return tuple(found)


def _look(task: Task) -> Seen | None:
    """One page of a disguise, or an innocent one; runs in a worker."""
    row, work, turn = task
    held = measure.held()
    if not row:
        body, project = work
        return Seen("", project, _recorded([Text(body)], ""))
    page: Page | None = pages.build(pages.NAMED[row], held.works[work], held.side, turn)
    if page is None:
        return None
    return Seen(row, "", _recorded(measure.given(page, held.matcher.context.blobs), page.asset))


def seen(folder: Path) -> tuple[list[Seen], int]:
    """Every disguise, innocent page and held page of half A; entries of its register."""
    chosen = half("A")
    side = chosen.side
    tasks: list[Task] = [
        (row.name, work.name, turn)
        for row in pages.ROWS
        for turn, work in zip(range(PAGES), pages.asked(row, side.works), strict=False)
    ]
    held = _stay(sorted(load("A", "held"), key=rank)[:HELD], side.works)
    found, entries = _shown([*tasks, *_innocents([*chosen.pages, *held])], side, folder / "own")
    projects = {page.project for page in held}
    found = [replace(one, held=one.project in projects) for one in found]
    works = public_works()
    stay = _stay(chosen.pages, works)
    others, more = _shown(_innocents(stay), Side(works), folder / "public")
    grown = float(np.log(max(1.0, more / entries)))
    return [*found, *(replace(one, grown=grown) for one in others)], entries


def _stay(documents: Sequence[Document], works: Iterable[Document]) -> list[Document]:
    """Without those that share three lines or sixty letters and digits with a work."""
    told = [(page.name, page.body) for page in documents]
    aside = apart(told, [work.body for work in works])[1]
    return [page for page in documents if page.name not in aside]


def _innocents(documents: Iterable[Document]) -> list[Task]:
    return [("", (page.body, page.project), 0) for page in documents]


def _shown(tasks: list[Task], side: Side, folder: Path) -> tuple[list[Seen], int]:
    """Show pages to a register of these works; what was seen, and the register's entries."""
    random.Random(1).shuffle(tasks)  # noqa: S311 - long and short pages mixed
    path = measure.protect(side.works, folder)
    found: list[Seen] = []
    with measure.pool(path, folder, side) as pool:
        for number, one in enumerate(pool.imap_unordered(_look, tasks, chunksize=8), 1):
            found += [one] if one is not None else []
            if number % 200 == 0:
                print(f"\r{number} of {len(tasks)} pages", end="", file=sys.stderr, flush=True)
    return found, Snapshot.open(path, measure.KEYS).size


def public_works() -> list[Document]:
    """Code of the projects that the models were learnt from, some files of each."""
    found: dict[str, list[Document]] = {language: [] for language in CODE}
    taken: Counter[tuple[str, str]] = Counter()
    learnt = load("background", "train")
    for document in sorted(learnt, key=rank):
        place = (document.language, document.project)
        if document.language in found and taken[place] < FILES and mature(document):
            taken[place] += 1
            found[document.language].append(document)
    return [document for some in found.values() for document in some[:PUBLIC]]
