"""Tier 2: protected pictures that a picture shows in part, turned, mirrored, pasted or covered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import combinations
from math import inf

import cv2
import numpy as np

from fingerprints.arrays import F64, Mask
from fingerprints.image_features import Features, features
from fingerprints.image_open import Pixels
from fingerprints.points_table import PointsTable
from matcher.image_evidence import Aligned, aligned, learnt
from matcher.image_rivals import Rivalry, rivalry
from matcher.image_votes import candidates

LONGEST = 512  # pixels at which a picture of the page is described
STRONGEST = 1_200  # of its features, of which
MOST = 450  # are taken, spread over it
CLEAR = 0.03  # contrast of features that are taken first
LEAST = 6
OVERLAP = 0.4  # of the smaller quadrilateral, from which two pictures explain the same place
BOARD = 128  # cells on a side, to see what two quadrilaterals share
LOST = 2  # times what another is ahead counts against a picture
WEIGHT = 2  # of a score beside what tells two pictures apart
Compare = Callable[[Aligned, Aligned], Rivalry]


@dataclass(frozen=True, slots=True)
class Contest:
    """What became of one picture among those that claim its place."""

    beaten: float = 0.0  # by how much the best other one is ahead, 0 where none is
    by: int = -1  # which
    ahead: float = inf  # of the next one, where it is not beaten

    def score(self, own: float) -> float:
        """What a score still counts.

        Of a picture that lost its place less than of a copy, by what it lost; of one that won it no
        more than how often such a lead was right.
        """
        known = learnt()
        if self.beaten > 0:
            return min(own, known.copy) - LOST * self.beaten
        return min(own, (known.rivals * self.ahead - known.start) / known.slope)


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """One protected picture in a picture."""

    one: Aligned
    contest: Contest = field(default_factory=Contest)
    by: Aligned | None = None  # what explains its place better

    @property
    def score(self) -> float:
        """What counts."""
        return self.contest.score(self.one.score)


def placed(page: Pixels, table: PointsTable) -> list[Placed]:
    """What a picture (height, width, 3) may show of protected ones, surest first."""
    found = described(page)
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


def described(page: Pixels) -> Features:
    """The features that a picture of a page is looked for by."""
    return features(page, LONGEST, MOST, STRONGEST, CLEAR)


def ranked(best: list[Aligned], compare: Compare) -> list[Placed]:
    """Each protected picture's best, against the others that claim its place; surest first."""
    scores, places = [one.score for one in best], [one.there for one in best]
    came = contested(scores, places, lambda one, other: compare(best[one], best[other]))
    made = [
        Placed(one, contest, best[contest.by] if contest.beaten > 0 else None)
        for one, contest in zip(best, came, strict=True)
    ]
    return sorted(made, key=lambda p: (-p.score, p.one.own.asset, p.one.own.part))


def contested(
    scores: Sequence[float], places: Sequence[F64], compare: Callable[[int, int], Rivalry]
) -> list[Contest]:
    """What becomes of each of some pictures, by their scores and places (4, 2).

    A place has one original: what fits worse than another is only alike. The score tells; of two
    that both could be copies, also what tells them apart.
    """
    came = [Contest()] * len(scores)
    for one, other in combinations(range(len(scores)), 2):
        if not meet(places[one], places[other]):
            continue
        lead = scores[one] - scores[other]
        if close := min(scores[one], scores[other]) >= learnt().copy:
            told = compare(one, other)
            lead = 0.0 if told.one_photo else WEIGHT * lead + told.lead
        loser, winner = (other, one) if lead > 0 else (one, other)
        if lead and abs(lead) > came[loser].beaten:
            came[loser] = replace(came[loser], beaten=abs(lead), by=winner)
        if lead and close:
            came[winner] = replace(came[winner], ahead=min(came[winner].ahead, abs(lead)))
    return came


def meet(one: F64, other: F64) -> bool:
    """Whether two quadrilaterals (4, 2), 0 to 1, share much of the smaller one."""
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
