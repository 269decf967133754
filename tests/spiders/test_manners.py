"""Manners, crawled for real: robots.txt, back-off, challenges, logins and budgets."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from scrapy.http import HtmlResponse, Response

from spiders import robots
from spiders.budget import Days
from spiders.challenge import challenge
from spiders.manners import wait_asked
from tests.spiders.crawl import Answer, Asked, Routes, Seen, Site, page, run_spider, serve

HELLO = page("<h1>Hello</h1><p>A page that anybody may read.</p>")
INTERSTITIAL = page("<title>Just a moment...</title><div id='cf-chl-box'></div>").body


def plain(text: str, status: int = 200) -> Answer:
    return Answer(text.encode(), status, {"Content-Type": "text/plain"})


def busy_once(asked: Asked) -> Answer:
    return Answer(status=429, headers={"Retry-After": "1"}) if asked.count == 1 else HELLO


SITES: dict[str, Routes] = {
    "forbids": {
        "/robots.txt": plain("User-agent: copywatch\nDisallow: /private\n"),
        "/open": HELLO,
        "/private": HELLO,
    },
    "broken": {"/robots.txt": plain("oh no", 500), "/open": HELLO},
    "missing": {"/open": page("<meta name=robots content='noindex, nofollow'><p>Words.</p>")},
    "html": {"/robots.txt": page("<!doctype html><h1>Not found</h1>"), "/open": HELLO},
    "busy": {"/open": busy_once},
    "weary": {"/open": Answer(status=503, headers={"Retry-After": "86400"}), "/more": HELLO},
    "walled": {
        "/open": Answer(INTERSTITIAL, 403, {"Content-Type": "text/html"}),
        "/more": HELLO,
    },
    "closed": {
        "/open": Answer(status=302, headers={"Location": "/account/login?next=/open"}),
        "/account/login?next=/open": page("<form><input type=password></form>"),
        "/more": HELLO,
    },
}


@dataclass
class World:
    sites: dict[str, Site]
    seen: Seen
    seconds: float

    def of(self, name: str, path: str = "open") -> dict[str, Any]:
        return self.seen.of(self.sites[name].url + path)


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with ExitStack() as stack:
        sites = {
            name: stack.enter_context(serve(routes, f"127.0.0.{number}"))
            for number, (name, routes) in enumerate(SITES.items(), 11)
        }
        asked = [site.url + "open" for site in sites.values()]
        asked += [sites[name].url + "more" for name in ("weary", "walled", "closed")]
        asked += [sites["forbids"].url + "private"]
        contact = {"COPYWATCH_CONTACT": "https://brand.example/bot"}
        start = time.monotonic()
        seen = run_spider("site", asked, contact, allow=list(sites.values()), scope="page")
        yield World(sites, seen, time.monotonic() - start)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("forbids", "allowed by robots.txt"),
        ("missing", "no robots.txt"),
        ("html", "allowed by robots.txt is a web page without rules"),
    ],
)
def test_the_robots_decision_stands_in_the_sighting(world: World, name: str, said: str) -> None:
    assert world.of(name)["robots"] == said


def test_a_forbidden_page_is_not_asked_and_says_so(world: World) -> None:
    line = world.of("forbids", "private")
    assert (line["state"], line["reason"]) == ("refused", "robots")
    assert line["robots"] == "forbidden by robots.txt"
    assert "/private" not in world.sites["forbids"].paths()


def test_a_robots_file_that_fails_forbids_the_site(world: World) -> None:
    assert world.of("broken")["reason"] == "robots"
    assert "HTTP 500" in world.of("broken")["robots"]
    assert set(world.sites["broken"].paths()) == {"/robots.txt"}


def test_meta_robots_is_recorded_and_does_not_decide(world: World) -> None:
    assert world.of("missing")["meta_robots"] == "noindex, nofollow"


def test_we_say_who_we_are_and_how_to_reach_us(world: World) -> None:
    agents = {asked.headers["User-Agent"] for asked in world.sites["missing"].asked}
    (agent,) = agents
    assert agent.startswith("Copywatch/")
    assert agent.endswith("(+https://brand.example/bot)")


def test_a_busy_site_is_asked_again_after_the_pause_it_wants(world: World) -> None:
    assert world.of("busy")["type"] == "sighting"
    assert world.seen.stats["copywatch/waits"] == 1
    assert world.seconds > 1


def test_a_pause_that_is_too_long_ends_the_visit(world: World) -> None:
    assert world.of("weary")["reason"] == "slow down"
    assert "86400 seconds" in world.of("weary")["why"]
    assert world.of("weary", "more")["reason"] == "stopped"
    assert world.sites["weary"].paths() == ["/robots.txt", "/open"]


def test_a_challenge_is_not_answered_and_the_way_round_is_named(world: World) -> None:
    line = world.of("walled")
    assert line["state"] == "challenge"
    assert f"copywatch scan page.html --url {line['url']} --save" in line["why"]
    assert world.sites["walled"].paths() == ["/robots.txt", "/open"]
    assert world.of("walled", "more")["reason"] == "stopped"
    assert world.seen.log.count("Stopped reading " + world.sites["walled"].netloc) == 1


def test_a_login_is_not_tried_and_one_closed_page_does_not_end_the_visit(world: World) -> None:
    (line,) = [line for line in world.seen.unseen if "/account/login" in line["url"]]
    assert (line["state"], line["reason"]) == ("challenge", "login")
    assert world.sites["closed"].url + "open" in line["why"]
    assert world.of("closed", "more")["type"] == "sighting"


@pytest.mark.parametrize(
    ("status", "html", "found"),
    [
        (200, "<title>Just a moment...</title>", True),
        (200, "<title>Robot Check</title><form>Type the letters</form>", True),
        (200, "<div class='g-recaptcha'></div><p>Prove that you are not a robot.</p>", True),
        (403, "<script src='https://x.captcha-delivery.com/datadome.js'></script>", True),
        (429, "<p>We saw unusual traffic from your network.</p>", True),
        (200, "<title>Security check valve 15 mm</title><p>Brass.</p>", False),
        (200, "<h1>Valve</h1><p>Brass.</p><div class='g-recaptcha'></div>", False),
        (200, "<h1>How a captcha works</h1>" + "<p>It asks for letters.</p>" * 40, False),
        (403, "<h1>Forbidden</h1>", False),
    ],
)
def test_a_challenge_is_told_from_a_page_that_mentions_one(
    status: int, html: str, *, found: bool
) -> None:
    response = HtmlResponse("http://a.example/", status, body=html.encode(), encoding="utf-8")
    assert bool(challenge(response)) is found


def test_a_robots_file_is_read_to_its_limit_only() -> None:
    body = b"User-agent: *\n" + b"# long\n" * 200_000 + b"Disallow: /late\n"
    rules = robots.read(Response("http://a.example/robots.txt", body=body))
    assert rules.allow("http://a.example/late", "Copywatch")


def test_retry_after_is_read_as_seconds_and_as_a_date() -> None:
    now = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
    later = (now + timedelta(seconds=90)).strftime("%a, %d %b %Y %H:%M:%S GMT")

    def asked(value: str) -> float | None:
        return wait_asked(Response("http://a.example/", headers={"Retry-After": value}), now)

    assert asked("12") == 12
    assert asked(later) == 90
    assert asked("soon") is None
    assert wait_asked(Response("http://a.example/"), now) is None


def test_the_daily_budget_outlives_the_crawl(tmp_path: Any) -> None:
    assert [Days(str(tmp_path)).take("a.example", 2) for _ in range(3)] == [True, True, False]
    assert Days(str(tmp_path)).take("b.example", 2)
