"""A proof of pictures shows what was matched on both, and one laid over the other."""

import hashlib
import io
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageOps
from starlette.testclient import TestClient

from console import overlay
from fingerprints.content import File
from fingerprints.content import Image as Picture
from matcher.match import Evidence, Match
from tests.console import drawn
from tests.console import world as worlds
from tests.console.clients import client, logged_in
from tests.console.test_hit import zipped
from tests.console.test_quads import BAD, PLACE, WHOLE
from tests.console.world import World, listing_id, matched, seen

SIDES = ("yours", "found", "overlay")


def found_with(world: World, picture: Image.Image, number: int = 500) -> str:
    """The hit that the matcher makes of a page with this picture."""
    content = Picture(world.blobs.put(drawn.jpeg(picture)), where="img.gallery")
    return world.take(seen(number, contents=(content,)), matched(world, content))[0]


def with_quads(world: World, part: Any, page: Any, score: float = 0.9) -> str:
    """A hit whose record says so."""
    content = Picture(world.blobs.put(drawn.jpeg(drawn.stolen())), where="img.gallery")
    evidence = Evidence(
        kind="image_points@1",
        part="front.jpg",
        where="img.gallery",
        score=score,
        details={"sha256": content.sha256, "quad_part": part, "quad_page": page},
    )
    match = Match(asset="aquavalve", verdict="part copy", score=score, evidence=(evidence,))
    return world.take(seen(501, contents=(content,)), match)[0]


def shown(page: str) -> list[str]:
    return re.findall(r'class="shot"><img src="([^"]+)"', page)


def picture(browser: TestClient, address: str) -> Image.Image:
    answer = browser.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"].startswith("private")
    return Image.open(io.BytesIO(answer.content)).convert("RGB")


def lit(image: Image.Image, x: float, y: float) -> bool:
    """Whether the light line runs within two pixels of there."""
    at = round(x * image.width), round(y * image.height)
    near = image.crop((at[0] - 2, at[1] - 2, at[0] + 3, at[1] + 3))
    apart = np.abs(np.asarray(near, dtype=int) - overlay.LIGHT).max(axis=2)
    return bool(apart.min() < 50)


def left(world: World) -> list[Path]:
    return [path for path in world.desk.root.rglob("*") if path.is_file()]


def test_a_copy_is_outlined_on_both_pictures_and_laid_over(
    browser: TestClient, world: World
) -> None:
    page = browser.get(f"/hits/{listing_id()}").text
    addresses = shown(page)
    assert [address.rpartition("/")[2] for address in addresses] == list(SIDES)
    assert 'alt="Your work: front.jpg, the matched place outlined"' in page
    assert 'alt="Found: img.gallery, the matched place outlined"' in page
    assert 'alt="Overlay: front.jpg fitted into the found picture' in page
    assert "<figcaption><b>Overlay</b>" in page
    assert "mirrored" not in page
    for address in addresses:
        image = picture(browser, address)
        assert lit(image, 0.5, 3 / image.height) and lit(image, 3 / image.width, 0.5)
    assert left(world) == [], "the desk is empty again"


def test_the_overlay_of_a_grey_copy_shows_our_colours_in_its_squares(browser: TestClient) -> None:
    """The wheel is red in our squares and grey in theirs, and stands in one place."""
    address = shown(browser.get(f"/hits/{listing_id()}").text)[2]
    wheel = np.asarray(picture(browser, address), dtype=int)[85:100, 180:330]
    red = (wheel[..., 0] - wheel[..., 2]) > 60
    dark = wheel.mean(axis=2) < 190
    assert 0.3 < red.mean() < 0.7
    assert (dark | red).mean() > 0.9


def test_a_mirrored_place_is_outlined_where_it_is_and_said_to_be_mirrored(
    browser: TestClient, world: World
) -> None:
    sheet = Image.new("RGB", (1000, 800), "#f4f4f4")
    sheet.paste(drawn.lamp().resize((450, 360)), (520, 420))
    sheet.paste(ImageOps.mirror(drawn.valve()).resize((500, 400)), (10, 10))
    key = found_with(world, sheet)
    page = browser.get(f"/hits/{key}").text
    assert "they run the other way round, for it is mirrored" in page
    yours, found, over = (picture(browser, address) for address in shown(page))
    assert any(lit(found, 0.26, y / 100) for y in range(50, 54)), "its lower edge"
    assert not any(lit(found, 0.75, y / 100) for y in range(50, 54))
    assert max(over.size) == max(yours.size) == 512
    corner = np.asarray(found, dtype=int)
    assert np.abs(corner[8, 254:270] - overlay.LIGHT).max(axis=1).min() < 50, "the first corner"


def test_a_found_picture_is_laid_over_where_it_stands(browser: TestClient, world: World) -> None:
    """The overlay of a turned photo equals it, but for lines and light."""
    key = found_with(world, drawn.booth())
    addresses = shown(browser.get(f"/hits/{key}").text)
    plain = shown(browser.get(f"/hits/{key}?plain=1").text)
    over, found = picture(browser, addresses[2]), picture(browser, plain[1])
    assert over.size == found.size
    edges = [
        np.asarray(ImageOps.autocontrast(one.convert("L")), dtype=int) for one in (over, found)
    ]
    wheel = (slice(90, 160), slice(150, 340))
    assert np.corrcoef(edges[0][wheel].ravel(), edges[1][wheel].ravel())[0, 1] > 0.8


def test_the_plain_pictures_are_one_link_away(browser: TestClient) -> None:
    page = browser.get(f"/hits/{listing_id()}?channel=marketplace").text
    link = re.search(r'<a href="([^"]+)">Without outlines</a>', page)
    assert link is not None
    plain = browser.get(link[1].replace("&amp;", "&")).text
    assert len(shown(plain)) == 2
    assert "/matched/" not in plain
    back = re.search(r'<a href="([^"]+)">With outlines</a>', plain)
    assert back is not None
    assert "channel=marketplace" in back[1]
    assert len(shown(browser.get(back[1].replace("&amp;", "&")).text)) == 3


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_quadrilaterals_that_cannot_be_drawn_leave_the_plain_pictures(
    browser: TestClient, world: World, bad: Any
) -> None:
    answer = browser.get(f"/hits/{with_quads(world, WHOLE, bad)}")
    assert answer.status_code == 200
    assert "/matched/" not in answer.text
    assert "outlines" not in answer.text
    assert len(shown(answer.text)) == 2


def test_a_place_mostly_off_the_page_is_no_error(browser: TestClient, world: World) -> None:
    beyond = [[1.5, 1.5], [2.5, 1.5], [2.5, 2.5], [1.5, 2.5]]
    sharp = [[0, 0], [1, 0], [0.51, 0.5], [0, 0.9]]
    for page in (beyond, sharp):
        for address in shown(browser.get(f"/hits/{with_quads(world, WHOLE, page)}").text):
            assert browser.get(address).status_code == 200


def test_without_the_original_the_found_picture_is_outlined_alone(tmp_path: Path) -> None:
    world = worlds.full(tmp_path / "home")
    browser = logged_in(world)
    addresses = shown(browser.get(f"/hits/{listing_id()}").text)
    (world.home / "works" / "aquavalve" / "front.jpg").unlink()
    page = browser.get(f"/hits/{listing_id()}").text
    assert "The original has moved or changed" in page
    assert shown(page) == [addresses[1]]
    assert [browser.get(address).status_code for address in addresses] == [404, 200, 404]
    assert left(world) == []
    world.record.close()


def test_nobody_sees_them_without_a_session(browser: TestClient, world: World) -> None:
    for address in shown(browser.get(f"/hits/{listing_id()}").text):
        assert client(world).get(address).status_code == 401


def test_only_the_pictures_of_a_proof_of_this_hit_are_here(
    browser: TestClient, world: World
) -> None:
    yours = shown(browser.get(f"/hits/{listing_id()}").text)[0]
    other = with_quads(world, WHOLE, PLACE)
    for address in (
        yours.replace("yours", "original"),
        yours.replace(listing_id(), other),
        yours.replace(listing_id(), "none"),
        re.sub("matched/[0-9a-f]+", "matched/0", yours),
    ):
        assert browser.get(address).status_code == 404


def test_another_proof_in_its_place_has_another_address(browser: TestClient, world: World) -> None:
    first = shown(browser.get(f"/hits/{with_quads(world, WHOLE, PLACE)}").text)
    moved = [[x + 0.1, y] for x, y in PLACE]
    second = shown(browser.get(f"/hits/{with_quads(world, WHOLE, moved, 0.95)}").text)
    assert len(first) == len(second) == 3
    assert not set(first) & set(second)


def test_bytes_that_are_no_picture_are_never_laid_over(browser: TestClient, world: World) -> None:
    broken = Picture(world.blobs.put(b"\x89PNG\r\n\x1a\n<script>"), where="img.bad")
    details = {"sha256": broken.sha256, "quad_part": WHOLE, "quad_page": PLACE}
    evidence = Evidence(
        kind="image_points@1", part="front.jpg", where="img.bad", score=0.9, details=details
    )
    match = Match(asset="aquavalve", verdict="copy", score=0.9, evidence=(evidence,))
    key = world.take(seen(502, contents=(broken,)), match)[0]
    for address in shown(browser.get(f"/hits/{key}").text)[1:]:
        answer = browser.get(address)
        assert answer.headers["content-type"] == "image/svg+xml"
        assert b"script" not in answer.content


def test_a_picture_inside_an_archive_is_laid_over_too(browser: TestClient, world: World) -> None:
    copy = drawn.jpeg(drawn.stolen())
    details = {
        "sha256": hashlib.sha256(copy).hexdigest(), "quad_part": WHOLE, "quad_page": WHOLE,
    }  # fmt: skip
    evidence = Evidence(
        kind="image_hash@1",
        part="front.jpg",
        where="all.zip",
        score=0.9,
        unwrapped=("zip:front.jpg",),
        details=details,
    )
    data = world.blobs.put(zipped(front_jpg=copy))
    match = Match(asset="aquavalve", verdict="copy", score=0.9, evidence=(evidence,))
    key = world.take(seen(503, contents=(File(data, name="all.zip", where="all.zip"),)), match)[0]
    for address in shown(browser.get(f"/hits/{key}").text):
        assert max(picture(browser, address).size) == 512
    assert left(world) == []
