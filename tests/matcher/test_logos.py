"""Logos in photo-like scenes: found on any ground and in perspective; strangers give nothing."""

import io
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw

from fingerprints import image_logo, snapshot
from fingerprints.blobs import Blobs
from fingerprints.content import Image
from fingerprints.image_open import Pixels
from fingerprints.keys import Keys
from fingerprints.kind import Context, Points
from fingerprints.snapshot import Entry, Snapshot
from matcher import logo_regions, logos
from matcher.images import ImageAnswer, match_images
from matcher.match import HITS
from matcher.sentence import tell

Ask = Callable[[Pixels], ImageAnswer]
SIZE = 512, 400
NAVY = (20, 40, 110, 255)
Colour = tuple[int, int, int]


def crest() -> Pillow.Image:
    """A mark with many corners, drawn by ourselves, on clear ground."""
    image = Pillow.new("RGBA", (360, 360))
    draw = ImageDraw.Draw(image)
    draw.ellipse((10, 10, 350, 350), fill=NAVY)
    for n in range(5):
        draw.rectangle(
            (60 + 50 * n, 200 - 30 * (n % 3), 90 + 50 * n, 280), fill=(240, 200, 40, 255)
        )
        draw.line((70 + 45 * n, 60, 90 + 40 * n, 150), fill=(250, 250, 250, 255), width=12)
    draw.polygon(((180, 30), (230, 90), (130, 90)), fill=(200, 30, 40, 255))
    draw.rectangle((100, 296, 260, 312), fill=(250, 250, 250, 255))
    return image


def bolt() -> Pillow.Image:
    """A flat mark: one shape of one colour."""
    image = Pillow.new("RGBA", (300, 300))
    shape = [(170, 10), (60, 165), (130, 165), (95, 290), (240, 115), (160, 115), (215, 10)]
    ImageDraw.Draw(image).polygon(shape, fill=NAVY)
    return image


def pear() -> Pillow.Image:
    """A flat mark without a corner."""
    image = Pillow.new("RGBA", (300, 300))
    draw = ImageDraw.Draw(image)
    draw.ellipse((10, 110, 200, 290), fill=NAVY)
    draw.ellipse((150, 60, 260, 170), fill=NAVY)
    draw.polygon(((40, 140), (165, 75), (250, 150), (160, 270)), fill=NAVY)
    return image


def wheel() -> Pillow.Image:
    """Another mark, which no scene shows."""
    image = Pillow.new("RGBA", (300, 300))
    draw = ImageDraw.Draw(image)
    for n in range(6):
        draw.pieslice((10, 10, 290, 290), 60 * n, 60 * n + 32, fill=(30, 120, 60, 255))
    draw.ellipse((110, 110, 190, 190), fill=(240, 240, 240, 255))
    return image


def bars() -> Pillow.Image:
    """Short bars in rows: all but their ends runs as stripes do."""
    image = Pillow.new("RGBA", (300, 300))
    draw = ImageDraw.Draw(image)
    for row, cuts in enumerate([(150,), (90, 210), (240,), (60, 180), (120,), (30, 200), (170,)]):
        for n, (left, right) in enumerate(zip((10, *cuts), (*cuts, 290), strict=True)):
            colour = [NAVY, (200, 60, 60, 255), (40, 130, 80, 255)][(row + n) % 3]
            draw.rectangle((left, 20 + 38 * row, right - 14, 36 + 38 * row), fill=colour)
    return image


MARKS = {"crest": crest(), "bolt": bolt(), "wheel": wheel(), "bars": bars(), "pear": pear()}


def scene(seed: int) -> Pixels:
    """Soft light, creases and a few things: no photo, and as busy as one."""
    dice = np.random.default_rng(seed)
    soft = dice.integers(60, 220, (8, 10, 3), np.uint8)
    made = cv2.resize(soft, SIZE, interpolation=cv2.INTER_CUBIC).astype(np.float32)
    grain = cv2.GaussianBlur(dice.normal(0, 22, (SIZE[1], SIZE[0], 1)), (0, 0), 1.5)
    made += grain[..., None] * 2
    for _ in range(14):
        x, y = int(dice.integers(0, SIZE[0])), int(dice.integers(0, SIZE[1]))
        axes = dice.integers(8, 70, 2).tolist()
        colour = dice.integers(30, 230, 3).tolist()
        cv2.ellipse(made, (x, y), axes, float(dice.integers(180)), 0, 360, colour, -1, cv2.LINE_AA)
    return np.asarray(made.clip(0, 255), np.uint8)


def pasted(
    mark: Pillow.Image,
    seed: int = 1,
    area: float = 0.05,
    lean: float = 0.0,
    ground: int | Colour | None = 235,
) -> tuple[Pixels, np.ndarray[tuple[int, int], np.dtype[np.float64]]]:
    """The scene with the mark on a patch (None: on the scene itself), and its corners, 0 to 1."""
    page = scene(seed)
    cut = mark.crop(mark.getchannel("A").getbbox())
    side = np.sqrt(area * SIZE[0] * SIZE[1] * cut.width / cut.height)
    box = np.array([side, side * cut.height / cut.width])
    square = np.array([[0.0, 0], [1, 0], [1, 1], [0, 1]])
    tilt = lean * np.array([[1, -1], [-1, 1], [1, 0.5], [-0.5, -1]])
    there = (square + tilt) * box + [240, 150]
    source = (square * [cut.width, cut.height]).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(source, there.astype(np.float32))
    if ground is not None:
        wide = (square - 0.5) * 1.3 + 0.5
        patch = np.round((wide + tilt) * box + [240, 150]).astype(np.int32)
        colour = (ground,) * 3 if isinstance(ground, int) else ground
        cv2.fillConvexPoly(page, patch, colour, cv2.LINE_AA)
    held = np.asarray(cut, np.float32) / 255
    held[..., :3] *= held[..., 3:]
    soft = cv2.GaussianBlur(held, (0, 0), 0.45 * cut.width / side)
    laid = cv2.warpPerspective(soft, matrix, SIZE)
    whole = page * (1 - laid[..., 3:]) + 255 * laid[..., :3]
    return whole.round().clip(0, 255).astype(np.uint8), there / SIZE


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> tuple[Context, Snapshot]:
    folder: Path = tmp_path_factory.mktemp("logos")
    context = Context(Keys(b"k" * 32), Blobs(folder / "blobs"), logo=True)
    entries = []
    for name, mark in MARKS.items():
        value = image_logo.take(Image(context.blobs.put(png(mark))), context)
        assert isinstance(value, Points)
        assert not image_logo.why_refused(value)
        entries.append(Entry(name, f"{name}.png", image_logo.NAME, value, 0))
    path = snapshot.write(folder / "snapshots", entries, context.keys)
    return context, Snapshot.open(path, context.keys)


@pytest.fixture
def ask(shelf: tuple[Context, Snapshot]) -> Ask:
    context, opened = shelf

    def asker(pixels: Pixels) -> ImageAnswer:
        data = io.BytesIO()
        Pillow.fromarray(pixels).save(data, "JPEG", quality=75)
        return match_images(Image(context.blobs.put(data.getvalue())), opened, context)

    return asker


def png(picture: Pillow.Image) -> bytes:
    data = io.BytesIO()
    picture.save(data, "PNG")
    return data.getvalue()


@pytest.mark.parametrize(
    ("area", "lean", "ground"),
    [(0.05, 0.0, 235), (0.05, 0.0, 25), (0.05, 0.06, 235), (0.2, 0.06, None)],
    ids=["light ground", "dark ground", "in perspective", "on the scene"],
)
def test_a_logo_with_features_is_found_in_its_place(
    ask: Ask, area: float, lean: float, ground: int | None
) -> None:
    page, corners = pasted(MARKS["crest"], area=area, lean=lean, ground=ground)
    ((asset, verdict, proof),) = ask(page).found
    assert (asset, verdict, proof.kind) == ("crest", "logo", "image_logo@1")
    assert verdict in HITS
    assert np.abs(np.array(proof.details["quad_page"]) - corners).max() < 0.02
    assert np.abs(np.array(proof.details["quad_part"][0]) - 10 / 360).max() < 0.01
    assert "points agree" in proof.details["sentence"]
    assert tell(proof) == proof.details["sentence"]
    assert tell(proof, secret=True).startswith("the logo of the work on ")
    assert proof.score > 0.8


def test_a_flat_mark_is_found_by_its_outline(ask: Ask) -> None:
    page, corners = pasted(MARKS["pear"], lean=0.05)
    ((asset, verdict, proof),) = ask(page).found
    assert (asset, verdict) == ("pear", "logo")
    assert "outline" in proof.details["sentence"]
    assert np.abs(np.array(proof.details["quad_page"]) - corners).max() < 0.03


def test_a_recoloured_and_inverted_mark_is_found_and_said_so(ask: Ask) -> None:
    pixels = np.array(MARKS["bolt"])
    pixels[..., :3] = (250, 240, 200)
    page, _ = pasted(Pillow.fromarray(pixels), ground=40)
    ((asset, _, proof),) = ask(page).found
    assert asset == "bolt"
    assert "in other colours" in proof.details["sentence"]


@pytest.mark.parametrize("seed", range(5, 8))
@pytest.mark.parametrize("name", ["crest", "bolt"])
def test_a_mark_as_light_as_its_ground_everywhere_is_found(ask: Ask, name: str, seed: int) -> None:
    blank = np.array(MARKS[name])
    blank[..., :3] = 235
    page, corners = pasted(MARKS[name], seed)
    printed = page.astype(np.float32) - pasted(Pillow.fromarray(blank), seed)[0]
    weights = np.array([[0.299], [0.587], [0.114]])
    colour = printed @ np.array([[1, -0.5, 0], [-1, 0.5, 1], [0, 0, -1]])
    light = 0.2 * scene(seed) @ weights + 90
    page = (light + 0.6 * (colour - colour @ weights)).round().clip(0, 255).astype(np.uint8)
    ((asset, _, proof),) = ask(page).found
    assert asset == name
    assert np.abs(np.array(proof.details["quad_page"]) - corners).max() < 0.03


def test_stripes_are_no_mark_of_bars(ask: Ask) -> None:
    page, _ = pasted(MARKS["bars"], area=0.1)
    assert [asset for asset, _, _ in ask(page).found] == ["bars"]
    page[:] = (225, 220, 210)
    for row in range(0, SIZE[1], 19):
        page[row : row + 8] = NAVY[:3]
    assert ask(page).found == ()


def test_the_logo_alone_is_found(ask: Ask) -> None:
    page = np.asarray(
        Pillow.alpha_composite(Pillow.new("RGBA", (300, 300), "white"), bolt()).convert("RGB")
    )
    assert [(asset, verdict) for asset, verdict, _ in ask(page).found] == [("bolt", "logo")]


@pytest.mark.parametrize("seed", range(20, 26))
def test_strangers_give_nothing(ask: Ask, seed: int) -> None:
    assert ask(scene(seed)).found == ()


def test_two_logos_in_one_picture_are_both_found(ask: Ask) -> None:
    page = np.hstack([pasted(MARKS["crest"], 3, 0.1)[0], pasted(MARKS["bolt"], 4, 0.1)[0]])
    assert {asset for asset, _, _ in ask(page).found} == {"crest", "bolt"}


@pytest.mark.parametrize("sort", ["noise", "stripes", "dots", "one pixel wide"])
def test_hostile_pictures_are_bounded(shelf: tuple[Context, Snapshot], sort: str) -> None:
    dice = np.random.default_rng(1)
    page = {
        "noise": dice.integers(0, 255, (512, 512, 3), np.uint8),
        "stripes": np.tile(np.array([0, 255], np.uint8), (512, 256))[..., None].repeat(3, 2),
        "dots": np.kron(np.eye(2, dtype=np.uint8) * 255, np.ones((2, 2), np.uint8)),
        "one pixel wide": np.zeros((512, 1, 3), np.uint8),
    }[sort]
    if sort == "dots":
        page = np.tile(page, (128, 128))[..., None].repeat(3, 2)
    assert len(logo_regions.regions(page)[0]) <= logo_regions.REGIONS
    assert logos.shown(np.ascontiguousarray(page), shelf[1].logos) == []
