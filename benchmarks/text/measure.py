"""One half of the data through the real matcher: recall by disguise, and false hits."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time

from benchmarks.text import installed as sources
from benchmarks.text.disguises import DISGUISES, noisy, renamed
from benchmarks.text.installed import Document
from benchmarks.text.names_set import Case, cases
from fingerprints import kinds, snapshot
from fingerprints.blobs import Blobs
from fingerprints.content import Code, Content, Text
from fingerprints.keys import Keys
from fingerprints.kind import Context
from fingerprints.snapshot import Snapshot
from matcher.match import HITS
from matcher.page import Matcher

PAGES = 500  # innocent
EXCERPTS, DISGUISED = 150, 40
SHORT = 20_000  # characters of a file that is disguised whole
KEYS = Keys(b"the benchmark's key, 32 bytes...")


@dataclass(slots=True)
class Half:
    """What one half of the data gave: (found, asked) by task."""

    name: str
    works: int = 0
    pages: int = 0
    aside: int = 0
    false: list[str] = field(default_factory=list)
    highest: float = 0.0  # score of an innocent page
    rows: dict[str, tuple[int, int]] = field(default_factory=dict)
    megabytes: float = 0.0
    seconds: float = 0.0  # of processor time, for the innocent pages


def content(document: Document) -> Content:
    """Prose as text, the rest as code."""
    return Text(document.body) if document.prose else Code(document.body)


def protect(works: list[tuple[str, Content]], folder: Path) -> Matcher:
    """A matcher that protects these works, each an asset."""
    context = Context(KEYS, Blobs(folder / "blobs"))
    entries = [
        snapshot.Entry(name, name, kind, value, 0)
        for name, work in works
        for kind, value in kinds.take(work, context)
    ]
    path = snapshot.write(folder / "snapshots", entries, KEYS)
    return Matcher(Snapshot.open(path, KEYS), context)


def measure(name: str, folder: Path, *, disguises: bool) -> Half:
    """Protect one half's works and show it that half's pages."""
    half = Half(name)
    works, innocent = sources.protected(name), sources.innocent(name)
    chance = random.Random(5)  # noqa: S311 - the same pages every time
    chance.shuffle(innocent)
    pages, aside = sources.apart(innocent[: PAGES + 250], works)
    pages = pages[:PAGES]
    half.works, half.pages, half.aside = len(works), len(pages), len(aside)
    matcher = protect([(work.name, content(work)) for work in works], folder)
    _innocent(half, matcher, pages)
    chance.shuffle(works)
    code = [work for work in works if not work.prose]
    prose = [work for work in works if work.prose]

    def inside(size: int, change: Callable[[str], str] = str) -> Callable[[Document], str | None]:
        def page(work: Document) -> str | None:
            taken = sources.excerpt(work, size, chance)
            return taken and sources.surrounded(change(taken), pages, chance)

        return page

    asked: list[tuple[str, list[Document], int, Callable[[Document], str | None]]] = [
        *((f"code, {n} lines in 200", code, EXCERPTS, inside(n)) for n in (20, 10, 5)),
        *((f"text, {n} words in 200 lines", prose, EXCERPTS, inside(n)) for n in (60, 40)),
    ]
    if disguises:
        short = [work for work in code if len(work.body) <= SHORT]
        asked += [
            (
                "code, 20 lines in 200, noise 3 %",
                code,
                60,
                inside(20, lambda t: noisy(t, chance, 0.03)),
            ),
            ("code, 20 lines in 200, renamed", code, 60, inside(20, lambda t: renamed(t, chance))),
            *(
                (f"file, {how}", short, DISGUISED, _whole(change, chance))
                for how, change in DISGUISES.items()
            ),
        ]
    for task, documents, count, make in asked:
        half.rows[task] = _recall(matcher, documents, count, make)
    return half


def _whole(
    change: Callable[[str, random.Random], str], chance: random.Random
) -> Callable[[Document], str | None]:
    return lambda work: change(work.body, chance)


def _innocent(half: Half, matcher: Matcher, pages: list[Document]) -> None:
    before = process_time()
    for page in pages:
        examined = matcher.examine([Text(page.body)])
        half.megabytes += len(page.body) / 1e6
        hits = [match for match in examined.matches if match.verdict in HITS]
        half.false += [f"{page.name} as {hit.asset}" for hit in hits]
        scores = [near.score for near in examined.near] + [hit.score for hit in hits]
        half.highest = max([half.highest, *scores])
    half.seconds = process_time() - before


def _recall(
    matcher: Matcher,
    documents: list[Document],
    count: int,
    make: Callable[[Document], str | None],
) -> tuple[int, int]:
    found = asked = 0
    for document in documents:
        page = make(document)
        if page is None:
            continue
        asked += 1
        examined = matcher.examine([Text(page)])
        found += any(m.asset == document.name and m.verdict in HITS for m in examined.matches)
        if asked >= count:
            break
    return found, asked


def names(folder: Path) -> dict[str, tuple[int, int]]:
    """(told as the brand, asked) by way of writing, through a matcher that watches all brands."""
    labelled = cases()
    brands = sorted({case.brand for case in labelled})
    matcher = protect([(brand, Text(brand, where="name")) for brand in brands], folder)
    rows: dict[str, tuple[int, int]] = {}
    for case in labelled:
        found, asked = rows.get(case.how, (0, 0))
        rows[case.how] = (found + _told(matcher, case), asked + 1)
    return rows


def _told(matcher: Matcher, case: Case) -> bool:
    matches = matcher.examine([Text(case.text)]).matches
    if case.positive:
        return any(match.asset == case.brand for match in matches)
    return bool(matches)
