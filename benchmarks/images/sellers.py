"""The 32 edits of a product photo that sellers make, alone and combined, with fixed seeds.

Shares of a crop are shares of the area. Backgrounds and neighbours come from a pool that is
neither protected nor asked as a stranger.
"""

import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps

from benchmarks.images.edits import opened
from fingerprints.image_silhouette import silhouette

LONGEST = 800  # pixels of a picture before it is edited
DETAIL = 24  # levels of an edge that counts as something to see
SHOWN = 0.7  # of the detail that a window of this share would show on average
TRIES = 20
WORDS = (
    "best", "price", "free", "shipping", "new", "2026", "original", "sale", "limited", "offer",
    "today", "only",
)  # fmt: skip
Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Maker:
    """What one edit may use: its own dice, the pool, and where the product stands."""

    dice: Random
    pool: tuple[Path, ...]
    path: Path

    def other(self, size: tuple[int, int]) -> Image.Image:
        """A picture of the pool, filling this size."""
        return ImageOps.fit(_small(self.dice.choice(self.pool)), size)


Edit = Callable[[Image.Image, Maker], Image.Image | None]


def _font(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(max(10, round(size)))


def _colour(dice: Random) -> tuple[int, int, int]:
    return dice.randrange(256), dice.randrange(256), dice.randrange(256)


def resized(image: Image.Image, factor: float) -> Image.Image:
    """Scaled by a factor."""
    width, height = (max(1, round(side * factor)) for side in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def grey(image: Image.Image, _: Maker) -> Image.Image:
    """Without colour."""
    return image.convert("L").convert("RGB")


def blur(image: Image.Image, _: Maker) -> Image.Image:
    """Out of focus: a Gaussian of one part in 250 of the longest side."""
    return image.filter(ImageFilter.GaussianBlur(max(image.size) / 250))


def text(image: Image.Image, maker: Maker) -> Image.Image:
    """Three lines of advertising across the picture."""
    made, dice = image.copy(), maker.dice
    draw = ImageDraw.Draw(made)
    for _ in range(3):
        words = " ".join(dice.sample(WORDS, 3)).upper()
        at = (dice.uniform(0, 0.3) * image.width, dice.uniform(0.02, 0.9) * image.height)
        font = _font(image.width * dice.uniform(0.05, 0.1))
        draw.text(at, words, _colour(dice), font, stroke_width=2, stroke_fill=_colour(dice))
    return made


def stickers(image: Image.Image, maker: Maker) -> Image.Image:
    """Three faces, each a fifth to a quarter of the width."""
    made, dice = image.copy(), maker.dice
    draw = ImageDraw.Draw(made)
    for _ in range(3):
        size = dice.uniform(0.2, 0.25) * image.width
        x, y = dice.uniform(0, 0.75) * image.width, dice.uniform(0, 0.75) * image.height
        draw.ellipse((x, y, x + size, y + size), (255, 204, 50), (120, 80, 0), 3)
        for eye in (0.25, 0.6):
            left, top = x + eye * size, y + 0.3 * size
            draw.ellipse((left, top, left + 0.15 * size, top + 0.2 * size), (70, 50, 20))
        mouth = (x + 0.25 * size, y + 0.4 * size, x + 0.75 * size, y + 0.8 * size)
        draw.arc(mouth, 20, 160, (70, 50, 20), max(2, round(size / 15)))
    return made


def watermark(image: Image.Image, maker: Maker) -> Image.Image:
    """One shop's name again and again, slanted, half clear."""
    side = round(1.5 * max(image.size))
    layer = Image.new("L", (side, side))
    draw, font = ImageDraw.Draw(layer), _font(image.width * 0.06)
    step = max(40, image.width // 5)
    for n, y in enumerate(range(0, side, step)):
        for x in range(-(n % 2) * step, side, 2 * step):
            draw.text((x, y), "my-shop.example", 110, font)
    layer = layer.rotate(maker.dice.uniform(20, 40))
    left, top = (side - image.width) // 2, (side - image.height) // 2
    layer = layer.crop((left, top, left + image.width, top + image.height))
    return Image.composite(Image.new("RGB", image.size, (128, 128, 128)), image, layer)


def jitter(image: Image.Image, maker: Maker) -> Image.Image:
    """Brightness, contrast and colour by up to 40 %."""
    for enhance in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
        image = enhance(image).enhance(maker.dice.uniform(0.6, 1.4))
    return image


def hue(image: Image.Image, maker: Maker) -> Image.Image:
    """Other colours."""
    shade, rich, light = image.convert("HSV").split()
    by = maker.dice.randrange(40, 216)
    turned = shade.point([(level + by) % 256 for level in range(256)])
    return Image.merge("HSV", (turned, rich, light)).convert("RGB")


def mirror(image: Image.Image, _: Maker) -> Image.Image:
    """Left is right."""
    return ImageOps.mirror(image)


def turned(degrees: float) -> Edit:
    """Rotated by so many degrees either way, corners filled."""

    def turn(image: Image.Image, maker: Maker) -> Image.Image:
        angle = degrees * maker.dice.choice((-1, 1))
        fill = maker.dice.choice(((255, 255, 255), (0, 0, 0), (200, 200, 200)))
        return image.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=fill)

    return turn


def crop(share: float) -> Edit:
    """A window of this share of the area, a little wider or taller, that shows some product."""

    def cut(image: Image.Image, maker: Maker) -> Image.Image:
        stretch = maker.dice.uniform(0.9, 1.1)
        width = min(image.width, round(image.width * share**0.5 * stretch))
        height = min(image.height, round(image.height * share**0.5 / stretch))
        detail = np.asarray(image.convert("L").filter(ImageFilter.FIND_EDGES)) > DETAIL
        for _ in range(TRIES):
            left = maker.dice.randint(0, image.width - width)
            top = maker.dice.randint(0, image.height - height)
            inside = detail[top : top + height, left : left + width].sum()
            if inside >= SHOWN * share * detail.sum():
                break
        return image.crop((left, top, left + width, top + height))

    return cut


def border(image: Image.Image, maker: Maker) -> Image.Image:
    """A plain frame of 15 %."""
    return ImageOps.expand(image, round(0.15 * max(image.size)), _colour(maker.dice))


def perspective(image: Image.Image, maker: Maker) -> Image.Image:
    """Each corner moved inwards by up to 12 %."""
    width, height = image.size
    moves = [maker.dice.uniform(0, 0.12) for _ in range(8)]
    corners = [(0, 0), (width, 0), (width, height), (0, height)]
    signs = [(1, 1), (-1, 1), (-1, -1), (1, -1)]
    target = [
        (x + sx * moves[2 * n] * width, y + sy * moves[2 * n + 1] * height)
        for n, ((x, y), (sx, sy)) in enumerate(zip(corners, signs, strict=True))
    ]
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(target, corners, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    wanted = np.array(corners, dtype=np.float64).ravel()
    numbers = np.linalg.solve(np.array(rows), wanted)
    how = Image.Resampling.BICUBIC
    return image.transform(
        image.size, Image.Transform.PERSPECTIVE, numbers.tolist(), how, fillcolor=(255, 255, 255)
    )


def collage(image: Image.Image, maker: Maker) -> Image.Image:
    """One of four tiles; it fills its tile, uncut."""
    side = max(image.size)
    sheet = Image.new("RGB", (2 * side, 2 * side), "white")
    mine = maker.dice.randrange(4)
    for n in range(4):
        tile = ImageOps.pad(image, (side, side), color="white")
        tile = tile if n == mine else maker.other((side, side))
        sheet.paste(tile, (n % 2 * side, n // 2 * side))
    return resized(sheet, LONGEST / (2 * side))


def pasted(share: float) -> Edit:
    """Put on a photograph so that it takes this share of the area."""

    def paste(image: Image.Image, maker: Maker) -> Image.Image:
        ground = maker.other((LONGEST, round(LONGEST * maker.dice.uniform(0.66, 1))))
        scale = (share * ground.width * ground.height / (image.width * image.height)) ** 0.5
        scale = min(scale, ground.width / image.width, ground.height / image.height)
        small = resized(image, scale)
        x = maker.dice.randint(0, max(0, ground.width - small.width))
        y = maker.dice.randint(0, max(0, ground.height - small.height))
        ground.paste(small, (x, y))
        return ground

    return paste


def screenshot(image: Image.Image, maker: Maker) -> Image.Image:
    """A shop's page on a screen: head, picture, title, price, button, other goods."""
    dice = maker.dice
    width, height = 1280, dice.randint(760, 900)
    page = Image.new("RGB", (width, height), (255, 255, 255))
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, width, 70), _colour(dice))
    draw.text((30, 20), "example market", (255, 255, 255), _font(28))
    room = (dice.randint(480, 600), height - 280)
    shown = ImageOps.contain(image, room)
    page.paste(shown, (40, 110))
    draw.text((690, 120), " ".join(dice.sample(WORDS, 4)), (20, 20, 20), _font(30))
    draw.text((690, 180), f"{dice.randint(9, 400)}.99", (180, 20, 20), _font(44))
    for line in range(7):
        draw.text((690, 260 + 32 * line), " ".join(dice.sample(WORDS, 7)), (90, 90, 90), _font(18))
    draw.rectangle((690, 500, 980, 560), (240, 160, 20))
    for n in range(5):
        page.paste(maker.other((120, 120)), (40 + 160 * n, height - 150))
    return page


def other_ground(image: Image.Image, maker: Maker) -> Image.Image | None:
    """The product cut out and put on a photograph; None where it cannot be cut out."""
    mask = cut_out(maker.path, image)
    if mask is None:
        return None
    return Image.composite(image, maker.other(image.size), mask)


def cut_out(path: Path, image: Image.Image) -> Image.Image | None:
    """Where the product stands: its alpha, else what differs from a plain background."""
    with Image.open(path) as file:
        if file.mode in {"RGBA", "LA", "PA"}:
            alpha = file.convert("RGBA").getchannel("A").resize(image.size)
            share = np.asarray(alpha).mean() / 255
            return alpha if 0.02 < share < 0.95 else None
    found = silhouette(np.asarray(image))
    if found is None:
        return None
    return Image.fromarray(found.astype(np.uint8) * 255).filter(ImageFilter.GaussianBlur(1))


def noise(image: Image.Image, maker: Maker) -> Image.Image:
    """A dark room's grain: sigma 12 levels."""
    grain = np.random.default_rng(maker.dice.randrange(1 << 30)).normal(
        0, 12, (*image.size[::-1], 3)
    )
    return Image.fromarray((np.asarray(image) + grain).clip(0, 255).astype(np.uint8))


def as_is(image: Image.Image, _: Maker) -> Image.Image:
    """Only saved again."""
    return image


def smaller(image: Image.Image, _: Maker) -> Image.Image:
    """At 40 % of the size."""
    return resized(image, 0.4)


def shown_cut(image: Image.Image, maker: Maker) -> Image.Image:
    """A screenshot of which the middle was kept."""
    page = screenshot(image, maker)
    return page.crop((20, 60, 1000, page.height - 100))


def chain(*edits: Edit) -> Edit:
    """One after the other."""

    def run(image: Image.Image, maker: Maker) -> Image.Image | None:
        made: Image.Image | None = image
        for edit in edits:
            made = edit(made, maker) if made is not None else None
        return made

    return run


EDITS: dict[str, tuple[Edit, int]] = {  # the edit, and the quality of the JPEG
    "jpeg30": (as_is, 30),
    "resize40": (smaller, 80),
    "grey": (grey, 80),
    "blur": (blur, 80),
    "noise": (noise, 80),
    "text": (text, 80),
    "stickers": (stickers, 80),
    "watermark": (watermark, 80),
    "jitter": (jitter, 80),
    "hue": (hue, 80),
    "mirror": (mirror, 80),
    "rot90": (turned(90), 80),
    "rot180": (turned(180), 80),
    "rot5": (turned(5), 80),
    "rot15": (turned(15), 80),
    "crop80": (crop(0.8), 80),
    "crop60": (crop(0.6), 80),
    "crop40": (crop(0.4), 80),
    "border": (border, 80),
    "perspective": (perspective, 80),
    "collage": (collage, 80),
    "paste50": (pasted(0.5), 80),
    "paste25": (pasted(0.25), 80),
    "paste12": (pasted(0.12), 80),
    "screenshot": (screenshot, 80),
    "ground": (other_ground, 80),
    "mirror+crop60": (chain(mirror, crop(0.6)), 80),
    "mirror+paste25": (chain(mirror, pasted(0.25)), 80),
    "collage+text+jpeg": (chain(collage, text), 40),
    "screenshot+crop+jpeg": (shown_cut, 40),
    "crop60+rot5+jitter": (chain(crop(0.6), turned(5), jitter), 80),
    "mirror+ground+text": (chain(other_ground, mirror, text), 80),
}


@lru_cache(maxsize=400)
def _small(path: Path) -> Image.Image:
    image = opened(path)
    image.thumbnail((LONGEST, LONGEST))
    return image


def edited(path: Path, name: str, pool: tuple[Path, ...]) -> bytes | None:
    """One edit of one picture as a JPEG; None where the edit cannot be made of it."""
    image = _small(path)
    edit, quality = EDITS[name]
    seed = zlib.crc32(f"{path.parent.name}/{path.name} {name}".encode())
    made = edit(image, Maker(Random(seed), pool, path))  # noqa: S311 - fixed dice are the point
    if made is None:
        return None
    data = io.BytesIO()
    made.convert("RGB").save(data, "JPEG", quality=quality)
    return data.getvalue()
