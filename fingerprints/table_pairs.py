"""Pairs of cells of one row: finds rows of a customer list wherever two cells stand together.

A single cell is never stored: a thief could try all telephone numbers. In the value, `starts`
holds the row, and `ends` lies past it by 1 plus the number of the pair of columns.
"""

from itertools import combinations

import numpy as np

from fingerprints import cells, winnow
from fingerprints.content import Content, Table
from fingerprints.kind import U64, Context, Kind, Tokens

NAME = "table_pairs@1"
COLUMNS = 8  # at most, those that tell most
TELLS = 6.0  # bits that a column's cells must tell on average
VARIED = 0.05  # share of different values that a column needs, beside two
ROWS = 1 << 22


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


def _cells(table: Table, column: int) -> tuple[U64, winnow.Mask]:
    """The codes of a column's cells, and which rows have one."""
    column_cells = [cells.normal(row[column]) if column < len(row) else "" for row in table.rows]
    present = np.fromiter(map(bool, column_cells), bool, len(column_cells))
    return cells.codes(column_cells), present


def take(content: Content, context: Context) -> Tokens | None:
    """The pairs of a table; None where no two columns qualify."""
    if not isinstance(content, Table):
        return None
    table = Table(content.rows[:ROWS], content.where)
    chosen = columns(table)
    if len(chosen) < 2:  # noqa: PLR2004
        return None
    known = [_cells(table, column) for column in chosen]
    hashes, rows, pair = [], [], []
    for number, (one, other) in enumerate(combinations(known, 2)):
        both = np.flatnonzero(one[1] & other[1])
        hashes.append(cells.pairs(one[0][both], other[0][both]))
        rows.append(both)
        pair.append(np.full(len(both), number + 1))
    places = np.concatenate(rows)
    order = np.argsort(places, kind="stable")
    starts = places[order].astype(np.uint32)
    public = np.concatenate(hashes)[order]
    if not len(public):
        return None
    return Tokens(
        hashes=winnow.keyed(public, context.keys, NAME),
        starts=starts,
        ends=starts + np.concatenate(pair)[order].astype(np.uint32),
        lines=np.arange(len(table.rows), dtype=np.uint32),
        total=len(table.rows),
        protectable=len(np.unique(starts)),
        own=len(public),
    )


KIND = Kind(NAME, take)
