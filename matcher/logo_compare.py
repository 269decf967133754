"""How well a mark fits a place of a picture, whatever its colours and the ground there.

The place is warped into the mark's frame. A linear mix of the mark's cover and colours is fitted
to each channel, so that recoloured and inverted marks count. Edges must run as the mark's do,
whichever side is the lighter one (Steger, "Similarity measures for occlusion, clutter, and
illumination invariant object recognition", 2001), and there must be none where the mark has none.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from fingerprints.arrays import F32, F64, Mask
from fingerprints.image_mark import SOLID, Drawn
from fingerprints.image_open import Pixels

BESIDE = 10  # pixels around the mark in its own frame
NEAR = 4  # pixels from the mark that are compared
SOFT = 1.0  # pixels of blur
STEEP, STEEPEST = 0.08, 0.3  # of full contrast: from which a pixel is an edge, counts no more
LEVEL = 0.05  # share of all edges in a direction, below which it counts no more
VARIED = 0.04  # of full contrast: deviation of a colour channel that is fitted
FLOOR = 3.0  # levels of slope below which the page has no edge
LOUD = 0.35  # of the mark's own slopes: another edge
ALIKE = 1e-3  # singular value, as a share of the largest, below which colours are one
NOISE = 30.0  # variance of levels that says nothing
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
    weight = np.minimum(steep[edges], STEEPEST)
    quiet = near & ~(cv2.dilate(edges.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0)
    own = 255 * held[..., :3][near] / np.maximum(cover[near], 1e-3)[:, None]
    return Template(
        basis,
        solve,
        near,
        edges,
        slopes,
        weight * _rare(slopes, weight),
        quiet,
        own.astype(np.float32),
    )


def _rare(slopes: F32, weight: F32) -> F32:
    """(m,) what makes both directions count alike: stripes have all of one, and are everywhere."""
    if not len(weight):
        return weight
    spread = (slopes * weight[:, None]).T @ slopes / weight.sum()
    solved = np.linalg.inv(spread + LEVEL * np.eye(2, dtype=np.float32))
    return np.asarray((slopes @ solved * slopes).sum(axis=1), np.float32)


def _disc(radius: int) -> Pixels:
    size = 2 * radius + 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)), np.uint8)


def _slopes(planes: Iterable[F32]) -> tuple[F32, F32, F32]:
    """Across, along and their length, (h, w) each, of the plane that is steepest at each pixel."""
    best, *others = (_slope(plane) for plane in planes)
    for other in others:
        steeper = cv2.compare(other[2], best[2], cv2.CMP_GT)
        for kept, value in zip(best, other, strict=True):
            cv2.copyTo(value, steeper, kept)
    return best


def _slope(plane: F32) -> tuple[F32, F32, F32]:
    across = np.asarray(cv2.Scharr(plane, cv2.CV_32F, 1, 0, scale=1 / 32), np.float32)
    along = np.asarray(cv2.Scharr(plane, cv2.CV_32F, 0, 1, scale=1 / 32), np.float32)
    return across, along, np.asarray(cv2.magnitude(across, along), np.float32)


def agreement(place: F32, mark: Template) -> Agreement:
    """How well a mark fits where the page was `laid` on it."""
    values = place[mark.near]
    rest = values - mark.basis @ fitted(values, mark)
    spread = cv2.meanStdDev(place, mask=mark.near.view(np.uint8))[1]
    whole = len(values) * float((spread**2).sum())
    across, along, steep = _slopes(np.ascontiguousarray(place[..., n]) for n in range(3))
    size = np.maximum(steep[mark.edges], 1e-6)
    flow = np.stack([across[mark.edges], along[mark.edges]], axis=1)
    same = np.abs((flow * mark.slopes).sum(axis=1)) / size
    limit = max(FLOOR, LOUD * float(np.median(size))) if len(size) else FLOOR
    return Agreement(
        explained=1 - float((rest**2).sum()) / max(whole, len(values) * NOISE),
        edges=float((same * (size > FLOOR) @ mark.weight) / max(1e-6, float(mark.weight.sum()))),
        clutter=float((steep[mark.quiet] > limit).mean()) if mark.quiet.any() else 0.0,
    )


def fitted(values: F32, mark: Template) -> F32:
    """(k, 3) of its mix that explains the levels (n, 3) near it best."""
    return np.asarray(mark.solve @ values, np.float32)


def laid(page: Pixels, matrix: F64, mark: Template) -> F32:
    """(h, w, 3) levels of the page in the mark's frame, as soft as the mark is.

    `matrix` maps pixels of the kept mark to those of the page's picture (height, width, 3).
    """
    total = matrix @ INNER
    scale = float(np.sqrt(abs(np.linalg.det(total[:2, :2]))))
    size = mark.near.shape[1], mark.near.shape[0]
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    seen = cv2.warpPerspective(page, total, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    soft = float(np.sqrt(max(0.15, SOFT**2 - (0.5 / max(scale, 1e-3)) ** 2)))
    return np.asarray(cv2.GaussianBlur(seen.astype(np.float32), (0, 0), soft))


def recoloured(place: F32, mark: Template) -> float:
    """Levels of 255 by which the mark's colours there differ from its own, on average."""
    inside = mark.basis[:, 1] > 1 - SOLID / 5
    if not inside.any():
        return 0.0
    shown = place[mark.near][inside]
    return float(np.abs(shown - mark.own[inside]).max(axis=1).mean())
