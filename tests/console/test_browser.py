"""The console in a real browser: keys, search, hostile content, a strict policy, narrow screens."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from matcher.match import Match
from tests.console import drawn, live
from tests.console.test_inbox import DOWN
from tests.console.world import World, hostile, listing_id, seen

pytestmark = pytest.mark.browser


@dataclass(slots=True)
class Desk:
    """A window on a console, and everything the browser complained about."""

    window: Page
    address: str
    complaints: list[str]

    def open(self, path: str) -> Page:
        """Go there."""
        self.window.goto(self.address + path)
        return self.window


def seated(browser: Browser, address: str, world: World, width: int = 1440) -> Desk:
    """Logged in, with an ear for complaints."""
    window = live.page(browser, width=width)
    desk = Desk(window, address, [])
    window.on("console", lambda said: desk.complaints.append(said.text))
    window.on("pageerror", lambda error: desk.complaints.append(str(error)))
    window.on("dialog", lambda dialog: desk.complaints.append(f"dialog: {dialog.message}"))
    live.enter(window, address, world)
    return desk


@pytest.fixture
def desk(world: World, chromium: Browser) -> Iterator[Desk]:
    """A desk in the home in use; the policy must not have been broken."""
    with live.served(world) as address:
        made = seated(chromium, address, world)
        yield made
        made.window.context.close()
        assert made.complaints == []


def pages(world: World) -> list[str]:
    """Every page there is."""
    hits = [f"/hits/{hit.id}" for hit in world.record.hits_of()]
    other = [f"/hits/{hostile(world)[0]}?proof=1", "/?status=any&q=valve", "/works/aquavalve"]
    lists = ["/", "/works", "/watches", "/runs", "/vendors", "/health", "/suspects/new"]
    return [*lists, *hits, *other, f"/runs/{world.record.runs()[0].id}"]


def test_a_login_link_opens_the_inbox_once(world: World, chromium: Browser) -> None:
    with live.served(world) as address:
        link = address + world.login()
        first, second = live.page(chromium), live.page(chromium)
        first.goto(link)
        expect(first.get_by_role("heading", name="Inbox")).to_be_visible()
        second.goto(link)
        expect(second.get_by_role("heading", name="This link does not work")).to_be_visible()
        for window in (first, second):
            window.context.close()


def test_no_page_breaks_the_policy_and_nothing_of_strangers_runs(desk: Desk, world: World) -> None:
    for path in pages(world):
        desk.open(path)
        expect(desk.window.get_by_role("main")).to_be_visible()
        assert desk.window.title() != "run"
        assert desk.window.locator("main script, main svg[onload], main img[onerror]").count() == 0


def test_no_page_is_wider_than_a_phone(world: World, chromium: Browser) -> None:
    with live.served(world) as address:
        desk = seated(chromium, address, world, width=390)
        for path in pages(world):
            desk.open(path)
            width = desk.window.evaluate("document.documentElement.scrollWidth")
            assert width <= 390, path
        desk.window.context.close()


def test_hits_are_walked_and_decided_by_keys(desk: Desk, world: World) -> None:
    window = desk.open("/")
    rows = window.locator(".row")
    window.keyboard.press("j")
    expect(rows.nth(0)).to_have_attribute("aria-current", "true")
    window.keyboard.press("j")
    window.keyboard.press("k")
    expect(rows.nth(0)).to_have_attribute("aria-current", "true")
    window.keyboard.press("1")
    expect(rows.nth(0).locator("[data-status]")).to_have_text("confirmed")
    expect(rows.nth(1)).to_have_attribute("aria-current", "true")
    assert [hit.status for hit in world.record.hits([listing_id()])] == ["confirmed"]
    window.keyboard.press("Enter")
    expect(window.get_by_role("heading", name="Decide")).to_be_visible()
    window.keyboard.press("4")
    expect(window.get_by_text("Decided: not ours")).to_be_visible()


def test_keys_rest_while_somebody_types(desk: Desk, world: World) -> None:
    window = desk.open("/")
    window.keyboard.press("j")
    window.keyboard.press("/")
    window.keyboard.type("j1kx 2")
    expect(window.locator("#search")).to_have_value("j1kx 2")
    window.locator("#note").fill("")
    window.locator("#note").press_sequentially("1234")
    assert {hit.status for hit in world.record.hits_of()} == {"open", "authorised"}


def test_authorised_by_key_waits_for_what_to_remember(desk: Desk, world: World) -> None:
    window = desk.open("/?seller=Dockside+Tools")
    window.locator(".row h3 a").first.click()
    expect(window.locator(".remember")).to_be_hidden()
    window.keyboard.press("2")
    expect(window.locator(".remember")).to_be_visible()
    window.get_by_label("The seller Dockside Tools").check()
    window.get_by_role("button", name="Decide").click()
    expect(window.get_by_text("1 more hit closed with it")).to_be_visible()
    assert len(world.record.authorisations()) == 1


def test_search_and_facets_narrow_the_list(desk: Desk) -> None:
    window = desk.open("/")
    window.get_by_role("searchbox").fill("gate bras")
    window.keyboard.press("Enter")
    expect(window.locator(".row")).to_have_count(4)
    window.get_by_role("complementary", name="Filters").get_by_role("link", name="VN").click()
    expect(window.locator(".row")).to_have_count(3)
    window.get_by_role("link", name="Country: VN").click()
    expect(window.locator(".row")).to_have_count(4)


def test_ticked_hits_are_decided_together(desk: Desk, world: World) -> None:
    window = desk.open("/?seller=Dockside+Tools")
    window.get_by_label("All on this page").check()
    expect(window.get_by_text("2 ticked")).to_be_visible()
    window.get_by_label("Outcome for the ticked hits").select_option("duplicate")
    window.get_by_role("button", name="Decide").click()
    expect(window.get_by_text("Nothing fits these filters")).to_be_visible()
    assert sum(hit.status == "duplicate" for hit in world.record.hits_of()) == 2


def test_a_suspect_with_a_picture_becomes_a_hit(desk: Desk, tmp_path: Path) -> None:
    drawn.save(drawn.booth(), tmp_path / "booth.jpg")
    window = desk.open("/")
    window.get_by_role("link", name="Add a suspect").click()
    window.get_by_label("Title").fill("Valve at booth B12")
    window.get_by_label("Kind of place").select_option("trade_show")
    window.get_by_label("Pictures").set_input_files(tmp_path / "booth.jpg")
    window.get_by_role("button", name="Compare with our works").click()
    expect(window.get_by_role("heading", name="1 hit")).to_be_visible()
    window.get_by_role("link", name="Aquavalve V7 photos").click()
    expect(window.get_by_role("heading", name="Valve at booth B12")).to_be_visible()
    for picture in window.locator(".shot img").all():
        expect(picture).to_have_js_property("complete", value=True)
        assert picture.evaluate("image => image.naturalWidth") == 512


def test_new_hits_are_announced_and_the_list_stays_as_it_is(desk: Desk, world: World) -> None:
    window = desk.open("/")
    match = Match(asset="firmware", verdict="copy", score=0.9, evidence=())
    world.take(seen(12), match)
    expect(window.locator("#news")).to_be_hidden()
    window.evaluate("pulse()")
    expect(window.locator("#news")).to_have_text("1 new")
    expect(window.locator(".row")).to_have_count(8)
    assert window.title().startswith("(1) ")


def test_both_texts_scroll_together(desk: Desk, world: World) -> None:
    window = desk.open(f"/hits/{world.record.hits_of(asset='firmware')[0].id}")
    ours, theirs = window.locator(".text").all()
    ours.evaluate("text => { text.scrollTop = text.scrollHeight }")
    assert ours.evaluate("text => text.scrollTop") > 0
    expect(theirs).not_to_have_js_property("scrollTop", value=0)


def test_without_an_index_everything_but_search_works(world: World, chromium: Browser) -> None:
    world.index = DOWN
    with live.served(world) as address:
        desk = seated(chromium, address, world)
        expect(desk.window.get_by_text("It does not answer")).to_be_visible()
        expect(desk.window.get_by_role("searchbox")).to_be_disabled()
        desk.window.keyboard.press("j")
        desk.window.keyboard.press("1")
        status = desk.window.locator(".row").nth(0).locator("[data-status]")
        expect(status).to_have_text("confirmed")
        desk.open("/works")
        expect(desk.window.get_by_text("The index lags by 1.")).to_be_visible()
        desk.open("/?status=any")
        desk.window.keyboard.press("j")
        desk.window.keyboard.press("Enter")
        expect(desk.window.get_by_role("heading", name="Decide")).to_be_visible()
        assert desk.complaints == []
        desk.window.context.close()


def test_logging_out_closes_the_door(desk: Desk) -> None:
    desk.window.get_by_role("button", name="Log out").click()
    expect(desk.window.get_by_role("heading", name="Log in")).to_be_visible()
    desk.open("/")
    expect(desk.window.get_by_role("heading", name="You are not logged in")).to_be_visible()
    desk.complaints.clear()  # the browser notes the 401 that was asked for
