"""Rows of one protected table that share cells with a page, and how sure each of them is."""

from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np

from fingerprints import table_pairs
from fingerprints.arrays import F64, I64, U64

ROWS = 20_000  # of one table on one page that are looked at
MORE = 1.0  # bits that more ways to choose a third cell make up
THIRD = 27.0  # bits that three cells tell together, from which they count


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """Postings of one table that a page shares: row, mark, and the two cells on the page."""

    rows: I64
    marks: I64
    first: I64
    second: I64

    def take(self, chosen: I64) -> "Shared":
        """Some of them."""
        return Shared(
            self.rows[chosen], self.marks[chosen], self.first[chosen], self.second[chosen]
        )


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Different rows, the surest first."""

    rows: I64
    bits: F64  # what the shared cells of a row tell
    cells: I64  # how many agree
    columns: I64  # which, as bits
    pairs: I64  # the surest pair of each, as an index into what was shared

    def take(self, chosen: I64) -> "Rows":
        """Some of them."""
        return Rows(
            self.rows[chosen],
            self.bits[chosen],
            self.cells[chosen],
            self.columns[chosen],
            self.pairs[chosen],
        )


def rows(shared: Shared, columns: int, codes: U64, told: F64) -> Rows:
    """The rows, each told by its surest pair or by all the cells that agree.

    Rows that stand on the same cell (forty people under one switchboard) count as one.
    """
    numbers, bits = table_pairs.unmarked(shared.marks)
    order = np.lexsort((-bits, shared.rows))
    _, edge = np.unique(shared.rows[order], return_index=True)
    best = order[edge][:ROWS]
    found = shared.rows[best]
    levels = np.zeros((len(found), table_pairs.LAST + 1))
    where = np.searchsorted(found, shared.rows)
    inside = np.flatnonzero(where < len(found))
    inside = inside[found[where[inside]] == shared.rows[inside]]
    np.maximum.at(levels, (where[inside], numbers[inside]), bits[inside])
    sure, cells, which = _agreed(levels, columns)
    one, other = shared.first[best], shared.second[best]
    key = codes[np.where(told[one] >= told[other], one, other)]
    ranked = np.lexsort((found, -sure))
    _, once = np.unique(key[ranked], return_index=True)
    return Rows(found, sure, cells, which, best).take(ranked[np.sort(once)])


@cache
def _groups(columns: int) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """Groups of three columns and more, with the numbers of their pairs."""
    numbers = {pair: n for n, pair in enumerate(combinations(range(columns), 2), 1)}
    return tuple(
        (group, tuple(numbers[pair] for pair in combinations(group, 2)))
        for size in range(3, columns + 1)
        for group in combinations(range(columns), size)
    )


def _agreed(levels: F64, columns: int) -> tuple[F64, I64, I64]:
    """For each row what it tells, how many cells agree, and which columns.

    k cells tell the sum of their k (k - 1) / 2 pairs divided by k - 1, but for what more ways to
    choose them make up.
    """
    best = levels.argmax(axis=1)
    told = levels[np.arange(len(levels)), best]
    cells = np.full(len(levels), 2)
    pairs = [0, *(1 << one | 1 << other for one, other in combinations(range(columns), 2))]
    which = np.array(pairs)[best]
    for group, numbers in _groups(columns):
        part = levels[:, numbers]
        whole = (part > 0).all(axis=1)
        sums = np.where(whole, part.sum(axis=1) / (len(group) - 1) - MORE * (len(group) - 2), 0.0)
        better = sums > np.maximum(told, THIRD)
        told = np.where(better, sums, told)
        wider = whole & (len(group) > cells)
        cells[wider] = len(group)
        which[wider] = sum(1 << column for column in group)
    return told, cells, which
