"""Samples of the pages seen, as rows of the record, numbered in the order in which they came.

They are the truth; the index of samples (`look_index.py`) follows them by number. A row holds all
kinds of a page: it fits one leaf of an SQLite file, where a row for each kind would not.
"""

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from hits.insert import insert_new
from hits.tables import samples, sequence

COUNTER = "samples"  # the row of `sequence` that hands out the numbers
HEAD = struct.Struct("<BH")  # length of the kind's name, length of its data


@dataclass(frozen=True, slots=True)
class Sample:
    """One row: a page's sample, or that of one batch of files at one address."""

    number: int
    page: str  # id of the page
    kinds: Mapping[str, bytes]


def keep(connection: sa.Connection, page: str, piece: str, kinds: Mapping[str, bytes]) -> None:
    """Put the sample of a page; the same one again keeps its number, so that no index changes."""
    here = (samples.c.page == page) & (samples.c.piece == piece)
    data = to_bytes(kinds)
    if connection.execute(sa.select(samples.c.data).where(here)).scalar() == data:
        return
    connection.execute(sa.delete(samples).where(here))
    if kinds:
        row = {"number": _next(connection), "page": page, "piece": piece, "data": data}
        connection.execute(sa.insert(samples).values(row))


def of_page(connection: sa.Connection, page: str) -> dict[str, bytes]:
    """Everything kept of a page, by kind."""
    rows = sa.select(samples.c.data).where(samples.c.page == page).order_by(samples.c.piece)
    found: dict[str, bytes] = {}
    for data in connection.execute(rows).scalars():
        for kind, one in from_bytes(data).items():
            found[kind] = found.get(kind, b"") + one
    return found


def these(connection: sa.Connection, wanted: Sequence[int]) -> Iterator[Sample]:
    """The rows of these numbers that are still there."""
    for row in connection.execute(sa.select(samples).where(samples.c.number.in_(wanted))):
        yield Sample(row.number, row.page, from_bytes(row.data))


def between(connection: sa.Connection, first: int, last: int) -> Iterator[Sample]:
    """The rows of these numbers, both included, in their order."""
    wanted = sa.select(samples).where(samples.c.number.between(first, last))
    rows = connection.execution_options(yield_per=500).execute(wanted.order_by(samples.c.number))
    for row in rows:
        yield Sample(row.number, row.page, from_bytes(row.data))


def numbers(connection: sa.Connection, first: int, last: int, limit: int = -1) -> list[int]:
    """The numbers in use between these two, both included, in order."""
    wanted = sa.select(samples.c.number).where(samples.c.number.between(first, last))
    wanted = wanted.order_by(samples.c.number)
    return list(connection.execute(wanted.limit(limit) if limit >= 0 else wanted).scalars())


def newest(connection: sa.Connection) -> int:
    """The last number that was handed out and committed."""
    asked = sa.select(sequence.c.value).where(sequence.c.name == COUNTER)
    return connection.execute(asked).scalar() or 0


def _next(connection: sa.Connection) -> int:
    """The next number; its row stays locked until the commit, so that numbers appear in order."""
    step = sa.update(sequence).where(sequence.c.name == COUNTER)
    counted = step.values(value=sequence.c.value + 1).returning(sequence.c.value)
    number: int | None = connection.execute(counted).scalar()
    if number is None:
        insert_new(connection, sequence, {"name": COUNTER, "value": 0})
        number = connection.execute(counted).scalar_one()
    return number


def to_bytes(kinds: Mapping[str, bytes]) -> bytes:
    """All kinds of a sample in one row."""
    parts = []
    for kind, data in sorted(kinds.items()):
        name = kind.encode("ascii")
        parts += [HEAD.pack(len(name), len(data)), name, data]
    return b"".join(parts)


def from_bytes(row: bytes) -> dict[str, bytes]:
    """The reverse of `to_bytes`; what a damaged row lost is left out."""
    found: dict[str, bytes] = {}
    at = 0
    while at + HEAD.size <= len(row):
        name, size = HEAD.unpack_from(row, at)
        start = at + HEAD.size + name
        found[row[at + HEAD.size : start].decode("ascii", "replace")] = row[start : start + size]
        at = start + size
    return found
