"""Columns of a table to be protected: which qualify, and how much each of their cells tells."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fingerprints import cells
from fingerprints.arrays import F32, I64, U64, Mask
from fingerprints.cell_bits import UNKNOWN
from fingerprints.cell_marks import marks
from fingerprints.cells import Cells
from fingerprints.content import Table
from fingerprints.fold import fold
from fingerprints.table_chance import counts

MOST = 8  # columns, those that tell most
TELLS = 6.0  # bits that a column's cells must tell on average
SAMPLE = 20_000  # rows from which columns are chosen
SEEN = 400  # rows from which it is seen that one column stands inside another
INSIDE = 0.8  # of them
PLAIN, BEYOND = 20.0, 10.0  # bits from which a cell is an address or number of somebody, not a word
STRAY = 0.0002  # share of a column's cells of one shape, below which they are left out
NUMBERED = 0.95  # share of a column's cells with digits, from which their range is a bound
MANY = 1_000  # cells, below which their range tells nothing of that of strangers
EXACT = 1e15  # numbers that a float tells apart


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One qualifying column, by row."""

    number: int  # in the table, from 0
    codes: U64
    bits: F32  # what a cell tells
    without: F32  # the same if its row did not stand there
    often: I64  # rows that have the same cell
    beyond: F32  # bits that a repeated cell tells beyond its share of the column
    present: Mask
    shapes: I64  # that are compared, sorted
    words: tuple[frozenset[int], ...]  # of some rows


def chosen(table: Table) -> list[Column]:
    """The columns whose cells qualify, in page order."""
    step = max(1, len(table.rows) // SAMPLE)
    sample = table.rows[::step]
    told = []
    for number in range(max(map(len, table.rows), default=0)):
        some = _column(number, sample)
        if (tells := _tells(some, len(sample))) >= TELLS:
            told.append((-tells, number))
    best = sorted(number for _, number in sorted(told)[:MOST])
    found = [_column(number, table.rows) for number in best]
    return [column for column in found if _tells(column, len(table.rows)) >= TELLS]


def _tells(column: Column, _rows: int) -> float:
    """Bits on average, 0 for columns of a single value."""
    if len(np.unique(column.codes[column.present])) < 2:  # noqa: PLR2004 - different values
        return 0.0
    return float(column.bits[column.present].mean())


def _column(number: int, rows: Sequence[tuple[str, ...]]) -> Column:
    shown = [row[number] if number < len(row) else "" for row in rows]
    read = cells.read(shown)
    shapes, counts = np.unique(read.shapes[read.present], return_counts=True)
    usual = shapes[counts >= STRAY * counts.sum()]
    present = read.present & np.isin(read.shapes, usual)
    often = _often(read.codes, present)
    bits, without = (_bits(read, present, count) for count in (often, often - 1))
    step = max(1, len(shown) // SEEN)
    return Column(
        number=number,
        codes=read.codes,
        bits=bits,
        without=without,
        often=often,
        beyond=_beyond(read),
        present=present,
        shapes=usual,
        words=_words(shown[::step]),
    )


def _bits(read: Cells, present: Mask, often: I64) -> F32:
    """What cells tell that so many rows have.

    What the column repeats tells no more than its share. A word that no list knows may be rarer
    than the lists can say: then its share of a large column tells more.
    """
    share = np.log2(max(1, int(present.sum())) / np.maximum(1, often))
    limit = np.where(often > 1, share + _beyond(read), np.inf)
    spoken = (read.bits >= UNKNOWN) & (cells.digits_of(read.shapes) == 0)
    bits = np.where(spoken, np.maximum(read.bits, share), read.bits)
    return np.minimum(bits, np.minimum(limit, _room(read, present))).astype(np.float32)


def _beyond(read: Cells) -> F32:
    return np.clip(read.bits - PLAIN, 0.0, BEYOND).astype(np.float32)


def _words(shown: Sequence[str]) -> tuple[frozenset[int], ...]:
    """The words of each cell."""
    text = "\n".join(" ".join(cell[: cells.LONGEST].split()) for cell in shown)
    found = marks(fold(text).text)
    line = np.searchsorted(np.flatnonzero(found.points == ord("\n")), found.starts)
    sets: list[set[int]] = [set() for _ in shown]
    for place, code in zip(line.tolist(), found.codes.tolist(), strict=True):
        if code:
            sets[place].add(code)
    return tuple(map(frozenset, sets))


def _often(codes: U64, present: Mask) -> I64:
    """How many cells of the column have the same code."""
    found = np.ones(len(codes), np.int64)
    found[present] = counts(codes[present])
    return found


def _room(read: Cells, present: Mask) -> float:
    """Bits of a number out of the range that the column uses: order numbers follow each other."""
    numbers = read.numbers[present]
    dated = read.shapes[present] == cells.DATED
    if len(numbers) < MANY or dated.mean() > 1 - NUMBERED or (numbers > 0).mean() < NUMBERED:
        return float("inf")
    low, high = np.quantile(numbers, [0.005, 0.995])
    kinds = len(np.unique(read.words[present]))
    wide = max(2.0, 1.01 * (high - low) + 1)
    return float(np.log2(wide) + np.log2(kinds)) if high < EXACT else float("inf")


def inside(one: Column, other: Column) -> bool:
    """Whether one column's words stand in the other: a first name in a full name or address."""
    both = [(a, b) for a, b in zip(one.words, other.words, strict=True) if a and b]
    if not both:
        return False
    within = max(sum(a <= b for a, b in both), sum(b <= a for a, b in both))
    return within >= INSIDE * len(both)
