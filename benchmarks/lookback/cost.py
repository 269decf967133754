"""What sampling adds to the processor time of a page: the page path with and without, in turn."""

import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import numpy as np

from benchmarks.lookback.quality import KEYS
from benchmarks.lookback.sources import around, foreign, works
from benchmarks.text.measure import content
from fingerprints import kinds
from fingerprints.arrays import U64
from fingerprints.blobs import Blobs
from fingerprints.content import Text
from fingerprints.entry import Entry
from fingerprints.kind import Context
from fingerprints.snapshot import Snapshot
from fingerprints.snapshot_write import write
from matcher import lookup
from matcher import page as page_path
from matcher.page import Matcher

PAGES = 80
ROUNDS = 9
LINES = 220


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of processor time of a page, the least of the rounds, mean over all pages."""

    sampled: float
    bare: float
    pages: int

    @property
    def added(self) -> float:
        """The share that sampling adds."""
        return self.sampled / self.bare - 1


def _no_hashes(*_: object, **__: object) -> U64:
    return np.empty(0, np.uint64)


def _nothing(_: object) -> Mapping[str, bytes]:
    return {}


def measure(folder: Path) -> Cost:
    """Pages of 220 lines, code and prose, against the works of a half."""
    ours = works("B")
    theirs = foreign("B")
    blobs = Blobs(folder / "blobs")
    entries = [
        Entry(f"w{n}", work.name, kind, value, work.body.count("\n") + 1)
        for n, work in enumerate(ours)
        for kind, value in kinds.take(content(work), Context(KEYS, blobs))
    ]
    matcher = Matcher(Snapshot.open(write(folder, entries, KEYS), KEYS), Context(KEYS, blobs))
    chance = random.Random(5)  # noqa: S311 - the same pages every time
    pages = [Text(around("", theirs, chance, LINES)) for _ in range(PAGES)]
    spent(matcher, pages)
    best = np.full((2, PAGES), np.inf)
    for turn in range(ROUNDS):
        for n, page in enumerate(pages):
            both = timed(matcher, page, first=(turn + n) % 2 == 0)
            best[:, n] = np.minimum(best[:, n], both)
    sampled, bare = 1000 * best.mean(axis=1)
    return Cost(float(sampled), float(bare), PAGES)


def timed(matcher: Matcher, page: Text, *, first: bool) -> tuple[float, float]:
    """Processor time of the page path with sampling, and with none; which one comes first."""
    if first:
        with_it = spent(matcher, [page])
        return with_it, without(matcher, page)
    bare = without(matcher, page)
    return spent(matcher, [page]), bare


def without(matcher: Matcher, page: Text) -> float:
    """The page path that keeps no sample."""
    with (
        mock.patch.object(lookup, "of_grams", _no_hashes),
        mock.patch.object(page_path, "packed", _nothing),
    ):
        return spent(matcher, [page])


def spent(matcher: Matcher, pages: list[Text]) -> float:
    """Processor time of so many pages."""
    begin = time.process_time()
    for page in pages:
        matcher.examine([page])
    return time.process_time() - begin
