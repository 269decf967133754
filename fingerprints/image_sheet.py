"""The frame and title block of a drawing's sheet: a house has the same on all of its drawings.

They are cut off before a drawing is described, so that what two sheets share as sheets is nothing.
"""

import cv2
import numpy as np

from fingerprints.arrays import Mask
from fingerprints.image_open import Pixels

SIDE = 0.8  # of the drawn width and height, that a frame's line is long at least
GAP = 9  # pixels by which a scanned line may be broken
ROOM = 0.35  # of the drawn area, that a frame leaves to the drawing at least
LEFT = 0.15  # of the lines, that must be left for the drawing


def drawn(lines: Mask) -> Mask:
    """The lines (height, width) inside the frame's largest field; all of them without a frame."""
    inner = lines
    for _ in range(2):  # a border line stands around many frames
        field = _field(inner)
        if field is None:
            break
        kept = inner & field
        if kept.sum() < LEFT * lines.sum():
            break
        inner = kept
    return inner


def _field(lines: Mask) -> Mask | None:
    """Where the drawing stands; None where no lines run along all four sides of what is drawn."""
    rows, columns = np.flatnonzero(lines.any(axis=1)), np.flatnonzero(lines.any(axis=0))
    if not rows.size:
        return None
    height, width = int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1
    wide = np.asarray(cv2.dilate(lines.astype(np.uint8), np.ones((3, 3), np.uint8)), np.uint8)
    ruled = _ruled(wide, (round(SIDE * width), 1)), _ruled(wide, (1, round(SIDE * height)))
    across, down = np.flatnonzero(ruled[0].any(axis=1)), np.flatnonzero(ruled[1].any(axis=0))
    reach = (1 - SIDE) / 2
    sides = (
        (across < rows[0] + reach * height).any(),
        (across > rows[-1] - reach * height).any(),
        (down < columns[0] + reach * width).any(),
        (down > columns[-1] - reach * width).any(),
    )
    if not all(sides):
        return None
    return _largest(wide, ruled[0] | ruled[1], ROOM * height * width)


def _ruled(wide: Pixels, length: tuple[int, int]) -> Mask:
    """Where straight lines as long as this run."""
    gap = (GAP, 1) if length[1] == 1 else (1, GAP)
    joined = cv2.morphologyEx(wide, cv2.MORPH_CLOSE, np.ones(gap[::-1], np.uint8))
    return np.asarray(cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones(length[::-1], np.uint8)) > 0)


def _largest(wide: Pixels, ruled: Mask, least: float) -> Mask | None:
    """The largest field that the frame, and all that is joined to it, encloses."""
    _, parts = cv2.connectedComponents(wide)
    frame = np.isin(parts, np.unique(parts[ruled & (wide > 0)])) & (wide > 0)
    _, fields = cv2.connectedComponents((~frame).astype(np.uint8), connectivity=4)
    edge = np.concatenate([fields[0], fields[-1], fields[:, 0], fields[:, -1]])
    sizes = np.bincount(fields.ravel())
    sizes[0] = 0
    sizes[np.unique(edge)] = 0
    largest = int(sizes.argmax())
    return np.asarray(fields == largest) if sizes[largest] >= least else None
