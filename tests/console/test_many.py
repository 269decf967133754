"""Pages ask the record a fixed number of questions, however many hits there are."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from hits.follow import catch_up
from tests.console.clients import logged_in
from tests.console.crowds import many
from tests.console.world import World, listing_id


@contextmanager
def asked(world: World) -> Iterator[list[str]]:
    """The statements that reach the record meanwhile."""
    told: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        told.append(statement)

    engine = world.record.database.engine
    sa.event.listen(engine, "before_cursor_execute", listen)
    try:
        yield told
    finally:
        sa.event.remove(engine, "before_cursor_execute", listen)


@pytest.mark.parametrize("path", ["/?status=any", "/works", "/vendors", "/watches", "/pulse?seq=1"])
def test_a_page_asks_no_more_for_more_hits(world: World, path: str) -> None:
    browser = logged_in(world)
    with asked(world) as few:
        assert browser.get(path).status_code == 200
    many(world, 60)
    with asked(world) as more:
        assert browser.get(path).status_code == 200
    assert len(few) == len(more)


def test_looking_writes_nothing(browser: TestClient, world: World) -> None:
    with asked(world) as told:
        for path in ("/", f"/hits/{listing_id()}", "/works", "/vendors", "/health"):
            assert browser.get(path).status_code == 200
    assert [one for one in told if one.split()[0] in {"INSERT", "UPDATE", "DELETE"}] == []


def test_a_row_without_a_picture_shows_a_neutral_one(browser: TestClient, world: World) -> None:
    key = world.record.hits_of(asset="firmware")[0].id
    assert browser.get(f"/hits/{key}/picture").headers["content-type"] == "image/svg+xml"
    shown = browser.get(f"/hits/{listing_id()}/picture?small=1")
    assert shown.headers["content-type"] == "image/jpeg"


def test_an_index_that_is_up_to_date_is_followed_without_a_write(world: World) -> None:
    catch_up(world.record, world.index)
    with asked(world) as told:
        assert catch_up(world.record, world.index) == 0
    assert {one.split()[0] for one in told} == {"BEGIN", "SELECT"}
