"""The index on one machine: SQLite's full-text search (FTS5) in a file of its own."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from hits import cursor
from hits import index_sqlite_tables as tables
from hits.folded import document, words
from hits.hit import Hit
from hits.index import FACETS, IndexDown, Page, Query
from hits.index_sqlite_columns import Columns, all_of

BATCH = 500
MAPPED = 1 << 28  # bytes of the file that are read without copying


@dataclass(frozen=True, slots=True)
class SqliteIndex:
    """Each call opens the file, so that many processes share it and any may delete it."""

    path: Path
    columns: Columns = field(default_factory=Columns, compare=False)

    def put(self, hits: Iterable[Hit]) -> None:
        """Add or replace hits; an older state never replaces a newer one."""
        for batch in _batches(hits):
            with self._open() as connection:
                connection.execute("BEGIN IMMEDIATE")
                _put(connection, tables.generation(connection), batch)
                connection.execute("COMMIT")

    def search(self, wanted: Query, after: str = "") -> Page:
        """One page of ids; each facet is counted without its own limit."""
        place = cursor.read(wanted.sort, after) if after else None
        with self._open() as connection, self.columns.lock:
            connection.execute("BEGIN")
            self.columns.refresh(connection)
            masks = self.columns.matching(wanted, _numbers(connection, wanted.text))
            found = all_of(masks.values())
            ids, more = self.columns.page(wanted.sort, found, wanted.limit, place)
            return Page(
                ids=ids,
                total=int(found.sum()),
                facets={name: self.columns.facet(name, masks) for name in FACETS},
                cursor=cursor.write(wanted.sort, more) if more else "",
            )

    def position(self) -> int:
        """How far this index has followed the record."""
        with self._open() as connection:
            return int(connection.execute("SELECT seq FROM followed").fetchone()[0])

    def follow_to(self, seq: int) -> None:
        """Everything up to `seq` has been put."""
        with self._open() as connection:
            connection.execute("UPDATE followed SET seq = ? WHERE seq < ?", (seq, seq))

    def rebuild(self, hits: Iterable[Hit], seq: int) -> None:
        """Fill new tables beside the old ones and switch to them at once."""
        with self._open() as connection:
            for leftover in tables.leftovers(connection):
                tables.drop(connection, leftover)
            name = tables.new_name()
            tables.make(connection, name)
            for batch in _batches(hits):
                connection.execute("BEGIN IMMEDIATE")
                _put(connection, name, batch)
                connection.execute("COMMIT")
            connection.execute(f"INSERT INTO texts_{name} (texts_{name}) VALUES ('optimize')")  # noqa: S608  # our own name
            tables.switch(connection, name, seq)

    def close(self) -> None:
        """Nothing stays open between calls."""

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(
                sqlite3.connect(self.path, timeout=30, isolation_level=None)
            ) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = NORMAL")  # it can be made again
                connection.execute("PRAGMA temp_store = MEMORY")
                connection.execute(f"PRAGMA mmap_size = {MAPPED}")
                tables.prepare(connection)
                yield connection
        except sqlite3.Error as error:
            message = (
                f"The index {self.path.name} does not work: {error}. "
                f"Delete the file and run `copywatch reindex`; no hit is lost."
            )
            raise IndexDown(message) from error


def _batches(hits: Iterable[Hit]) -> Iterator[list[Hit]]:
    source = iter(hits)
    while batch := list(islice(source, BATCH)):
        yield batch


def _put(connection: sqlite3.Connection, generation: str, hits: Iterable[Hit]) -> None:
    names = (*tables.COLUMNS, "words")
    replaced = ", ".join(f"{name} = excluded.{name}" for name in ("seq", "changed", *names))
    mark = tables.next_change(connection)
    connection.executemany(
        f"INSERT INTO hits_{generation} (id, seq, changed, {', '.join(names)}) "  # noqa: S608  # our own names
        f"VALUES (:id, :seq, :mark, {', '.join(':' + name for name in names)}) "
        f"ON CONFLICT (id) DO UPDATE SET {replaced} WHERE excluded.seq > hits_{generation}.seq",
        ({"id": hit.id, "seq": hit.seq, "mark": mark, **document(hit)} for hit in hits),
    )


def _numbers(connection: sqlite3.Connection, text: str) -> list[int] | None:
    """Rows that hold every word, the last by its beginning; None when nothing was asked."""
    sought = words(text)
    if not sought:
        return None
    texts = f"texts_{tables.generation(connection)}"
    match = " AND ".join(f'"{word}"' for word in sought) + "*"
    found = connection.execute(f"SELECT rowid FROM {texts} WHERE {texts} MATCH ?", (match,))  # noqa: S608  # our own name
    return [number for (number,) in found]
