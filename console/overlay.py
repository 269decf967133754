"""Draws a picture's proof: its outline on both pictures, and the one laid over the other.

All of it runs in the bounded process, which opens the pictures itself.
"""

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from console.quads import Quad, Quads
from console.thumbs import LARGE, jpeg
from fingerprints.arrays import F64, Mask
from fingerprints.image_open import open_picture

LIGHT, DARK = (255, 214, 10), (17, 17, 17)  # the two tones of a line
THICK, THIN = 7, 3  # pixels
RADIUS, LETTER = 16, 23  # of a corner's number
FINER = 2  # times as fine is drawn, so that lines are smooth
LEAST = 400  # pixels on the longest side of what is drawn on
SQUARES = 8  # along the longer side of the place
SEAM = 0.35  # strength of the lines between squares
CLOSE = 0.6  # of the page's sides, below which the place is shown larger
MARGIN = 0.2  # of the place, around it then


def outlined(path: str, quad: Quad) -> bytes:
    """The picture as a fresh JPEG with the quadrilateral on it, its corners numbered."""
    image = _opened(path)
    image = image.resize(_sides(image, max(1.0, LEAST / max(image.size))))
    return _saved(_outline(image, _pixels(quad, image)))


def laid(own: str, page: str, quads: Quads) -> bytes:
    """The page's picture as a fresh JPEG, every second square of the place from the own one."""
    ours, theirs = _opened(own), _opened(page)
    place = _pixels(quads.page, theirs)
    box = _frame(place, theirs)
    scale = LARGE / max(box[2] - box[0], box[3] - box[1])
    theirs = theirs.crop(box)
    theirs = theirs.resize(_sides(theirs, scale), Image.Resampling.BICUBIC)
    place = (place - box[:2]) * scale
    image = woven(theirs, place, ours, _pixels(quads.part, ours))
    return _saved(_outline(_seamed(image, place), place))


def woven(page: Image.Image, place: F64, own: Image.Image, part: F64) -> Image.Image:
    """The page with squares of the own picture; corners (4, 2) in pixels of either."""
    scale = float(np.sqrt(_area(place) / _area(part)))
    if scale < 1:  # many of its pixels become one
        small = own.resize(_sides(own, scale), Image.Resampling.BOX)
        part = part * np.divide(small.size, own.size)
        own = small
    flat = _warp(place, part)
    shown = own.transform(page.size, Image.Transform.PERSPECTIVE, flat, Image.Resampling.BICUBIC)
    across, down = _squares(place, page.size)
    first = (across[None] + down[:, None]) % 2 == 0
    return Image.composite(shown, page, Image.fromarray(first & _inside(place, page.size)))


def _opened(path: str) -> Image.Image:
    return Image.fromarray(open_picture(path).frames[0])


def _saved(image: Image.Image) -> bytes:
    return jpeg(image, subsampling=0)  # coloured lines stay sharp


def _sides(image: Image.Image, scale: float) -> tuple[int, int]:
    width, height = (max(1, round(side * scale)) for side in image.size)
    return width, height


def _pixels(quad: Quad, image: Image.Image) -> F64:
    return np.asarray(np.array(quad) * image.size)


def _area(corners: F64) -> float:
    x, y = corners.T
    return float(abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2)


def _frame(place: F64, image: Image.Image) -> tuple[int, int, int, int]:
    """The part of the page that is shown: all of it, or a small place with a margin."""
    low, high = place.min(axis=0).clip(0), np.minimum(place.max(axis=0), image.size)
    if max((high - low) / image.size) > CLOSE:
        return 0, 0, *image.size
    around = MARGIN * float(max(high - low))
    left, top = np.floor(np.maximum(low - around, 0)).astype(int).tolist()
    right, bottom = np.ceil(np.minimum(high + around, image.size)).astype(int).tolist()
    return left, top, right, bottom


def _warp(there: F64, here: F64) -> list[float]:
    """Pillow's eight numbers of the homography that takes pixels `there` to pixels `here`."""
    rows, values = [], []
    for (x, y), (u, v) in zip(there.tolist(), here.tolist(), strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    found: list[float] = np.linalg.solve(np.array(rows), np.array(values)).tolist()
    return found


def _squares(place: F64, size: tuple[int, int]) -> list[F64]:
    """For each column and each row of pixels the number of its square."""
    low, high = place.min(axis=0).clip(0), np.minimum(place.max(axis=0), size)
    side = float(max(high - low)) / SQUARES
    return [(np.arange(n) - start) // side for n, start in zip(size, low, strict=True)]


def _inside(place: F64, size: tuple[int, int]) -> Mask:
    mask = Image.new("1", size)
    ImageDraw.Draw(mask).polygon([(x, y) for x, y in place.tolist()], fill=1)
    return np.asarray(mask)


def _seamed(image: Image.Image, place: F64) -> Image.Image:
    """With faint lines between the squares, dark on light and light on dark."""
    across, down = (np.diff(numbers, prepend=numbers[0]) > 0 for numbers in
                    _squares(place, image.size))  # fmt: skip
    seam = (across[None] | down[:, None]) & _inside(place, image.size)
    levels = np.asarray(image).astype(np.float64)
    ink = np.where(levels.mean(axis=2, keepdims=True) > 127, 0.0, 255.0)  # noqa: PLR2004 - half
    mixed = np.where(seam[..., None], levels + SEAM * (ink - levels), levels)
    return Image.fromarray(mixed.astype(np.uint8))


def _outline(image: Image.Image, corners: F64) -> Image.Image:
    """With a two-toned line around the place, visible on any ground; the first corner is light."""
    sheet = Image.new("RGBA", (FINER * image.width, FINER * image.height))
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(FINER * LETTER)
    points = [(x, y) for x, y in (FINER * _whole(corners, image.size)).tolist()]
    for colour, width in ((DARK, THICK), (LIGHT, THIN)):
        draw.line([*points, *points[:2]], fill=colour, width=FINER * width, joint="curve")
    for number, at in enumerate(_beside(corners, image.size), 1):
        ground, ink = (LIGHT, DARK) if number == 1 else (DARK, LIGHT)
        draw.circle(at, FINER * RADIUS, fill=ground, outline=ink, width=FINER * 2)
        draw.text(at, str(number), fill=ink, font=font, anchor="mm")
    layer = sheet.resize(image.size, Image.Resampling.BOX)
    return Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB")


def _whole(corners: F64, size: tuple[int, int]) -> F64:
    """Corners on the very edge are drawn inside of it, so that both tones are seen."""
    inner = np.clip(corners, THICK / 2, np.subtract(size, THICK / 2))
    return np.where(np.abs(inner - corners) <= THICK, inner, corners)


def _beside(corners: F64, size: tuple[int, int]) -> list[tuple[float, float]]:
    """Where the numbers stand: just outside of each corner, and on the picture."""
    away = corners - corners.mean(axis=0)
    away = away / np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1)
    places = np.clip(corners + RADIUS * away, RADIUS, np.subtract(size, RADIUS + 1))
    return [(FINER * x, FINER * y) for x, y in places.tolist()]
