"""One way to open, read and write the record's database, on SQLite and PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event, exc

from fingerprints.errors import ConfigurationError, CopywatchError
from hits.migrations import migrate

BUSY_MS = 30_000


@dataclass(frozen=True, slots=True)
class Database:
    """A reader's and a writer's view of one engine; transactions are short."""

    engine: sa.Engine

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection for reading; it sees one state of the database."""
        with plain_errors(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """One transaction that holds the write lock from its start; an error undoes all of it."""
        writer = self.engine.execution_options(copywatch_write=True)
        with plain_errors(), writer.begin() as connection:
            yield connection


@contextmanager
def plain_errors() -> Iterator[None]:
    """Say in plain words what a user can put right about a database."""
    try:
        yield
    except (exc.OperationalError, exc.DatabaseError) as error:
        text = str(error.orig).lower()
        if "disk is full" in text or "no space left" in text or "disk i/o" in text:
            message = "The disk is full. Nothing of this step was kept: make room and run it again."
        elif "locked" in text:
            message = "The record is busy: another Copywatch has been writing for half a minute."
        elif "readonly" in text or "unable to open" in text:
            message = f"The record cannot be written: {error.orig}. Check who owns the folder."
        elif "malformed" in text or "not a database" in text:
            message = f"The record is damaged: {error.orig}. Restore record.db from a backup."
        elif "connection" in text or "could not translate" in text:
            message = f"The record's server does not answer: {str(error.orig)[:200]}"
        else:
            raise
        raise CopywatchError(message) from error


def open_database(url: str) -> Database:
    """Open the database and bring its tables up to date."""
    try:
        parsed = sa.make_url(url)
    except exc.ArgumentError as error:
        message = "[record] url is not a database address. Use sqlite:///FILE or postgresql://..."
        raise ConfigurationError(message) from error
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        message = "[record] url must start with sqlite:/// or postgresql://"
        raise ConfigurationError(message)
    try:
        engine = sa.create_engine(
            parsed,
            pool_pre_ping=parsed.get_backend_name() != "sqlite",
            max_overflow=40,  # as many as the console has threads
        )
    except ModuleNotFoundError as error:
        message = "PostgreSQL needs one more package: pip install 'copywatch[postgres]'"
        raise ConfigurationError(message) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    try:
        with plain_errors():
            migrate(engine)
    except BaseException:  # tidied up, and raised again
        engine.dispose()
        raise
    return Database(engine)


def _prepare(connection: Any, _record: Any) -> None:
    """Our own BEGIN, write-ahead log, waiting instead of failing, references checked."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")  # a decision survives a power cut
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")  # what expires leaves zeros, not its words
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get("copywatch_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
