"""The inbox: the most urgent first, found again by words and filters, with or without an index."""

import re
from dataclasses import dataclass, replace
from typing import Any

from starlette.testclient import TestClient

from hits.index import IndexDown, Page, Query
from hits.index_sqlite import SqliteIndex
from matcher.match import Match
from tests.console.clients import decide, logged_in, token
from tests.console.crowds import many
from tests.console.world import HOSTILE, NOW, World, listing_id, seen


@dataclass(frozen=True, slots=True)
class Down:
    """An index whose server is away."""

    def position(self) -> int:
        raise IndexDown("The index does not answer.")

    def search(self, _wanted: Query, _after: str = "") -> Page:
        raise IndexDown("The index does not answer.")


DOWN: Any = Down()


def titles(page: str) -> list[str]:
    return re.findall(r'<h3><a href="[^"]*"><bdi>([^<]*)', page)


def test_the_most_urgent_hit_stands_first_and_authorised_ones_wait_elsewhere(
    browser: TestClient,
) -> None:
    page = browser.get("/").text
    risks = [int(risk) for risk in re.findall(r'title="Risk (\d+) of 100', page)]
    assert risks == sorted(risks, reverse=True)
    assert len(risks) == 8
    assert "Aquavalve V7</bdi></a></h3>" not in page


def test_all_words_must_be_there_and_the_last_may_be_a_beginning(browser: TestClient) -> None:
    assert titles(browser.get("/?q=gate+bra").text)
    assert titles(browser.get("/?q=gate+brass+9002").text) == ["Gate valve brass 2 inch, lot 9002"]
    assert not titles(browser.get("/?q=gate+lamp").text)


def test_filters_narrow_and_each_can_be_taken_away(browser: TestClient) -> None:
    page = browser.get("/?channel=marketplace&country=VN").text
    assert len(titles(page)) == 3
    assert "Kind of place: Marketplace" in page
    chip = re.search(r'<li><a href="([^"]+)" title="Remove this filter">Country: VN', page)
    assert chip is not None
    assert len(titles(browser.get(chip[1].replace("&amp;", "&")).text)) == 5


def test_a_facet_says_how_many_a_value_would_give(browser: TestClient) -> None:
    page = browser.get("/").text
    counts = re.findall(r'href="([^"]+)"><span><bdi>([^<]+)</bdi></span><span [^>]+>(\d+)', page)
    assert len(counts) > 10
    for href, words, number in counts:
        answer = browser.get(href.replace("&amp;", "&")).text
        if "status=" in href:
            continue  # two statuses together
        assert len(titles(answer)) == int(number), words


def test_decided_hits_leave_the_inbox_and_stay_findable(browser: TestClient) -> None:
    decide(browser, listing_id(), "confirmed")
    assert len(titles(browser.get("/").text)) == 7
    assert len(titles(browser.get("/?status=confirmed").text)) == 1
    assert len(titles(browser.get("/?status=any").text)) == 9


def test_many_hits_come_page_by_page_without_gaps(world: World) -> None:
    wanted = many(world, 60)
    browser = logged_in(world)
    first = browser.get("/?site=many.example").text
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None
    second = browser.get(following[1].replace("&amp;", "&")).text
    assert len(titles(first)) == 50
    assert {*titles(first), *titles(second)} == wanted
    assert 'rel="next"' not in second


def test_a_cursor_that_cannot_be_read_starts_again(browser: TestClient) -> None:
    assert len(titles(browser.get("/?after=nonsense").text)) == 8


def test_many_ticked_hits_are_decided_at_once(browser: TestClient, world: World) -> None:
    ticked = [hit.id for hit in world.record.hits_of() if "lot" in hit.title]
    facts: dict[str, Any] = {"token": token(browser), "outcome": "not ours", "hit": ticked}
    answer = browser.post("/hits/decide", data=facts | {"back": "/?q=valve", "note": "old stock"})
    assert answer.url.path == "/"
    assert answer.url.query == b"q=valve"
    assert {hit.status for hit in world.record.hits(ticked)} == {"not ours"}
    assert [one.note for one in world.record.decisions(ticked[0])] == ["old stock"]


def test_ticking_nothing_is_told(browser: TestClient) -> None:
    answer = browser.post("/hits/decide", data={"token": token(browser), "outcome": "not ours"})
    assert answer.status_code == 400
    assert "No hit was ticked" in answer.text


def test_the_way_back_never_leaves_the_console(browser: TestClient) -> None:
    facts = {"token": token(browser), "outcome": "not ours", "hit": listing_id()}
    for back in ("https://evil.example/?", "//evil.example", "/\\evil.example"):
        answer = browser.post("/hits/decide", data=facts | {"back": back}, follow_redirects=False)
        assert answer.headers["location"] == "/"


def test_what_strangers_wrote_is_text_and_nothing_else(browser: TestClient) -> None:
    page = browser.get("/").text
    assert HOSTILE not in page
    assert "&lt;script&gt;" in page
    assert "\u202e" not in page
    assert "\x00" not in page


def test_an_index_that_lags_is_told_by_how_many(world: World) -> None:
    browser = logged_in(world)
    world.index = SqliteIndex(world.home / "another.db")
    assert "The index lags by 9." in browser.get("/works").text


def test_without_an_index_the_list_comes_from_the_record(world: World) -> None:
    world.index = DOWN
    browser = logged_in(world)
    page = browser.get("/").text
    assert "The index lags by 0. It does not answer" in page
    assert len(titles(page)) == 8
    assert len(titles(browser.get("/?channel=code").text)) == 1
    assert decide(browser, listing_id(), "confirmed").status_code == 200
    assert len(titles(browser.get("/").text)) == 7
    for path in (f"/hits/{listing_id()}", "/works", "/watches", "/vendors", "/health"):
        assert browser.get(path).status_code == 200


def test_without_an_index_there_are_pages_too(world: World) -> None:
    wanted = many(world, 60)
    world.index = DOWN
    browser = logged_in(world)
    first = browser.get("/?site=many.example").text
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None
    second = browser.get(following[1].replace("&amp;", "&")).text
    assert {*titles(first), *titles(second)} == wanted


def test_the_script_learns_of_new_open_hits_only(world: World) -> None:
    browser = logged_in(world)
    seq, at = world.record.position(), NOW.isoformat()
    ask = {"seq": str(seq), "at": at}
    assert browser.get("/pulse", params=ask).json() == {"fresh": 0, "more": False, "lag": 0}
    decide(browser, listing_id(), "confirmed")
    match = Match(asset="firmware", verdict="copy", score=0.5, evidence=())
    world.take(replace(seen(12), seen_at=NOW.isoformat()), match)
    assert browser.get("/pulse", params=ask).json()["fresh"] == 1


def test_an_empty_inbox_says_what_to_do(bare: World, world: World) -> None:
    assert "No hits yet" in logged_in(bare).get("/").text
    browser = logged_in(world)
    for hit in world.record.hits_of():
        decide(browser, hit.id, "not ours")
    assert "Nothing waits for you" in browser.get("/").text
    assert "Nothing fits these filters" in browser.get("/?q=zeppelin").text
