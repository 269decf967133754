"""An exhibitor list in the documented shape, crawled from a server of our own."""

from pathlib import Path

import pytest
from scrapy.http import Response

from spiders.reading import PageChanged
from spiders.trade_show import mapyourshow as spider
from tests.live.crawling import Crawled, crawl
from tests.servers import mapyourshow


def visit(folder: Path, mode: mapyourshow.Mode, count: int = 3) -> tuple[Crawled, list[str]]:
    with mapyourshow.start(mapyourshow.some(count), mode=mode) as (server, show):
        found = crawl("mapyourshow", [server.url], folder, allow=[server.allow])
        return found, show.asked


def test_each_exhibitor_is_one_place_with_seller_country_and_logo(tmp_path: Path) -> None:
    found, _ = visit(tmp_path, "open", count=25)  # two lists
    assert len(found.sightings) == len(found.places) == 25
    first = next(s for s in found.sightings if s.seller_id == "9001")
    assert (first.seller, first.country) == ("Pump Works 1 GmbH", "Germany")
    assert first.place.endswith("/pump26/9001")
    assert [content.type for content in first.contents].count("image") == 1
    assert not any("randomstring" in str(content) for content in found.contents)


def test_a_refused_list_is_one_clear_line_and_nothing_more_is_asked(tmp_path: Path) -> None:
    found, asked = visit(tmp_path, "refused")
    (line,) = found.unseen
    assert line["state"] == "refused"
    assert "ask the organiser" in line["why"]
    assert not any("details" in path for path in asked)


def test_a_challenge_ends_the_visit_and_the_list_still_counts(tmp_path: Path) -> None:
    found, asked = visit(tmp_path, "challenge")
    assert sum("details" in path for path in asked) == 1
    assert [line["state"] for line in found.unseen] == ["challenge"]
    assert {sighting.seller for sighting in found.sightings} == {
        f"Pump Works {n} GmbH" for n in (1, 2, 3)
    }


@pytest.mark.parametrize(
    "body",
    [
        b"<html>",
        b"[]",
        b"{}",
        b'{"SUCCESS": true}',
        b'{"SUCCESS": true, "DATA": {"totalhits": "many", "results": {"exhibitor": {"hit": []}}}}',
        b'{"SUCCESS": true, "DATA": {"totalhits": 1, "results": {"exhibitor": {"hit": [7]}}}}',
        b'{"SUCCESS":true,"DATA":{"totalhits":1,"results":{"exhibitor":{"hit":[{"fields":{}}]}}}}',
        b"[" * 100_000,
    ],
)
def test_a_list_of_another_shape_is_a_changed_page(body: bytes) -> None:
    with pytest.raises(PageChanged):
        spider.read(Response("http://show.example/", body=body))
