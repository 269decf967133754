"""What floods is marked at its hits and work, shown on the health page, and released there."""

import re
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from console import may
from hits.flood import Limits
from hits.hit import hit_id
from hits.record import Record
from matcher.match import Evidence, Match
from tests.console.clients import client, logged_in, token
from tests.console.world import World, seen

FEW = 5


def flood(world: World, asset: str, part: str, count: int = FEW + 2) -> str:
    """So many hits by one fingerprint; its id in the console's addresses."""
    few = Record(world.record.database, world.keys, Limits(hits=FEW))
    proof = Evidence(kind="text_words@1", part=part, where="page", score=0.9)
    for number in range(count):
        match = Match(asset=asset, verdict="part copy", score=0.9, evidence=(proof,))
        page = seen(number, title=f"Flooding {number}", place=f"flood.example/{asset}/{number}")
        replace(world, record=few).take(page, match)
    return few.quarantine.inside(asset)[0].id


@pytest.fixture
def shut(world: World) -> str:
    """The id of a fingerprint in quarantine: five hits were told, two were not."""
    return flood(world, "firmware", "valve.py")


def titles(page: str) -> list[str]:
    return re.findall(r'<h3><a href="[^"]*"><bdi>([^<]*)', page)


def test_hits_are_marked_in_the_inbox_and_on_their_page(browser: TestClient, shut: str) -> None:
    page = browser.get("/?asset=firmware").text
    assert page.count("in quarantine: valve.py (words in order) floods") == FEW + 2
    told = "/hits/" + hit_id("firmware", "flood.example/firmware/0")
    silent = "/hits/" + hit_id("firmware", f"flood.example/firmware/{FEW}")
    assert "This hit was told before." in browser.get(told).text
    page = browser.get(silent).text
    assert "Nobody was told of this hit." in page
    assert 'href="/works/firmware#quarantine"' in page
    assert "in quarantine" not in browser.get("/?asset=handbook").text


def test_a_work_shows_what_floods_and_leads_to_its_silent_hits(
    browser: TestClient, shut: str
) -> None:
    page = browser.get("/works/firmware").text
    assert "valve.py (words in order)" in page
    assert "after 5 new hits" in page
    assert f'href="/?silent={shut}">2 open hits</a>' in page
    listed = browser.get(f"/?silent={shut}").text
    assert sorted(titles(listed)) == ["Flooding 5", "Flooding 6"]
    assert "Nobody was told: valve.py (words in order)" in listed
    first = re.search(rf'href="(/hits/[0-9a-f]+\?silent={shut})"', listed)
    assert first is not None
    assert "1 of 2 on this page of hits" in browser.get(first[1]).text
    assert "Quarantine" not in browser.get("/works/handbook").text


def test_the_health_page_tells_what_floods(browser: TestClient, world: World) -> None:
    assert "no fingerprint floods" in browser.get("/health").text
    flood(world, "firmware", "valve.py")
    page = browser.get("/health").text
    assert ": valve.py (words in order) floods. Nobody was told of 2 open hits" in page


def test_no_part_of_a_secret_work_is_named(browser: TestClient, world: World) -> None:
    flood(world, "handbook", "handbook.md")
    for path in ("/?asset=handbook", "/health"):
        page = browser.get(path).text
        assert "one of its parts (words in order)" in page
        assert "handbook.md" not in page
    assert "one of its parts (words in order)" in browser.get("/works/handbook").text


def test_a_release_says_what_nobody_was_told_of(browser: TestClient, shut: str) -> None:
    page = browser.post(f"/quarantine/{shut}/release", data={"token": token(browser)}).text
    assert '<span class="state good" role="status">released</span>' in page
    assert "by <bdi>administrator</bdi>; the count began anew" in page
    assert f'href="/?silent={shut}">2 open hits</a>' in page
    assert "Release</button>" not in page
    marked = browser.get("/?asset=firmware").text
    assert marked.count("nobody was told: valve.py (words in order) flooded") == 2
    again = browser.post(f"/quarantine/{shut}/release", data={"token": token(browser)})
    assert again.status_code == 404


def test_a_release_without_a_silent_hit_is_told_too(browser: TestClient, world: World) -> None:
    key = flood(world, "firmware", "valve.py", FEW)
    page = browser.post(f"/quarantine/{key}/release", data={"token": token(browser)}).text
    assert "Released. The count begins anew" in page


def test_a_release_wants_a_session_and_the_token_of_its_form(world: World, shut: str) -> None:
    path = f"/quarantine/{shut}/release"
    assert client(world).post(path).status_code == 401
    browser = logged_in(world)
    assert browser.post(path).status_code == 403
    elsewhere = {"origin": "https://evil.example"}
    sent = browser.post(path, data={"token": token(browser)}, headers=elsewhere)
    assert sent.status_code == 403
    assert world.record.quarantine.inside()
    assert not may.may("", "change the register")
    assert browser.post(path, data={"token": token(browser)}).status_code == 200
    assert not world.record.quarantine.inside()


def test_a_confirmation_in_the_console_ends_it(browser: TestClient, shut: str) -> None:
    silent = hit_id("firmware", f"flood.example/firmware/{FEW}")
    facts = {"token": token(browser), "outcome": "confirmed"}
    browser.post(f"/hits/{silent}/decide", data=facts)
    page = browser.get("/works/firmware").text
    assert "a hit was confirmed" in page
    assert f'href="/?silent={shut}">1 open hit</a>' in page
