"""Tier 2: protected pictures that a picture shows in part, turned, mirrored, pasted or covered."""

from dataclasses import dataclass

import cv2
import numpy as np

from fingerprints.arrays import F64
from fingerprints.image_features import features
from fingerprints.image_open import Pixels
from fingerprints.points_table import PointsTable
from matcher.image_evidence import Aligned, aligned, learnt
from matcher.image_votes import candidates

LONGEST = 416  # pixels at which a picture of the page is described
MOST = 400  # of its features
LEAST = 6
SHAPE = 0.05  # by which the ratio of the sides may differ in one photo
LEVELS = 6.0  # and its pixels, of 255
OVERLAP = 0.4  # of the smaller quadrilateral, from which two pictures explain the same place


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """One protected picture in a picture; `beaten` by another that explains the place better."""

    one: Aligned
    beaten: float  # score by which the best other one is ahead, 0 where none is
    by: str = ""  # its part

    @property
    def score(self) -> float:
        """The score less twice of what another is ahead."""
        return self.one.score - 2 * self.beaten


def placed(page: Pixels, table: PointsTable) -> list[Placed]:
    """What a picture (height, width, 3) may show of protected ones, surest first."""
    found = features(page, LONGEST, MOST)
    if len(found) < LEAST or not table.parts:
        return []
    chosen, sides = candidates(found, page.shape[1], table)
    best: dict[int, Aligned] = {}
    for candidate in chosen:
        own = table.entry(candidate.entry)
        one = aligned(page, sides[candidate.mirrored], own, candidate)
        if one is not None and (one.entry not in best or best[one.entry].score < one.score):
            best[one.entry] = one
    return ranked(list(best.values()))


def ranked(best: list[Aligned]) -> list[Placed]:
    """Each protected picture's best, against the others that claim its place; surest first."""
    made = [_against(one, best) for one in best]
    return sorted(made, key=lambda p: (-p.score, p.one.own.asset, p.one.own.part))


def _against(one: Aligned, others: list[Aligned]) -> Placed:
    """A place has one original: what fits worse than another is only alike."""
    rivals = [o for o in others if o is not one and o.score > one.score and _meet(one, o)]
    best = max(rivals, key=lambda o: o.score, default=None)
    if best is None or _same(one, best):
        return Placed(one, 0.0)
    return Placed(one, best.score - one.score, best.own.part)


def _meet(one: Aligned, other: Aligned) -> bool:
    first, second = (cv2.convexHull(side.there.astype(np.float32)) for side in (one, other))
    shared = cv2.intersectConvexConvex(first, second)[0]
    smaller = min(cv2.contourArea(first), cv2.contourArea(second))
    return bool(shared > OVERLAP * smaller)


def _same(one: Aligned, other: Aligned) -> bool:
    """Whether two protected pictures are one photograph: their thumbnails agree everywhere."""
    if abs(one.score - other.score) > learnt().beaten:
        return False
    sizes = [side.own.kept.thumb.shape[:2] for side in (one, other)]
    small = (64, 64)
    if abs(sizes[0][0] * sizes[1][1] / (sizes[0][1] * sizes[1][0]) - 1) > SHAPE:
        return False
    first, second = (
        cv2.resize(side.own.kept.thumb, small, interpolation=cv2.INTER_AREA).astype(np.float64)
        for side in (one, other)
    )
    return float(np.abs(first - second).mean()) < LEVELS


def area(corners: F64) -> float:
    """Share of a picture that a quadrilateral (4, 2), 0 to 1, takes."""
    return float(cv2.contourArea(np.clip(corners, 0, 1).astype(np.float32)))
