"""What a sample finds again: excerpts in pages of others, and pages that hold nothing of a work."""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.lookback.sources import around, excerpt, foreign, works
from benchmarks.text.measure import content
from benchmarks.text.sources import Document
from fingerprints import kinds
from fingerprints.arrays import U64
from fingerprints.blobs import Blobs
from fingerprints.fold import fold
from fingerprints.keys import Keys
from fingerprints.kind import Context, Tokens
from fingerprints.streams import STREAMS
from fingerprints.winnow import keyed
from hits.look import Part, Shared, shared
from matcher.sample import of_grams, packed, unpacked

KEYS = Keys(bytes(range(32)))
LINES = 20  # of an excerpt
SIZES = (200, 1_000, 5_000)  # lines of others on a page
ALIKE = 400  # innocent pages
LEASTS = (1, 2, 3, 4, 5, 6, 8)


@dataclass(frozen=True, slots=True)
class Found:
    """How many hashes each case shared; the larger, the better it is found."""

    what: str
    lines: int
    shared: tuple[int, ...]

    def recall(self, least: int) -> float:
        """The share of cases with at least so many."""
        return sum(one >= least for one in self.shared) / max(1, len(self.shared))


def part(document: Document, blobs: Blobs) -> Part:
    """A work as look-back asks with it."""
    values = kinds.take(content(document), Context(KEYS, blobs))
    tokens = {kind: np.unique(v.hashes) for kind, v in values if isinstance(v, Tokens)}
    return Part(document.name, tokens)


def sample(body: str) -> Mapping[str, bytes]:
    """What the page path keeps of a text (`matcher/lookup.py`, without the looking up)."""
    folded = fold(body)
    found: list[tuple[str, U64]] = []
    for stream in (one for one in STREAMS if one.sampled):
        grams = stream.read(folded, stream.k)
        kept = np.flatnonzero(grams.keep)
        hashes = keyed(grams.hashes[kept], KEYS, stream.name)
        found.append((stream.name, of_grams(stream.name, stream.w, grams, kept, hashes)))
    return packed(found)


def compare(kept: Mapping[str, bytes], work: Part) -> Shared:
    """As `hits/look.py` does with a row of the record."""
    return shared({kind: unpacked(data) for kind, data in kept.items()}, work)


def fifth(text: str, chance: random.Random) -> str:
    """Every fifth word another one."""
    words = re.split(r"(\s+)", text)
    for at in range(8, len(words), 10):
        words[at] = "".join(chance.choices("abcdefghijklmnoprstuvw", k=max(3, len(words[at]))))
    return "".join(words)


WAYS = {  # prose or not, names changed, every fifth word another one
    "code": (False, False, False),
    "code, names changed": (False, True, False),
    "prose": (True, False, False),
    "prose, every fifth word another": (True, False, True),
}


def recall(which: str, blobs: Blobs, cases: int) -> list[Found]:
    """Excerpts of 20 lines (200 words) in pages of three sizes, as they are and disguised."""
    chance = random.Random(7)  # noqa: S311 - the same cases every time
    found = []
    for what, (prose, renamed, replaced) in WAYS.items():
        mine = [work for work in works(which) if work.prose == prose]
        beside = [page for page in foreign(which) if page.prose == prose]
        for size in SIZES:
            counts: list[int] = []
            while len(counts) < (cases if size == SIZES[0] else cases // 2):
                work = chance.choice(mine)
                text = excerpt(work, LINES, chance, renamed=renamed)
                if text is not None:
                    shown = fifth(text, chance) if replaced else text
                    page = around(shown, beside, chance, size)
                    counts.append(compare(sample(page), part(work, blobs)).total)
            found.append(Found(what, size, tuple(counts)))
    return found


@dataclass(frozen=True, slots=True)
class Innocent:
    """Pages listed that hold nothing of the work, over all pairs of a work and a page."""

    pairs: int
    pages: int
    works: int
    listed: Mapping[int, int]  # by least


def innocent(which: str, blobs: Blobs) -> Innocent:
    """Every work of a half against innocent pages of the half."""
    kept = [sample(page.body) for page in foreign(which)[:ALIKE]]
    parts = [part(work, blobs) for work in works(which)]
    listed = dict.fromkeys(LEASTS, 0)
    for counts in _totals(kept, parts):
        for least in LEASTS:
            listed[least] += int((counts >= least).sum())
    return Innocent(len(kept) * len(parts), len(kept), len(parts), listed)


def _totals(kept: Sequence[Mapping[str, bytes]], parts: Sequence[Part]) -> list[U64]:
    """For each work the hashes that it shares with each page."""
    totals = []
    names = [stream.name for stream in STREAMS if stream.sampled]
    pages = {n: [unpacked(one.get(n, b"")) for one in kept] for n in names}
    flat = {n: np.concatenate(rows) for n, rows in pages.items()}
    owner = {
        n: np.repeat(np.arange(len(kept)), [len(r) for r in rows]) for n, rows in pages.items()
    }
    for work in parts:
        counts = np.zeros(len(kept), np.uint64)
        for name, hashes in work.kinds.items():
            if name in flat:
                held = owner[name][np.isin(flat[name], hashes)]
                counts += np.bincount(held, minlength=len(kept)).astype(np.uint64)
        totals.append(counts)
    return totals
