"""Which protected pictures may be in a picture: features that agree on angle and size vote.

Jegou, Douze and Schmid, "Hamming embedding and weak geometric consistency", 2008: a copy turns and
scales all its features alike, so votes are counted in bins of both (Lowe 2004, overlapping). What
many protected pictures have tells little of any of them: such a vote counts less (Jegou, Douze and
Schmid, "On the burstiness of visual elements", 2009).
"""

from dataclasses import dataclass

import numpy as np

from fingerprints.arrays import F32, F64, I64, U32, U64
from fingerprints.image_features import Features
from fingerprints.image_words import coded
from fingerprints.points_table import Pointed, PointsTable

WIDTH = 16.0  # bits at which a vote counts a third
RIVALS = 4  # protected features one feature of the page may vote for
TURNS = 24  # steps of a full turn; a bin is two of them
OCTAVES = 16  # bins of size, each a doubling, in steps of half of one


@dataclass(frozen=True, slots=True)
class Search:
    """How far features are looked for."""

    probes: int = 4  # words a feature is looked for in
    bits: int = 24  # of 128 by which a feature may differ
    least: float = 0.6  # votes below which nothing is compared
    most: int = 12  # compared at most


PHOTOS = Search()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One protected picture, mirrored or not, with the turn and scale most votes agree on."""

    entry: int
    mirrored: bool
    votes: float
    turn: float  # radians from protected to page
    octaves: float  # binary logarithm of the scale from protected to page


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """The features of a picture of the page, one way round."""

    places: F32  # (n, 4)
    bits: U64  # (n, 2)


def candidates(
    page: Features, width: int, table: PointsTable, search: Search = PHOTOS
) -> tuple[list[Candidate], list[Asked]]:
    """Candidates with most votes first, and the page's features, each way round."""
    found: list[Candidate] = []
    sides: list[Asked] = []
    for mirrored in (False, True):
        side = page.mirrored(width) if mirrored else page
        code = coded(side.descriptors, table.keys, search.probes)
        sides.append(Asked(side.places, code.plain))
        found += _side(sides[-1], code.words, table, search, mirrored=mirrored)
    return _strongest(found, table, search), sides


def kin(own: Pointed, table: PointsTable) -> list[Candidate]:
    """The protected pictures that a protected one may share something with; itself too."""
    asked = Asked(own.places, own.bits)
    found = _side(asked, own.words[:, None], table, PHOTOS, mirrored=False)
    return _strongest(found, table, PHOTOS)


def _strongest(found: list[Candidate], table: PointsTable, search: Search) -> list[Candidate]:
    found.sort(key=lambda one: (-one.votes, one.mirrored, table.mark(one.entry)))
    return found[: search.most]


def _side(
    side: Asked, words: U32, table: PointsTable, search: Search, *, mirrored: bool
) -> list[Candidate]:
    """What one way round votes for; `words` (n, probes)."""
    seen = table.near(words, side.bits, search.bits)
    alike = np.bincount(seen.asked, minlength=len(side.bits))
    chosen = nearest(seen.asked, seen.apart, RIVALS)
    asked, entries, apart = (a[chosen] for a in (seen.asked, seen.entries, seen.apart))
    weights = weighed(apart) / np.sqrt(alike[asked])
    turn = (side.places[asked, 3] - seen.turns[chosen]) % (2 * np.pi)
    octaves = np.log2(side.places[asked, 2]) - seen.sizes[chosen]
    votes = _Votes(asked, entries, weights, turn, octaves)
    return votes.candidates(search, mirrored=mirrored)


def nearest(groups: I64, apart: I64 | F64, most: int) -> I64:
    """Indices of the nearest of each group, not more than `most`."""
    order = np.lexsort((apart, groups))
    first = np.searchsorted(groups[order], groups[order])
    return order[np.arange(len(order)) - first < most]


def weighed(apart: I64) -> F64:
    """What votes count, by how many bits two features differ."""
    return np.asarray(np.exp(-((apart / WIDTH) ** 2)))


def once(groups: I64, asked: I64, weights: F64) -> I64:
    """Indices of votes, by group: a feature votes once in each, with its heaviest."""
    key = groups * (int(asked.max(initial=0)) + 1) + asked
    order = np.lexsort((-weights, key))
    return np.asarray(order[np.flatnonzero(np.diff(key[order], prepend=-1))])


@dataclass(frozen=True, slots=True, eq=False)
class _Votes:
    asked: I64
    entries: I64
    weights: np.ndarray[tuple[int], np.dtype[np.float64]]
    turn: F32
    octaves: F32

    def candidates(self, search: Search, *, mirrored: bool) -> list[Candidate]:
        """The best bin of each picture that has votes enough."""
        best: dict[int, Candidate] = {}
        turns = (self.turn * TURNS / (2 * np.pi)).astype(np.int64)
        sizes = np.floor(2 * self.octaves).astype(np.int64) + OCTAVES
        for late_turn in (0, 1):
            for late_size in (0, 1):
                bins = self._binned(
                    (turns + late_turn) % TURNS // 2, (sizes + late_size) // 2, search
                )
                for place, votes in bins:
                    entry, rest = divmod(place, TURNS // 2 * OCTAVES)
                    turn, size = divmod(rest, OCTAVES)
                    one = Candidate(
                        entry,
                        mirrored,
                        votes,
                        (2 * turn + 1 - late_turn) * 2 * np.pi / TURNS,
                        (2 * size + 1 - late_size - OCTAVES) / 2,
                    )
                    if entry not in best or best[entry].votes < votes:
                        best[entry] = one
        return list(best.values())

    def _binned(self, turns: I64, sizes: I64, search: Search) -> list[tuple[int, float]]:
        """(bin, votes), strongest first; a feature votes once in a bin."""
        inside = np.clip(sizes, 0, OCTAVES - 1)
        key = (self.entries * (TURNS // 2) + turns) * OCTAVES + inside
        chosen = once(key, self.asked, self.weights)
        bins, place = np.unique(key[chosen], return_inverse=True)
        votes = np.bincount(place, self.weights[chosen], len(bins))
        strong = [n for n in np.argsort(-votes)[: search.most].tolist() if votes[n] >= search.least]
        return [(int(bins[n]), float(votes[n])) for n in strong]
