"""Tier 2: protected pictures that a picture shows in part, turned, mirrored, pasted or covered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

import cv2
import numpy as np

from fingerprints.arrays import F64, Mask
from fingerprints.image_features import features
from fingerprints.image_open import Pixels
from fingerprints.points_table import PointsTable
from matcher.image_evidence import Aligned, aligned, learnt
from matcher.image_rivals import Rivalry, rivalry
from matcher.image_votes import candidates

LONGEST = 416  # pixels at which a picture of the page is described
MOST = 400  # of its features
LEAST = 6
OVERLAP = 0.4  # of the smaller quadrilateral, from which two pictures explain the same place
BOARD = 128  # cells on a side, to see what two quadrilaterals share
AHEAD = 2  # times what another is ahead counts against a picture
Compare = Callable[[Aligned, Aligned], Rivalry]


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """One protected picture in a picture; `beaten` by another that explains the place better."""

    one: Aligned
    beaten: float  # by how much the best other one is ahead, 0 where none is
    by: Aligned | None = None

    @property
    def score(self) -> float:
        """What counts."""
        return counted(self.one.score, self.beaten)


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
    return ranked(list(best.values()), partial(rivalry, page))


def ranked(best: list[Aligned], compare: Compare) -> list[Placed]:
    """Each protected picture's best, against the others that claim its place; surest first."""
    scores, places = [one.score for one in best], [one.there for one in best]
    lost = contested(scores, places, lambda one, other: compare(best[one], best[other]))
    made = [
        Placed(one, beaten, best[by] if beaten else None)
        for one, (beaten, by) in zip(best, lost, strict=True)
    ]
    return sorted(made, key=lambda p: (-p.score, p.one.own.asset, p.one.own.part))


def contested(
    scores: Sequence[float], places: Sequence[F64], compare: Callable[[int, int], Rivalry]
) -> list[tuple[float, int]]:
    """By how much, and by which, each of some pictures is beaten; 0 where it is not.

    A place (a quadrilateral, (4, 2)) has one original: what fits worse than another is only alike.
    The score tells; of two that both could be copies, also what tells them apart.
    """
    lost = [(0.0, at) for at in range(len(scores))]
    for one, other in combinations(range(len(scores)), 2):
        if not _meet(places[one], places[other]):
            continue
        lead = scores[one] - scores[other]
        if min(scores[one], scores[other]) >= learnt().copy:
            told = compare(one, other)
            lead = 0.0 if told.one_photo else lead + told.lead
        loser, winner = (other, one) if lead > 0 else (one, other)
        lost[loser] = max(lost[loser], (abs(lead), winner))
    return lost


def counted(score: float, beaten: float) -> float:
    """A score; of a picture that lost its place one below that of a copy, less what it lost."""
    return score if beaten <= 0 else min(score, learnt().copy) - AHEAD * beaten


def _meet(one: F64, other: F64) -> bool:
    first, second = map(_painted, (one, other))
    return bool((first & second).sum() > OVERLAP * min(first.sum(), second.sum()))


def _painted(corners: F64) -> Mask:
    """A quadrilateral on a board; clipping polygons fails where two nearly coincide."""
    board = np.zeros((BOARD, BOARD), np.uint8)
    hull = cv2.convexHull(np.round(np.clip(corners, 0, 1) * (BOARD - 1)).astype(np.int32))
    return np.asarray(cv2.fillConvexPoly(board, hull, 1).astype(bool))


def area(corners: F64) -> float:
    """Share of a picture that a quadrilateral (4, 2), 0 to 1, takes."""
    return float(cv2.contourArea(np.clip(corners, 0, 1).astype(np.float32)))
