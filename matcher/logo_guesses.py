"""Where a protected logo may stand in a picture: by its local features, and by its outline."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from fingerprints.arrays import F64
from fingerprints.image_features import features
from fingerprints.image_open import Pixels
from fingerprints.image_shapes import shapes
from fingerprints.logos_table import LogosTable
from matcher.image_geometry import fit, warped
from matcher.image_votes import Search, candidates
from matcher.logo_regions import regions

LONGEST = 512  # pixels at which a picture is described: a logo is small in it
MOST = 1_200  # of its features
# a logo's renderings are alike: they must not count against each other
SEARCH = Search(ways=(False,), probes=8, bits=30, least=1.0, most=8, rare=False)
TURNS = (-0.24, 0.0, 0.24)  # radians that a region is turned by before it is compared
ALIKE = 0.9  # correlation of two outlines
OUTLINED = 28  # places by outline that are compared
LOOKED = 4_000  # pairs of outlines, the most alike first
LEAST_SQUARE = 0.84  # how square a square stays: determinant over mean squared scale
SAME = 0.15  # of a mark's diagonal by which two places are one


@dataclass(frozen=True, slots=True, eq=False)
class Guess:
    """One logo at one place."""

    entry: int
    matrix: F64  # pixels of the kept mark to the picture's
    pairs: int  # of features that agree; 0: found by its outline


def guesses(page: Pixels, table: LogosTable) -> Iterator[Guess]:
    """Places in a picture (height, width, 3), each once for a logo; features first."""
    seen: dict[int, list[F64]] = {}
    for guess in (*_by_features(page, table), *_by_outline(page, table)):
        box = corners(table, guess)
        size = SAME * float(np.linalg.norm(box[0] - box[2]))
        if all(np.abs(box - other).max() > size for other in seen.get(guess.entry, [])):
            seen.setdefault(guess.entry, []).append(box)
            yield guess


def corners(table: LogosTable, guess: Guess) -> F64:
    """(4, 2) of the mark in the picture, in pixels."""
    height, width = table.mark(guess.entry).drawn.cover.shape
    return warped(guess.matrix, np.array([[0, 0], [width, 0], [width, height], [0, height]]))


def _by_features(page: Pixels, table: LogosTable) -> Iterator[Guess]:
    found = features(page, LONGEST, MOST)
    chosen, sides = candidates(found, page.shape[1], table.points, SEARCH)
    for candidate in chosen:
        places, bits, _ = table.points.described(candidate.entry, table.mark(candidate.entry).xy)
        told = fit(sides[0], places, bits, candidate)
        if told is not None:
            yield Guess(candidate.entry, told.matrix, len(told.here))


def _by_outline(page: Pixels, table: LogosTable) -> Iterator[Guess]:
    """The most alike first; a mark may be turned by about 20 degrees."""
    known = table.outlines
    found = [one for r in regions(page) for one in shapes(r.mask, TURNS, r.corner)]
    if not found or not len(known.cells):
        return
    alike = (np.array([one.cells for one in found]) @ known.cells.T).ravel()
    near = np.flatnonzero(alike > ALIKE)
    near = near[np.argsort(-alike[near], kind="stable")[:LOOKED]]
    told: set[tuple[int, ...]] = set()
    for place in near.tolist():
        region, part = divmod(place, len(known.cells))
        matrix = found[region].frame @ known.back[part]
        a, b, c, d = matrix[:2, :2].ravel().tolist()
        size = (a * a + b * b + c * c + d * d) / 2
        key = (int(known.entries[part]), *(matrix[:2, 2] // 12).tolist(), round(3 * np.log2(size)))
        if a * d - b * c > size * LEAST_SQUARE and key not in told:
            told.add(key)
            yield Guess(key[0], matrix, 0)
        if len(told) == OUTLINED:
            return
