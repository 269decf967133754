"""Which logos may be in a picture, and where: features that put one in the same place vote.

A feature of the page and one of a logo that look alike tell turn, size and place of the logo
(Ballard, "Generalizing the Hough transform", 1981; Lowe 2004). In a busy photo a small logo has
few features among thousands; turn and size alone, as photos are voted for, drown in chance.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fingerprints.arrays import F64, I64, U32, Mask
from fingerprints.image_features import Features
from fingerprints.image_words import coded
from fingerprints.logos_table import LogosTable
from matcher.image_votes import RIVALS, Asked, nearest, once, weighed

PROBES, BITS = 8, 30  # words a feature is looked for in, and bits of 128 by which it may differ
EACH = 100  # pairs of a logo that may support one, the most alike first
MIDDLE = 0.12  # of its diagonal by which the middle of a logo may be off
OCTAVE, TURN = 0.45, 0.4  # logarithm of the ratio of sizes, radians, by which pairs may differ
APART = 0.2  # of its diagonal from which one logo stands in two places
LEAST = 0.6  # votes


@dataclass(frozen=True, slots=True)
class Place:
    """One logo somewhere in the picture."""

    entry: int
    votes: float
    middle: complex  # in pixels of the page
    spin: complex  # scale and turn from pixels of the kept mark to the page's
    reach: float  # pixels from its middle to its corners


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """One row for each pair of features, by logo, the most alike first."""

    page: I64
    entries: I64
    weights: F64
    spins: NDArray[np.complex128]
    middles: NDArray[np.complex128]
    reach: F64


def places(page: Features, table: LogosTable, most: int) -> tuple[list[Place], Asked]:
    """At most so many, those with most votes first, and the features that were asked."""
    code = coded(page.descriptors, table.points.keys, PROBES)
    asked = Asked(page.places, code.plain)
    pairs = _paired(asked, code.words, table)
    votes = _votes(pairs)
    found: list[Place] = []
    for n in np.argsort(-votes, kind="stable").tolist():
        if votes[n] < LEAST or len(found) == most:
            break
        one = _place(pairs, votes, n)
        if not any(_same(one, other) for other in found):
            found.append(one)
    return found, asked


def _paired(asked: Asked, words: U32, table: LogosTable) -> _Pairs:
    seen = table.points.near(words, asked.bits, BITS)
    chosen = nearest(seen.asked, seen.apart, RIVALS)
    chosen = chosen[np.lexsort((seen.apart[chosen], seen.entries[chosen]))]
    page, entries, apart = seen.asked[chosen], seen.entries[chosen], seen.apart[chosen]
    toward, reach = table.middles.of(entries, seen.ranks[chosen])
    x, y, size, angle = asked.places[page].astype(np.float64).T
    spins = size / 2.0 ** seen.sizes[chosen] * np.exp(1j * (angle - seen.turns[chosen]))
    return _Pairs(
        page,
        entries,
        weighed(apart),
        spins,
        x + 1j * y + spins * toward,
        reach * np.abs(spins),
    )


def _votes(pairs: _Pairs) -> F64:
    """Of each pair, the weights of those that agree with it; a feature of the page votes once."""
    start = np.searchsorted(pairs.entries, pairs.entries, "left")
    end = np.searchsorted(pairs.entries, pairs.entries, "right")
    counts = np.minimum(end - start, EACH)
    one = np.repeat(np.arange(len(counts)), counts)
    other = np.arange(len(one)) + np.repeat(start - np.cumsum(counts) + counts, counts)
    good = _agree(pairs, one, other)
    one, other = one[good], other[good]
    chosen = once(one, pairs.page[other], pairs.weights[other])
    told = np.bincount(one[chosen], pairs.weights[other[chosen]], len(counts))
    return np.asarray(told, np.float64)


def _agree(pairs: _Pairs, one: I64, other: I64) -> Mask:
    """Whether two rows each put a logo in the same place."""
    relative = np.log(pairs.spins[other] / pairs.spins[one])
    near = np.abs(pairs.middles[other] - pairs.middles[one]) < 2 * MIDDLE * pairs.reach[one]
    near &= (np.abs(relative.real) < OCTAVE) & (np.abs(relative.imag) < TURN)
    return np.asarray(near)


def _place(pairs: _Pairs, votes: F64, n: int) -> Place:
    """The mean of all that agree."""
    own = np.flatnonzero(pairs.entries == pairs.entries[n])
    own = own[_agree(pairs, np.full_like(own, n), own)]
    weights = pairs.weights[own] / pairs.weights[own].sum()
    middle = complex(weights @ pairs.middles[own])
    spin = complex(np.exp(weights @ np.log(pairs.spins[own] / pairs.spins[n])) * pairs.spins[n])
    reach = float(pairs.reach[n] * abs(spin / pairs.spins[n]))
    return Place(int(pairs.entries[n]), float(votes[n]), middle, spin, reach)


def _same(one: Place, other: Place) -> bool:
    near = abs(one.middle - other.middle) < 2 * APART * other.reach
    return one.entry == other.entry and near
