"""Logos: taken apart from their ground, keyed, stored apart from photos, and judged at upload."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw

from fingerprints import image_logo, image_points, protect_parts, snapshot, snapshot_update
from fingerprints.errors import CopywatchError
from fingerprints.image_mark import Drawn, apart
from fingerprints.keys import Keys
from fingerprints.kind import Points
from fingerprints.protect import Request, protect
from fingerprints.register import Register
from fingerprints.snapshot import Entry, Snapshot
from fingerprints.stored import value_from_bytes, value_to_bytes
from tests.fingerprints.test_image_points import scene

KEYS, OTHER = Keys(b"a" * 32), Keys(b"b" * 32)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
    '<path fill="#134" d="M60 5 20 55h23L32 96 80 38H53L72 5z"/></svg>'
)
DISC = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>'
)


def badge(seed: int) -> Drawn:
    """A mark with corners, another for each seed."""
    return Drawn(scene(seed, (200, 160)), np.ones((160, 200), np.float32))


def entry(name: str, seed: int) -> Entry:
    value = image_logo.describe(badge(seed), KEYS)
    return Entry(name, f"{name}.svg", image_logo.NAME, value, 0)


def mark(ground: tuple[int, ...]) -> Pillow.Image:
    image = Pillow.new("RGBA", (200, 200), ground)
    ImageDraw.Draw(image).rectangle((40, 60, 139, 119), fill=(200, 30, 40, 255))
    return image


@pytest.mark.parametrize(
    "ground", [(0, 0, 0, 0), (255, 255, 255, 255), (0, 0, 0, 255)], ids=["clear", "white", "black"]
)
def test_a_mark_is_cut_out_of_its_ground(ground: tuple[int, ...]) -> None:
    sides = [Pillow.new("RGBA", (200, 200), colour) for colour in ("white", "black")]
    views = [np.asarray(Pillow.alpha_composite(s, mark(ground)).convert("RGB")) for s in sides]
    drawn = apart(*views)
    assert drawn is not None
    assert drawn.cover.shape == (60, 100)
    assert drawn.cover.min() > 0.9
    assert np.abs(drawn.colours.astype(int) - (200, 30, 40)).max() < 4
    assert np.allclose(drawn.box.corners[[0, 2]], [[0.2, 0.3], [0.7, 0.6]])


def test_a_blank_picture_has_no_mark() -> None:
    white = np.full((99, 99, 3), 255, np.uint8)
    assert apart(white, white) is None


def test_another_key_gives_other_words_and_bits() -> None:
    one, other = (image_logo.describe(badge(1), keys) for keys in (KEYS, OTHER))
    assert len(one.words) == len(other.words) > image_logo.WELL
    assert (one.words == other.words).mean() < 0.02
    assert 56 < float(np.bitwise_count(one.codes ^ other.codes).sum(axis=1).mean()) < 72


def test_what_would_show_the_mark_is_only_in_the_sealed_body() -> None:
    value = image_logo.describe(badge(2), KEYS)
    public, places = value_to_bytes(value)
    assert places == value.body
    assert b"PNG" in places and b"PNG" not in public
    again = value_from_bytes(public, places)
    assert isinstance(again, Points)
    held = image_logo.opened(again.body)
    assert len(held.xy) == len(value.words)
    assert abs(held.drawn.cover.size - image_logo.AREA**2) < 400


@pytest.mark.parametrize("body", [b"", b"\x01\x00", b"\x09\x00\x02" + bytes(60)])
def test_a_damaged_body_is_told(body: bytes) -> None:
    with pytest.raises(CopywatchError, match="damaged"):
        image_logo.opened(body)


def test_logos_and_photos_are_kept_apart_when_segments_are_merged_and_removed(
    tmp_path: Path,
) -> None:
    photo = Entry("p", "p.jpg", image_points.NAME, image_points.describe(scene(3), KEYS), 0)
    path = snapshot.write(tmp_path, [photo, entry("a", 4)], KEYS)
    none = np.empty(0, np.uint64)
    path = snapshot_update.updated(path, none, [entry("b", 5)], KEYS)
    opened = Snapshot.open(path, KEYS)
    assert {opened.entry(n).asset for n in opened.logos.entries} == {"a", "b"}
    number = next(n for n in opened.logos.entries if opened.entry(n).asset == "b")
    held = opened.logos.points.described(number, opened.logos.mark(number).xy)
    value = image_logo.describe(badge(5), KEYS)
    assert len(held[0]) == len(value.words)
    owners = {opened.entry(n).asset for p in opened.points.parts for n in p.owners.tolist()}
    assert owners == {"p"}
    gone = np.array([opened.mark(number)], np.uint64)
    left = Snapshot.open(snapshot_update.updated(path, gone, [], KEYS), KEYS)
    assert {left.entry(n).asset for n in left.logos.entries} == {"a"}
    assert len(left.logos.outlines.cells) == len(left.logos.mark(left.logos.entries[0]).shapes)


def test_protect_says_how_surely_a_logo_is_found(register: Register, tmp_path: Path) -> None:
    for name, text in {"bolt.svg": SVG, "disc.svg": DISC, "notes.txt": "no logo at all"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    Pillow.fromarray(scene(6)).save(tmp_path / "badge.png")
    paths = tuple(tmp_path / name for name in ("bolt.svg", "disc.svg", "notes.txt", "badge.png"))
    report = protect(Request(logos=paths), register)
    bolt, disc, notes, badge_ = report.assets
    assert (bolt.right, bolt.saved) == ("trademark", "new")
    assert bolt.parts[0].kinds == ("image_logo@1",)
    assert bolt.parts[0].detectable.startswith("by its outline only")
    assert badge_.parts[0].detectable.startswith("well: ")
    assert "plain disc" in disc.parts[0].refused and not disc.saved
    assert "no picture" in notes.parts[0].refused
    assert report.to_json()["assets"][0]["parts"][0]["detectable"]
    again = protect(Request(logos=paths[:1]), register).assets[0]
    assert (again.saved, again.parts[0].same) == ("same", True)
    assert protect(Request(paths=paths[:1]), register).assets[0].parts[0].kinds != ("image_logo@1",)


def test_a_logo_is_asked_for_another_kind_than_a_photo() -> None:
    assert protect_parts.recipe(logo=True) != protect_parts.recipe()
    assert "image_logo@1" in protect_parts.recipe(logo=True)
