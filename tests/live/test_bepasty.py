"""bepasty, as it is installed from the registry, with pastes put there by its own API."""

import urllib.request
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from fingerprints.content import Code, File, Text
from spiders.software import recognise
from tests.live.crawling import crawl
from tests.servers import bepasty as pastes
from tests.servers import samples
from tests.servers.process import Server

pytestmark = pytest.mark.servers


def test_every_paste_is_one_place_with_the_content_that_was_put_there(
    bepasty: Server, tmp_path: Path
) -> None:
    put = {
        pastes.put(bepasty, data, name=name, media_type=sort): kind
        for data, name, sort, kind in (
            (samples.VALVE.encode(), "snippet.txt", "text/x-python", "code"),
            (samples.NOTES.encode(), "notes.md", "text/markdown", "text"),
            (samples.TABLE.encode(), "parts.csv", "text/csv", "file"),
            (samples.picture(3), "front.png", "image/png", "image"),
        )
    }
    found = crawl("bepasty", [bepasty.url], tmp_path, allow=[bepasty.allow])
    seen = {s.place.rpartition("/")[2]: [c.type for c in s.contents] for s in found.sightings}
    assert seen == {number: [kind] for number, kind in put.items()}
    assert Code(samples.VALVE, "", "snippet.txt") in found.contents
    assert Text(samples.NOTES, where="notes.md") in found.contents
    table = next(content for content in found.contents if isinstance(content, File))
    assert found.data(table) == samples.TABLE.encode()


def test_one_paste_is_read_from_any_of_its_views(bepasty: Server, tmp_path: Path) -> None:
    number = pastes.put(bepasty, b"Just a word.\n", name="a.txt", media_type="text/plain")
    pastes.put(bepasty, b"Another one.\n", name="b.txt", media_type="text/plain")
    found = crawl("bepasty", [f"{bepasty.url}{number}/+inline"], tmp_path, allow=[bepasty.allow])
    assert found.contents == [Text("Just a word.\n", where="a.txt")]
    assert found.places == {f"{bepasty.allow}/{number}"}


def test_a_site_that_lists_nothing_to_strangers_is_told_as_a_login(tmp_path: Path) -> None:
    with pastes.start(tmp_path / "closed", permissions="read") as server:
        found = crawl("bepasty", [server.url], tmp_path, allow=[server.allow])
    assert [line["state"] for line in found.unseen] == ["challenge"]
    assert "login" in found.unseen[0]["why"]


def test_its_front_page_is_recognised(bepasty: Server) -> None:
    with urllib.request.urlopen(bepasty.url, timeout=10) as answer:  # noqa: S310 - our own server
        page = HtmlResponse(bepasty.url, body=answer.read(), encoding="utf-8")
    assert recognise(page) == "bepasty"
