"""The snapshot's logos: their local features, mapped, and the outlines of their parts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

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
    def outlines(self) -> Outlines:
        """Of all logos; kept as long as the snapshot is open."""
        held = [(one, entry) for entry in self.entries for one in self.mark(entry).shapes]
        cells = np.array([one.cells for one, _ in held], np.float32).reshape(-1, CELLS)
        frames = np.array([one.frame for one, _ in held], np.float64).reshape(-1, 3, 3)
        back = np.asarray(np.linalg.inv(frames), np.float64)
        return Outlines(cells, back, np.array([e for _, e in held], np.int64))
