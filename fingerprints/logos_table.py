"""The snapshot's logos: their local features, mapped, and the outlines of their parts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fingerprints.arrays import F32, F64, I64
from fingerprints.image_logo import CELLS, Mark, opened
from fingerprints.points_table import PointsTable

HELD = 256  # logos that stay opened


@dataclass(frozen=True, slots=True, eq=False)
class Outlines:
    """Every part of every logo."""

    cells: F32  # (n, CELLS)
    back: F64  # (n, 3, 3) from pixels of the mark to the frame of the part
    entries: I64  # (n,)


@dataclass(frozen=True, slots=True, eq=False)
class Middles:
    """From every feature of every logo to the middle of its mark."""

    entries: I64  # rising
    first: I64  # row of each logo's first feature
    toward: NDArray[np.complex64]  # pixels of the kept mark, across and along
    reach: F32  # of each logo, from its middle to its corners

    def of(self, entries: I64, ranks: I64) -> tuple[NDArray[np.complex64], F32]:
        """Of features by logo and number, (n,) each."""
        at = np.searchsorted(self.entries, entries)
        return self.toward[self.first[at] + ranks], self.reach[at]


@dataclass(frozen=True, eq=False)
class LogosTable:
    """All logos of a snapshot; outlines are unsealed when the first picture is asked."""

    points: PointsTable
    entries: Sequence[int]  # of the snapshot
    _held: dict[int, Mark] = field(default_factory=dict)

    def mark(self, entry: int) -> Mark:
        """One logo, unsealed."""
        held = self._held.get(entry)
        if held is None:
            if len(self._held) >= HELD:
                self._held.clear()
            held = self._held[entry] = opened(self.points.known(entry).extra)
        return held

    @cached_property
    def middles(self) -> Middles:
        """Of all logos; kept as long as the snapshot is open."""
        toward, counts, reach = [np.empty(0, np.complex64)], [0], []
        for entry in self.entries:
            mark = self.mark(entry)
            height, width = mark.drawn.cover.shape
            toward.append((complex(width, height) / 2 - mark.xy @ [1, 1j]).astype(np.complex64))
            counts.append(len(mark.xy))
            reach.append(np.hypot(width, height) / 2)
        first = np.cumsum(counts[:-1], dtype=np.int64)
        entries = np.array(self.entries, np.int64)
        return Middles(entries, first, np.concatenate(toward), np.array(reach, np.float32))

    @cached_property
    def outlines(self) -> Outlines:
        """Of all logos; kept as long as the snapshot is open."""
        held = [(one, entry) for entry in self.entries for one in self.mark(entry).shapes]
        cells = np.array([one.cells for one, _ in held], np.float32).reshape(-1, CELLS)
        frames = np.array([one.frame for one, _ in held], np.float64).reshape(-1, 3, 3)
        back = np.asarray(np.linalg.inv(frames), np.float64)
        return Outlines(cells, back, np.array([e for _, e in held], np.int64))
