"""Pairs of cells of one row: finds rows of a customer list wherever two cells stand together.

A single cell is never stored: a thief could try all telephone numbers. In the value, `starts`
holds the row, and `ends` lies past it by a mark: which pair of columns, and how much it tells;
`lines` holds which columns are meant and what their cells look like.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from fingerprints import cells, winnow
from fingerprints.arrays import F64, I64, U32, U64
from fingerprints.content import Content, Table
from fingerprints.kind import Context, Kind, Tokens
from fingerprints.table_columns import Column, chosen, inside

NAME = "table_pairs@2"
ROWS = 1 << 22
LAST = 28  # the highest number of a pair: of eight columns
PAIR = 5  # bits of a mark that number the pair; three above them say how much it tells
LEVELS = np.array(
    [10.0, 15.0, 20.0, 24.0, 26.6, 29.0, 32.0, 36.0]
)  # bits; weaker pairs are left out
SURE = 26.6  # bits of what is met by chance less than once in 1e8
OFTEN = 256  # rows that share a pair beyond which it says nothing
FOLLOWS = 1.1  # values of a second column to one of the first, below which the first decides it
BYTES = 16  # of one pair in the store: 12 open, 4 sealed


@dataclass(frozen=True, slots=True)
class Profile:
    """Which columns of a table are compared (from 0), and the shapes of their cells."""

    columns: tuple[int, ...]
    shapes: Mapping[int, tuple[int, ...]]  # by place in `columns`

    def pair(self, number: int) -> tuple[int, int]:
        """The places of the two columns that a mark numbers."""
        return list(combinations(range(len(self.columns)), 2))[number - 1]


def take(content: Content, context: Context) -> Tokens | None:
    """The pairs of a table; None where no two columns qualify."""
    if not isinstance(content, Table):
        return None
    table = Table(content.rows[:ROWS], content.where)
    columns = chosen(table)
    found = [
        (winnow.keyed(public, context.keys, NAME), rows, rows + marks)
        for public, rows, marks in _all(columns)
    ]
    if not sum(len(rows) for _, rows, _ in found):
        return None
    lines = _profile(columns)
    del columns
    hashes, starts, ends = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return Tokens(  # by pair of columns, then by row: a million rows are not sorted in vain
        hashes=hashes,
        starts=starts,
        ends=ends,
        lines=lines,
        total=len(table.rows),
        protectable=int(np.count_nonzero(np.bincount(starts))),
        own=len(hashes),
    )


def _all(columns: list[Column]) -> Iterator[tuple[U64, U32, U32]]:
    """For each pair of columns: hashes, rows, marks."""
    for number, (one, other) in enumerate(combinations(columns, 2), 1):
        rows = np.flatnonzero(one.present & other.present)
        hashes = cells.pairs(one.codes[rows], other.codes[rows])
        bits = _bits(one, other, rows, hashes)
        level = np.searchsorted(LEVELS, bits, side="right") - 1
        kept = np.flatnonzero(level >= 0)
        marks = number + (level[kept] << PAIR)
        yield hashes[kept], rows[kept].astype(np.uint32), marks.astype(np.uint32)


def _bits(one: Column, other: Column, rows: I64, hashes: U64) -> F64:
    """What each pair tells: both cells together, or as much as the table's own repeats allow."""
    first, second = one.bits[rows], other.bits[rows]
    counts = _counts(hashes)
    repeated = np.log2(max(1, len(rows)) / counts) + np.maximum(one.beyond, other.beyond)[rows]
    limit = np.where(counts > 1, repeated, np.inf)
    if inside(one, other) or _follows(one, other, rows, counts):
        alone = np.minimum(np.maximum(first, second), limit)
        bits = np.where(alone >= SURE, alone, 0.0)
    else:
        bits = np.minimum(first + second, limit)
    return np.where(counts <= OFTEN, bits, 0.0)


def _counts(values: U64) -> I64:
    """How often each value stands there."""
    _, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    return counts[where]


def _follows(one: Column, other: Column, rows: I64, together: I64) -> bool:
    """Whether one column decides the other, as a postcode its town; seen where cells repeat."""
    for column in (one, other):
        often = _counts(column.codes[rows])
        again = often > 1
        if again.sum() >= max(20, 0.02 * len(rows)):  # else too few to see it
            values, both = (1 / often[again]).sum(), (1 / together[again]).sum()
            if both < FOLLOWS * values:
                return True
    return False


def _profile(columns: list[Column]) -> U32:
    """Ascending: place of the column, 0 and its number or 1 and a shape."""
    told = []
    for place, column in enumerate(columns):
        told.append(place << 24 | min(column.number, 0xFFFF))
        told += [place << 24 | 1 << 20 | shape for shape in column.shapes.tolist()]
    return np.array(told, np.uint32)


def profile(lines: U32) -> Profile:
    """What `lines` of a table's value tell."""
    columns: list[int] = []
    shapes: dict[int, tuple[int, ...]] = {}
    for value in lines.tolist():
        place, told = value >> 24, value & 0xFFFFF
        if value >> 20 & 0xF:
            shapes[place] = (*shapes.get(place, ()), told)
        else:
            columns.append(told)
    return Profile(tuple(columns), shapes)


def unmarked(marks: I64) -> tuple[I64, F64]:
    """From marks: the number of the pair of columns, and at least how many bits the pair tells."""
    return marks & ((1 << PAIR) - 1), LEVELS[(marks >> PAIR) & (len(LEVELS) - 1)]


def told(value: Tokens) -> str:
    """Which columns are watched, and how large the store gets, in words."""
    numbers = [str(column + 1) for column in profile(value.lines).columns]
    columns = f"{', '.join(numbers[:-1])} and {numbers[-1]}" if len(numbers) > 1 else numbers[0]
    size = BYTES * len(value.hashes) / 1e6
    return (
        f"columns {columns} are watched: {len(value.hashes):,} pairs of cells from "
        f"{value.protectable:,} of {value.total:,} rows, {size:,.1f} MB in the store"
    )


KIND = Kind(NAME, take)
