"""What a person came across is compared at once, and the answer says what was compared."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from fingerprints.content import Code, Image, Text
from matcher.match import Match
from tests.console import drawn
from tests.console.clients import token
from tests.console.world import NOW, World, seen

PHOTO = ("pictures", ("booth.jpg", drawn.jpeg(drawn.booth()), "image/jpeg"))


def add(browser: TestClient, *files: Any, **fields: str) -> Any:
    facts = {"token": token(browser), "channel": "marketplace", "title": "Gate valve"} | fields
    return browser.post("/suspects", data=facts, files=list(files) or [("pictures", ("", b""))])


def test_a_photo_becomes_a_hit_at_once(browser: TestClient, world: World) -> None:
    answer = add(
        browser,
        PHOTO,
        title="Valve at booth B12",
        channel="trade_show",
        seller="Brightway Metals",
        country="DE",
        price="12,50",
        currency="eur",
    )
    assert answer.url.path == "/suspects/result"
    assert "1 hit" in answer.text
    added = world.added[0]
    assert (added.price, added.currency, added.captured_by) == (12.5, "EUR", "person")
    assert added.seen_at == NOW.isoformat()
    assert isinstance(added.contents[0], Image)
    assert added.url.startswith("suspect:")
    hit = world.record.hits_of(place=added.place)[0]
    assert f"/hits/{hit.id}" in answer.text
    assert "known party" in browser.get(f"/hits/{hit.id}").text


def test_no_hit_says_what_was_compared_and_what_came_nearest(browser: TestClient) -> None:
    answer = add(browser, url="https://shop.example/7?utm_source=x", text="Every body is cast.")
    assert "No hit" in answer.text
    assert "What was compared" in answer.text
    assert "Heron" in answer.text
    assert "21 %" in answer.text
    assert "50 %" in answer.text


def test_an_address_is_the_same_place_as_a_crawl_would_name(
    browser: TestClient, world: World
) -> None:
    add(browser, url="https://www.shop.example/7?utm_source=mail")
    assert world.added[0].place == "shop.example/7"
    assert world.added[0].site == "www.shop.example"


def test_the_same_photo_added_twice_is_one_place(browser: TestClient, world: World) -> None:
    add(browser, PHOTO)
    add(browser, PHOTO)
    assert world.added[0].place == world.added[1].place


def test_code_is_compared_as_code_too(browser: TestClient, world: World) -> None:
    add(browser, channel="code", text="def travel(): pass")
    assert [type(content) for content in world.added[0].contents] == [Text, Code]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"title": ""}, "A title is needed"),
        ({"url": "javascript:alert(1)"}, "must start with http://"),
        ({"channel": "radio"}, "Choose a kind of place"),
        ({"price": "cheap"}, "The price is a number"),
        ({"price": "nan"}, "The price is a number"),
        ({"price": "-1"}, "The price is a number"),
    ],
)
def test_a_mistake_is_told_and_what_was_typed_stays(
    browser: TestClient, world: World, fields: dict[str, str], told: str
) -> None:
    answer = add(browser, **({"seller": 'Ann "& Co"', "text": "seen in hall 4"} | fields))
    assert answer.status_code == 400
    assert told in answer.text
    assert "seen in hall 4" in answer.text
    assert "Ann &#34;&amp; Co&#34;" in answer.text
    assert world.added == []


def test_a_file_that_is_no_picture_is_refused_by_name(browser: TestClient, world: World) -> None:
    answer = add(browser, ("pictures", ("offer.exe", b"MZ" * 100, "image/jpeg")))
    assert answer.status_code == 400
    assert "offer.exe is not a picture that can be read" in answer.text
    assert world.added == []


def test_too_many_pictures_are_refused(browser: TestClient) -> None:
    answer = add(browser, *[PHOTO] * 11)
    assert "At most 10 pictures" in answer.text


def test_more_files_than_a_form_may_hold_are_refused(browser: TestClient) -> None:
    assert add(browser, *[PHOTO] * 20).status_code == 400


def test_an_address_can_fill_the_form_in(browser: TestClient) -> None:
    page = browser.get("/suspects/new?url=https://shop.example/9&title=%3Cb%3E").text
    assert 'value="https://shop.example/9"' in page
    assert 'value="&lt;b&gt;"' in page


def test_a_hit_without_an_address_says_so(browser: TestClient, world: World) -> None:
    booth = seen(9, url="suspect:0a53dfdb1a8f7a61", place="suspect:0a53dfdb1a8f7a61")
    key = world.take(booth, Match(asset="firmware", verdict="copy", score=0.9, evidence=()))[0]
    page = browser.get(f"/hits/{key}").text
    assert "seen by a person, not on the web" in page
