"""Pairs of cells of one row: finds rows of a customer list wherever two cells stand together.

A single cell is never stored: a thief could try all telephone numbers. In the value, `starts` and
`ends` hold the row, which pair of columns it is, and how much it tells (`table_marks`); `lines`
holds which columns are meant, what their cells look like, and how often strangers meet them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from fingerprints import cells, table_chance, table_marks, winnow
from fingerprints.arrays import F64, I64, U8, U32, U64, Mask
from fingerprints.content import Content, Table
from fingerprints.kind import Context, Kind, Tokens
from fingerprints.table_chance import Chances, Meetings
from fingerprints.table_columns import Column, chosen, inside
from fingerprints.table_marks import ROWS

NAME = "table_pairs@3"
SURE = 26.6  # bits of what is met by chance less than once in 1e8
OFTEN = 256  # rows that share a pair beyond which it says nothing
FOLLOWS = 1.1  # values of a second column to one of the first, below which the first decides it
BYTES = 16  # of one pair in the store: 12 open, 4 sealed


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """Which columns of a table are compared (from 0), and the shapes of their cells."""

    columns: tuple[int, ...]
    shapes: Mapping[int, tuple[int, ...]]  # by place in `columns`
    chances: Chances

    def pair(self, number: int) -> tuple[int, int]:
        """The places of the two columns that a mark numbers."""
        return list(combinations(range(len(self.columns)), 2))[number - 1]


def take(content: Content, context: Context) -> Tokens | None:
    """The pairs of a table; None where no two columns qualify."""
    if not isinstance(content, Table):
        return None
    rows = len(content.rows[:ROWS])
    columns = chosen(Table(content.rows[:ROWS], content.where))
    most = sum(int((a.present & b.present).sum()) for a, b in combinations(columns, 2))
    hashes = np.empty(most, np.uint64)
    starts, ends = np.empty((2, most), np.uint32)
    seen, at = Meetings(rows), 0
    for number, public, found, levels in _all(columns, rows, seen):
        here = slice(at, at := at + len(public))
        hashes[here] = winnow.keyed(public, context.keys, NAME)
        starts[here], ends[here] = table_marks.packed(found, number, levels)
    if not at:
        return None
    return Tokens(  # by pair of columns, then by row: a million rows are not sorted in vain
        hashes=hashes[:at],
        starts=starts[:at],
        ends=ends[:at],
        lines=_lines(columns, seen),
        total=rows,
        protectable=_told_of(starts[:at], rows),
        own=at,
    )


def _told_of(starts: U32, rows: int) -> int:
    """How many rows have a pair."""
    some = np.zeros(rows, bool)
    some[starts >> table_marks.FINE] = True
    return int(some.sum())


def _all(columns: list[Column], count: int, seen: Meetings) -> Iterator[tuple[int, U64, I64, U8]]:
    """For each pair of columns: its number, hashes, rows, levels."""
    fresh = _fresh(columns, count)
    for number, (one, other) in enumerate(combinations(columns, 2), 1):
        rows = np.flatnonzero(one.present & other.present)
        hashes = cells.pairs(one.codes[rows], other.codes[rows])
        bits, without, again = _bits(one, other, rows, _counts(hashes, fresh[rows]))
        levels = table_marks.level(bits)
        kept = np.flatnonzero(levels != table_marks.NONE)
        if len(kept):
            seen.add(number, rows, table_marks.level(without), again & fresh[rows])
        yield number, hashes[kept], rows[kept], levels[kept]


def _fresh(columns: list[Column], count: int) -> Mask:
    """The first of all rows that are the same in every column: one that was entered twice."""
    mixed = np.zeros(count, np.uint64)
    for column in columns:
        mixed = winnow.mix(mixed + column.codes)
    fresh = np.zeros(count, bool)
    fresh[np.unique(mixed, return_index=True)[1]] = True
    return fresh


def _bits(one: Column, other: Column, rows: I64, counts: I64) -> tuple[F64, F64, Mask]:
    """What each pair tells: both cells together, or as much as the table's own repeats allow.

    Then the same as if the row did not stand there itself, and whether another one has the pair.
    """
    beyond = np.maximum(one.beyond, other.beyond)[rows]
    alone = inside(one, other) or _follows(one, other, rows, counts)
    told = []
    for often, first, second in (
        (counts, one.bits, other.bits),
        (counts - 1, one.without, other.without),
    ):
        bits = np.maximum(first, second)[rows] if alone else first[rows] + second[rows]
        share = np.log2(max(1, len(rows)) / np.maximum(1, often)) + beyond
        bits = np.where(often > 1, np.minimum(bits, share), bits)
        told.append(np.where((often <= OFTEN) & (bits >= (SURE if alone else 0.0)), bits, 0.0))
    return told[0], told[1], counts > 1


def _counts(values: U64, fresh: Mask) -> I64:
    """How many different rows have each value."""
    _, where = np.unique(values, return_inverse=True)
    return np.bincount(where, weights=fresh).astype(np.int64)[where]


def _follows(one: Column, other: Column, rows: I64, together: I64) -> bool:
    """Whether one column decides the other, as a postcode its town; seen where cells repeat."""
    for column in (one, other):
        often = column.often[rows]
        again = often > 1
        if again.sum() >= max(20, 0.02 * len(rows)):  # else too few to see it
            values, both = (1 / often[again]).sum(), (1 / together[again]).sum()
            if both < FOLLOWS * values:
                return True
    return False


def _lines(columns: list[Column], seen: Meetings) -> U32:
    """Which columns, what their cells look like, and how often strangers meet them: ascending."""
    chances = table_chance.lines(seen.chances([column.codes for column in columns]))
    return np.array([*_profile(columns), *chances], np.uint32)


def _profile(columns: list[Column]) -> list[int]:
    """Ascending: place of the column, 0 and its number or 1 and a shape."""
    told = []
    for place, column in enumerate(columns):
        told.append(place << 24 | min(column.number, 0xFFFF))
        told += [place << 24 | 1 << 20 | shape for shape in column.shapes.tolist()]
    return told


def profile(lines: U32) -> Profile:
    """What `lines` of a table's value tell."""
    columns: list[int] = []
    shapes: dict[int, tuple[int, ...]] = {}
    for value in lines[lines < table_chance.TOLD].tolist():
        place, told = value >> 24, value & 0xFFFFF
        if value >> 20 & 0xF:
            shapes[place] = (*shapes.get(place, ()), told)
        else:
            columns.append(told)
    return Profile(tuple(columns), shapes, table_chance.read(lines))


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
