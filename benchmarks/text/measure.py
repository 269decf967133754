"""Works protected and pages examined through the public path, in two processes."""

import multiprocessing
import multiprocessing.pool
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import process_time
from typing import Self

from benchmarks.text.pages import Page, Range, Row, Side, asked, build
from benchmarks.text.sources import Document
from fingerprints import kinds, snapshot
from fingerprints.blobs import Blobs
from fingerprints.content import Code, Content, File, Text
from fingerprints.errors import Unreadable
from fingerprints.keys import Keys
from fingerprints.kind import Context
from fingerprints.read import data_list
from fingerprints.snapshot import Snapshot
from matcher.match import Match, Span
from matcher.page import Matcher

KEYS = Keys(b"the benchmark's key, 32 bytes...")
TEXTUAL = {"copy", "part copy"}
PROCESSES = 2
INNOCENT = "innocent"  # the row of pages that have nothing to do with any work
OVERLAP = 0.5  # intersection over union, on both sides


@dataclass(frozen=True, slots=True)
class Told:
    """One match of one page."""

    asset: str
    verdict: str
    score: float
    probability: float | None
    right: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What the matcher said to one page."""

    row: str
    name: str  # of the work shown, or of the innocent page
    language: str
    found: bool = False
    placed: bool = False
    said: int = 0
    told: tuple[Told, ...] = ()
    nearest: float = 0.0  # score of the best near miss
    size: int = 0
    seconds: float = 0.0  # of processor time
    unreadable: tuple[str, ...] = ()

    @property
    def hits(self) -> tuple[Told, ...]:
        """Matches that would raise an alert."""
        return tuple(told for told in self.told if told.verdict in TEXTUAL)


def content(document: Document) -> Content:
    """Prose as text, the rest as code."""
    return Text(document.body) if document.prose else Code(document.body, document.language)


def _fingerprints(folder: Path, document: Document) -> list[snapshot.Entry]:
    context = Context(KEYS, Blobs(folder / "blobs"))
    lines = document.body.count("\n") + 1
    taken = kinds.take(content(document), context)
    return [snapshot.Entry(document.name, document.name, kind, v, lines) for kind, v in taken]


def protect(works: Sequence[Document], folder: Path) -> Path:
    """A published snapshot of all works, each an asset of one part."""
    with _pool() as pool:
        taken = pool.imap(partial(_fingerprints, folder), works, chunksize=16)
        return snapshot.write(folder / "snapshots", (e for many in taken for e in many), KEYS)


@dataclass(slots=True)
class Bench:
    """What each process holds."""

    matcher: Matcher
    side: Side
    works: dict[str, Document]


_HELD: list[Bench] = []


def held() -> Bench:
    """What this process holds."""
    return _HELD[0]


def _start(path: Path, folder: Path, side: Side) -> None:
    context = Context(KEYS, Blobs(folder / "blobs"))
    matcher = Matcher(Snapshot.open(path, KEYS), context)
    _HELD[:] = [Bench(matcher, side, {work.name: work for work in side.works})]


def pool(path: Path, folder: Path, side: Side) -> multiprocessing.pool.Pool:
    """Processes that hold a matcher and what pages are made from."""
    return _pool(_start, (path, folder, side))


def _pool(*start: object) -> multiprocessing.pool.Pool:
    # what the works are, is inherited and not sent
    return multiprocessing.get_context("fork").Pool(PROCESSES, *start)  # type: ignore[arg-type]


def contents(data: bytes, name: str, blobs: Blobs) -> list[Content]:
    """A page as a crawl hands it over: read when it can be, else a file to open."""
    try:
        return [part for _, part in data_list(data, name, blobs)]
    except Unreadable:
        return [File(blobs.put(data), name=name)]


def given(page: Page, blobs: Blobs) -> list[Content]:
    """A page as a crawl hands it over; archives and documents as files to open."""
    if page.name.lower().endswith((".pdf", ".zip", ".tar")):
        return [File(blobs.put(page.data), name=page.name)]
    return contents(page.data, page.name, blobs)


def examined(page: Page) -> Answer:
    """One page through the matcher, compared with its truth."""
    bench = _HELD[0]
    before = process_time()
    result = bench.matcher.examine(given(page, bench.matcher.context.blobs))
    seconds = process_time() - before
    right = {page.asset, *page.twins} if page.asset else set()
    told = tuple(_told(match, right) for match in result.matches if _textual(match))
    hits = [match for match in result.matches if match.verdict in TEXTUAL]
    mine = [match for match in hits if match.asset in right]
    return Answer(
        row=page.row,
        name=page.asset or page.name,
        language=page.language,
        found=bool(mine),
        placed=any(_placed(match, page, bench) for match in mine),
        said=page.said,
        told=told,
        nearest=max((near.score for near in result.near), default=0.0),
        size=len(page.data),
        seconds=seconds,
        unreadable=result.unreadable,
    )


def _textual(match: Match) -> bool:
    return match.verdict in {*TEXTUAL, "shared element", "public origin"}


def _told(match: Match, right: set[str]) -> Told:
    probability = getattr(match, "probability", None)
    return Told(match.asset, match.verdict, match.score, probability, match.asset in right)


def _placed(match: Match, page: Page, bench: Bench) -> bool:
    """Whether the evidence overlaps the truth on both sides, as far as each side is told.

    Where the whole work is shown, the page's side is the page itself; behind a packing, only the
    part's side can be compared.
    """
    pairs = [pair for evidence in match.evidence for pair in evidence.spans]
    part = page.part or (0, len(bench.works[page.asset].body))
    if match.asset == page.asset and overlap([one for one, _ in pairs], part) < OVERLAP:
        return False
    return page.shown is None or overlap([two for _, two in pairs], page.shown) >= OVERLAP


def overlap(spans: Iterable[Span], truth: Range) -> float:
    """Intersection over union of all spans together and the true range."""
    covered = both = 0
    end = 0
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        start = max(span.start, end)
        if span.end <= start:
            continue
        covered += span.end - start
        both += max(0, min(span.end, truth[1]) - max(start, truth[0]))
        end = span.end
    return both / max(1, covered + truth[1] - truth[0] - both)


def _shown(task: tuple[Row, str, int]) -> Answer | None:
    row, name, turn = task
    bench = _HELD[0]
    page = build(row, bench.works[name], bench.side, turn)
    return None if page is None else examined(page)


def _innocent(document: Document) -> Answer:
    suffix = {"python": ".py", "javascript": ".js", "java": ".java", "c": ".c", "go": ".go"}
    name = f"page{suffix.get(document.language, '.txt')}"
    blank = Page(INNOCENT, "", document.language, document.body.encode(), name)
    answer = examined(blank)
    return Answer(
        row=INNOCENT,
        name=document.name,
        language=document.language,
        told=answer.told,
        nearest=answer.nearest,
        size=answer.size,
        seconds=answer.seconds,
        unreadable=answer.unreadable,
    )


class Gauntlet:
    """One half's works protected; pages are shown to two processes that share the snapshot."""

    def __init__(self, side: Side, folder: Path) -> None:
        self.side = side
        path = protect(side.works, folder)
        self.pool = pool(path, folder, side)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.pool.terminate()
        self.pool.join()

    def row(self, row: Row, pages: int) -> list[Answer]:
        """The answers to so many pages of one disguise (fewer when the works give no more)."""
        found: list[Answer] = []
        tasks = ((row, work.name, turn) for turn, work in enumerate(asked(row, self.side.works)))
        while len(found) < pages and (batch := list(_first(tasks, pages - len(found)))):
            found += [one for one in self.pool.map(_shown, batch, chunksize=4) if one is not None]
        return found

    def innocent(self, pages: Sequence[Document]) -> list[Answer]:
        """The answers to pages that have nothing to do with any work."""
        return list(self.pool.imap(_innocent, pages, chunksize=16))


def _first(tasks: Iterator[tuple[Row, str, int]], many: int) -> Iterator[tuple[Row, str, int]]:
    for _ in range(many):
        try:
            yield next(tasks)
        except StopIteration:
            return
