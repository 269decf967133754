"""The index follows the record, lags aloud, and can be deleted at any time."""

from pathlib import Path

import pytest

from hits.follow import Lag, catch_up, lag, reindex
from hits.hit import Decision
from hits.index import IndexDown, Query
from hits.index_sqlite import SqliteIndex
from hits.record import Record
from tests.hits.made import DAY, announce, facts, match, sighting


def crawl(record: Record, number: int) -> str:
    """One more hit."""
    place = f"shop.example/{number}"
    page = sighting(place=place, url=f"https://{place}")
    return record.take(page, [match()], facts(), announce).new[0]


def test_the_index_follows_new_hits_and_decisions(record: Record, tmp_path: Path) -> None:
    index = SqliteIndex(tmp_path / "index.db")
    key = crawl(record, 1)
    crawl(record, 2)
    assert lag(record, index) == Lag(2)
    assert catch_up(record, index) == 0
    record.decide(key, Decision(outcome="confirmed", by="Ann", at=DAY.format(2)))
    assert lag(record, index) == Lag(1)
    assert catch_up(record, index) == 0
    assert index.search(Query()).facets["status"] == {"confirmed": 1, "open": 1}


def test_a_deleted_index_file_is_noticed_and_made_again(record: Record, tmp_path: Path) -> None:
    index = SqliteIndex(tmp_path / "index.db")
    for number in range(5):
        crawl(record, number)
    catch_up(record, index)
    before = index.search(Query(limit=3))
    for file in tmp_path.glob("index.db*"):
        file.unlink()
    assert lag(record, index) == Lag(5)
    assert reindex(record, index) == 5
    assert index.search(Query(limit=3)) == before


def test_a_change_during_reindex_is_not_lost(record: Record, tmp_path: Path) -> None:
    index = SqliteIndex(tmp_path / "index.db")
    key = crawl(record, 1)
    other = SqliteIndex(tmp_path / "index.db")
    assert other.search(Query()).total == 0
    position = record.position()
    record.decide(key, Decision(outcome="confirmed", by="Ann", at=DAY.format(2)))
    index.rebuild([], position)
    assert catch_up(record, index) == 0
    assert other.search(Query(status=("confirmed",))).ids == (key,)


def test_an_index_file_that_is_no_database_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "index.db").write_bytes(b"no database " * 1_000)
    with pytest.raises(IndexDown, match="copywatch reindex"):
        SqliteIndex(tmp_path / "index.db").search(Query())


def test_an_index_of_an_older_format_is_made_anew(record: Record, tmp_path: Path) -> None:
    index = SqliteIndex(tmp_path / "index.db")
    crawl(record, 1)
    catch_up(record, index)
    with index._open() as connection:
        connection.execute("PRAGMA user_version = 77")
    assert index.position() == 0
    assert catch_up(record, index) == 0
    assert index.search(Query()).total == 1
