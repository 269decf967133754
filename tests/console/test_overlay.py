"""The drawing of a proof: lines where the corners say, and one picture exactly over the other."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from console import overlay
from console.quads import Quad, Quads
from fingerprints.arrays import F64
from tests.console import drawn

WHOLE: Quad = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
SIZE = (400, 320)
CORNERS = np.array([[0.0, 0.0], [400, 0], [400, 320], [0, 320]])
UPRIGHT = np.array([[100.0, 40.0], [400, 40], [400, 280], [100, 280]])
ASKEW = np.array([[60.0, 90.0], [420, 30], [390, 330], [110, 290]])
BEYOND = np.array([[-80.0, 60.0], [260, -70], [420, 260], [90, 400]])
PLACES = {
    "upright": UPRIGHT,
    "seen at an angle": ASKEW,
    "turned": np.roll(UPRIGHT, 2, axis=0),
    "mirrored": UPRIGHT[[1, 0, 3, 2]],
    "cut off by the page": BEYOND,
}


def own() -> Image.Image:
    return drawn.valve().resize(SIZE)


def ground() -> Image.Image:
    return drawn.lamp().resize((500, 360))


def pasted(place: F64) -> Image.Image:
    """The picture on the ground, corner by corner, by Pillow's own hand."""
    page, (a, b, c, d) = ground(), place
    mesh = own().resize((4 * SIZE[0], 4 * SIZE[1]))
    rows = np.linspace(0, 1, 2 * SIZE[1])
    columns = np.linspace(0, 1, 2 * SIZE[0])
    u, v = (grid.ravel() for grid in np.meshgrid(columns, rows))
    x, y = projected(np.array([a, b, c, d]), u, v)
    there = (x >= 0) & (x < page.width) & (y >= 0) & (y < page.height)
    pixels, source = np.array(page), np.asarray(mesh.resize((len(columns), len(rows))))
    pixels[y[there].astype(int), x[there].astype(int)] = source.reshape(-1, 3)[there]
    return Image.fromarray(pixels)


def projected(corners: F64, u: F64, v: F64) -> tuple[F64, F64]:
    """The unit square onto four corners (Heckbert 1989, in closed form)."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = corners.tolist()
    sx, sy = x0 - x1 + x2 - x3, y0 - y1 + y2 - y3
    dx1, dx2, dy1, dy2 = x1 - x2, x3 - x2, y1 - y2, y3 - y2
    by = dx1 * dy2 - dx2 * dy1
    g, h = (sx * dy2 - dx2 * sy) / by, (dx1 * sy - sx * dy1) / by
    depth = g * u + h * v + 1
    x = ((x1 - x0 + g * x1) * u + (x3 - x0 + h * x3) * v + x0) / depth
    y = ((y1 - y0 + g * y1) * u + (y3 - y0 + h * y3) * v + y0) / depth
    return x, y


def apart(one: Image.Image, other: Image.Image) -> F64:
    """Levels of 255 by which pixels differ."""
    first, second = (np.asarray(image, dtype=np.float64) for image in (one, other))
    return np.asarray(np.abs(first - second).mean(axis=2))


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
def test_a_picture_laid_over_its_copy_changes_nothing(place: F64) -> None:
    page = pasted(place)
    over = overlay.woven(page, place, own(), CORNERS)
    assert apart(over, page).mean() < 1
    assert np.quantile(apart(over, page), 0.98) < 12


def test_a_picture_laid_beside_its_copy_is_seen() -> None:
    page = pasted(UPRIGHT)
    over = overlay.woven(page, UPRIGHT + np.array([9, 6]), own(), CORNERS)
    assert apart(over, page).mean() > 3


def test_a_part_is_laid_over_the_same_part() -> None:
    half = CORNERS * (0.5, 1)
    page = pasted(UPRIGHT)
    left = np.array([[100.0, 40.0], [250, 40], [250, 280], [100, 280]])
    over = overlay.woven(page, left, own(), half)
    assert apart(over, page).mean() < 1


def test_every_second_square_of_the_place_is_ours() -> None:
    page = Image.new("RGB", (400, 400), "black")
    place = np.array([[40.0, 40.0], [360, 40], [360, 360], [40, 360]])
    over = np.asarray(overlay.woven(page, place, Image.new("RGB", SIZE, "white"), CORNERS))
    light = over[..., 0] > 127
    side = 320 // overlay.SQUARES
    middles = np.arange(40 + side // 2, 360, side)
    board = light[np.ix_(middles, middles)]
    assert board.tolist() == [[(x + y) % 2 == 0 for x in range(8)] for y in range(8)]
    assert not light[:38].any() and not light[:, :38].any()


def outlined(picture: Image.Image, quad: Quad, tmp_path: Path) -> Image.Image:
    path = tmp_path / "picture.png"
    picture.save(path)
    return Image.open(io.BytesIO(overlay.outlined(str(path), quad))).convert("RGB")


def near(pixel: object, colour: tuple[int, int, int]) -> bool:
    return bool(np.abs(np.subtract(pixel, colour)).max() < 60)  # type: ignore[call-overload]


PLACE: Quad = ((0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75))


@pytest.mark.parametrize("shade", ["white", "black", "#ffd60a", "#808080"])
def test_the_line_is_seen_on_any_ground(shade: str, tmp_path: Path) -> None:
    image = outlined(Image.new("RGB", (480, 400), shade), PLACE, tmp_path)
    for at in ((240, 100), (360, 200), (240, 300), (120, 200)):
        assert near(image.getpixel(at), overlay.LIGHT)
    for at in ((240, 97), (240, 103), (363, 200), (117, 200)):
        assert near(image.getpixel(at), overlay.DARK)
    assert near(image.getpixel((240, 200)), Image.new("RGB", (1, 1), shade).getpixel((0, 0)))  # type: ignore[arg-type]


def test_the_first_corner_is_light_and_the_others_dark(tmp_path: Path) -> None:
    mirrored = (PLACE[1], PLACE[0], PLACE[3], PLACE[2])
    for quad in (PLACE, mirrored):
        image = outlined(Image.new("RGB", (480, 400), "#406080"), quad, tmp_path)
        tones = []
        for x, y in quad:
            at = int(x * 480 + (22 if x > 0.5 else -22)), int(y * 400 + (12 if y > 0.5 else -12))
            tones.append(near(image.getpixel(at), overlay.LIGHT))
        assert tones == [True, False, False, False]


def test_a_line_along_the_edge_shows_both_tones(tmp_path: Path) -> None:
    image = outlined(Image.new("RGB", (480, 400), "white"), WHOLE, tmp_path)
    assert near(image.getpixel((240, 1)), overlay.DARK)
    assert near(image.getpixel((240, 3)), overlay.LIGHT)


def test_a_tiny_picture_is_drawn_larger(tmp_path: Path) -> None:
    image = outlined(drawn.valve().resize((90, 72)), WHOLE, tmp_path)
    assert image.size == (overlay.LEAST, 320)


def laid(page: Image.Image, quads: Quads, tmp_path: Path) -> Image.Image:
    own().save(tmp_path / "own.png")
    page.save(tmp_path / "page.png")
    made = overlay.laid(str(tmp_path / "own.png"), str(tmp_path / "page.png"), quads)
    return Image.open(io.BytesIO(made)).convert("RGB")


def test_a_small_place_is_shown_larger_with_what_is_around_it(tmp_path: Path) -> None:
    small = np.array([[300.0, 40.0], [400, 40], [400, 120], [300, 120]])
    quad: Quad = tuple((x / 500, y / 360) for x, y in small.tolist())
    image = laid(pasted(small), Quads(WHOLE, quad), tmp_path)
    assert max(image.size) == 512
    assert near(image.getpixel((image.width // 2, round(20 * image.width / 140))), overlay.LIGHT)


def test_the_whole_page_is_kept_where_the_place_is_large(tmp_path: Path) -> None:
    quad: Quad = tuple((x / 500, y / 360) for x, y in UPRIGHT.tolist())
    page = pasted(UPRIGHT)
    image = laid(page, Quads(WHOLE, quad), tmp_path)
    assert image.size == (512, 369)
    assert np.median(apart(image, page.resize(image.size))) < 4
