"""The one drawing of the corpus, as pixels, and what a file of it must end in."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 320, 240
Make = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Odd:
    """A file, and either how near its picture must be to `wanted` or the start of its reason."""

    name: str
    make: Make
    reason: str = ""  # begins so; empty: it must be read
    levels: float = 5.0  # mean difference of light and colour at most, of 255
    bits: int = 12  # of 256 in which the outline may differ; strangers differ in 128
    wanted: Callable[[], Image.Image] | None = None  # None: the drawing
    frames: int = 1  # at least so many views
    either: bool = False  # a refusal for damage is as right as the picture


@lru_cache(maxsize=8)
def drawn(width: int = WIDTH, height: int = HEIGHT) -> Image.Image:
    """A jug, a flag and a striped box on a table, in RGB: nothing in it is symmetric."""
    image = Image.new("RGB", (width, height), (236, 232, 224))
    draw = ImageDraw.Draw(image)

    def at(*places: float) -> list[tuple[float, float]]:
        return [(x * width, y * height) for x, y in zip(places[::2], places[1::2], strict=True)]

    draw.rectangle(at(0, 0.7, 1, 1), fill=(150, 110, 70))
    draw.ellipse(at(0.15, 0.2, 0.45, 0.9), fill=(30, 90, 160))
    draw.polygon(at(0.6, 0.1, 0.95, 0.2, 0.7, 0.5), fill=(200, 40, 40))
    for number in range(5):
        left = 0.55 + 0.08 * number
        draw.rectangle(at(left, 0.6, left + 0.04, 0.85), fill=(20, 60 + 40 * number, 90))
    return image


def grey() -> Image.Image:
    """The drawing without its colours."""
    return drawn().convert("L")


def clear(colour: tuple[int, int, int] = (255, 0, 255)) -> Image.Image:
    """The drawing in RGBA; the upper left is clear and hides another colour."""
    image = drawn().convert("RGBA")
    image.paste((*colour, 0), (0, 0, WIDTH // 2, HEIGHT // 2))
    return image


def on_white() -> Image.Image:
    """What a browser shows of `clear`."""
    image = drawn().copy()
    image.paste((255, 255, 255), (0, 0, WIDTH // 2, HEIGHT // 2))
    return image


def noise(width: int = WIDTH, height: int = HEIGHT) -> Image.Image:
    """RGB that no format packs well."""
    random = np.random.default_rng(5)
    return Image.fromarray(random.integers(0, 256, (height, width, 3), dtype=np.uint8))


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """The bytes of a picture in one of Pillow's formats."""
    data = io.BytesIO()
    image.save(data, kind, **options)
    return data.getvalue()
