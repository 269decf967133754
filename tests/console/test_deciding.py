"""Decisions are appended, lead on to the next hit, and may be remembered."""

import re

from starlette.testclient import TestClient

from hits.hit import OUTCOMES
from tests.console.clients import JSON, decide, logged_in, token
from tests.console.world import World, listing_id


def test_each_outcome_can_be_chosen(browser: TestClient, world: World) -> None:
    for outcome in OUTCOMES:
        decide(browser, listing_id(), outcome, note=f"it is {outcome}")
    taken = world.record.decisions(listing_id())
    assert [(one.outcome, one.note) for one in taken] == [(o, f"it is {o}") for o in OUTCOMES]
    assert {one.by for one in taken} == {"administrator"}


def test_a_decision_leads_to_the_next_hit_of_the_list(browser: TestClient, world: World) -> None:
    ids = re.findall(r'data-hit="(\w+)"', browser.get("/?country=VN").text)
    answer = decide(browser, ids[0], "confirmed", walk="?country=VN")
    assert answer.url.path == f"/hits/{ids[1]}"
    assert "Decided: <b>confirmed</b>" in answer.text
    answer = decide(browser, ids[1], "confirmed", walk="?country=VN")
    assert answer.url.path == f"/hits/{ids[2]}"
    answer = decide(browser, ids[2], "confirmed", walk="?country=VN")
    assert answer.url.path == "/"
    assert {hit.status for hit in world.record.hits(ids)} == {"confirmed"}


def test_the_script_is_told_the_new_status(browser: TestClient) -> None:
    answer = browser.post(
        f"/hits/{listing_id()}/decide",
        data={"outcome": "duplicate"},
        headers=JSON | {"x-token": token(browser)},
    )
    assert answer.json() == {"status": "duplicate"}


def test_an_unknown_outcome_is_refused(browser: TestClient, world: World) -> None:
    answer = decide(browser, listing_id(), "perhaps")
    assert answer.status_code == 400
    assert "Choose one of: confirmed" in answer.text
    assert world.record.decisions(listing_id()) == []


def test_authorised_says_how_many_hits_each_memory_would_close(browser: TestClient) -> None:
    page = browser.get("/?seller=Dockside+Tools").text
    key = re.findall(r'data-hit="(\w+)"', page)[0]
    offers = browser.get(f"/hits/{key}").text
    assert re.search(r"The seller <b><bdi>Dockside Tools</bdi></b>: closes 2 open hits", offers)
    assert re.search(r"The domain <b><bdi>harbour-deals.example</bdi></b>: closes 4", offers)


def test_a_remembered_seller_closes_the_other_hits(browser: TestClient, world: World) -> None:
    ids = re.findall(r'data-hit="(\w+)"', browser.get("/?seller=Dockside+Tools").text)
    answer = decide(browser, ids[0], "authorised", remember="seller")
    assert "1 more hit closed with it" in answer.text
    assert {hit.status for hit in world.record.hits(ids)} == {"authorised"}
    assert [one.words for one in world.record.authorisations()] == ["seller: Dockside Tools"]


def test_nothing_is_remembered_unless_it_was_chosen(browser: TestClient, world: World) -> None:
    ids = re.findall(r'data-hit="(\w+)"', browser.get("/?seller=Dockside+Tools").text)
    decide(browser, ids[0], "authorised", remember="")
    decide(browser, ids[0], "confirmed", remember="seller")
    assert world.record.authorisations() == []


def test_a_repository_can_be_remembered(browser: TestClient, world: World) -> None:
    key = world.record.hits_of(asset="firmware")[0].id
    assert "The repository <b><bdi>git.example/pipeworks/controller" in (
        browser.get(f"/hits/{key}").text
    )
    decide(browser, key, "authorised", remember="repository")
    assert [one.kind for one in world.record.authorisations()] == ["repository"]


def test_a_permission_can_be_taken_back_and_its_hits_are_open_again(
    browser: TestClient, world: World
) -> None:
    ids = re.findall(r'data-hit="(\w+)"', browser.get("/?seller=Dockside+Tools").text)
    decide(browser, ids[0], "authorised", remember="seller")
    assert 'href="/vendors#allowed"' in browser.get(f"/hits/{ids[1]}").text
    rule = world.record.authorisations()[0]
    page = browser.get("/vendors").text
    assert "Seller <b><bdi>Dockside Tools</bdi></b>" in page
    address = f"/authorisations/{rule.id}/withdraw"
    assert f'action="{address}"' in page
    answer = browser.post(address, data={"token": token(browser)})
    assert "1 hit is open again" in answer.text
    assert "taken back" in answer.text
    assert [hit.status for hit in world.record.hits(ids)] == ["authorised", "open"]
    assert ids[1] in browser.get("/?seller=Dockside+Tools").text
    assert browser.post(address, data={"token": token(browser)}).status_code == 404


def test_what_the_configuration_allows_cannot_be_taken_back(
    browser: TestClient, world: World
) -> None:
    ours = next(hit for hit in world.record.hits_of() if hit.authorised_by)
    assert ours.authorised_by == "seller: Outlet"
    assert "/vendors#allowed" not in browser.get(f"/hits/{ours.id}").text
    assert "Outlet" not in browser.get("/vendors").text


def test_a_hit_that_is_not_there_cannot_be_decided(world: World) -> None:
    assert decide(logged_in(world), "nothing", "confirmed").status_code == 404
