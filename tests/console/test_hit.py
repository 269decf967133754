"""The page of a hit shows what was found, why it matters, and nothing that could do harm."""

import hashlib
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from starlette.testclient import TestClient

from console import thumbs
from fingerprints.content import File, Table, Text
from fingerprints.content import Image as Picture
from matcher.match import Evidence, Match, Span
from tests.console import drawn
from tests.console import world as worlds
from tests.console.clients import decide, logged_in
from tests.console.world import HOSTILE, World, listing_id, name_read, seen


def id_of(world: World, asset: str) -> str:
    return world.record.hits_of(asset=asset)[0].id


def marks(page: str) -> list[str]:
    return re.findall(r"<mark>([^<]*)</mark>", page)


def test_a_hit_says_who_was_given_the_work_and_never_names_a_source(browser: TestClient) -> None:
    page = browser.get(f"/hits/{listing_id()}").text
    assert "Brightway Metals (rev B, 2024-03-02, contract 17 §7), Kiran Castings" in page
    assert "known party" in page
    assert "source" not in page.casefold()


def test_risk_and_score_are_explained(browser: TestClient) -> None:
    page = browser.get(f"/hits/{listing_id()}").text
    assert "Why risk 100" in page
    assert "Every hit starts with" in page
    assert "The price is far below yours" in page
    assert re.search(r"How alike: 9\d %", page)
    assert "the same picture as front.jpg, grey, resized to " in page


def test_what_happened_there_is_told_newest_first(browser: TestClient) -> None:
    decide(browser, listing_id(), "confirmed", note="bought one to compare")
    page = browser.get(f"/hits/{listing_id()}").text
    history = page[page.index("What happened there") :]
    told = ["administrator decided: confirmed", "bought one to compare"]
    told += ["The price changed from 14.90 to 11.50", "Seen for the first time"]
    assert [history.index(words) for words in told] == sorted(history.index(w) for w in told)


def test_a_place_that_is_gone_says_so(browser: TestClient, world: World) -> None:
    gone = next(hit for hit in world.record.hits_of() if hit.presence == "gone")
    page = browser.get(f"/hits/{gone.id}").text
    assert ">gone</span>" in page
    assert "A crawl found it gone" in page


def test_both_pictures_are_drawn_anew(browser: TestClient, world: World) -> None:
    page = browser.get(f"/hits/{listing_id()}?plain=1").text
    sources = re.findall(r'class="shot"><img src="([^"]+)"', page)
    assert len(sources) == 2
    for source in sources:
        answer = browser.get(source.replace("&amp;", "&"))
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.content not in [path.read_bytes() for path in world.home.rglob("*.jpg")]
        with Image.open(io.BytesIO(answer.content)) as shown:
            assert max(shown.size) == thumbs.LARGE
    assert not [path for path in world.desk.root.rglob("*") if path.is_file()], "it is empty again"


def test_the_picture_that_proved_it_is_the_one_that_is_shown(browser: TestClient) -> None:
    page = browser.get(f"/hits/{listing_id()}?plain=1").text
    found = re.search(r'src="/hits/\w+/pictures/(\w+)"', page)
    assert found is not None
    drawn_bytes = browser.get(f"/hits/{listing_id()}/pictures/{found[1]}").content
    with Image.open(io.BytesIO(drawn_bytes)) as shown:
        assert shown.width == 512


def test_only_pictures_of_the_hit_can_be_asked_for(browser: TestClient, world: World) -> None:
    foreign = world.blobs.put(drawn.jpeg(drawn.lamp(), 60))
    assert browser.get(f"/hits/{listing_id()}/pictures/{foreign}").status_code == 404
    assert browser.get(f"/hits/{listing_id()}/pictures/..%2f..%2fregister.key").status_code == 404
    assert browser.get(f"/hits/none/pictures/{foreign}").status_code == 404


def test_bytes_that_are_no_picture_are_never_sent(browser: TestClient, world: World) -> None:
    hostile = worlds.hostile(world)[0]
    page = browser.get(f"/hits/{hostile}").text
    source = re.findall(r'src="(/hits/[^"]+)"', page)[0]
    answer = browser.get(source)
    assert answer.headers["content-type"] == "image/svg+xml"
    assert b"alert" not in answer.content


def test_shared_spans_are_marked_on_both_sides(browser: TestClient, world: World) -> None:
    page = browser.get(f"/hits/{id_of(world, 'firmware')}").text
    found = marks(page)
    assert "def travel(turns, worn):" in found
    assert "def dist(turns, age):" in found
    assert "23 of 24 lines of valve.py, identifiers renamed" in page
    assert "lines not shown" in page


def test_a_name_is_marked_in_the_words_of_the_page(browser: TestClient, world: World) -> None:
    page = browser.get(f"/hits/{id_of(world, 'aquavalve-name')}").text
    assert marks(page) == ["AQUAVAIVE"]
    assert "one letter changed" in page


def test_a_secret_work_is_called_by_its_code_name(browser: TestClient, world: World) -> None:
    page = browser.get(f"/hits/{id_of(world, 'handbook')}").text
    assert "Heron" in page
    assert "Handbook of the outside works" not in page
    assert "html → base64" in page


def test_an_original_that_moved_is_told(tmp_path: Path) -> None:
    world = worlds.full(tmp_path / "home")
    (world.home / "works" / "firmware" / "valve.py").unlink()
    (world.home / "works" / "aquavalve" / "front.jpg").unlink()
    browser = logged_in(world)
    for key in (id_of(world, "firmware"), listing_id()):
        page = browser.get(f"/hits/{key}").text
        assert "The original has moved or changed" in page
    assert "def dist" in browser.get(f"/hits/{id_of(world, 'firmware')}").text
    assert browser.get("/works/aquavalve/picture?part=front.jpg").status_code == 404
    world.record.close()


def test_several_proofs_can_be_looked_at_one_by_one(browser: TestClient, world: World) -> None:
    key = worlds.hostile(world)[0]
    page = browser.get(f"/hits/{key}").text
    assert "2 proofs, the strongest first" in page
    second = browser.get(f"/hits/{key}?proof=1").text
    assert "The protected name" in second
    assert browser.get(f"/hits/{key}?proof=99999").status_code == 200
    assert browser.get(f"/hits/{key}?proof=x").status_code == 200


@pytest.mark.parametrize("proof", ["0", "1"])
def test_a_hostile_hit_is_shown_as_text(browser: TestClient, world: World, proof: str) -> None:
    page = browser.get(f"/hits/{worlds.hostile(world)[0]}?proof={proof}").text
    assert HOSTILE not in page
    assert "<svg onload" not in page
    assert 'href="javascript:' not in page
    assert "javascript:alert(document.cookie)" in page
    assert "\u202e" not in page
    assert "\x00" not in page
    assert len(page) < 60_000


def test_links_to_strangers_tell_them_nothing(browser: TestClient) -> None:
    page = browser.get(f"/hits/{listing_id()}").text
    links = re.findall(r'<a [^>]*href="https?://[^>]*>', page)
    assert links
    assert all('rel="noreferrer noopener nofollow"' in link for link in links)


def test_rows_of_a_table_are_marked(browser: TestClient, world: World) -> None:
    table = Table(rows=(("name", "town"), ("Iris Falk", "Lund"), ("Otto Berg", "Kiel")), where="t")
    evidence = Evidence(
        kind="table_pairs@3",
        part="names",
        where="t",
        score=0.7,
        spans=((Span(1, 2, 2, 2), Span(2, 3, 3, 3)),),
        details={"unit": "rows", "shared": 1, "of": 2, "cells": 2},
    )
    listing = seen(77, contents=(table,), title="A list")
    match = Match(asset="firmware", verdict="part copy", score=0.7, evidence=(evidence,))
    page = browser.get(f"/hits/{world.take(listing, match)[0]}").text
    assert marks(page) == ["Otto Berg  Kiel"]


def test_proof_inside_a_file_says_where_to_look(browser: TestClient, world: World) -> None:
    data = world.blobs.put(b"PK")
    evidence = Evidence(
        kind="text_words@1", part="valve.py", where="all.zip", score=0.7, unwrapped=("zip:a.txt",)
    )
    listing = seen(78, contents=(File(data, name="all.zip", where="all.zip"),))
    match = Match(asset="firmware", verdict="copy", score=0.7, evidence=(evidence,))
    page = browser.get(f"/hits/{world.take(listing, match)[0]}").text
    assert "It stands inside a file that cannot be opened here" in page


def zipped(**members: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "."), data)
    return held.getvalue()


def test_a_text_inside_an_archive_is_shown_with_its_marks(
    browser: TestClient, world: World
) -> None:
    body = "one\nwe cast it at night and cool it slowly\nthree\n"
    data = world.blobs.put(zipped(other_txt=b"nothing", a_txt=body.encode()))
    evidence = Evidence(
        kind="text_words@1",
        part="valve.py",
        where="all.zip",
        score=0.7,
        spans=((Span(0, 3), Span(4, 43)),),
        unwrapped=("zip:a.txt",),
    )
    listing = seen(79, contents=(File(data, name="all.zip", where="all.zip"),))
    match = Match(asset="firmware", verdict="copy", score=0.7, evidence=(evidence,))
    page = browser.get(f"/hits/{world.take(listing, match)[0]}").text
    assert "we cast it at night and cool it slowly" in marks(page)
    assert "nothing" not in page


def test_a_picture_inside_an_archive_is_shown_and_not_left_on_the_desk(
    browser: TestClient, world: World
) -> None:
    picture = drawn.jpeg(drawn.stolen())
    digest = hashlib.sha256(picture).hexdigest()
    data = world.blobs.put(zipped(front_jpg=picture))
    evidence = Evidence(
        kind="image_hash@1",
        part="front.jpg",
        where="all.zip",
        score=0.9,
        unwrapped=("zip:front.jpg",),
        details={"sha256": digest},
    )
    listing = seen(80, contents=(File(data, name="all.zip", where="all.zip"),))
    match = Match(asset="aquavalve", verdict="copy", score=0.9, evidence=(evidence,))
    key = world.take(listing, match)[0]
    address = f"/hits/{key}/pictures/{digest}"
    assert f'src="{address}"' in browser.get(f"/hits/{key}").text
    assert browser.get(address).headers["content-type"] == "image/jpeg"
    assert browser.get(f"/hits/{key}/pictures/{'0' * 64}").status_code == 404
    assert [path for path in world.desk.root.rglob("*") if path.is_file()] == []


def test_lookalike_letters_are_named(browser: TestClient, world: World) -> None:
    evidence = Evidence(
        kind="names@1",
        part="names",
        where="title",
        score=0.95,
        details={"name": "Aquavalve", "written": "Aquavalv\u0435", "change": "with lookalikes"},
    )
    match = Match(asset="aquavalve-name", verdict="name", score=0.95, evidence=(evidence,))
    page = browser.get(f"/hits/{world.take(seen(81), match)[0]}").text
    assert "“\u0435” is Cyrillic small letter ie" in page


def test_a_name_that_was_read_in_a_picture_is_shown_with_that_picture(
    browser: TestClient, world: World
) -> None:
    digest = world.blobs.put(drawn.jpeg(drawn.stolen()))
    picture = Picture(digest, where="img", url="https://shop.example/front.jpg")
    key = world.take(seen(84, contents=(picture,)), name_read(digest))[0]
    page = browser.get(f"/hits/{key}").text
    assert f'src="/hits/{key}/pictures/{digest}"' in page
    assert "The name Aquavalve, read in a picture" in page
    assert "words read in the picture" in page


def test_two_pictures_of_one_name_are_told_apart_by_their_bytes(
    browser: TestClient, world: World
) -> None:
    first = Picture(world.blobs.put(drawn.jpeg(drawn.lamp())), where="img")
    other = Picture(world.blobs.put(drawn.jpeg(drawn.stolen())), where="img")
    evidence = Evidence(
        kind="image_hash@1",
        part="front.jpg",
        where="img",
        score=0.9,
        details={"sha256": other.sha256},
    )
    match = Match(asset="aquavalve", verdict="copy", score=0.9, evidence=(evidence,))
    key = world.take(seen(79, contents=(first, other)), match)[0]
    assert f"/pictures/{other.sha256}" in browser.get(f"/hits/{key}").text


def test_a_hit_on_the_title_shows_the_title(browser: TestClient, world: World) -> None:
    evidence = Evidence(
        kind="names@1",
        part="names",
        where="title",
        score=1.0,
        spans=((Span(0, 9), Span(4, 13)),),
        details={"name": "Aquavalve"},
    )
    match = Match(asset="aquavalve-name", verdict="name", score=1.0, evidence=(evidence,))
    key = world.take(seen(80, title="The Aquavalve, new", contents=(Text("x"),)), match)[0]
    assert marks(browser.get(f"/hits/{key}").text) == ["Aquavalve"]


def test_a_capture_is_a_download_that_no_browser_opens(browser: TestClient, world: World) -> None:
    page = browser.get(f"/hits/{listing_id()}").text
    link = re.search(r'href="(/hits/\w+/captures/\w+)"', page)
    assert link is not None
    answer = browser.get(link[1])
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert b"<title>Gate valve</title>" in answer.content
    other = id_of(world, "firmware")
    assert browser.get(link[1].replace(listing_id(), other)).status_code == 404


def test_a_capture_that_was_lost_is_told(browser: TestClient, world: World) -> None:
    seen_there = world.record.visits(listing_id())[0]
    capture = seen_there.sighting.captures[0]
    (world.home / "captures" / seen_there.warc["file"]).unlink()
    answer = browser.get(f"/hits/{listing_id()}/captures/{capture.sha256}")
    assert answer.status_code == 404
    assert "cannot be read" in answer.text


def test_a_picture_whose_blob_is_gone_comes_from_the_capture(
    browser: TestClient, world: World
) -> None:
    page = browser.get(f"/hits/{listing_id()}?plain=1").text
    found = re.search(r'src="(/hits/\w+/pictures/(\w+))"', page)
    assert found is not None
    world.blobs.drop(found[2])
    assert browser.get(found[1]).headers["content-type"] == "image/jpeg"
    assert not [path for path in world.desk.root.rglob("*") if path.is_file()]


def test_what_a_person_added_says_so(browser: TestClient, world: World) -> None:
    match = Match(asset="firmware", verdict="copy", score=0.7, evidence=())
    key = world.take(replace(seen(81), captured_by="person"), match)[0]
    page = browser.get(f"/hits/{key}").text
    assert "A person of your team added it." in page
    assert "No proof is kept for this hit" in page


def test_neighbours_are_those_of_the_list_it_was_opened_from(browser: TestClient) -> None:
    inbox = browser.get("/?country=VN").text
    ids = re.findall(r'data-hit="(\w+)"', inbox)
    page = browser.get(f"/hits/{ids[1]}?country=VN").text
    assert f'rel="prev" href="/hits/{ids[0]}?country=VN"' in page
    assert f'rel="next" href="/hits/{ids[2]}?country=VN"' in page
    assert "2 of 3" in page
    assert 'rel="next"' not in browser.get(f"/hits/{ids[2]}?country=VN").text
