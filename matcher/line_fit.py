"""Lays the lines of a protected drawing on those of a picture, finer than features can.

Iterated closest points (Besl and McKay 1992) with point-to-line distances (Chen and Medioni 1992):
each place of a line is drawn to the nearest line of the picture that runs the same way. Affine
first, then a homography; what is far is left out, and less far in each round.
"""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from fingerprints.arrays import F32, F64, I64, Mask
from matcher.image_geometry import warped

GATES = 12.0, 10.0, 10.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 3.0  # pixels, one for each round
AFFINE = 2  # rounds before the homography
FEWEST = 30  # places that must be drawn to a line
STIFF = 1e-4  # pull towards the map as it is, against sliding along parallel lines
UNIT = 256.0  # pixels that are one, so that all parts of a map weigh alike
ALONG = 0.85  # cosine of twice the angle by which two lines may run differently
SOFT = 1.2  # pixels over which a line's direction is told


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines one pixel wide: what is nearest to each place, and which way it runs."""

    thin: Mask  # (height, width)

    @cached_property
    def places(self) -> F64:
        """(n, 2) x, y of every pixel of a line."""
        return np.argwhere(self.thin)[:, ::-1].astype(np.float64)

    @cached_property
    def _near(self) -> tuple[F32, I64]:
        """How far each place is from a line, and the number of the nearest pixel of one."""
        ground = (~self.thin).astype(np.uint8)
        far, labels = cv2.distanceTransformWithLabels(
            ground, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
        )
        number = np.zeros(int(labels.max()) + 1, np.int64)
        x, y = self.places.astype(np.intp).T
        number[labels[y, x]] = np.arange(len(x))
        return np.asarray(far, np.float32), number[labels]

    @cached_property
    def ways(self) -> F32:
        """(n, 2) cosine and sine of twice the angle of each line pixel; short where lines meet."""
        soft = cv2.GaussianBlur(self.thin.astype(np.float32), (0, 0), SOFT)
        right, down = (cv2.Sobel(soft, cv2.CV_32F, *way) for way in ((1, 0), (0, 1)))
        tensor = [down * down - right * right, -2 * right * down, right * right + down * down]
        spread = [cv2.GaussianBlur(one, (0, 0), SOFT) for one in tensor]
        x, y = self.places.astype(np.intp).T
        total = np.maximum(spread[2][y, x], 1e-9)
        return np.stack([spread[0][y, x] / total, spread[1][y, x] / total], axis=1)

    def nearest(self, places: F64) -> tuple[Mask, F32, I64]:
        """Of (n, 2) places: which lie in the picture, how far a line is, and its pixel's number."""
        height, width = self.thin.shape
        finite = np.nan_to_num(places, nan=-1.0, posinf=-1.0, neginf=-1.0)
        whole = np.clip(np.round(finite), -1, max(height, width)).astype(np.intp)
        inside = np.asarray(((whole >= 0) & (whole < (width, height))).all(axis=1))
        x, y = np.where(inside[:, None], whole, 0).T
        far, number = self._near
        return inside, far[y, x], number[y, x]


def turned(ways: F32, matrix: F64) -> F32:
    """(n, 2) directions, as double angles, after the affine part of a map."""
    half = 0.5 * np.arctan2(ways[:, 1], ways[:, 0])
    made = np.stack([np.cos(half), np.sin(half)], axis=1) @ matrix[:2, :2].T
    angle = 2 * np.arctan2(made[:, 1], made[:, 0])
    length = np.linalg.norm(ways, axis=1)
    turned = np.stack([np.cos(angle), np.sin(angle)], axis=1) * length[:, None]
    return np.asarray(turned, np.float32)


def alike(one: F32, other: F32) -> Mask:
    """Which pairs of directions run the same way; where lines meet, any does."""
    size = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    return np.asarray(((one * other).sum(axis=1) >= ALONG * size) | (size < 0.25))  # noqa: PLR2004 - no clear way


def fitted(own: F64, ways: F32, page: Lines, matrix: F64) -> F64:
    """The map (3, 3) made finer; `own` (n, 2) places on lines of the drawing, `ways` theirs."""
    for turn, gate in enumerate(GATES):
        there = warped(matrix, own)
        inside, far, number = page.nearest(there)
        along = page.ways[number]
        good = inside & (far < gate) & alike(turned(ways, matrix), along)
        if good.sum() < FEWEST:
            break
        matrix = _solved(own[good], page.places[number[good]], along[good], matrix, turn >= AFFINE)
    return matrix


def _solved(own: F64, there: F64, along: F32, matrix: F64, whole: bool) -> F64:  # noqa: FBT001 - one of two maps
    """One step: the map near `matrix` that brings `own` on the lines through `there`."""
    scale = np.diag([1 / UNIT, 1 / UNIT, 1.0])
    now = (scale @ matrix @ np.linalg.inv(scale)).ravel()
    now = now / now[8]
    half = 0.5 * np.arctan2(along[:, 1], along[:, 0])
    normal = np.stack([-np.sin(half), np.cos(half)], axis=1)
    points, goals = own / UNIT, there / UNIT
    known = np.concatenate([points, np.ones((len(points), 1))], axis=1)
    reach = (normal * goals).sum(axis=1)
    rows = np.concatenate(
        [normal[:, :1] * known, normal[:, 1:] * known, -reach[:, None] * points], axis=1
    )
    count = 8 if whole else 6
    wanted = reach - rows @ now[:8]
    rows = rows[:, :count]
    pull = STIFF * len(rows) * np.eye(count)
    step = np.linalg.solve(rows.T @ rows + pull, rows.T @ wanted)
    now[:count] += step
    made = np.linalg.inv(scale) @ now.reshape(3, 3) @ scale
    return np.asarray(made / made[2, 2])
