"""The tables of the register, as numbered migrations that only ever grow."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from fingerprints.errors import ConfigurationError

FILE = "register.db"

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE assets (
        id TEXT PRIMARY KEY,
        facts BLOB NOT NULL,    -- JSON; sealed where the asset is secret
        sealed INTEGER NOT NULL,
        root BLOB NOT NULL,     -- sealed: where the work lies
        saved_at TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE parts (
        asset TEXT NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        origin BLOB NOT NULL,   -- sealed JSON: path, SHA-256, size
        revision INTEGER NOT NULL,
        content TEXT NOT NULL,
        kinds TEXT NOT NULL,
        protectable REAL NOT NULL,
        refused TEXT NOT NULL,
        lines INTEGER NOT NULL,
        recipe TEXT NOT NULL,   -- the kinds that were asked, so that a new kind asks again
        added_at TEXT NOT NULL,
        PRIMARY KEY (asset, name)
    ) WITHOUT ROWID;
    CREATE TABLE prints (
        asset TEXT NOT NULL,
        part TEXT NOT NULL,
        kind TEXT NOT NULL,
        value BLOB NOT NULL,    -- keyed hashes
        places BLOB NOT NULL,   -- sealed: positions and lines
        PRIMARY KEY (asset, part, kind),
        FOREIGN KEY (asset, part) REFERENCES parts (asset, name) ON DELETE CASCADE
    );
    CREATE TABLE revisions (
        asset TEXT NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
        part TEXT NOT NULL,
        revision INTEGER NOT NULL,
        sha256 BLOB NOT NULL,   -- sealed
        at TEXT NOT NULL,
        PRIMARY KEY (asset, part, revision)
    ) WITHOUT ROWID;
    CREATE TABLE parties (id TEXT PRIMARY KEY, facts TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE disclosures (
        asset TEXT NOT NULL,
        party TEXT NOT NULL REFERENCES parties (id) ON DELETE CASCADE,
        revision TEXT NOT NULL,
        date TEXT NOT NULL,
        contract TEXT NOT NULL,
        clause TEXT NOT NULL,
        ended TEXT NOT NULL,
        PRIMARY KEY (asset, party, revision, date, contract, clause)
    ) WITHOUT ROWID;
    """,
    """
    ALTER TABLE parts ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;  -- of its last change
    CREATE INDEX parts_by_generation ON parts (generation);
    CREATE TABLE gone (         -- parts that the next snapshot must leave out
        mark BLOB PRIMARY KEY,  -- keyed: a name that was forgotten stands nowhere
        generation INTEGER NOT NULL
    ) WITHOUT ROWID;
    ALTER TABLE assets ADD COLUMN place BLOB;  -- keyed hash of the root; NULL: not yet made
    CREATE INDEX assets_by_place ON assets (place);
    """,
    """
    CREATE TABLE backgrounds (  -- public packages that a user told of
        origin TEXT PRIMARY KEY,
        files INTEGER NOT NULL,
        added_at TEXT NOT NULL,
        generation INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE background_prints (
        origin TEXT NOT NULL REFERENCES backgrounds (origin) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        hashes BLOB NOT NULL,   -- keyed, sorted, eight bytes each
        PRIMARY KEY (origin, kind)
    );
    CREATE TABLE watched (      -- works that are such a package: they stay protected
        origin TEXT NOT NULL REFERENCES backgrounds (origin) ON DELETE CASCADE,
        asset TEXT NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
        PRIMARY KEY (origin, asset)
    ) WITHOUT ROWID;
    """,
    """
    CREATE TABLE background_pictures (
        origin TEXT NOT NULL REFERENCES backgrounds (origin) ON DELETE CASCADE,
        part TEXT NOT NULL,     -- public: a file of the package
        kind TEXT NOT NULL,
        value BLOB NOT NULL,    -- keyed
        places BLOB NOT NULL,   -- sealed
        PRIMARY KEY (origin, part, kind)
    );
    """,
)


def connect(path: Path) -> sqlite3.Connection:
    """Open the register's database, made with owner-only access and brought up to date."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
    database = sqlite3.connect(path, timeout=30, isolation_level=None)
    try:
        _prepare(database, path)
    except BaseException:  # tidied up, and raised again
        database.close()
        raise
    return database


def _prepare(database: sqlite3.Connection, path: Path) -> None:
    try:
        version: int = database.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.DatabaseError as error:
        message = f"{path} is not a register, or it is damaged ({error}). Restore it from a backup."
        raise ConfigurationError(message) from error
    if version > len(MIGRATIONS):
        message = (
            f"{path} was written by a newer Copywatch (format {version}; this one knows "
            f"{len(MIGRATIONS)}). Install the newer version again."
        )
        raise ConfigurationError(message)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    database.execute("PRAGMA foreign_keys = ON")
    database.execute("PRAGMA secure_delete = ON")
    if version < len(MIGRATIONS):
        _migrate(database)


def _statements(script: str) -> Iterator[str]:
    """One by one: executescript would end the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _migrate(database: sqlite3.Connection) -> None:
    """Run what is missing under the write lock; another process may have been faster."""
    with closing(database.cursor()) as cursor:
        cursor.execute("BEGIN IMMEDIATE")
        try:
            version = cursor.execute("PRAGMA user_version").fetchone()[0]
            for script in MIGRATIONS[version:]:
                for statement in _statements(script):
                    cursor.execute(statement)
            cursor.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
            cursor.execute("COMMIT")
        except BaseException:  # tidied up, and raised again
            cursor.execute("ROLLBACK")
            raise
