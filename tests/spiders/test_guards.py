"""Hostile sites, crawled for real: nothing private is asked, nothing endless is read."""

import contextlib
import gzip
import io
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import PIL.Image
import pytest

from tests.spiders.crawl import Answer, Asked, Seen, Site, page, run_spider, serve

brotli: Any = import_module("brotli")  # comes with Scrapy, without types
LIMIT = 3_000_000  # bytes; the crawl below is given this as its limit
RUSSIAN = "Насос стоит в подвале и качает воду, пока хватает тока."  # noqa: RUF001 - it is Russian


def bomb(packed: bytes, encoding: str) -> Answer:
    return Answer(packed, headers={"Content-Type": "text/html", "Content-Encoding": encoding})


def endless(out: Any) -> None:
    with contextlib.suppress(OSError):
        for _ in range(2_000):
            out.write(b"<p>and so on</p>" * 4_000)


def slow(_: Asked) -> Answer:
    time.sleep(4)
    return page("late")


def to(address: str) -> Answer:
    return Answer(status=302, headers={"Location": address})


def png(width: int = 300, height: int = 220) -> Answer:
    out = io.BytesIO()
    PIL.Image.new("RGB", (width, height), "navy").save(out, "PNG")
    return Answer(out.getvalue(), headers={"Content-Type": "image/png"})


@dataclass
class World:
    site: Site
    hidden: Site  # another port of the same machine, which nobody allowed
    seen: Seen

    def of(self, path: str) -> dict[str, Any]:
        return self.seen.of(self.site.url + path)


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with serve({"/*": page("secret")}) as hidden:
        routes: dict[str, Answer | Callable[[Asked], Answer]] = {
            "/gzip": bomb(gzip.compress(b"\0" * 50_000_000), "gzip"),
            "/brotli": bomb(brotli.compress(b"\0" * 50_000_000, quality=3), "br"),
            "/endless": Answer(headers={"Content-Type": "text/html"}, send=endless),
            "/slow": slow,
            "/inside": to(hidden.url + "a"),
            "/refresh": page(f"<meta http-equiv=refresh content='0; url={hidden.url}b'>"),
            "/file": to("file:///etc/hostname"),
            "/round*": lambda asked: to(asked.path + "o"),
            "/circle": to("/circle"),
            "/pictures": page(
                f"<h1>Two</h1><img src='{hidden.url}a.png'><img src='/near.png'>"
                "<img src='/tiny.png'><img src='http://[::ffff:127.0.0.1]/b.png'><img src='http://169.254.169.254/c.png'>"
            ),
            "/near.png": png(),
            "/tiny.png": png(60, 60),
            "/deep": page("<div>" * 200_000 + "At the bottom." + "</div>" * 200_000),
            "/charset": Answer(
                f"<html><body><p>{RUSSIAN}</p></body></html>".encode("cp1251"),
                headers={"Content-Type": "text/html; charset=utf-8"},
            ),
            "/entities": Answer(
                b"<!DOCTYPE u [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
                b"<urlset><url><loc>&x;</loc></url></urlset>",
                headers={"Content-Type": "text/xml"},
            ),
        }
        with serve(routes) as site:
            names = [route.strip("/*") for route in routes if not route.endswith(".png")]
            targets = [site.url + name for name in names]
            tricks = [
                f"http://localhost:{hidden.port}/",  # judged after DNS
                f"http://0x7f.0.0.2:{hidden.port}/",
                f"http://2130706434:{hidden.port}/",
                f"http://user@{site.netloc}/",
            ]
            limits = {"DOWNLOAD_MAXSIZE": LIMIT, "DOWNLOAD_TIMEOUT": 2, "RETRY_TIMES": 0}
            limits |= {"CONCURRENT_REQUESTS_PER_DOMAIN": 8}
            seen = run_spider("site", targets + tricks, limits, allow=[site], scope="page")
            yield World(site, hidden, seen)


def test_a_port_that_nobody_allowed_is_never_asked(world: World) -> None:
    assert world.hidden.asked == []
    assert world.seen.stats["copywatch/refused/address"] == 6


@pytest.mark.parametrize("start", ["http://localhost:", "http://0x7f.", "http://2130706434:"])
def test_a_private_address_is_refused_however_it_is_spelled(world: World, start: str) -> None:
    (line,) = [line for line in world.seen.unseen if line["url"].startswith(start)]
    assert (line["state"], line["reason"]) == ("refused", "address")


def test_a_redirect_into_the_machine_is_refused(world: World) -> None:
    for path in ("a", "b"):  # by header, by meta refresh
        assert world.seen.of(world.hidden.url + path)["reason"] == "address"


def test_a_redirect_to_a_file_is_not_followed(world: World) -> None:
    assert world.of("file")["state"] == "failed"
    assert not any("hostname" in path for path in world.site.paths())


@pytest.mark.parametrize("path", ["gzip", "brotli", "endless"])
def test_what_has_no_end_is_cut_off(world: World, path: str) -> None:
    assert world.of(path)["reason"] == "too large"


def test_a_slow_site_runs_out_of_time(world: World) -> None:
    assert world.of("slow")["reason"] == "timeout"


def test_redirects_in_a_circle_end(world: World) -> None:
    assert world.of("roundooooo")["reason"] == "redirects"
    assert world.site.paths().count("/circle") == 1
    assert world.seen.stats["copywatch/failed/redirects"] == 2


def test_pictures_are_guarded_like_pages(world: World) -> None:
    urls = [part["url"] for part in world.of("pictures")["contents"] if part["type"] == "image"]
    assert urls == [world.site.url + "near.png"]
    assert world.seen.stats["copywatch/refused/picture: address"] == 3
    assert world.seen.stats["copywatch/pictures/small picture"] == 1


def test_a_page_nested_too_deep_says_so_and_keeps_its_text(world: World) -> None:
    line = world.of("deep")
    assert line["notes"] == ["nested too deep: only its text was read"]
    assert line["contents"][0]["body"] == "At the bottom."


def test_a_wrong_charset_is_seen_through_and_noted(world: World) -> None:
    line = world.of("charset")
    assert line["contents"][0]["body"] == RUSSIAN
    assert "though it said utf-8" in line["notes"][0]


def test_entities_of_a_sitemap_are_not_opened(world: World) -> None:
    assert not any("root:" in str(item) for item in world.seen.items)


def test_memory_stays_small(world: World) -> None:
    assert world.seen.stats["memusage/max"] < 400_000_000
