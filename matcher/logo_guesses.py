"""Where a protected logo may stand in a picture: by its local features, and by its outline."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from fingerprints.arrays import F64
from fingerprints.image_open import Pixels
from fingerprints.image_shapes import shapes
from fingerprints.logos_table import LogosTable
from matcher.image_geometry import fit, warped
from matcher.image_votes import Asked, Candidate
from matcher.logo_features import of_page
from matcher.logo_regions import regions
from matcher.logo_votes import Place, places

PLACES = 16  # by features that are compared
AROUND = 1.4  # of the distance from a logo's middle to its corners, within which its features lie
CORNER = 4.0  # pixels between features that are two
TURNS = (-0.24, 0.0, 0.24)  # radians that a region is turned by before it is compared
ALIKE = 0.9  # correlation of two outlines
SURE = 14  # features that tell a place better than any outline
OUTLINED = 40  # places by outline that are compared
LOOKED = 6_000  # pairs of outlines, the most alike first
LEAST_SQUARE = 0.84  # how square a square stays: determinant over mean squared scale
SAME = 0.15  # of a mark's diagonal by which two places are one


@dataclass(frozen=True, slots=True, eq=False)
class Guess:
    """One logo at one place."""

    entry: int
    matrix: F64  # pixels of the kept mark to the picture's
    pairs: int  # of features that agree there; 0: its outline only


def guesses(page: Pixels, table: LogosTable) -> Iterator[Guess]:
    """Places in a picture (height, width, 3); features first.

    Few features put a logo there askew: what its outline tells of the same place is kept, too.
    """
    pointed: list[Guess] = []
    for guess in _by_features(page, table):
        if not _near(guess, pointed, table):
            pointed.append(guess)
            yield guess
    outlined: list[Guess] = []
    for guess in _by_outline(page, table):
        pairs = max((one.pairs for one in _near(guess, pointed, table)), default=0)
        if pairs < SURE and not _near(guess, outlined, table):
            outlined.append(guess)
            yield replace(guess, pairs=pairs)


def _near(guess: Guess, others: list[Guess], table: LogosTable) -> list[Guess]:
    """Those that put the same logo in the same place."""
    box = corners(table, guess)
    size = SAME * float(np.linalg.norm(box[0] - box[2]))
    own = (one for one in others if one.entry == guess.entry)
    return [one for one in own if np.abs(box - corners(table, one)).max() <= size]


def corners(table: LogosTable, guess: Guess) -> F64:
    """(4, 2) of the mark in the picture, in pixels."""
    height, width = table.mark(guess.entry).drawn.cover.shape
    return warped(guess.matrix, np.array([[0, 0], [width, 0], [width, height], [0, height]]))


def _by_features(page: Pixels, table: LogosTable) -> Iterator[Guess]:
    found, asked = places(of_page(page), table, PLACES)
    for place in found:
        known, bits, _ = table.points.described(place.entry, table.mark(place.entry).xy)
        turn, octaves = float(np.angle(place.spin)), float(np.log2(abs(place.spin)))
        candidate = Candidate(
            place.entry, mirrored=False, votes=place.votes, turn=turn, octaves=octaves
        )
        told = fit(_around(place, asked), known, bits, candidate)
        if told is not None:  # few pairs that lie close fit any warp: what they voted for, too
            pairs = _apart(told.there)
            yield Guess(place.entry, told.matrix, pairs)
            yield Guess(place.entry, _similarity(place, table), pairs)


def _similarity(place: Place, table: LogosTable) -> F64:
    """The map that the votes alone tell."""
    height, width = table.mark(place.entry).drawn.cover.shape
    a, b = place.spin.real, place.spin.imag
    shift = place.middle - place.spin * complex(width, height) / 2
    return np.array([[a, -b, shift.real], [b, a, shift.imag], [0, 0, 1]])


def _around(place: Place, asked: Asked) -> Asked:
    """The features of the page that may belong to a logo there."""
    off = asked.places[:, :2] - [place.middle.real, place.middle.imag]
    near = np.hypot(*off.T) < AROUND * place.reach
    return Asked(asked.places[near], asked.bits[near])


def _apart(there: F64) -> int:
    """How many places (n, 2) there are: a corner has features in light and in colour."""
    return len(np.unique((there / CORNER).round(), axis=0))


def _by_outline(page: Pixels, table: LogosTable) -> Iterator[Guess]:
    """The most alike first; a mark may be turned by about 20 degrees."""
    known = table.outlines
    seen, back = regions(page)
    found = [one for r in seen for one in shapes(r.mask, TURNS, r.corner)]
    if not found or not len(known.cells):
        return
    alike = (np.array([one.cells for one in found]) @ known.cells.T).ravel()
    near = np.flatnonzero(alike > ALIKE)
    near = near[np.argsort(-alike[near], kind="stable")[:LOOKED]]
    told: set[tuple[int, ...]] = set()
    for place in near.tolist():
        region, part = divmod(place, len(known.cells))
        matrix = back @ found[region].frame @ known.back[part]
        a, b, c, d = matrix[:2, :2].ravel().tolist()
        size = (a * a + b * b + c * c + d * d) / 2
        key = (int(known.entries[part]), *(matrix[:2, 2] // 12).tolist(), round(3 * np.log2(size)))
        if a * d - b * c > size * LEAST_SQUARE and key not in told:
            told.add(key)
            yield Guess(key[0], matrix, 0)
        if len(told) == OUTLINED:
            return
