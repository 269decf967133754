"""The tables of the SQLite index: made when missing, filled beside the old ones, switched."""

import secrets
import sqlite3

from hits.index import FACETS, SORTS

FORMAT = 1
COLUMNS = (*FACETS, *SORTS.values())


def prepare(connection: sqlite3.Connection) -> None:
    """Make the tables of a new file; those of another format are dropped and made anew."""
    if _format(connection) == FORMAT:
        return
    connection.execute("BEGIN IMMEDIATE")
    if _format(connection) != FORMAT:
        _drop_all(connection)
        connection.execute("CREATE TABLE followed (seq INTEGER, generation TEXT, changes INTEGER)")
        name = new_name()
        connection.execute("INSERT INTO followed VALUES (0, ?, 0)", (name,))
        make(connection, name)
        connection.execute(f"PRAGMA user_version = {FORMAT}")
    connection.execute("COMMIT")


def new_name() -> str:
    """A generation's name is random, so that no memory of a deleted file fits a new one."""
    return secrets.token_hex(4)


def generation(connection: sqlite3.Connection) -> str:
    """Which tables answer now."""
    return str(connection.execute("SELECT generation FROM followed").fetchone()[0])


def next_change(connection: sqlite3.Connection) -> int:
    """The number that marks the rows of this transaction as changed."""
    counted = "UPDATE followed SET changes = changes + 1 RETURNING changes"
    return int(connection.execute(counted).fetchall()[0][0])


def make(connection: sqlite3.Connection, name: str) -> None:
    """Empty tables of one generation; the text table follows the hits by triggers."""
    hits, texts = f"hits_{name}", f"texts_{name}"
    connection.execute(
        f"CREATE TABLE {hits} (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, "
        f"seq INTEGER NOT NULL, changed INTEGER NOT NULL, {', '.join(COLUMNS)}, "
        "words TEXT NOT NULL)"
    )
    connection.execute(f"CREATE INDEX {hits}_changed ON {hits} (changed)")
    connection.execute(
        f"CREATE VIRTUAL TABLE {texts} USING fts5 (words, content = '{hits}', "
        "content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3')"
    )
    forget = f"INSERT INTO {texts} ({texts}, rowid, words) VALUES ('delete', old.number, old.words)"  # noqa: S608  # the name is ours
    learn = f"INSERT INTO {texts} (rowid, words) VALUES (new.number, new.words)"  # noqa: S608  # the name is ours
    connection.execute(f"CREATE TRIGGER {hits}_new AFTER INSERT ON {hits} BEGIN {learn}; END")
    connection.execute(
        f"CREATE TRIGGER {hits}_changed AFTER UPDATE OF words ON {hits} "
        f"WHEN old.words <> new.words BEGIN {forget}; {learn}; END"
    )


def switch(connection: sqlite3.Connection, name: str, seq: int) -> None:
    """Answer from this generation from now on, and drop the others; one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    old = generation(connection)
    connection.execute("UPDATE followed SET seq = ?, generation = ?", (seq, name))
    drop(connection, old)
    connection.execute("COMMIT")


def drop(connection: sqlite3.Connection, name: str) -> None:
    """Forget a generation."""
    connection.execute(f"DROP TABLE IF EXISTS texts_{name}")
    connection.execute(f"DROP TABLE IF EXISTS hits_{name}")


def leftovers(connection: sqlite3.Connection) -> list[str]:
    """Generations that a killed rebuild left behind."""
    found = connection.execute("SELECT name FROM sqlite_master WHERE name GLOB 'hits_????????'")
    names = {str(name).removeprefix("hits_") for (name,) in found}
    return sorted(names - {generation(connection)})


def _format(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _drop_all(connection: sqlite3.Connection) -> None:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    names = sorted((str(name) for (name,) in found), key=lambda name: not name.startswith("texts"))
    for name in names:
        connection.execute(f'DROP TABLE IF EXISTS "{name}"')
