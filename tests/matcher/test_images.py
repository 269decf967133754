"""Pictures on a page against protected ones: copies, twins and strangers."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw, ImageOps

from fingerprints import image_hash, image_points, snapshot
from fingerprints.bits_table import BitsTable
from fingerprints.blobs import Blobs
from fingerprints.content import Image
from fingerprints.keys import Keys
from fingerprints.kind import Context, Points
from fingerprints.logos_table import LogosTable
from fingerprints.points_table import PointsTable
from fingerprints.snapshot import Entry, Snapshot
from matcher.images import ImageAnswer, match_images
from matcher.sample import packed

WHOLE = [[0, 0], [1, 0], [1, 1], [0, 1]]
MIRRORED = [[1, 0], [0, 0], [0, 1], [1, 1]]
RED, BLUE, BLACK = (190, 50, 50), (50, 70, 200), (30, 30, 30)


@dataclass(frozen=True)
class Shelf:
    bits: BitsTable
    points: PointsTable
    logos: LogosTable
    lines: PointsTable


def shirt(cloth: tuple[int, int, int] = RED, mark: str = "ring", size: int = 400) -> Pillow.Image:
    """A shirt with a print on white; one sleeve is longer, so that mirroring shows."""
    image = Pillow.new("RGB", (400, 400), "white")
    draw = ImageDraw.Draw(image)
    draw.polygon(
        ((130, 60), (270, 60), (380, 150), (340, 190), (275, 140), (275, 350), (125, 350),
         (125, 140), (85, 170), (50, 140)),
        fill=cloth,
    )  # fmt: skip
    light = tuple(min(255, level + 90) for level in cloth)
    if mark == "ring":
        draw.ellipse((160, 150, 240, 230), outline=light, width=18)
    else:
        draw.rectangle((150, 170, 250, 250), fill=light)
        draw.rectangle((170, 190, 230, 230), fill=cloth)
    return image.resize((size, size), Pillow.Resampling.LANCZOS)


def street() -> Pillow.Image:
    """Something else: houses."""
    image = Pillow.new("RGB", (420, 300), (150, 190, 230))
    draw = ImageDraw.Draw(image)
    for n, height in enumerate((120, 200, 90, 160, 220, 140)):
        draw.rectangle((n * 70, 300 - height, n * 70 + 62, 300), fill=(90 + 20 * n, 80, 60))
        for row in range(height // 40):
            draw.rectangle((n * 70 + 12, 270 - row * 40, n * 70 + 30, 290 - row * 40), fill="white")
    return image


def saved(image: Pillow.Image, kind: str = "JPEG", quality: int = 85) -> bytes:
    data = io.BytesIO()
    image.save(data, kind, quality=quality)
    return data.getvalue()


@pytest.fixture
def context(tmp_path: Path) -> Context:
    return Context(Keys(b"k" * 32), Blobs(tmp_path / "blobs"))


@pytest.fixture
def protect(context: Context, tmp_path: Path) -> Callable[..., Shelf]:
    def protector(**pictures: Pillow.Image) -> Shelf:
        entries: list[Entry] = []
        for asset, picture in pictures.items():
            image = Image(context.blobs.put(saved(picture, quality=92)))
            bits = image_hash.look(image, context)
            entries.append(Entry(asset, f"{asset}.jpg", image_hash.NAME, bits, 0))
            points = image_points.take(image, context)
            if isinstance(points, Points):
                entries.append(Entry(asset, f"{asset}.jpg", image_points.NAME, points, 0))
        path = snapshot.write(tmp_path / "snapshots", entries, context.keys)
        opened = Snapshot.open(path, context.keys)
        return Shelf(opened.bits, opened.points, opened.logos, opened.lines)

    return protector


@pytest.fixture
def ask(context: Context) -> Callable[[bytes, Shelf], ImageAnswer]:
    def asker(data: bytes, shelf: Shelf) -> ImageAnswer:
        return match_images(Image(context.blobs.put(data), where="img#main"), shelf, context)

    return asker


Protect = Callable[..., Shelf]
Ask = Callable[[bytes, Shelf], ImageAnswer]


def told(answer: ImageAnswer) -> list[tuple[str, str]]:
    return [(asset, verdict) for asset, verdict, _ in answer.found]


@pytest.mark.parametrize(
    ("data", "edit"),
    [
        (saved(shirt(), quality=92), "the same file"),
        (saved(shirt(), quality=30), "saved again"),
        (saved(shirt(), "PNG"), "saved again"),
        (saved(shirt().convert("L")), "grey"),
        (saved(shirt(size=160)), "resized to 40 %"),
        (saved(shirt(size=800)), "resized to 200 %"),
        (saved(ImageOps.mirror(shirt())), "mirrored"),
        (saved(ImageOps.mirror(shirt(size=200)).convert("L")), "mirrored, grey, resized to 50 %"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_whole_copy_is_told_with_the_edit_in_words(
    protect: Protect, ask: Ask, data: bytes, edit: str
) -> None:
    answer = ask(data, protect(shirt=shirt(), street=street()))
    assert told(answer) == [("shirt", "copy")]
    evidence = answer.found[0][2]
    assert evidence.details["edit"] == edit
    sentence = f"the same picture as shirt.jpg, {edit}"
    said = evidence.details["sentence"]
    assert said == ("the very file shirt.jpg" if edit == "the same file" else sentence)
    assert evidence.details["distance"] <= evidence.details["threshold"] == 32
    part, page = (np.array(evidence.details[name]) for name in ("quad_part", "quad_page"))
    assert np.abs(part - (page[[1, 0, 3, 2]] if "mirrored" in edit else page)).max() < 0.02
    assert (page[0, 0] > page[1, 0]) == ("mirrored" in edit)
    assert (evidence.part, evidence.where, evidence.kind) == (
        "shirt.jpg",
        "img#main",
        "image_hash@1",
    )
    assert 0.8 <= evidence.score <= 1


def test_a_copy_with_a_border_around_it_is_told_so(protect: Protect, ask: Ask) -> None:
    framed = ImageOps.expand(street(), 60, (20, 20, 20))
    answer = ask(saved(framed), protect(street=street()))
    assert told(answer) == [("street", "copy")]
    details = answer.found[0][2].details
    assert details["edit"] == "with a border around it"
    assert details["quad_part"] == WHOLE
    left, top, right, bottom = 60 / 540, 60 / 420, 480 / 540, 360 / 420
    framed_by = [[left, top], [right, top], [right, bottom], [left, bottom]]
    assert np.array(details["quad_page"]) == pytest.approx(np.array(framed_by), abs=0.01)


def test_a_copy_without_its_border_says_where_it_stood(protect: Protect, ask: Ask) -> None:
    framed = ImageOps.expand(street(), 60, (20, 20, 20))
    found = ask(saved(ImageOps.mirror(street())), protect(framed=framed)).found
    details = found[0][2].details
    assert details["edit"] == "mirrored, without its border"
    assert np.array(details["quad_part"]).min() == pytest.approx(60 / 540, abs=0.01)
    assert details["quad_page"] == MIRRORED


def test_another_colour_of_the_product_is_no_copy(protect: Protect, ask: Ask) -> None:
    answer = ask(saved(shirt(BLUE)), protect(red=shirt(RED)))
    assert told(answer) == [("red", "same product?")]
    evidence = answer.found[0][2]
    assert evidence.score <= 0.6
    assert "colours" in evidence.details["why"]
    assert evidence.details["sentence"].startswith("a picture like red.jpg: the same ")


def test_another_print_on_the_same_shirt_is_no_copy(protect: Protect, ask: Ask) -> None:
    answer = ask(saved(shirt(mark="square")), protect(ring=shirt(mark="ring")))
    assert told(answer) in ([("ring", "same product?")], [])


def test_a_grey_copy_of_one_of_several_colours_names_the_best(protect: Protect, ask: Ask) -> None:
    shelf = protect(red=shirt(RED), blue=shirt(BLUE), black=shirt(BLACK))
    for asset, cloth in (("red", RED), ("blue", BLUE), ("black", BLACK)):
        answer = ask(saved(shirt(cloth, size=240).convert("L"), quality=40), shelf)
        assert told(answer)[0] == (asset, "copy")
        assert all(verdict == "same product?" for _, verdict in told(answer)[1:])


def test_one_photograph_protected_twice_is_a_copy_of_both(protect: Protect, ask: Ask) -> None:
    answer = ask(saved(shirt(size=200)), protect(first=shirt(), second=shirt(size=390)))
    assert sorted(told(answer)) == [("first", "copy"), ("second", "copy")]


def test_another_picture_is_a_near_miss_however_far_it_is(protect: Protect, ask: Ask) -> None:
    noise = np.random.default_rng(5).integers(0, 255, (40, 40, 3), dtype=np.uint8)
    shelf = protect(shirt=shirt())
    for other in (street(), Pillow.fromarray(noise).resize((300, 300))):
        answer = ask(saved(other), shelf)
        assert answer.found == ()
        assert [miss.asset for miss in answer.near] == ["shirt"]
        assert answer.near[0].score < answer.near[0].threshold


def test_near_misses_name_the_nearest_with_score_and_threshold(protect: Protect, ask: Ask) -> None:
    shelf = protect(shirt=shirt())
    corner = (
        shirt().crop((40, 40, 360, 300)).resize((320, 90))
    )  # squeezed beyond what is looked for
    answer = ask(saved(corner), shelf)
    assert told(answer) == []
    assert [(miss.asset, miss.part, miss.where) for miss in answer.near] == [
        ("shirt", "shirt.jpg", "img#main")
    ]
    assert 0 <= answer.near[0].score < answer.near[0].threshold < 1


@pytest.mark.parametrize("size", [16, 500])
def test_icons_and_plain_pictures_are_skipped_and_say_so(
    protect: Protect, ask: Ask, size: int
) -> None:
    image = shirt(size=16) if size == 16 else Pillow.new("RGB", (size, size), "white")
    answer = ask(saved(image, "PNG"), protect(shirt=shirt()))
    assert answer.skipped.startswith("plain or tiny")
    assert (answer.found, answer.near, answer.unreadable) == ((), (), "")


@pytest.mark.parametrize("data", [b"", b"<html>", saved(shirt())[:500]])
def test_hostile_bytes_are_an_answer_and_no_error(protect: Protect, ask: Ask, data: bytes) -> None:
    answer = ask(data, protect(shirt=shirt()))
    assert answer.unreadable
    assert answer.found == ()


def test_an_animation_that_shows_a_protected_picture_is_found(protect: Protect, ask: Ask) -> None:
    shelf = protect(street=street())
    other = Pillow.new("RGB", (420, 300), "black")
    ImageDraw.Draw(other).line((0, 0, 420, 300), fill="white", width=30)
    data = io.BytesIO()
    other.save(data, "WEBP", save_all=True, append_images=[street()], duration=500)
    answer = ask(data.getvalue(), shelf)
    assert told(answer) == [("street", "copy")]
    assert answer.found[0][2].details["edit"] == "in an animation"
    assert "quad_page" not in answer.found[0][2].details, "it is shown by its first frame"


def test_nothing_protected_gives_no_answer(protect: Protect, ask: Ask) -> None:
    assert ask(saved(shirt()), protect()) == ImageAnswer()


def test_a_sample_holds_the_outline_of_each_picture(protect: Protect, ask: Ask) -> None:
    shelf = protect(shirt=shirt())
    outlines = [ask(saved(made), shelf).outline for made in (street(), shirt())]
    found = packed([(image_hash.NAME, one) for one in outlines if one is not None])
    assert len(found[image_hash.NAME]) == 2 * 32
