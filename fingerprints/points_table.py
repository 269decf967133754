"""The snapshot's local features, mapped: the lists of words, and what one picture has."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from fingerprints.arrays import F32, I64, U8, U32, U64, Mask
from fingerprints.entry import Known
from fingerprints.image_points import OCTAVE, Kept, kept
from fingerprints.image_words import masked
from fingerprints.keys import Keys

WORDS_OF = "words"
PHOTOS, LOGOS, LINES = "points", "logos", "lines"  # groups of arrays, each searched by itself
GROUPS = {"image_points@1": PHOTOS, "image_logo@1": LOGOS, "image_lines@1": LINES}
LISTED = f"{LOGOS}/entries"  # of a segment, those without a feature too
COLUMNS = (WORDS_OF, "codes", "poses", "owners", "ranks", "members", "bounds")
LONGEST = 256  # features of one word; a longer list tells nothing and is passed over


@dataclass(frozen=True, slots=True, eq=False)
class PointsPart:
    """The features of one segment by word; those of one picture by `members`."""

    words: U32  # (n,) rising
    codes: U64  # (n, 2)
    poses: U8  # (n, 2)
    owners: U32  # (n,) entry of the segment
    ranks: U32  # (n,) which feature of its picture
    members: U32  # (n,) rows of the features of each picture, in its own order
    bounds: U32  # (pictures, 2) entry, first of its members; by entry
    dead: Mask | None
    first: int
    marks: U64

    def look(self, words: U32) -> tuple[I64, I64]:
        """(which of the words, row) of every feature in the lists of these words, by word."""
        order = np.argsort(words, kind="stable")  # no jumping to and fro in a mapped file
        start = np.searchsorted(self.words, words[order], "left")
        counts = np.searchsorted(self.words, words[order], "right") - start
        counts[counts > LONGEST] = 0
        asked = np.repeat(order, counts)
        shift = start - np.concatenate([[0], np.cumsum(counts)[:-1]])
        rows = np.arange(len(asked)) + np.repeat(shift, counts)
        if self.dead is not None:
            alive = ~self.dead[self.owners[rows]]
            asked, rows = asked[alive], rows[alive]
        return asked, rows

    def rows(self, entry: int) -> I64:
        """The rows of one picture's features, in its own order."""
        at = int(np.searchsorted(self.bounds[:, 0], entry))
        if at == len(self.bounds) or self.bounds[at, 0] != entry:
            return np.empty(0, np.int64)
        end = self.bounds[at + 1, 1] if at + 1 < len(self.bounds) else len(self.members)
        return self.members[int(self.bounds[at, 1]) : int(end)].astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Features of protected pictures near those that were asked."""

    asked: I64  # which feature was asked
    entries: I64  # of the snapshot
    ranks: I64  # which feature of its picture
    apart: I64  # bits, of 128
    turns: F32  # angle, radians
    sizes: F32  # binary logarithm of the size in pixels


@dataclass(frozen=True, slots=True, eq=False)
class Pointed:
    """One protected picture, opened for a comparison."""

    asset: str
    part: str
    kept: Kept
    places: F32  # (n, 4) x, y, size, angle
    bits: U64  # (n, 2) without mask
    words: U32  # (n,)


@dataclass(frozen=True, slots=True, eq=False)
class PointsTable:
    """All local features of a snapshot."""

    parts: Sequence[PointsPart]
    known: Callable[[int], Known]
    keys: Keys

    def near(self, words: U32, bits: U64, limit: int) -> Seen:
        """Features within `limit` bits in any of the (n, probes) words of (n, 2) plain bits."""
        found = [self._near(part, words, bits, limit) for part in self.parts]
        columns = zip(*found, strict=True) if found else ([] for _ in range(6))
        none = (np.int64, np.int64, np.int64, np.int64, np.float32, np.float32)
        arrays = [
            np.concatenate([np.empty(0, kind), *column])
            for kind, column in zip(none, columns, strict=True)
        ]
        return Seen(*arrays)

    def _near(
        self, part: PointsPart, words: U32, bits: U64, limit: int
    ) -> tuple[I64, I64, I64, I64, F32, F32]:
        probes = words.shape[1]
        asked, rows = part.look(words.ravel())
        own = masked(words.ravel()[asked], bits[asked // probes], self.keys)
        apart = np.bitwise_count(own ^ part.codes[rows]).sum(axis=1, dtype=np.int64)
        near = np.flatnonzero(apart <= limit)
        rows = rows[near]
        turns, sizes = _pose(part.poses[rows])
        entries = part.owners[rows].astype(np.int64) + part.first
        ranks = part.ranks[rows].astype(np.int64)
        return asked[near] // probes, entries, ranks, apart[near], turns, sizes

    def entry(self, number: int) -> Pointed:
        """One picture with its places and thumbnail, unsealed."""
        known = self.known(number)
        held = kept(known.extra)
        return Pointed(known.asset, known.part, held, *self.described(number, held.xy))

    def described(self, number: int, xy: F32) -> tuple[F32, U64, U32]:
        """Places (n, 4), bits (n, 2) without mask and words (n,) of features that lie at `xy`."""
        part = self._part(number)
        rows = part.rows(number - part.first)
        turns, sizes = _pose(part.poses[rows])
        places = np.concatenate([xy, np.stack([2**sizes, turns], axis=1)], axis=1)
        words = part.words[rows]
        return places.astype(np.float32), masked(words, part.codes[rows], self.keys), words

    def entries(self) -> list[int]:
        """The numbers of all pictures that count."""
        found = []
        for part in self.parts:
            numbers = part.bounds[:, 0].astype(np.int64)
            alive = numbers if part.dead is None else numbers[~part.dead[numbers]]
            found += (alive + part.first).tolist()
        return found

    def mark(self, number: int) -> int:
        """What orders pictures the same way in every snapshot of a home."""
        part = self._part(number)
        return int(part.marks[number - part.first])

    def holds(self, mark: int) -> bool:
        """Whether the part with this mark has features here."""
        return any((part.marks[part.bounds[:, 0]] == mark).any() for part in self.parts)

    def _part(self, number: int) -> PointsPart:
        return next(part for part in reversed(self.parts) if part.first <= number)


def _pose(poses: U8) -> tuple[F32, F32]:
    turns = ((poses[:, 0] + 0.5) * (2 * np.pi / 256)).astype(np.float32)
    return turns, (poses[:, 1] / OCTAVE).astype(np.float32)
