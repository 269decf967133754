"""The register: what is protected, its fingerprints, and who was given it (SQLite)."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Self

from fingerprints import parties, register_rows, stored
from fingerprints.backgrounds import Backgrounds
from fingerprints.errors import ConfigurationError, CopywatchError
from fingerprints.keys import Keys
from fingerprints.register_large import insert_print
from fingerprints.register_publish import publish
from fingerprints.register_rows import NewPart, Part
from fingerprints.register_schema import FILE, connect
from fingerprints.seal import seal, unseal
from fingerprints.snapshot import Entry, Snapshot
from fingerprints.snapshot_segment import mark
from fingerprints.works import Asset, Disclosure, Party

Saved = Literal["new", "changed", "same"]


class Register:
    """One home's register; use it as a context manager, in the thread that opened it."""

    def __init__(
        self, home: Path, keys: Keys, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.home = home
        self.keys = keys
        self._now = now
        self._database = connect(home / FILE)
        self._database.row_factory = sqlite3.Row
        self.backgrounds = Backgrounds(self._database, keys, self._writing, self._time)
        try:
            self._check_key()
        except BaseException:  # tidied up, and raised again
            self._database.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; the register cannot be used afterwards."""
        self._database.close()

    def _check_key(self) -> None:
        if not self.fact("key"):
            self._run("INSERT OR IGNORE INTO facts VALUES ('key', ?)", self.keys.id)
        known = self.fact("key")
        if known != self.keys.id:
            message = (
                f"The register in {self.home} was made with another key (it wants {known}, this "
                f"one is {self.keys.id}). Put the right register.key there or set COPYWATCH_KEY."
            )
            raise ConfigurationError(message)

    # -- rows -----------------------------------------------------------------------------------

    def _rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        return self._database.execute(query, values).fetchall()

    def _run(self, query: str, *values: object) -> None:
        self._database.execute(query, values)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction: all of it or nothing; a full disk is told in plain words."""
        try:
            self._run("BEGIN IMMEDIATE")
            try:
                yield
                self._run("COMMIT")
            except BaseException:  # tidied up, and raised again
                if self._database.in_transaction:
                    self._run("ROLLBACK")
                raise
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode == sqlite3.SQLITE_BUSY
            remedy = "another command is using it; wait" if busy else "make room on the disk"
            message = (
                f"The register in {self.home} could not be written: {error}. "
                f"Nothing of this work was saved: {remedy} and run it again."
            )
            raise CopywatchError(message) from error

    def fact(self, name: str) -> str:
        """A remembered fact about the register itself; empty when there is none."""
        rows = self._rows("SELECT value FROM facts WHERE name = ?", name)
        return str(rows[0]["value"]) if rows else ""

    def remember(self, name: str, value: str) -> None:
        """Keep a fact about the register itself."""
        self._run("INSERT OR REPLACE INTO facts VALUES (?, ?)", name, value)

    def _generation(self) -> int:
        """The generation that the transaction under way makes."""
        return int(self.fact("generation") or 0) + 1

    def _changed(self) -> None:
        self.remember("generation", str(self._generation()))

    # -- works ----------------------------------------------------------------------------------

    def assets(self) -> list[Asset]:
        """Every protected work, by id."""
        return [self._asset(row) for row in self._rows("SELECT * FROM assets ORDER BY id")]

    def asset(self, id_: str) -> Asset | None:
        """One work, or None."""
        rows = self._rows("SELECT * FROM assets WHERE id = ?", id_)
        return self._asset(rows[0]) if rows else None

    def _asset(self, row: sqlite3.Row) -> Asset:
        return register_rows.asset_from_bytes(row["id"], row["facts"], row["sealed"], self.keys)

    def root(self, asset: str) -> str:
        """Where the work lies (a path, a URL, "name:..."); empty for an unknown work."""
        rows = self._rows("SELECT root FROM assets WHERE id = ?", asset)
        return unseal(self.keys, rows[0]["root"], f"root:{asset}").decode() if rows else ""

    def id_at(self, root: str) -> str:
        """The id of the work that lies at this place; empty where none does."""
        for row in self._rows("SELECT id FROM assets WHERE place IS NULL"):  # of an older register
            place = self._place(self.root(row["id"]))
            self._run("UPDATE assets SET place = ? WHERE id = ?", place, row["id"])
        rows = self._rows("SELECT id FROM assets WHERE place = ?", self._place(root))
        return str(rows[-1]["id"]) if rows else ""

    def _place(self, root: str) -> bytes:
        """What finds a root without telling it."""
        key = self.keys.sub("places of works")
        return hashlib.blake2b(root.encode(), key=key, digest_size=16).digest()

    def parts(self, asset: str) -> list[Part]:
        """The parts of a work, by name."""
        rows = self._rows("SELECT * FROM parts WHERE asset = ? ORDER BY name", asset)
        return [register_rows.part_from_row(dict(row), self.keys) for row in rows]

    def part(self, asset: str, name: str) -> Part | None:
        """One part of a work, or None."""
        rows = self._rows("SELECT * FROM parts WHERE asset = ? AND name = ?", asset, name)
        return register_rows.part_from_row(dict(rows[0]), self.keys) if rows else None

    def read_before(self, recipes: Collection[str]) -> list[str]:
        """Works with contents that were read by other recipes than these; names are never old."""
        rows = self._rows(
            "SELECT DISTINCT asset, recipe FROM parts WHERE content NOT IN ('', 'name')"
        )
        return sorted({str(row["asset"]) for row in rows if row["recipe"] not in recipes})

    def revisions(self, asset: str, part: str) -> list[tuple[int, str, str]]:
        """Every revision of a part that was protected: number, SHA-256, when; oldest first."""
        rows = self._rows(
            "SELECT * FROM revisions WHERE asset = ? AND part = ? ORDER BY revision", asset, part
        )
        about = f"revision:{asset}:{part}"
        return [
            (row["revision"], unseal(self.keys, row["sha256"], about).decode(), row["at"])
            for row in rows
        ]

    def save(
        self,
        asset: Asset,
        parts: Sequence[NewPart],
        *,
        unchanged: Collection[str] = (),
        root: str = "",
    ) -> Saved:
        """Store a work in one transaction; parts neither given nor `unchanged` are forgotten."""
        with self._writing():
            before = {part.name: part for part in self.parts(asset.id)}
            known = self.asset(asset.id)
            kept = before.keys() & set(unchanged)
            gone = before.keys() - kept - {part.name for part in parts}
            fresh = [part for part in parts if not _same(part, before.get(part.name))]
            if known == asset and not gone and not fresh and root in {"", self.root(asset.id)}:
                return "same"
            self._save_asset(asset, root)
            for name in gone:
                self._forget(asset.id, name)
            for part in fresh:
                self._save_part(asset.id, part, before.get(part.name))
            self._changed()
        return "changed" if known else "new"

    def _save_asset(self, asset: Asset, root: str) -> None:
        facts, sealed = register_rows.asset_to_bytes(asset, self.keys)
        root = root or self.root(asset.id)
        hidden = seal(self.keys, root.encode(), f"root:{asset.id}")
        self._run(
            "INSERT INTO assets VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
            "facts = excluded.facts, sealed = excluded.sealed, root = excluded.root, "
            "saved_at = excluded.saved_at, place = excluded.place",
            *(asset.id, facts, sealed, hidden, self._time(), self._place(root)),
        )

    def _forget(self, asset: str, name: str) -> None:
        """Drop a part; the next snapshot leaves it out."""
        gone = mark(self.keys, asset, name).to_bytes(8, "little")
        self._run("INSERT OR REPLACE INTO gone VALUES (?, ?)", gone, self._generation())
        self._run("DELETE FROM parts WHERE asset = ? AND name = ?", asset, name)

    def _save_part(self, asset: str, part: NewPart, before: Part | None) -> None:
        now = self._time()
        revision = self._revision(asset, part, before, now)
        self._run("DELETE FROM parts WHERE asset = ? AND name = ?", asset, part.name)
        kinds = ",".join(kind for kind, _ in part.values)
        origin = register_rows.origin_to_bytes(asset, part, self.keys)
        self._run(
            f"INSERT INTO parts VALUES ({', '.join('?' * 12)})",  # noqa: S608 - question marks only
            *(asset, part.name, origin, revision, part.content, kinds, part.protectable),
            *(part.refused, part.lines, part.recipe, now, self._generation()),
        )
        for kind, value in part.values:
            public, places = stored.value_to_bytes(value)
            places = seal(self.keys, places, f"places:{asset}:{part.name}:{kind}")
            insert_print(self._database, (asset, part.name, kind), public, places)

    def _revision(self, asset: str, part: NewPart, before: Part | None, now: str) -> int:
        """The number of this revision; only other bytes make a new one."""
        past = self.revisions(asset, part.name)
        if before and before.sha256 == part.sha256:
            return before.revision
        number = past[-1][0] + 1 if past else 1
        about = f"revision:{asset}:{part.name}"
        sha256 = seal(self.keys, part.sha256.encode(), about)
        self._run(
            "INSERT INTO revisions VALUES (?, ?, ?, ?, ?)", asset, part.name, number, sha256, now
        )
        return number

    def _time(self) -> str:
        return self._now().isoformat(timespec="seconds")

    def remove(self, asset: str) -> bool:
        """Forget a work and its fingerprints; False when there was none."""
        with self._writing():
            for row in self._rows("SELECT name FROM parts WHERE asset = ?", asset):
                self._forget(asset, row["name"])
            found = self._database.execute("DELETE FROM assets WHERE id = ?", (asset,)).rowcount
            if found:
                self._changed()
        return bool(found)

    # -- people ---------------------------------------------------------------------------------

    def parties(self) -> list[Party]:
        """Everybody who was given something, by id."""
        rows = self._rows("SELECT facts FROM parties ORDER BY id")
        return [register_rows.party_from_json(row["facts"]) for row in rows]

    def party(self, id_: str) -> Party | None:
        """One party, or None."""
        rows = self._rows("SELECT facts FROM parties WHERE id = ?", id_)
        return register_rows.party_from_json(rows[0]["facts"]) if rows else None

    def party_of(self, seller: str, domain: str) -> Party | None:
        """The known party that sells under this name or owns this domain."""
        return parties.party_of(self.parties(), seller, domain)

    def save_parties(self, new: Sequence[Party], disclosures: Sequence[Disclosure] = ()) -> int:
        """Store parties and disclosures, all or nothing; how many rows are new or changed."""
        with self._writing():
            before = self._database.total_changes
            for party in new:
                self._run(
                    "INSERT INTO parties VALUES (?, ?) ON CONFLICT (id) DO UPDATE "
                    "SET facts = excluded.facts WHERE facts != excluded.facts",
                    *(party.id, json.dumps(asdict(party), ensure_ascii=False)),
                )
            for entry in disclosures:
                self._run(
                    "INSERT INTO disclosures VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE "
                    "SET ended = excluded.ended WHERE ended != excluded.ended",
                    *(entry.asset, entry.party, entry.revision, entry.date),
                    *(entry.contract, entry.clause, entry.ended),
                )
            return self._database.total_changes - before

    def disclosures(self, asset: str = "") -> list[Disclosure]:
        """Who was given this work (or any work), in the order of the dates."""
        rows = self._rows(
            "SELECT * FROM disclosures WHERE ? IN ('', asset) ORDER BY date = '', date, party",
            asset,
        )
        return [Disclosure(**dict(row)) for row in rows]

    def given_to(self, asset: str) -> str:
        """Who was given the work, as a hit says it: `V1 (rev B, contract 17 §7), V2`."""
        return parties.given_to(self.parties(), self.disclosures(asset))

    # -- what is published ----------------------------------------------------------------------

    def entries(self, asset: str | None = None) -> Iterator[Entry]:
        """Every fingerprint (of one work), by work, part and kind."""
        if asset is None:
            yield from self._entries("")
        else:
            yield from self._entries("WHERE prints.asset = ?", asset)

    def entries_since(self, generation: int) -> Iterator[Entry]:
        """The fingerprints of the parts that changed after a generation, part by part."""
        for row in self._changed_parts(generation):
            mine = (row["asset"], row["name"])
            yield from self._entries("WHERE prints.asset = ? AND prints.part = ?", *mine)

    def _entries(self, some: str, *values: str) -> Iterator[Entry]:
        cursor = self._database.execute(
            "SELECT prints.*, parts.lines FROM prints JOIN parts "  # noqa: S608 - our own words
            "ON parts.asset = prints.asset AND parts.name = prints.part "
            f"{some} ORDER BY prints.asset, prints.part, prints.kind",
            values,
        )
        for row in cursor:
            about = f"places:{row['asset']}:{row['part']}:{row['kind']}"
            value = stored.value_from_bytes(row["value"], unseal(self.keys, row["places"], about))
            yield Entry(row["asset"], row["part"], row["kind"], value, row["lines"])

    def _changed_parts(self, generation: int) -> list[sqlite3.Row]:
        return self._rows("SELECT asset, name FROM parts WHERE generation > ?", generation)

    def changed(self, generation: int) -> list[int]:
        """The marks of the parts that changed or went after a generation."""
        there = self._changed_parts(generation)
        gone = self._rows("SELECT mark FROM gone WHERE generation > ?", generation)
        marks = [mark(self.keys, row["asset"], row["name"]) for row in there]
        return marks + [int.from_bytes(row["mark"], "little") for row in gone]

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One view of the register, whatever others write meanwhile."""
        self._run("BEGIN")
        try:
            yield
        finally:
            self._run("ROLLBACK")

    def published(self, name: str, generation: str) -> None:
        """Remember which snapshot holds which generation."""
        with self._writing():
            self.remember("published", name)
            self.remember("published of", generation)
            self._run("DELETE FROM gone WHERE generation <= ?", int(generation or 0))

    def publish(self) -> Path:
        """The folder of the snapshot of this register, written first where anything changed."""
        return publish(self)

    def snapshot(self) -> Snapshot:
        """The newest snapshot, opened."""
        return Snapshot.open(self.publish(), self.keys)


def _same(part: NewPart, before: Part | None) -> bool:
    """A refused reading is tried again; what was read from the same bytes stays."""
    return before is not None and (
        (before.sha256, before.recipe, before.refused, before.content, before.kinds)
        == (part.sha256, part.recipe, part.refused, part.content, tuple(k for k, _ in part.values))
    )
