"""Pairs of cells of one row: finds rows of a customer list wherever two cells stand together.

A single cell is never stored: a thief could try all telephone numbers. In the value, `starts`
holds the row, and `ends` lies past it by a mark: which pair of columns, and how much it tells.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from fingerprints import cells, winnow
from fingerprints.content import Content, Table
from fingerprints.kind import U64, Context, Kind, Tokens
from fingerprints.winnow import I64, Mask

NAME = "table_pairs@1"
COLUMNS = 8  # at most, those that tell most
TELLS = 6.0  # bits that a column's cells must tell on average
VARIED = 0.05  # share of different values that a column needs, beside two
ROWS = 1 << 22
PAIR, LEVELS = 5, 8  # bits of a mark that number the pair; steps of what it tells above them


def columns(table: Table) -> list[int]:
    """The columns whose cells qualify, in page order."""
    told: list[tuple[float, int]] = []
    for column in range(max(map(len, table.rows), default=0)):
        found = [row[column] for row in table.rows if column < len(row) and row[column]]
        values = [cell for cell in found if cells.normal(cell)]
        different = len(set(values))
        if different < 2 or different < VARIED * len(table.rows):  # noqa: PLR2004
            continue
        average = sum(map(cells.bits, values)) / len(values)
        if average >= TELLS:
            told.append((-average * different / len(table.rows), column))
    return sorted(column for _, column in sorted(told)[:COLUMNS])


@dataclass(frozen=True, slots=True, eq=False)
class _Column:
    """One qualifying column, by row: a code, how much the cell tells, whether it is there."""

    codes: U64
    bits: NDArray[np.float64]
    present: Mask


def _column(table: Table, column: int) -> _Column:
    shown = [row[column] if column < len(row) else "" for row in table.rows]
    normal = [cells.normal(cell) for cell in shown]
    present = np.fromiter(map(bool, normal), bool, len(normal))
    told = np.fromiter(map(cells.bits, shown), np.float64, len(shown))
    codes = cells.codes(normal)
    return _Column(codes, np.minimum(told, _rarity(codes, present)), present)


def _rarity(codes: U64, present: Mask) -> NDArray[np.float64]:
    """What a cell can tell at most, by how often the column repeats it."""
    _, where, counts = np.unique(codes[present], return_inverse=True, return_counts=True)
    rows = len(where)
    limit = np.full(len(codes), np.inf)
    often = counts[where]
    share = np.log2(rows / often)
    few = len(counts) < rows / 2
    limit[present] = share if few else np.where(often > 1, share + cells.UNSEEN, np.inf)
    return limit


def take(content: Content, context: Context) -> Tokens | None:
    """The pairs of a table; None where no two columns qualify."""
    if not isinstance(content, Table):
        return None
    table = Table(content.rows[:ROWS], content.where)
    chosen = [_column(table, column) for column in columns(table)]
    found = [_pairs(number, *two) for number, two in enumerate(combinations(chosen, 2), 1)]
    if not sum(len(rows) for _, rows, _ in found):
        return None
    public, rows, marks = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.argsort(rows, kind="stable")
    starts = rows[order].astype(np.uint32)
    return Tokens(
        hashes=winnow.keyed(public[order], context.keys, NAME),
        starts=starts,
        ends=starts + marks[order].astype(np.uint32),
        lines=np.arange(len(table.rows), dtype=np.uint32),
        total=len(table.rows),
        protectable=len(np.unique(starts)),
        own=len(public),
    )


def _pairs(number: int, one: _Column, other: _Column) -> tuple[U64, I64, I64]:
    """The hashes of one pair of columns, their rows, and their marks."""
    rows = np.flatnonzero(one.present & other.present)
    level = ((one.bits + other.bits)[rows] // cells.LEVEL).clip(0, LEVELS - 1).astype(np.int64)
    return cells.pairs(one.codes[rows], other.codes[rows]), rows, number + (level << PAIR)


def unmarked(marks: I64) -> tuple[I64, NDArray[np.float64]]:
    """From marks: the number of the pair of columns, and at least how many bits the pair tells."""
    told: NDArray[np.float64] = (marks >> PAIR) * np.float64(cells.LEVEL)
    pairs: I64 = marks & ((1 << PAIR) - 1)
    return pairs, told


KIND = Kind(NAME, take)
