"""Rows of one protected table that share cells with a page, and how sure each of them is."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from fingerprints.arrays import F64, I64
from fingerprints.table_chance import groups
from fingerprints.table_marks import LAST, LEVELS
from fingerprints.table_pairs import Profile
from matcher.table_cells import Asked
from matcher.table_tries import Tries

ROWS = 20_000  # of one table on one page that are looked at
SURE = 24.0  # bits of two cells that count: 26.6 as we know them, who round down and take the worst
THIRD = 21.0  # bits of three cells that count


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """Postings of one table that a page shares: row, mark, and the two cells on the page."""

    rows: I64
    numbers: I64  # of the pair of columns
    levels: I64  # what the pair tells
    first: I64
    second: I64

    def take(self, chosen: I64) -> "Shared":
        """Some of them."""
        return Shared(
            self.rows[chosen],
            self.numbers[chosen],
            self.levels[chosen],
            self.first[chosen],
            self.second[chosen],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Different rows, the surest first."""

    rows: I64
    met: F64  # how many rows as sure a page like this one shows of strangers
    kinds: I64  # by which two or three columns a row is told
    cells: I64  # how many agree
    columns: I64  # which, as bits
    pairs: I64  # the surest pair of each, as an index into what was shared

    def take(self, chosen: I64) -> "Rows":
        """Some of them."""
        return Rows(
            self.rows[chosen],
            self.met[chosen],
            self.kinds[chosen],
            self.cells[chosen],
            self.columns[chosen],
            self.pairs[chosen],
        )


def rows(shared: Shared, profile: Profile, asked: Asked, tried: Tries) -> Rows:
    """The rows, each told by the two or three cells that a stranger meets least.

    Rows that stand on the same cell (forty people under one switchboard) count as one.
    """
    bits = LEVELS[shared.levels]
    order = np.lexsort((-bits, shared.rows))
    _, edge = np.unique(shared.rows[order], return_index=True)
    best = order[edge][:ROWS]
    found = shared.rows[best]
    held = np.zeros((LAST + 1, len(found)))
    where = np.searchsorted(found, shared.rows)
    inside = np.flatnonzero(where < len(found))
    inside = inside[found[where[inside]] == shared.rows[inside]]
    np.maximum.at(held, (shared.numbers[inside], where[inside]), bits[inside])
    met, kinds = _surest(held, profile, tried)
    which, cells = _columns(held, len(profile.columns))
    one, other = shared.first[best], shared.second[best]
    key = asked.codes[np.where(asked.bits[one] >= asked.bits[other], one, other)]
    ranked = np.lexsort((found, met))
    _, once = np.unique(key[ranked], return_index=True)
    return Rows(found, met, kinds, cells, which, best).take(ranked[np.sort(once)])


def _columns(held: F64, columns: int) -> tuple[I64, I64]:
    """Which columns of each row agree, as bits, and how many."""
    which = np.zeros(held.shape[1], np.int64)
    for number, (one, other) in enumerate(combinations(range(columns), 2), 1):
        which |= np.where(held[number] > 0, 1 << one | 1 << other, 0)
    return which, np.bitwise_count(which).astype(np.int64)


def _surest(held: F64, profile: Profile, tried: Tries) -> tuple[F64, I64]:
    """How rarely each row is met at best, and by which two or three columns; never: infinite."""
    least, kinds = np.full(held.shape[1], np.inf), np.zeros(held.shape[1], np.int64)
    chances = profile.chances
    for kind, bits in _ways(held, len(profile.columns)):
        size = int(kind > LAST)
        met = tried.mixed[size] * chances.alone[kind] + tried.records[size] * chances.bound[kind]
        level = np.searchsorted(LEVELS, bits, side="right") - 1
        mine = np.where(level >= 0, met[level], np.inf)
        better = mine < least
        least[better], kinds[better] = mine[better], kind
    return least, kinds


def _ways(held: F64, columns: int) -> Iterator[tuple[int, F64]]:
    """What each two and three columns tell of each row; 0 where it is too little to count.

    Three cells tell half of the sum of their three pairs.
    """
    some = (held > 0).sum(axis=1) > 0
    for number in np.flatnonzero(some).tolist():
        yield number, np.where(held[number] >= SURE, held[number], 0.0)
    for kind, group in enumerate(groups(columns), LAST + 1):
        if some[list(group)].all():
            three = held[list(group)]
            bits = np.where((three > 0).all(axis=0), three.sum(axis=0) / 2, 0.0)
            yield kind, np.where(bits >= THIRD, bits, 0.0)
