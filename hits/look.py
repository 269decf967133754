"""Looks back: which pages seen before share fingerprints with a work.

The index names pages that may, the record says which do; pages that no segment covers yet are
read whole. Every figure told is counted on the record's own hashes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from fingerprints.arrays import U64
from hits import samples
from hits.look_index import LookIndex, uncovered
from hits.look_segment import Segment, pictured
from hits.samples import Sample
from hits.tables import pages
from matcher import sample

LEAST = 3  # hashes of one part, all streams together
RADIUS = 31  # bits of 256 in which two outlines of one picture differ at most
TOGETHER = 50_000  # hashes asked for at once
ASKED = 400  # rows of the record read at once
T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """What is stored of one part of a work: hashes by stream (n,), outlines of pictures (n, 4)."""

    name: str
    kinds: Mapping[str, U64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A page of the past that shares fingerprints with a work, told by the part it shares most."""

    url: str
    place: str
    seen_at: str
    kind: str  # that shares most
    shared: int  # hashes shared, all streams together, or pictures within the radius
    of: int  # hashes, or pictures, in the page's sample of these kinds
    part: str = ""
    share: float = 0.0  # of the part, as far as the page's sample can tell
    page_share: float = 0.0  # of the page's sample
    kinds: Mapping[str, int] = field(default_factory=dict)  # shared, by kind
    site: str = ""
    title: str = ""
    state: str = ""
    run: str = ""


@dataclass(frozen=True, slots=True)
class Shared:
    """What one row of the record shares with one part."""

    part: str
    kinds: Mapping[str, int]
    of: int
    comparable: int  # hashes of the part that would be in the page's sample if all stood there

    @property
    def total(self) -> int:
        """Over all kinds."""
        return sum(self.kinds.values())

    @property
    def pictures(self) -> int:
        """Pictures within the radius."""
        return sum(count for kind, count in self.kinds.items() if pictured(kind))


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """Some parts, asked for together."""

    parts: Sequence[Part]
    hashes: U64  # different ones of all parts and streams, sorted
    outlines: U64  # (n, 4)

    @classmethod
    def of(cls, parts: Sequence[Part]) -> "Asked":
        """Put the parts together."""
        kinds = [(kind, one) for part in parts for kind, one in part.kinds.items()]
        hashes = [one for kind, one in kinds if not pictured(kind)]
        rows = [one for kind, one in kinds if pictured(kind)]
        return cls(
            parts,
            np.unique(np.concatenate([np.empty(0, np.uint64), *hashes])),
            np.concatenate([np.empty((0, 4), np.uint64), *rows]),
        )

    def worth(self, theirs: Mapping[str, U64], least: int) -> bool:
        """Whether a page shares enough with all parts together: a quick look before a close one."""
        count = 0
        for kind, seen in theirs.items():
            if pictured(kind):
                count += least * (len(self.outlines) > 0 and _near(seen, self.outlines) > 0)
            elif len(self.hashes):
                count += int(_held(seen, self.hashes).sum())
        return count >= least


def look(index: LookIndex, parts: Iterable[Part], *, least: int = LEAST) -> list[Past]:
    """Pages whose samples share at least so many hashes, or a picture, with a part; most first."""
    segments = index.segments()
    found: dict[str, tuple[Shared, Sample]] = {}
    for some in _together(parts):
        asked = Asked.of(some)
        for row in _candidates(index, segments, asked, least):
            best = _best(row, asked, least)
            if best and (row.page not in found or best.total > found[row.page][0].total):
                found[row.page] = best, row
    told = [_past(page, *found[page["id"]]) for page in _pages(index, list(found))]
    return sorted(told, key=lambda past: (-past.shared, past.url))


def _together(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """Small parts are asked for together."""
    some: list[Part] = []
    size = 0
    for part in parts:
        some.append(part)
        size += sum(map(len, part.kinds.values()))
        if size >= TOGETHER:
            yield some
            some, size = [], 0
    if some:
        yield some


def _candidates(
    index: LookIndex, segments: Sequence[Segment], asked: Asked, least: int
) -> Iterator[Sample]:
    """Rows that seem to share enough, and all that no segment covers."""
    with index.database.read() as connection:
        for segment in segments:
            seem = (segment.sharing(asked.hashes) >= least) | segment.alike(asked.outlines[:, 0])
            for some in _groups(segment.numbers[seem].tolist()):
                yield from samples.these(connection, some)
        for first, last in uncovered((one.first, one.last) for one in segments):
            yield from samples.between(connection, first, last)


def _groups(values: Iterable[T]) -> Iterator[list[T]]:
    source = iter(values)
    while some := list(islice(source, ASKED)):
        yield some


def _best(row: Sample, asked: Asked, least: int) -> Shared | None:
    """The part that the row shares most with, if with any."""
    theirs = {
        kind: sample.outlines(data) if pictured(kind) else sample.unpacked(data)
        for kind, data in row.kinds.items()
    }
    if not asked.worth(theirs, least):
        return None
    told = (shared(theirs, part) for part in asked.parts)
    enough = (one for one in told if one.total >= least or one.pictures)
    return max(enough, key=lambda one: (one.total, one.part), default=None)


def shared(theirs: Mapping[str, U64], part: Part) -> Shared:
    """Compare a page's sample with a part, stream by stream."""
    kinds: dict[str, int] = {}
    of = comparable = 0
    for kind, ours in part.kinds.items():
        seen = theirs.get(kind)
        if seen is None or not len(seen) or not len(ours):
            continue
        kinds[kind] = _near(seen, ours) if pictured(kind) else int(_held(seen, ours).sum())
        of += len(seen)
        comparable += len(ours) if pictured(kind) else int((ours <= seen.max()).sum())
    return Shared(part.name, {k: n for k, n in kinds.items() if n}, of, comparable)


def _held(seen: U64, ours: U64) -> NDArray[np.bool_]:
    """Which of the page's hashes are ours too; `ours` is sorted."""
    places = np.minimum(np.searchsorted(ours, seen), len(ours) - 1)
    return np.asarray(ours[places] == seen)


def _near(seen: U64, ours: U64) -> int:
    """How many of the page's outlines are near one of ours."""
    distances = np.bitwise_count(seen[:, None, :] ^ ours[None, :, :]).sum(axis=2)
    return int((distances.min(axis=1) <= RADIUS).sum())


def _pages(index: LookIndex, ids: Sequence[str]) -> Iterator[Mapping[str, str]]:
    names = ("id", "url", "place", "seen_at", "site", "title", "state", "run")
    with index.database.read() as connection:
        for some in _groups(ids):
            wanted = sa.select(*(pages.c[name] for name in names)).where(pages.c.id.in_(some))
            for row in connection.execute(wanted).mappings():
                yield dict(row)


def _past(page: Mapping[str, str], told: Shared, row: Sample) -> Past:
    about = {name: value for name, value in page.items() if name != "id"}
    kept = sum(
        len(data) // (sample.OUTLINE if pictured(kind) else sample.HASH)
        for kind, data in row.kinds.items()
        if kind in told.kinds
    )
    return Past(
        kind=max(told.kinds, key=lambda kind: (told.kinds[kind], kind)),
        shared=told.total,
        of=kept,
        part=told.part,
        share=round(min(1.0, told.total / max(1, told.comparable)), 4),
        page_share=round(told.total / max(1, kept), 4),
        kinds=told.kinds,
        **about,
    )
