"""The report is one file to forward: it shows both sides, asks nobody, and tells no secret."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from copywatch.installation import Installation
from copywatch.report import write_report
from fingerprints.content import File, Image
from matcher.match import Evidence, Match
from tests.console import drawn, written
from tests.console import world as worlds
from tests.console.world import HOSTILE, World, listing_id, name_read, seen


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return worlds.full(tmp_path_factory.mktemp("report") / "home")


def report(world: World) -> str:
    target = world.home.parent / "report.html"
    installation = Installation.at(world.home)
    try:
        assert write_report(installation, target) == len(world.record.hits_of())
    finally:
        installation.close()
    return target.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(world: World) -> str:
    return report(world)


def article(page: str, hit: str) -> str:
    return page.partition(f'<article id="{hit}">')[2].partition("</article>")[0]


def hit_of(world: World, asset: str) -> str:
    return world.record.hits_of(asset=asset)[0].id


def test_a_picture_stands_beside_the_one_that_was_found(page: str) -> None:
    told = article(page, listing_id())
    assert told.count('<img src="data:image/jpeg;base64,') == 2
    assert "<b>Your work</b>" in told
    assert "Brightway Metals (rev B, 2024-03-02, contract 17 §7)" in told
    assert "The price is far below yours" in told


def test_shared_code_is_marked_on_both_sides_with_a_sentence(world: World, page: str) -> None:
    told = article(page, hit_of(world, "firmware"))
    assert "23 of 24 lines of valve.py, identifiers renamed" in told
    ours, theirs = told.split("<figure>")[1:]
    assert "<mark>" in ours
    assert "<mark>" in theirs


def test_a_name_is_told_and_marked_where_it_stood(world: World, page: str) -> None:
    told = article(page, hit_of(world, "aquavalve-name"))
    assert "declared as a name" in told
    assert "<mark>AQUAVAIVE</mark>" in told
    assert "has moved" not in told


def test_a_name_that_was_read_in_a_picture_stands_beside_that_picture(tmp_path: Path) -> None:
    world = worlds.full(tmp_path / "home")
    digest = world.blobs.put(drawn.jpeg(drawn.stolen()))
    listing = seen(5, contents=(Image(digest, "img", "https://shop.example/front.jpg"),))
    key = world.take(listing, name_read(digest))[0]
    told = article(report(world), key)
    assert told.count('<img src="data:image/jpeg;base64,') == 1
    assert "read in a picture" in told


def test_a_secret_work_goes_by_its_code_name_and_neither_side_is_quoted(
    world: World, page: str
) -> None:
    told = article(page, hit_of(world, "handbook"))
    assert "Heron" in told
    assert "in the console only" in told
    assert "<figure>" not in told
    assert "Handbook of the outside works" not in page
    lines = [line for line in written.HANDBOOK.splitlines() if len(line) > 40]
    assert lines
    assert [line for line in lines if line in page] == []


def test_it_asks_nobody_and_runs_nothing(page: str) -> None:
    assert "default-src 'none'" in page
    assert re.findall(r"<(script|link|iframe|object|form)\b", page) == []
    assert re.findall(r'\ssrc="(?!data:image/jpeg;base64,)', page) == []
    assert re.findall(r'href="(?!#|https?://)', page) == []


def test_what_strangers_wrote_is_text(page: str) -> None:
    assert HOSTILE not in page
    assert "<svg onload" not in page
    assert "\u202e" not in page
    assert "\x00" not in page


def test_it_says_what_was_looked_at_and_what_was_refused(page: str) -> None:
    assert "At a glance" in page
    assert "What was looked at" in page
    assert "forbidden by robots.txt" in page
    assert "https://harbour-deals.example" in page.partition("Each visit")[2]


def test_proof_inside_an_archive_is_opened_and_nothing_is_left_behind(tmp_path: Path) -> None:
    world = worlds.full(tmp_path / "home")
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a.txt", "cast at night, cooled by day")
    listing = seen(5, contents=(File(world.blobs.put(held.getvalue()), "all.zip", "all.zip"),))
    evidence = Evidence(
        kind="text_words@1",
        part="valve.py",
        where="all.zip",
        score=0.7,
        unwrapped=("zip:a.txt",),
        details={"unit": "words", "shared": 6, "of": 9},
    )
    match = Match(asset="firmware", verdict="copy", score=0.7, evidence=(evidence,))
    key = world.take(listing, match)[0]
    assert "cast at night, cooled by day" in article(report(world), key)
    assert [path for path in (world.home / "desk").rglob("*") if path.is_file()] == []
