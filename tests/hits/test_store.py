"""The store itself: migrations, a newer one, a full disk, a damaged file, a wrong address."""

import resource
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from fingerprints.errors import ConfigurationError, CopywatchError
from hits import migrations
from hits.record import Record
from hits.tables import metadata
from tests.hits.made import announce, facts, match, sighting


def test_the_migrations_make_exactly_the_tables_that_the_code_knows(record: Record) -> None:
    with record.database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_every_migration_file_is_known() -> None:
    files = sorted((Path(migrations.__file__).parent / "versions").glob("0*.py"))
    assert tuple(file.name[:4] for file in files) == migrations.KNOWN


def test_a_store_of_a_newer_copywatch_is_refused(record_url: str) -> None:
    with Record.open(record_url) as record, record.database.write() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigurationError, match="written by a newer Copywatch"):
        Record.open(record_url)


def test_a_store_is_opened_again_with_all_it_held(record_url: str) -> None:
    with Record.open(record_url) as record:
        record.take(sighting(), [match()], facts(), announce)
    with Record.open(record_url) as again:
        assert len(list(again.every_hit())) == 1


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "record.db"])
def test_an_address_that_is_no_database_is_told(url: str) -> None:
    with pytest.raises(ConfigurationError, match="url"):
        Record.open(url)


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "record.db").write_bytes(b"this is no database at all" * 400)
    with pytest.raises(CopywatchError, match="damaged"):
        Record.open(f"sqlite:///{tmp_path / 'record.db'}")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CopywatchError, match="cannot be written"):
        Record.open(f"sqlite:///{tmp_path / 'missing' / 'record.db'}")


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Files of this process cannot grow past `size` bytes, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def test_a_full_disk_is_told_and_nothing_of_the_step_is_kept(tmp_path: Path) -> None:
    with Record.open(f"sqlite:///{tmp_path / 'record.db'}") as record:
        record.take(sighting(), [match()], facts(), announce)
        full = (tmp_path / "record.db-wal").stat().st_size
        other = sighting(place="shop.example/8", url="https://shop.example/8")
        with room_for(full + 5_000), pytest.raises(CopywatchError, match="disk is full"):
            record.take(other, [match()], facts(), announce)
        assert len(list(record.every_hit())) == len(record.outbox.pending()) == 1
        assert len(record.take(other, [match()], facts(), announce).new) == 1
    with sqlite3.connect(tmp_path / "record.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
