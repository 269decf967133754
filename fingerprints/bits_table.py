"""The snapshot's outlines of pictures: flat arrays scanned whole, exactly, from mapped files."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fingerprints.arrays import U32, U64, Mask
from fingerprints.entry import Known

WORDS = 4  # of 64 bits make an outline
HALF = 2  # of them are compared first


@dataclass(frozen=True, slots=True)
class Near:
    """A stored outline close to one that was asked for."""

    entry: int
    view: int  # which of the entry's views
    row: int  # which of the asked rows
    distance: int
    mark: int = 0  # of the entry's part: the same in every snapshot of a home


@dataclass(frozen=True, slots=True)
class Outlined:
    """One protected picture; `extra` is its sealed second opinion."""

    asset: str
    part: str
    kind: str
    labels: Sequence[str]
    quality: int
    extra: bytes


@dataclass(frozen=True, slots=True, eq=False)
class BitsPart:
    """The outlines of one segment; arrays are mapped, not read."""

    words: tuple[U64, ...]  # four columns: a scan reads the first two
    owners: U32  # (n, 2): entry of the segment, view
    marks: U64  # of the entries
    dead: Mask | None  # entries
    first: int  # number of the segment's first entry in the snapshot

    def near(self, number: int, row: U64, limit: int) -> Iterator[Near]:
        """What lies within `limit` bits of a row, the number-th that was asked."""
        distances = np.zeros(len(self.owners), np.uint16)
        for column in range(HALF):
            distances += np.bitwise_count(self.words[column] ^ row[column])
        left = np.flatnonzero(distances <= limit)
        distances = distances[left]
        for column in range(HALF, WORDS):
            distances += np.bitwise_count(self.words[column][left] ^ row[column])
        for place in np.flatnonzero((distances <= limit) & self._alive(left)):
            yield self._told(int(left[place]), number, int(distances[place]))

    def nearest(self, row: U64) -> Iterator[Near]:
        """The nearest that counts, if any does."""
        distances = np.zeros(len(self.owners), np.uint16)
        for column in range(WORDS):
            distances += np.bitwise_count(self.words[column] ^ row[column])
        alive = np.flatnonzero(self._alive(np.arange(len(self.owners))))
        if len(alive):
            nearest = alive[distances[alive] == distances[alive].min()]
            place = nearest[self.marks[self.owners[nearest, 0]].argmin()]
            yield self._told(int(place), 0, int(distances[place]))

    def pictures(self) -> int:
        """How many pictures count."""
        alive = self._alive(np.arange(len(self.owners)))
        return len(np.unique(self.owners[alive, 0]))

    def _alive(self, places: NDArray[np.int64]) -> Mask:
        if self.dead is None:
            return np.ones(len(places), bool)
        alive: Mask = ~self.dead[self.owners[places, 0]]
        return alive

    def _told(self, place: int, row: int, distance: int) -> Near:
        entry, view = self.owners[place].tolist()
        return Near(self.first + entry, view, row, distance, int(self.marks[entry]))


@dataclass(frozen=True, slots=True, eq=False)
class BitsTable:
    """All outlines of a snapshot."""

    parts: Sequence[BitsPart]
    known: Callable[[int], Known]

    def __len__(self) -> int:
        """How many pictures."""
        return sum(part.pictures() for part in self.parts)

    def entry(self, number: int) -> Outlined:
        """What a stored outline belongs to."""
        known = self.known(number)
        return Outlined(
            known.asset, known.part, known.kind, known.labels, known.quality, known.extra
        )

    def near(self, rows: U64, limit: int) -> list[Near]:
        """Every stored outline within `limit` bits of one of the rows, nearest first (exact)."""
        found = [
            near
            for number, row in enumerate(rows)
            for part in self.parts
            for near in part.near(number, row, limit)
        ]
        return sorted(
            found, key=lambda near: (near.distance, near.row, near.mark, near.entry, near.view)
        )

    def nearest(self, row: U64) -> list[Near]:
        """The stored outline nearest to a row, however far it is; none in an empty table."""
        found = [near for part in self.parts for near in part.nearest(row)]
        return sorted(found, key=lambda near: (near.distance, near.mark, near.entry, near.view))[:1]
