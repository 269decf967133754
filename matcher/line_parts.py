"""The tier of line drawings: protected ones that a picture shows, whole or in part."""

import numpy as np

from fingerprints.arrays import Mask
from fingerprints.image_lines import lined
from fingerprints.image_open import Pixels
from fingerprints.image_strokes import lines
from fingerprints.points_table import Pointed, PointsTable
from matcher.image_evidence import Aligned, Laid, outlined
from matcher.image_geometry import Fit, fit, flat
from matcher.image_parts import LEAST, Placed, ranked
from matcher.image_rivals import Rivalry
from matcher.image_votes import Candidate, Search, candidates
from matcher.line_evidence import compared
from matcher.line_fit import Lines
from matcher.line_score import score

LEAST_VOTES = 0.8  # below which nothing is tried
MOST = 24  # tried at most: sister parts stand before each other
COMPARED = 12  # of these, those that most pairs of features speak for
ONE = 0.97  # of either's lines on the other's, from which two drawings are one


def found(page: Pixels, table: PointsTable) -> list[Placed] | None:
    """What a picture (height, width, 3) may show of protected drawings; None: it is no drawing."""
    thin = lines(page) if table.parts else None
    return None if thin is None else placed(thin, table)


def placed(thin: Mask, table: PointsTable) -> list[Placed]:
    """The same for a drawing's lines, one pixel wide (height, width); surest first."""
    best: dict[int, Aligned] = {}
    for one in drawn(thin, table):
        if one.entry not in best or best[one.entry].score < one.score:
            best[one.entry] = one
    return ranked(list(best.values()), rivalry)


def drawn(thin: Mask, table: PointsTable) -> list[Aligned]:
    """Every protected drawing that enough features point to, laid on the lines."""
    features = lined(thin)
    if len(features) < LEAST or not table.parts:
        return []
    chosen, sides = candidates(features, thin.shape[1], table, Search(least=LEAST_VOTES, most=MOST))
    pages = [Lines(thin), Lines(np.ascontiguousarray(thin[:, ::-1]))]
    tried = [
        (candidate, own, first)
        for candidate in chosen
        for own in [table.entry(candidate.entry)]
        for first in [fit(sides[candidate.mirrored], own.places, own.bits, candidate)]
        if first is not None
    ]
    tried.sort(key=lambda one: -len(one[2].here))
    made = (
        _laid(candidate, own, first, pages[candidate.mirrored])
        for candidate, own, first in tried[:COMPARED]
    )
    return [one for one in made if one is not None]


def _laid(candidate: Candidate, own: Pointed, first: Fit, page: Lines) -> Aligned | None:
    """A drawing fitted to the page; None where it only fits folded or tipped over."""
    told = compared(_lines(own), page, first.matrix, len(first.here))
    if not flat(told.matrix, (own.kept.width, own.kept.height)):
        return None
    numbers = told.numbers
    laid = Laid(told.matrix, told.blocks, numbers, score(numbers), numbers.visible)
    return outlined(candidate, own, laid, page.thin.shape)


def _lines(own: Pointed) -> Lines:
    return Lines(own.kept.thumb[..., 0] > 0)


def rivalry(one: Aligned, other: Aligned) -> Rivalry:
    """Two drawings in one place: the scores tell, unless the two are one drawing kept twice."""
    first, second = _lines(one.own), _lines(other.own)
    across = np.linalg.inv(other.matrix) @ one.matrix
    told = compared(first, second, across, 0).numbers
    same = one.mirrored == other.mirrored and min(told.own, told.page) >= ONE
    return Rivalry(0.0 if same else float("inf"), 0.0)
