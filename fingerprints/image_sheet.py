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
BORDER = 0.045  # of the sheet, that its border with its zones is wide
BLOCK = 0.3  # of what the border encloses, that a title block takes at most
WORDS = 8  # pieces that stand free in a title block: letters


def drawn(lines: Mask) -> Mask:
    """The lines (height, width) inside the frame's largest field; all of them without a frame."""
    rows, columns = np.flatnonzero(lines.any(axis=1)), np.flatnonzero(lines.any(axis=0))
    if not rows.size:
        return lines
    box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    field = _field(lines[box])
    if field is None:
        return lines
    inner = np.zeros_like(lines)
    inner[box] = lines[box] & field
    return inner


def _field(lines: Mask) -> Mask | None:
    """Where the drawing stands in what is drawn; None where there is no frame with a block."""
    height, width = lines.shape
    wide = np.asarray(cv2.dilate(lines.astype(np.uint8), np.ones((3, 3), np.uint8)), np.uint8)
    ruled = _ruled(wide, (round(SIDE * width), 1)), _ruled(wide, (1, round(SIDE * height)))
    across, down = np.flatnonzero(ruled[0].any(axis=1)), np.flatnonzero(ruled[1].any(axis=0))
    reach = (1 - SIDE) / 2
    sides = (
        (across < reach * height).any(),
        (across > (1 - reach) * height).any(),
        (down < reach * width).any(),
        (down > (1 - reach) * width).any(),
    )
    if not all(sides):
        return None
    field = _largest(wide, ruled, ROOM * height * width)
    return field if field is not None and _titled(lines & ~field) else None


def _titled(rest: Mask) -> bool:
    """Whether what a frame would take away is a border, and words in one corner.

    The outline of a product looks like a frame; but its pins, keys and ribs are joined to it on
    all sides, and take no corner for themselves.
    """
    height, width = rest.shape
    top, left = round(BORDER * height), round(BORDER * width)
    block = rest[top : height - top, left : width - left]
    rows, columns = np.flatnonzero(block.any(axis=1)), np.flatnonzero(block.any(axis=0))
    if not rows.size:
        return False
    high, low = rows[0] <= top, rows[-1] >= len(block) - top
    near, far = columns[0] <= left, columns[-1] >= block.shape[1] - left
    size = (np.ptp(rows) + 1) * (np.ptp(columns) + 1)
    count, _ = cv2.connectedComponents(block.astype(np.uint8))
    return bool((high or low) and (near or far) and size <= BLOCK * block.size and count > WORDS)


def _ruled(wide: Pixels, length: tuple[int, int]) -> Mask:
    """Where straight lines as long as this run."""
    gap = (GAP, 1) if length[1] == 1 else (1, GAP)
    joined = cv2.morphologyEx(wide, cv2.MORPH_CLOSE, np.ones(gap[::-1], np.uint8))
    return np.asarray(cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones(length[::-1], np.uint8)) > 0)


def _largest(wide: Pixels, ruled: tuple[Mask, Mask], least: float) -> Mask | None:
    """The largest field that the frame, and all that is joined to it, encloses."""
    _, parts = cv2.connectedComponents(wide)
    along, across = (np.unique(parts[way & (wide > 0)]) for way in ruled)
    frame = np.isin(parts, np.intersect1d(along, across)) & (wide > 0)
    _, fields = cv2.connectedComponents((~frame).astype(np.uint8), connectivity=4)
    edge = np.concatenate([fields[0], fields[-1], fields[:, 0], fields[:, -1]])
    sizes = np.bincount(fields.ravel())
    sizes[0] = 0
    sizes[np.unique(edge)] = 0
    largest = int(sizes.argmax())
    return np.asarray(fields == largest) if sizes[largest] >= least else None
