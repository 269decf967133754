"""The demo's world answers as its models do, and its hostile pages are what they claim to be."""

import gzip
import io
import json
from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import PIL.Image
import pytest

from copywatch.demo import code_host, copies, paste, show
from copywatch.demo.stock import HOSTILE, items
from copywatch.demo.world import World, world


@pytest.fixture(scope="module")
def around() -> Iterator[World]:
    with world(ports={}) as made:
        yield made


def get(url: str, **headers: str) -> bytes:
    asked = Request(url, headers=headers)  # noqa: S310  # our own sites on loopback
    with urlopen(asked, timeout=10) as answer:  # noqa: S310  # as above
        return bytes(answer.read())


def test_every_place_is_told_once_and_innocent_ones_are_more(around: World) -> None:
    places = [truth.place for truth in around.truths]
    assert len(places) == len(set(places))
    guilty = [truth for truth in around.truths if truth.assets]
    assert {truth.channel for truth in guilty} == {"marketplace", "trade_show", "code", "paste"}
    assert len(guilty) * 2 < len(places)


def test_a_taken_port_is_replaced(around: World) -> None:
    taken = {name: running.port for name, running in around.sites.items()}
    with world(ports=taken) as second:
        assert get(f"{second.sites['shop'].base}/robots.txt")
        assert not {r.port for r in second.sites.values()} & set(taken.values())


def test_every_listing_has_its_page_and_its_picture(around: World) -> None:
    base = around.sites["shop"].base
    first = get(f"{base}/").decode()
    assert 'rel="next"' in first
    for item in items():
        assert b"EUR" in get(f"{base}/p/{item.slug}")
        with PIL.Image.open(io.BytesIO(get(f"{base}/pictures/{item.slug}.jpg"))) as picture:
            assert min(picture.size) >= 200


def test_the_next_day_brings_one_new_copy(around: World) -> None:
    before = len(around.truths)
    around.next_day()
    try:
        assert len(around.truths) == before + 1
        assert b"swan-tap-silver" in get(f"{around.sites['shop'].base}/")
    finally:
        around.offer(items())


def test_a_hostile_listing_is_served_as_it_was_written(around: World) -> None:
    assert HOSTILE in get(f"{around.sites['shop'].base}/p/meter-42").decode()


def test_a_small_picture_is_a_hundred_megapixels() -> None:
    data = copies.giant_png()
    assert len(data) < 13_000
    assert data[16:24] == (10_000).to_bytes(4, "big") * 2


def test_a_small_page_is_sixty_megabytes() -> None:
    data = copies.bomb()
    assert len(data) < 100_000
    assert len(gzip.decompress(data)) == copies.BOMB


def test_a_page_that_leads_to_the_inner_network_says_where(around: World) -> None:
    get(f"{around.sites['shop'].base}/p/outlet")
    assert around.knocks == ["/inside"]
    around.knocks.clear()


def test_the_calendar_never_ends(around: World) -> None:
    page = get(f"{around.sites['shop'].base}/events/2199/12").decode()
    assert "/events/2200/1" in page


def test_the_exhibitor_list_wants_the_cookie_of_the_gallery(around: World) -> None:
    url = f"{around.sites['show'].base}/8_0/ajax/remote-proxy.cfm?searchsize=5&start=5"
    with pytest.raises(HTTPError, match="403"):
        get(url)
    told = json.loads(get(url, **{"Cookie": "CFID=1", "X-Requested-With": "XMLHttpRequest"}))
    assert told["DATA"]["totalhits"] == len(show.exhibitors())
    assert len(told["DATA"]["results"]["exhibitor"]["hit"]) == 5


def test_a_repository_shows_every_file_raw(around: World) -> None:
    base = around.sites["code"].base
    for name, files in code_host.repositories().items():
        assert f"/{name}/".encode() in get(f"{base}/")
        for path, body in files.items():
            if path.isascii() and " " not in path:
                assert get(f"{base}/{name}/raw/{code_host.REVISION}/{path}") == body.encode()


def test_renaming_changes_every_name_and_no_structure() -> None:
    changed = copies.renamed(
        'def f(total):\n    """Say."""\n    return total\n', {"total": "whole"}
    )
    assert changed == "def f(whole):\n    return whole\n"


def test_the_paste_api_lists_what_it_gives(around: World) -> None:
    base = around.sites["paste"].base
    listed = json.loads(get(f"{base}{paste.API}"))
    assert listed.keys() == {one.id for one in paste.pastes()}
    for entry in listed.values():
        assert len(get(f"{base}{entry['uri']}/download")) == entry["file-meta"]["size"]


def test_the_two_tables_of_people_share_no_row() -> None:
    leaked, strangers = (one.body for one in paste.pastes() if one.name.endswith(".csv"))
    rows = {line.split(";")[1] for line in leaked.splitlines()[1:]}
    others = {line.split(",")[1] for line in strangers.splitlines()[1:]}
    assert not rows & others
