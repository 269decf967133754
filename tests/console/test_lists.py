"""Works, watches, runs, vendors and health as lists that say what to do when they are empty."""

import pytest
from starlette.testclient import TestClient

from console.services import Check
from tests.console.clients import logged_in
from tests.console.world import World


def test_works_show_parts_share_and_who_was_given_them(browser: TestClient) -> None:
    page = browser.get("/works").text
    assert "27 letters" in page, "what can be relied on is said"
    assert "Aquavalve V7 photos" in page
    assert "Brightway Metals (rev B" in page
    assert "Heron" in page
    assert "Handbook of the outside works" not in page
    assert 'href="/?status=any&amp;asset=aquavalve">6</a>' in page


def test_a_work_shows_its_parts(browser: TestClient) -> None:
    page = browser.get("/works/aquavalve").text
    assert "front.jpg" in page
    assert "48.00" in page
    picture = browser.get("/works/aquavalve/picture?part=front.jpg&small=1")
    assert picture.headers["content-type"] == "image/jpeg"
    assert picture.headers["cache-control"].startswith("private")
    assert "Kiran Castings (rev 2.1" in browser.get("/works/firmware").text


@pytest.mark.parametrize("path", ["/works/none", "/runs/none", "/works/none/picture?part=x"])
def test_what_is_not_there_is_told(browser: TestClient, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 404
    assert "is not here" in answer.text


def test_a_part_that_is_no_picture_has_no_picture(browser: TestClient) -> None:
    assert browser.get("/works/firmware/picture?part=valve.py").status_code == 404


def test_watches_show_health_next_run_and_what_the_last_one_looked_at(browser: TestClient) -> None:
    page = browser.get("/watches").text
    assert "https://harbour-deals.example" in page
    assert "in 14 hours" in page
    assert "183 pages" in page
    assert "has no name any more" in page
    assert "broken" in page


def test_a_run_says_what_was_looked_at_and_what_was_not(browser: TestClient, world: World) -> None:
    runs = browser.get("/runs").text
    key = world.record.runs()[0].id
    assert f'href="/runs/{key}"' in runs
    page = browser.get(f"/runs/{key}").text
    assert "412" in page
    assert "forbidden by robots.txt" in page
    assert "took too long" in page
    assert "Nearest misses" in page
    assert "53 %" in page


def test_vendors_show_what_they_were_given_and_no_blame(browser: TestClient) -> None:
    page = browser.get("/vendors").text
    assert "Brightway Metalworks Co." in page
    assert "Aquavalve V7 photos (rev B, 2024-03-02, contract 17 §7)" in page
    assert "names nobody as the source" in page


def test_health_tells_what_is_wrong(world: World) -> None:
    checks = (Check(name="Chat", state="bad", words="The chat server does not answer."),)
    page = logged_in(world, checks=lambda: checks).get("/health").text
    assert "1 watch read nothing useful" in page
    assert "4 protected works" in page
    assert "The chat server does not answer." in page


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/works", "copywatch protect"),
        ("/watches", "copywatch watch"),
        ("/runs", "Nothing has run yet"),
        ("/vendors", "copywatch vendors import"),
        ("/health", "Nothing is protected yet"),
        ("/suspects/new", "Add a suspect"),
    ],
)
def test_a_new_installation_says_what_to_do_first(bare: World, path: str, told: str) -> None:
    assert told in logged_in(bare).get(path).text
