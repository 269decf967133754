"""The part of the register that knows public packages: what also stands there is no leak.

Entries of the snapshot with an asset "background:ORIGIN" and kinds "background:KIND"; hashes are
keyed like those of works, places are left out.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np

from fingerprints import stored, text_chars
from fingerprints.arrays import I64, U64
from fingerprints.background_pictures import PREFIX, Pictures, PublicPictures
from fingerprints.entry import Entry
from fingerprints.keys import Keys
from fingerprints.kind import Tokens
from fingerprints.snapshot_segment import mark

ITSELF = 0.5  # share of a work that a package covers, from which the work is that package
NO_PICTURES: Pictures = {}
_PRINTS = "SELECT value FROM prints WHERE asset = ? AND kind = ?"


@dataclass(frozen=True, slots=True)
class Background:
    """One public package; `watched` are the works that stay protected although it is public."""

    origin: str
    files: int
    added_at: str
    watched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Backgrounds:
    """The public packages in one register's database."""

    database: sqlite3.Connection
    keys: Keys
    writing: Callable[[], AbstractContextManager[None]]
    time: Callable[[], str]

    def _rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        return self.database.execute(query, values).fetchall()

    def all(self) -> list[Background]:
        """Every package, by origin."""
        rows = self._rows("SELECT origin, files, added_at FROM backgrounds ORDER BY origin")
        return [
            Background(row["origin"], row["files"], row["added_at"], self.works(row["origin"]))
            for row in rows
        ]

    def works(self, origin: str) -> tuple[str, ...]:
        """The works that are this package themselves."""
        rows = self._rows("SELECT asset FROM watched WHERE origin = ? ORDER BY asset", origin)
        return tuple(row["asset"] for row in rows)

    def origins(self, asset: str) -> list[str]:
        """The packages that this work is; they do not excuse a copy of it."""
        rows = self._rows("SELECT origin FROM watched WHERE asset = ? ORDER BY origin", asset)
        return [row["origin"] for row in rows]

    @property
    def pictures(self) -> PublicPictures:
        """Those of all packages."""
        return PublicPictures(self.database, self.keys)

    def save(
        self, origin: str, files: int, hashes: Mapping[str, U64], pictures: Pictures = NO_PICTURES
    ) -> None:
        """Store a package; one of the same name is replaced."""
        with self.writing():
            generation = self._next()
            self._gone(self.pictures.marks(origin), generation)
            self.database.execute("DELETE FROM backgrounds WHERE origin = ?", (origin,))
            row = (origin, files, self.time(), generation)
            self.database.execute("INSERT INTO backgrounds VALUES (?, ?, ?, ?)", row)
            self.database.executemany(
                "INSERT INTO background_prints VALUES (?, ?, ?)",
                [(origin, kind, some.astype("<u8").tobytes()) for kind, some in hashes.items()],
            )
            self.pictures.save(origin, pictures)

    def remove(self, origin: str) -> bool:
        """Forget a package; False when there was none."""
        with self.writing():
            gone = [mark(self.keys, PREFIX + origin, ""), *self.pictures.marks(origin)]
            query = "DELETE FROM backgrounds WHERE origin = ?"
            if not self.database.execute(query, (origin,)).rowcount:
                return False
            self._gone(gone, self._next())
        return True

    def _gone(self, marks: list[int], generation: int) -> None:
        """What the next snapshot leaves out."""
        rows = [(one.to_bytes(8, "little"), generation) for one in marks]
        self.database.executemany("INSERT OR REPLACE INTO gone VALUES (?, ?)", rows)

    def _next(self) -> int:
        """The generation that the transaction under way makes."""
        generation = self._fact("generation") + 1
        self._remember("generation", generation)
        return generation

    def _fact(self, name: str) -> int:
        rows = self._rows("SELECT value FROM facts WHERE name = ?", name)
        return int(rows[0]["value"]) if rows else 0

    def _remember(self, name: str, value: int) -> None:
        row = (name, str(value))
        self.database.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", row)

    def _origins_since(self, generation: int) -> list[str]:
        query = "SELECT origin FROM backgrounds WHERE generation > ? ORDER BY origin"
        return [row["origin"] for row in self._rows(query, generation)]

    # -- what is published ----------------------------------------------------------------------

    def changed(self, generation: int) -> list[int]:
        """The marks of the packages that changed after a generation."""
        origins = self._origins_since(generation)
        whole = [mark(self.keys, PREFIX + one, "") for one in origins]
        return whole + [found for one in origins for found in self.pictures.marks(one)]

    def entries(self, generation: int) -> Iterator[Entry]:
        """The fingerprints of the packages that changed after a generation."""
        for origin in self._origins_since(generation):
            works = self.works(origin)
            query = "SELECT kind, hashes FROM background_prints WHERE origin = ? ORDER BY kind"
            for row in self._rows(query, origin):
                value = _tokens(_hashes(row["hashes"]))
                yield Entry(PREFIX + origin, "", PREFIX + row["kind"], value, 0, works)
            yield from self.pictures.entries(origin)

    # -- protecting wins ------------------------------------------------------------------------

    def settle(self) -> None:
        """Find the works that are a public package themselves: they stay protected.

        Works that changed are compared with every package, and all works when a package is new.
        """
        origins, since = self._origins_since(0), self._fact("settled")
        now = self._fact("generation")
        if not origins or since == now:
            return
        new = bool(self._origins_since(since))
        query = "SELECT DISTINCT asset FROM parts WHERE generation > ?"
        assets = [row["asset"] for row in self._rows(query, 0 if new else since)]
        packages = self._packages(origins)
        found = {asset: self._itself(asset, origins, packages) for asset in assets}
        with self.writing():
            changed = [self._watch(asset, some) for asset, some in found.items()]
            if any(changed):
                row = [(self._next(), origin) for origin in sorted(set().union(*changed))]
                query = "UPDATE backgrounds SET generation = ? WHERE origin = ?"
                self.database.executemany(query, row)
            self._remember("settled", self._fact("generation"))

    def _watch(self, asset: str, origins: set[str]) -> set[str]:
        """Remember what a work is; gives the packages for which that is news."""
        before = set(self.origins(asset))
        query = "DELETE FROM watched WHERE origin = ? AND asset = ?"
        self.database.executemany(query, [(one, asset) for one in before - origins])
        rows = [(one, asset) for one in origins - before]
        self.database.executemany("INSERT OR IGNORE INTO watched VALUES (?, ?)", rows)
        return before ^ origins

    def _packages(self, origins: list[str]) -> tuple[U64, I64]:
        """The hashes of all packages, sorted, and for each the number of its package."""
        query = "SELECT hashes FROM background_prints WHERE origin = ? AND kind = ?"
        found = [self._rows(query, origin, text_chars.STREAM.name) for origin in origins]
        hashes = [_hashes(rows[0]["hashes"] if rows else b"") for rows in found]
        owners = np.repeat(np.arange(len(origins)), [len(some) for some in hashes])
        together = np.concatenate(hashes)
        order = np.argsort(together, kind="stable")
        return together[order], owners[order]

    def _itself(self, asset: str, origins: list[str], packages: tuple[U64, I64]) -> set[str]:
        """The packages that cover most of what a work has of its own, licences left out."""
        hashes, owners = packages
        counts, total = np.zeros(len(origins), np.int64), 0
        for row in self.database.execute(_PRINTS, (asset, text_chars.STREAM.name)):
            mine, own = stored.hashes_from_bytes(row["value"])
            first = np.searchsorted(hashes, mine)
            size = np.searchsorted(hashes, mine, side="right") - first
            within = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
            counts += np.bincount(owners[np.repeat(first, size) + within], minlength=len(origins))
            total += own
        return {origin for origin, count in zip(origins, counts, strict=True)
                if total and count >= ITSELF * total}  # fmt: skip


def _hashes(data: bytes) -> U64:
    return np.frombuffer(data, "<u8").astype(np.uint64)


def _tokens(hashes: U64) -> Tokens:
    """Hashes without places: nobody asks where in a public package something stands."""
    nowhere, none = np.zeros(len(hashes), np.uint32), np.empty(0, np.uint32)
    return Tokens(hashes, nowhere, nowhere, none, total=0, protectable=0)


def stays(shown: str, origin: str) -> str:
    """The word about a work that is public and protected all the same."""
    return f"{shown}: this work is public as {origin}; it stays watched."
