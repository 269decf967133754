"""Which drawings are sisters, by their own vectors: told without the matcher and without an eye.

Two drawings are laid on each other turned and mirrored in all eight ways: stretched to one box,
and in their own units at their corners, sides and middle. The largest share of the lines of either
that lies on lines of the other decides. A part with more pins, another cover on the same body or
the same part in another row is so told from a stranger. Two files of one name in two folders are
one part, whatever was drawn around it.
"""

from functools import lru_cache
from itertools import product
from pathlib import PurePosixPath

import cv2
import numpy as np

from benchmarks.images.drawings_parts import Drawing
from fingerprints.arrays import F32, F64

SAME = 0.75  # share of either's lines on the other's, from which two drawings are sisters
BOX = 256  # cells on the longest side
NEAR = 2.0  # cells
POINTS = 500
DIHEDRAL = [np.array(m) for m in (
    [[1, 0], [0, 1]], [[-1, 0], [0, 1]], [[1, 0], [0, -1]], [[-1, 0], [0, -1]],
    [[0, 1], [1, 0]], [[0, -1], [1, 0]], [[0, 1], [-1, 0]], [[0, -1], [-1, 0]],
)]  # fmt: skip


def sisters(one: Drawing, other: Drawing) -> bool:
    """Whether the geometry of two drawings is the same to SAME, or their files have one name."""
    if PurePosixPath(one.name).name == PurePosixPath(other.name).name:
        return True
    return max(shared(one, other), shared(other, one)) >= SAME


def shared(one: Drawing, other: Drawing) -> float:
    """The largest share of one drawing's lines that lies on the other's, over all ways to lay."""
    best = 0.0
    size = _size(other)
    for turn in DIHEDRAL:
        points = _points(one.strokes) @ turn.T
        low, own = points.min(axis=0), np.ptp(points, axis=0)
        best = max(best, _on(other, (points - low) / own * size))
        for anchor in product((0, 0.5, 1), repeat=2):
            best = max(best, _on(other, points - low + (size - own) * anchor))
    return best


def _size(drawing: Drawing) -> F64:
    return np.asarray(np.ptp(np.concatenate(drawing.strokes), axis=0))


def _points(strokes: tuple[F64, ...]) -> F64:
    """Places along all lines, evenly."""
    pieces = [np.stack([line[:-1], line[1:]], axis=1) for line in strokes]
    ends = np.concatenate(pieces)
    lengths = np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1)
    steps = (np.arange(POINTS) + 0.5) / POINTS * lengths.sum()
    at = np.searchsorted(np.cumsum(lengths), steps)
    share = 1 - (np.cumsum(lengths)[at] - steps) / np.maximum(lengths[at], 1e-12)
    return np.asarray(ends[at, 0] + share[:, None] * (ends[at, 1] - ends[at, 0]))


def _on(other: Drawing, places: F64) -> float:
    """The share of places, in the other's units from its corner, that lie on its lines."""
    far, scale = _field(other)
    whole = np.round(places * scale).astype(np.intp) + 4
    inside = ((whole >= 0) & (whole < far.shape[::-1])).all(axis=1)
    x, y = whole[inside].T
    return float((far[y, x] <= NEAR).sum() / len(places))


@lru_cache(maxsize=2_000)
def _field(drawing: Drawing) -> tuple[F32, float]:
    """How far each cell is from a line, and cells in a unit."""
    size = _size(drawing)
    scale = float((BOX - 9) / size.max())
    low = np.concatenate(drawing.strokes).min(axis=0)
    made = np.full((int(size[1] * scale) + 9, int(size[0] * scale) + 9), 255, np.uint8)
    lines = [np.round((line - low) * scale).astype(np.int32) + 4 for line in drawing.strokes]
    cv2.polylines(made, lines, isClosed=False, color=0)
    return np.asarray(cv2.distanceTransform(made, cv2.DIST_L2, 5), np.float32), scale
