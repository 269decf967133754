"""Facets and order of 100,000 hits in milliseconds: the index's small columns, held in memory."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fingerprints.arrays import Mask
from hits.cursor import Place
from hits.index import FACETS, SHOWN, SORTS, Query
from hits.index_sqlite_tables import COLUMNS, generation

TIMES = ("first_seen", "last_seen")


@dataclass(slots=True)
class Columns:
    """Row `number` of the table is position `number` here; refreshed before every question."""

    of: str = ""  # the generation
    changes: int = 0
    ids: NDArray[np.bytes_] = field(default_factory=lambda: np.zeros(0, "S64"))
    codes: dict[str, NDArray[np.int32]] = field(default_factory=dict)
    values: dict[str, dict[str, int]] = field(default_factory=dict)
    order: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def refresh(self, connection: sqlite3.Connection) -> None:
        """Read the rows that changed since the last time."""
        name = generation(connection)
        if name != self.of:
            self._empty(name)
        newest = connection.execute("SELECT changes FROM followed").fetchone()[0]
        if newest == self.changes:
            return
        columns = ", ".join(("number", "id", *COLUMNS))
        rows = connection.execute(
            f"SELECT {columns} FROM hits_{name} WHERE changed > ?",  # noqa: S608  # our own names
            (self.changes,),
        ).fetchall()
        self._take(rows)
        self.changes = newest

    def matching(self, wanted: Query, numbers: Sequence[int] | None) -> dict[str, Mask]:
        """Which rows each limit of the query leaves; their conjunction answers it."""
        masks = {"": self.ids != b""}
        if numbers is not None:
            found = np.zeros(len(self.ids), np.bool_)
            found[np.asarray(numbers, np.int64)] = True
            masks["text"] = found
        if wanted.min_risk:
            masks["min_risk"] = self.order["risk"] >= wanted.min_risk
        for name, chosen in wanted.chosen().items():
            codes = [code for one in chosen if (code := self.values[name].get(one))]
            masks[name] = np.isin(self.codes[name], codes)
        return masks

    def facet(self, name: str, masks: dict[str, Mask]) -> dict[str, int]:
        """How many rows hold each value, most first, without the facet's own limit."""
        rest = all_of(mask for limit, mask in masks.items() if limit != name)
        counts = np.bincount(self.codes[name][rest], minlength=1)
        counts[0] = 0  # "" is no value
        codes = np.flatnonzero(counts)
        if len(codes) > SHOWN:
            codes = codes[counts[codes] >= np.partition(counts[codes], -SHOWN)[-SHOWN]]
        values = list(self.values[name])
        ranked = sorted(
            ((values[code], int(counts[code])) for code in codes.tolist()),
            key=lambda item: (-item[1], item[0].encode()),
        )
        return dict(ranked[:SHOWN])

    def page(
        self, sort: str, mask: Mask, limit: int, after: Place | None
    ) -> tuple[tuple[str, ...], Place | None]:
        """The first ids in this order, and where to go on."""
        order = self.order[SORTS[sort]]
        rows = np.flatnonzero(mask)
        if after is not None:
            value, key = float(after[0]), after[1].encode()
            tied = (order[rows] == value) & (self.ids[rows] > key)
            rows = rows[(order[rows] < value) | tied]
        if len(rows) > limit + 1:
            least = np.partition(order[rows], -(limit + 1))[-(limit + 1)]
            rows = rows[order[rows] >= least]
        rows = rows[np.lexsort((self.ids[rows], -order[rows]))]
        shown = rows[:limit]
        ids = tuple(key.decode() for key in self.ids[shown].tolist())
        more = (float(order[shown[-1]]), ids[-1]) if len(rows) > len(shown) else None
        return ids, more

    def _empty(self, name: str) -> None:
        self.of, self.changes = name, 0
        self.ids = np.zeros(0, "S64")
        self.codes = {facet: np.zeros(0, np.int32) for facet in FACETS}
        self.values = {facet: {"": 0} for facet in FACETS}
        self.order = {column: np.zeros(0, np.float64) for column in SORTS.values()}

    def _take(self, rows: Sequence[tuple[Any, ...]]) -> None:
        if not rows:
            return
        number, ids, *columns = zip(*rows, strict=True)
        where = np.asarray(number, np.int64)
        self._grow(int(where.max()) + 1)
        self.ids[where] = [str(key).encode() for key in ids]
        for name, column in zip(COLUMNS, columns, strict=True):
            if name in self.codes:
                known = self.values[name]
                self.codes[name][where] = [known.setdefault(one, len(known)) for one in column]
            else:
                self.order[name][where] = _numbers(name, column)

    def _grow(self, size: int) -> None:
        missing = size - len(self.ids)
        if missing <= 0:
            return
        extra = missing + len(self.ids) // 4
        self.ids = np.concatenate((self.ids, np.zeros(extra, "S64")))
        for columns in (self.codes, self.order):
            for name, column in columns.items():
                columns[name] = np.concatenate((column, np.zeros(extra, column.dtype)))


def all_of(masks: Iterable[Mask]) -> Mask:
    """Where every mask says yes."""
    first, *rest = masks
    return np.logical_and.reduce([first, *rest]) if rest else first


def _numbers(name: str, column: Sequence[Any]) -> list[float]:
    if name not in TIMES:
        return [float(value) for value in column]
    return [datetime.fromisoformat(value).timestamp() for value in column]
