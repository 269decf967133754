"""Outlines of marks and of regions, made comparable: whitened by their second moments.

Rothe, Suesse and Voss, "Affine normalisation", 1996; the turn that is left is taken as small.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from fingerprints.arrays import F32, F64, I64, U8, Mask

SIDE = 24  # cells of a shape
REACH = 2.2  # standard deviations from the middle to its edge
SOFT = 0.7  # cells of blur
FINE = 2  # samples of a cell on a side
COLOURS = 4  # layers of a mark
LEAST = 0.12  # of a mark's area, below which a layer is none
PLAIN = 0.955  # likeness to a disc, a box, ... from which a shape is everywhere
ALIKE = 24.0  # apart in Lab, below which two colours are one layer


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A region's cells, mean 0 and length 1, and the map from its frame to the picture."""

    cells: F32  # (SIDE * SIDE,)
    frame: F64  # (3, 3): standard deviations to pixels


def shape(mask: U8 | Mask) -> Shape | None:
    """Of a mask (h, w), True or 255; None: a line or a dot."""
    return next(iter(shapes(mask)), None)


def shapes(
    mask: U8 | Mask, turns: Sequence[float] = (0.0,), corner: tuple[float, float] = (0, 0)
) -> Iterator[Shape]:
    """Turned by each of some angles, in radians; the mask's first pixel lies at `corner`."""
    seen = np.where(mask > 0, 255, 0).astype(np.uint8)
    m = cv2.moments(seen, binaryImage=True)
    if m["m00"] < 1:
        return
    spread = np.array([[m["mu20"], m["mu11"]], [m["mu11"], m["mu02"]]]) / m["m00"]
    values, axes = np.linalg.eigh(spread)
    if values[0] < 1:
        return
    root = axes @ np.diag(np.sqrt(values)) @ axes.T
    for turn in turns:
        cosine, sine = np.cos(turn), np.sin(turn)
        frame = np.eye(3)
        frame[:2, :2] = root @ np.array([[cosine, -sine], [sine, cosine]])
        frame[:2, 2] = m["m10"] / m["m00"], m["m01"] / m["m00"]
        cells = _cells(seen, frame)
        frame[:2, 2] += corner
        yield Shape(cells, frame)


def _cells(mask: U8, frame: F64) -> F32:
    many = SIDE * FINE
    step = 2 * REACH / many
    grid = np.array([[step, 0, step / 2 - REACH], [0, step, step / 2 - REACH], [0, 0, 1]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    seen = cv2.warpAffine(mask, (frame @ grid)[:2], (many, many), flags=flags)
    small = cv2.resize(seen, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    cells = cv2.GaussianBlur(small, (0, 0), SOFT).ravel()
    cells -= cells.mean()
    return np.asarray(cells / max(float(np.linalg.norm(cells)), 1e-6), np.float32)


def layers(colours: U8, solid: Mask) -> list[Mask]:
    """A mark's parts of one colour each, and all of it first."""
    found = [solid]
    pixels = cv2.cvtColor(colours, cv2.COLOR_RGB2LAB)[solid].astype(np.float32)
    if len(pixels) < COLOURS:
        return found
    labels, centres = clusters(pixels, COLOURS)
    order = np.argsort(-np.bincount(labels, minlength=COLOURS))
    merged: list[tuple[F32, list[int]]] = []
    for n in order.tolist():
        near = [kept for centre, kept in merged if np.linalg.norm(centre - centres[n]) < ALIKE]
        if near:
            near[0].append(n)
        else:
            merged.append((centres[n], [n]))
    for _, kept in merged if len(merged) > 1 else []:
        layer = np.zeros_like(solid)
        layer[solid] = np.isin(labels, kept)
        if layer.sum() > LEAST * solid.sum():
            found.append(layer)
    return found


def clusters(pixels: F32, count: int) -> tuple[I64, F32]:
    """Labels (n,) and centres (count, 3) of colours, the same for the same pixels."""
    cv2.setRNGSeed(1)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 12, 1.0)
    none = np.empty((0, 1), np.int32)
    _, labels, centres = cv2.kmeans(pixels, count, none, stop, 1, cv2.KMEANS_PP_CENTERS)
    return labels.ravel().astype(np.int64), np.asarray(centres, np.float32)


@lru_cache(maxsize=1)
def _everywhere() -> F32:
    """(n, SIDE * SIDE) shapes that stand in most photos; whitening makes a bar of a box."""
    side = 120
    board = [np.zeros((side, side), np.uint8) for _ in range(5)]
    cv2.circle(board[0], (60, 60), 50, 255, -1)
    cv2.rectangle(board[1], (10, 10), (110, 110), 255, -1)
    cv2.rectangle(board[2], (10, 10), (110, 110), 255, 18)
    cv2.circle(board[3], (60, 60), 45, 255, 14)
    cv2.fillConvexPoly(board[4], np.array([[60, 10], [110, 100], [10, 100]]), 255)
    turns = np.arange(0, 2 * np.pi, np.pi / 12).tolist()
    return np.array([one.cells for mask in board for one in shapes(mask, turns)], np.float32)


def is_plain(one: Shape) -> bool:
    """Whether it is as good as a disc, a box, a ring, a frame or a triangle."""
    return bool((_everywhere() @ one.cells).max() > PLAIN)
