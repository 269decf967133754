"""Which part of a protected picture a page shows, and where: the quadrilaterals of the proof."""

import numpy as np

from fingerprints.arrays import F64, Mask
from fingerprints.image_views import Box
from matcher.image_blocks import STEP, WINDOW, Blocks
from matcher.image_geometry import warped

FEW = 4  # agreeing blocks, below which all that is visible is taken for shown
OUTLIERS = 2  # percent of the agreeing blocks on each side that may be chance
OUTSIDE = 3  # telling blocks beyond a side, none of which agrees, that say that it was cut there


def visible_part(matrix: F64, size: tuple[int, int], page: tuple[int, int]) -> tuple[float, Box]:
    """The share of a protected picture (width, height) that lies on the page, and its outline."""
    steps = (np.arange(16) + 0.5) / 16
    grid = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    placed = warped(matrix, grid * size) / page
    inside = ((placed >= 0) & (placed <= 1)).all(axis=1)
    seen = grid[inside] if inside.any() else grid
    low, high = np.maximum(seen.min(axis=0) - 1 / 32, 0), np.minimum(seen.max(axis=0) + 1 / 32, 1)
    return float(inside.mean()), Box(*low.tolist(), *high.tolist())


def on_page(
    matrix: F64, size: tuple[int, int], page: tuple[int, int], box: Box, *, mirrored: bool
) -> F64:
    """(4, 2) corners of a part of the protected picture on the page's, in shares of its sides.

    What the page cuts off lies outside 0 to 1: only so do both quadrilaterals tell the whole warp.
    """
    there = warped(matrix, box.corners * size) / page
    return flipped(there) if mirrored else there


def flipped(corners: F64) -> F64:
    """(4, 2) the same corners on the mirrored picture."""
    return np.asarray([1.0, 0.0] + corners * [-1.0, 1.0])


def quads(part: F64, page: F64) -> dict[str, list[list[float]]]:
    """Both quadrilaterals as evidence keeps them: clockwise from the protected top left."""
    return {"quad_part": _rounded(part), "quad_page": _rounded(page)}


def _rounded(corners: F64) -> list[list[float]]:
    return [[round(x, 4), round(y, 4)] for x, y in corners.tolist()]


def agreed(blocks: Blocks, agree: Mask, visible: Box) -> Box:
    """The part within which blocks agree: cut where telling ones beyond it do not."""
    if agree.sum() < FEW:
        return visible
    telling = blocks.texture & blocks.visible & blocks.inside
    height, width = (STEP * (side - 1) + WINDOW for side in agree.shape)
    rows, columns = np.nonzero(agree)
    telling_rows, telling_columns = np.nonzero(telling)
    left, right = _side(columns, telling_columns, width, (visible.left, visible.right))
    top, bottom = _side(rows, telling_rows, height, (visible.top, visible.bottom))
    return Box(left, top, right, bottom)


def _side(
    agree: np.ndarray[tuple[int], np.dtype[np.intp]],
    telling: np.ndarray[tuple[int], np.dtype[np.intp]],
    length: int,
    visible: tuple[float, float],
) -> tuple[float, float]:
    """From where to where along one axis of a thumbnail that is about so many pixels long."""
    first, last = np.percentile(agree, [OUTLIERS, 100 - OUTLIERS], method="nearest").tolist()
    low, high = visible
    if (telling < first).sum() >= OUTSIDE:
        low = max(low, first * STEP / length)
    if (telling > last).sum() >= OUTSIDE:
        high = min(high, (last * STEP + WINDOW) / length)
    return (low, high) if low < high else visible
