"""How well a mark fits a place of a picture, whatever its colours and the ground there.

The place is warped into the mark's frame. A linear mix of the mark's cover and colours is fitted
to each channel, so that recoloured and inverted marks count. Edges must run as the mark's do,
whichever side is the lighter one (Steger, "Similarity measures for occlusion, clutter, and
illumination invariant object recognition", 2001), and there must be none where the mark has none.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from fingerprints.arrays import F32, F64, Mask
from fingerprints.image_mark import SOLID, Drawn
from fingerprints.image_open import Pixels
from matcher.image_geometry import warped

BESIDE = 10  # pixels around the mark in its own frame
NEAR = 4  # pixels from the mark that are compared
SOFT = 1.0  # pixels of blur
STEEP, STEEPEST = 0.08, 0.3  # of full contrast: from which a pixel is an edge, counts no more
VARIED = 0.04  # of full contrast: deviation of a colour channel that is fitted
FLOOR = 3.0  # levels of slope below which the page has no edge
LOUD = 0.35  # of the mark's own slopes: another edge
ALIKE = 1e-3  # singular value, as a share of the largest, below which colours are one
NOISE = 30.0  # variance of levels that says nothing
ROUNDS, ENOUGH, BLUR = 30, 1e-3, 5  # of the alignment
INNER = np.array([[1, 0, -BESIDE], [0, 1, -BESIDE], [0, 0, 1.0]])  # the mark in its frame


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A mark as it is compared: its frame (h, w) has BESIDE pixels more on each side."""

    basis: F32  # (n, k) of the pixels near it: one, its cover, its colours where they vary
    solve: F32  # (k, n) least squares of it (Penrose 1955)
    near: Mask  # (h, w)
    edges: Mask  # (h, w)
    slopes: F32  # (m, 2) at its edges, of length 1
    weight: F32  # (m,)
    quiet: Mask  # (h, w) near it, where it has no edge
    own: F32  # (n, 3) its colours, 0 to 255, of the pixels near it


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a mark and a place agree, each 0 to 1."""

    explained: float  # of the variance near the mark
    edges: float  # of the mark's edges, that run there as its own
    clutter: float  # of where it has no edge, that has one

    @property
    def score(self) -> float:
        """Edges tell most; a ground that is seen through explains less."""
        return float(np.sqrt(max(0.0, self.explained)) * self.edges**2 * (1 - self.clutter))


def template(drawn: Drawn) -> Template:
    """Of a mark at the size it is kept."""
    colours = drawn.colours * drawn.cover[..., None] / 255
    sides, none = (BESIDE,) * 4, (0, 0, 0, 0)
    wide = cv2.copyMakeBorder(
        np.dstack([colours, drawn.cover]).astype(np.float32),
        *sides,
        cv2.BORDER_CONSTANT,
        value=none,
    )
    held = np.asarray(cv2.GaussianBlur(wide, (0, 0), SOFT), np.float32)
    cover = np.ascontiguousarray(held[..., 3])
    solid = cover > SOLID
    varied = [
        plane
        for n in range(3)
        if (plane := np.ascontiguousarray(held[..., n]))[solid].std() > VARIED
    ]
    near = cv2.dilate(solid.astype(np.uint8), _disc(NEAR)) > 0
    basis = np.stack([plane[near] for plane in (np.ones_like(cover), cover, *varied)], axis=1)
    solve = np.asarray(np.linalg.pinv(basis.astype(np.float64), ALIKE), np.float32)
    across, along, steep = _slopes([cover, *varied])
    edges = steep > STEEP
    slopes = np.stack([across[edges], along[edges]], axis=1) / steep[edges][:, None]
    quiet = near & ~(cv2.dilate(edges.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0)
    own = 255 * held[..., :3][near] / np.maximum(cover[near], 1e-3)[:, None]
    return Template(
        basis,
        solve,
        near,
        edges,
        slopes,
        np.minimum(steep[edges], STEEPEST),
        quiet,
        own.astype(np.float32),
    )


def _disc(radius: int) -> Pixels:
    size = 2 * radius + 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)), np.uint8)


def _slopes(planes: list[F32]) -> tuple[F32, F32, F32]:
    """Across, along and their length, (h, w) each, of the plane that is steepest at each pixel."""
    across = np.stack([cv2.Scharr(p, cv2.CV_32F, 1, 0) / 32 for p in planes])
    along = np.stack([cv2.Scharr(p, cv2.CV_32F, 0, 1) / 32 for p in planes])
    size = np.hypot(across, along)
    best = size.argmax(axis=0)[None]
    told = [np.take_along_axis(a, best, axis=0)[0] for a in (across, along, size)]
    return told[0], told[1], told[2]


def agreement(page: Pixels, matrix: F64, mark: Template) -> Agreement:
    """`matrix` maps pixels of the kept mark to those of the page's picture (h, w, 3)."""
    place = _place(page, matrix, mark)
    values = place[mark.near]
    rest = values - mark.basis @ _fitted(values, mark)
    whole = float(((values - values.mean(axis=0)) ** 2).sum())
    across, along, steep = _slopes([np.ascontiguousarray(place[..., n]) for n in range(3)])
    size = np.maximum(steep[mark.edges], 1e-6)
    flow = np.stack([across[mark.edges], along[mark.edges]], axis=1)
    same = np.abs((flow * mark.slopes).sum(axis=1)) / size
    limit = max(FLOOR, LOUD * float(np.median(size))) if len(size) else FLOOR
    return Agreement(
        explained=1 - float((rest**2).sum()) / max(whole, len(values) * NOISE),
        edges=float((same * (size > FLOOR) @ mark.weight) / max(1e-6, float(mark.weight.sum()))),
        clutter=float((steep[mark.quiet] > limit).mean()) if mark.quiet.any() else 0.0,
    )


def _fitted(values: F32, mark: Template) -> F32:
    return np.asarray(mark.solve @ values, np.float32)


def _place(page: Pixels, matrix: F64, mark: Template) -> F32:
    """(h, w, 3) levels of the page in the mark's frame, as soft as the mark is."""
    total = matrix @ INNER
    scale = float(np.sqrt(abs(np.linalg.det(total[:2, :2]))))
    size = mark.near.shape[1], mark.near.shape[0]
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    laid = cv2.warpPerspective(page, total, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    soft = float(np.sqrt(max(0.15, SOFT**2 - (0.5 / max(scale, 1e-3)) ** 2)))
    return np.asarray(cv2.GaussianBlur(laid.astype(np.float32), (0, 0), soft))


def aligned(page: Pixels, matrix: F64, mark: Template) -> F64:
    """The map after the mark was moved to where it fits best (Evangelidis, Psarakis 2008).

    Compared along the colour in which mark and ground differ most.
    """
    place = _place(page, matrix, mark)
    made = mark.basis @ _fitted(place[mark.near], mark)
    axis = np.linalg.eigh(np.cov((made - made.mean(axis=0)).T))[1][:, -1]
    target = np.full(mark.near.shape, float(np.median(made @ axis)), np.float32)
    target[mark.near] = made @ axis
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, ROUNDS, ENOUGH)
    start = np.eye(3, dtype=np.float32)
    seen = np.asarray(place @ axis, np.float32)
    near = mark.near.astype(np.uint8) * 255
    try:
        _, moved = cv2.findTransformECC(
            target, seen, start, cv2.MOTION_HOMOGRAPHY, stop, near, BLUR
        )
    except cv2.error:  # they have nothing in common
        return matrix
    better = matrix @ INNER @ moved.astype(np.float64) @ np.linalg.inv(INNER)
    return better if upright(better, mark) else matrix


def upright(matrix: F64, mark: Template) -> bool:
    """Whether a map neither folds nor flips the mark."""
    height, width = (side - 2 * BESIDE for side in mark.near.shape)
    box = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    depth = box @ matrix[2, :2] + matrix[2, 2]
    if not np.isfinite(matrix).all() or depth.min() <= 0.3 * depth.max():
        return False
    there = warped(matrix, box).astype(np.float32)
    return bool(cv2.isContourConvex(there) and cv2.contourArea(there, oriented=True) > 0)


def recoloured(page: Pixels, matrix: F64, mark: Template) -> float:
    """Levels of 255 by which the mark's colours there differ from its own, on average."""
    inside = mark.basis[:, 1] > 1 - SOLID / 5
    if not inside.any():
        return 0.0
    shown = _place(page, matrix, mark)[mark.near][inside]
    return float(np.abs(shown - mark.own[inside]).max(axis=1).mean())
