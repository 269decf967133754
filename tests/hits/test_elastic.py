"""Elasticsearch killed, deleted, forbidden and out of date: the record keeps everything."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Thread
from time import sleep
from uuid import uuid4

import pytest
from elasticsearch import ApiError

from fingerprints.errors import ConfigurationError
from hits.flood import Limits
from hits.follow import Lag, catch_up, lag, reindex
from hits.index import Index, IndexDown, Page, Query
from hits.index_elastic import ElasticIndex
from hits.index_sqlite import SqliteIndex
from hits.record import Record
from tests.elastic.nodes import Node, node, runnable
from tests.hits.made import announce, facts, match, sighting

pytestmark = [pytest.mark.elastic, pytest.mark.timeout(600)]
QUESTIONS = (
    Query(),
    Query(text="valve 1"),
    Query(channel=("code",), limit=7),
    Query(status=("open",), sort="score"),
    Query(min_risk=50, sort="newest"),
)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    calm = Limits(hits=100_000)  # one work's hits come by the hundred here, and are no flood
    with Record.open(f"sqlite:///{tmp_path / 'record.db'}", limits=calm) as opened:
        yield opened


@pytest.fixture
def elastic(server: Node) -> Iterator[ElasticIndex]:
    index = ElasticIndex.connect(server.url, alias=f"test-{uuid4().hex}", timeout=5)
    yield index
    index.close()


def crawl(record: Record, first: int, last: int) -> None:
    """Take in a hit per number, as a crawl does."""
    for number in range(first, last):
        place = f"shop.example/item/{number}"
        page = sighting(
            url=f"https://{place}",
            place=place,
            title=f"Ball valve {number}",
            channel="code" if number % 3 else "marketplace",
        )
        record.take(page, [match(score=(number % 10) / 10)], facts(), announce)


def answers(index: Index) -> list[Page]:
    """Every question, first page, without the cursor's own text."""
    pages = [index.search(question) for question in QUESTIONS]
    return [Page(ids=page.ids, total=page.total, facets=page.facets) for page in pages]


def follow_for_ever(record: Record, index: Index) -> None:
    """As the schedule does, until the index does not answer."""
    while True:
        catch_up(record, index)


def kill_after(record: Record, server: Node, followed: int) -> None:
    """SIGKILL the node once the index has confirmed so many changes."""
    while record.index_position() < followed:
        sleep(0.005)
    server.kill()


def test_a_node_killed_in_mid_crawl_loses_nothing_and_the_index_catches_up(
    server: Node, elastic: ElasticIndex, record: Record, tmp_path: Path
) -> None:
    crawl(record, 0, 40)
    assert catch_up(record, elastic) == 0
    writing = Thread(target=crawl, args=(record, 40, 240))
    writing.start()
    killing = Thread(target=kill_after, args=(record, server, 60))
    killing.start()
    with pytest.raises(IndexDown):
        follow_for_ever(record, elastic)
    killing.join()
    writing.join()
    crawl(record, 240, 250)
    assert len(list(record.every_hit())) == len(record.outbox.pending()) == 250
    behind = lag(record, elastic)
    assert behind.hits >= 10 and "does not answer" in behind.down
    server.start()
    assert 10 <= lag(record, elastic).hits <= behind.hits
    assert catch_up(record, elastic) == 0
    local = SqliteIndex(tmp_path / "index.db")
    catch_up(record, local)
    assert answers(elastic) == answers(local)


def test_a_deleted_index_is_made_again_with_the_same_answers(
    elastic: ElasticIndex, record: Record, tmp_path: Path
) -> None:
    crawl(record, 0, 60)
    catch_up(record, elastic)
    before = answers(elastic)
    names = elastic.client.indices.get(index=f"{elastic.alias}-v*").body
    elastic.client.indices.delete(index=",".join(names))
    assert lag(record, elastic) == Lag(60)
    assert reindex(record, elastic) == 60
    local = SqliteIndex(tmp_path / "index.db")
    reindex(record, local)
    assert answers(elastic) == before == answers(local)


def test_reindex_leaves_one_index_behind_the_alias(elastic: ElasticIndex, record: Record) -> None:
    crawl(record, 0, 5)
    catch_up(record, elastic)
    first = set(elastic.client.indices.get(index=f"{elastic.alias}-v*").body)
    reindex(record, elastic)
    second = set(elastic.client.indices.get(index=f"{elastic.alias}-v*").body)
    assert len(first) == len(second) == 1 and first != second
    assert elastic.search(Query()).total == 5


def test_an_index_of_another_format_is_refused_until_reindex(
    elastic: ElasticIndex, record: Record
) -> None:
    crawl(record, 0, 3)
    catch_up(record, elastic)
    (name,) = elastic.client.indices.get(index=f"{elastic.alias}-v*").body
    elastic.client.indices.put_mapping(index=name, meta={"version": 99, "seq": 3})
    with pytest.raises(ConfigurationError, match="reindex"):
        elastic.position()
    reindex(record, elastic)
    assert elastic.position() == record.position()


def test_a_read_only_index_is_told_in_plain_words(elastic: ElasticIndex, record: Record) -> None:
    crawl(record, 0, 1)
    catch_up(record, elastic)
    block = "index.blocks.read_only_allow_delete"
    elastic.client.indices.put_settings(index=elastic.alias, settings={block: True})
    crawl(record, 1, 2)
    with pytest.raises(IndexDown, match="disk is nearly full"):
        catch_up(record, elastic)
    elastic.client.indices.put_settings(index=elastic.alias, settings={block: None})
    assert catch_up(record, elastic) == 0


def test_the_server_says_a_version_that_is_supported(server: Node, elastic: ElasticIndex) -> None:
    assert elastic.check() == server.version


def test_the_mapping_refuses_a_field_that_nobody_declared(elastic: ElasticIndex) -> None:
    elastic.follow_to(1)
    with pytest.raises(ApiError, match="strict"):
        elastic.client.index(index=elastic.alias, document={"surprise": 1})


def test_reindex_leaves_the_indexes_of_a_neighbour_alone(
    elastic: ElasticIndex, record: Record
) -> None:
    neighbour = ElasticIndex(elastic.client, f"{elastic.alias}-v2")
    crawl(record, 0, 3)
    for index in (elastic, neighbour):
        catch_up(record, index)
        reindex(record, index)
    reindex(record, elastic)
    assert neighbour.search(Query()).total == 3


def test_tls_and_password_are_used_and_a_wrong_one_is_told(record: Record, tmp_path: Path) -> None:
    version, java = max(runnable().items())
    crawl(record, 0, 2)
    with node(version, java, password="a long password") as server:
        known = partial(
            ElasticIndex.connect, server.url, user="elastic", ca_certs=str(server.certificate)
        )
        right = known(password="a long password")
        assert catch_up(record, right) == 0 and right.search(Query()).total == 2
        wrong = known(password="another")
        with pytest.raises(ConfigurationError, match="password"):
            catch_up(record, wrong)
        stranger = ElasticIndex.connect(server.url, user="elastic", password="a long password")
        with pytest.raises(IndexDown, match="ca_certs"):
            catch_up(record, stranger)
        for index in (right, wrong, stranger):
            index.close()
