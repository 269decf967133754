"""How well a protected drawing's lines lie on those of a picture, as numbers and as a score."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from fingerprints.arrays import F32, F64, Mask
from matcher.image_blocks import AGREE, Blocks
from matcher.image_geometry import warped
from matcher.line_fit import Lines, alike, fitted, turned

SAMPLE = 900  # places of a drawing that are fitted
CLOSE = 2.5  # pixels of the page within which a line agrees
CELLS = 12  # on the longest side, in which agreement is told
FEW = 3  # places in a cell, below which it says nothing


@dataclass(frozen=True, slots=True)
class LineNumbers:
    """What speaks for a copy of a drawing."""

    own: float  # share of its visible lines that lie on lines of the page
    page: float  # share of the page's lines in its place that lie on its own
    cells: float  # share of its cells that agree
    amount: float  # logarithm of the cells that agree
    pairs: float  # logarithm of the pairs of features
    visible: float  # share of its lines inside the page


class Fitted(NamedTuple):
    """One drawing laid over a page's lines."""

    matrix: F64
    numbers: LineNumbers
    blocks: Blocks


def compared(own: Lines, page: Lines, matrix: F64, pairs: int) -> Fitted:
    """Fit and compare; `matrix` maps the drawing's pixels to the page's, from features alone."""
    step = max(1, len(own.places) // SAMPLE)
    matrix = fitted(own.places[::step], own.ways[::step], page, matrix)
    agree, seen = _agreeing(own.places, own.ways, page, matrix)
    blocks = _blocks(own, agree, seen)
    telling = blocks.texture & blocks.visible
    good = int((telling & (blocks.agree > AGREE)).sum())
    numbers = LineNumbers(
        own=float(agree.sum() / max(1, seen.sum())),
        page=_back(own, page, matrix),
        cells=good / max(1, int(telling.sum())),
        amount=float(np.log1p(good)),
        pairs=float(np.log(max(1, pairs))),
        visible=float(seen.mean()),
    )
    return Fitted(matrix, numbers, blocks)


def _agreeing(places: F64, ways: F32, page: Lines, matrix: F64) -> tuple[Mask, Mask]:
    """Of a drawing's places: which lie on lines that run the same way, which are on the page."""
    inside, far, number = page.nearest(warped(matrix, places))
    return inside & (far <= CLOSE) & alike(turned(ways, matrix), page.ways[number]), inside


def _back(own: Lines, page: Lines, matrix: F64) -> float:
    """The share of the page's lines between the drawing's own that are the drawing's."""
    inverse = np.asarray(np.linalg.inv(matrix), np.float64)
    scale = float(np.sqrt(abs(np.linalg.det(inverse[:2, :2]))))
    there = warped(inverse, page.places)
    low, high = own.places.min(axis=0) - 2, own.places.max(axis=0) + 2
    inside, far, number = own.nearest(there)
    inside &= ((there >= low) & (there <= high)).all(axis=1)
    good = inside & (far <= CLOSE * max(1.0, scale))
    good &= alike(turned(page.ways, inverse), own.ways[number])
    return float(good.sum() / max(1, inside.sum()))


def _blocks(own: Lines, agree: Mask, seen: Mask) -> Blocks:
    """Agreement in cells laid out as the windows of `image_blocks`."""
    height, width = own.thin.shape
    step = max(height, width) / CELLS
    rows, columns = int(np.ceil(height / step)), int(np.ceil(width / step))
    cell = (own.places // step).astype(np.intp) @ np.array([1, columns])
    count, on, good = (
        np.bincount(cell, weight, rows * columns).reshape(rows, columns)
        for weight in (np.ones(len(cell)), seen, agree)
    )
    share = (good / np.maximum(on, 1)).astype(np.float32)
    return Blocks(
        share,
        count.astype(np.float32),
        count >= FEW,
        on > 0.8 * count,
        np.ones_like(share, bool),
        0,
    )
