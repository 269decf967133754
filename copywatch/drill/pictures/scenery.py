"""Draws what stands around a copy, for no photograph of others ships with this."""

from collections.abc import Callable
from functools import lru_cache
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from copywatch.demo.canvas import GLOSS, MATT, MIRROR, SIZE, Canvas, Material, Point
from copywatch.drill.pictures.grounds import cloth, clouds, muted, photographed
from copywatch.drill.pictures.maker import colour

DRAWN = 24
SHELVES = (0.34, 0.64, 0.94)  # heights


def scene(dice: Random) -> Image.Image:
    """One of DRAWN pictures, SIZE x SIZE, that look like photographs of something."""
    return drawn(dice.randrange(DRAWN))


@lru_cache(maxsize=DRAWN)  # a tenth of a second each
def drawn(number: int) -> Image.Image:
    """The picture of this number, the same on every machine; not to be drawn on."""
    dice, draw = Random(number), SCENES[number % len(SCENES)]  # noqa: S311 - no secret
    return photographed(draw(dice).filter(ImageFilter.GaussianBlur(0.6)), dice)


def table(dice: Random) -> Image.Image:
    """Goods that lie on a ground with a texture."""
    canvas = Canvas()
    canvas.pixels = np.array(cloth(dice), np.float32)
    for _ in range(dice.randint(4, 9)):
        _thing(canvas, dice, (dice.uniform(0.1, 0.9), dice.uniform(0.2, 0.95)))
    return canvas.picture()


def shelf(dice: Random) -> Image.Image:
    """Three boards full of goods before a wall."""
    canvas = Canvas(muted(dice), muted(dice))
    canvas.pixels = canvas.pixels * (0.7 + 0.6 * clouds(dice, 1)[..., None])
    for height in SHELVES:
        canvas.box((-0.05, height), (1.05, height + 0.03), Material(muted(dice), MATT))
        x = dice.uniform(0.04, 0.1)
        while x < 1:
            _thing(canvas, dice, (x, height))
            x += dice.uniform(0.1, 0.2)
    return canvas.picture()


def distance(dice: Random) -> Image.Image:
    """Discs out of focus behind leaves and stems."""
    made = cloth(dice).filter(ImageFilter.GaussianBlur(12))
    draw = ImageDraw.Draw(made, "RGBA")
    for _ in range(dice.randint(20, 50)):
        x, y, radius = dice.uniform(0, SIZE), dice.uniform(0, SIZE), dice.uniform(8, 60)
        box = (x - radius, y - radius, x + radius, y + radius)
        draw.ellipse(box, (*muted(dice), dice.randint(40, 120)))
    made = made.filter(ImageFilter.GaussianBlur(3))
    draw = ImageDraw.Draw(made, "RGBA")
    for _ in range(dice.randint(6, 18)):
        x, y = dice.uniform(0, SIZE), dice.uniform(0, SIZE)
        tips = [(x + dice.gauss(0, 90), y + dice.gauss(0, 90)) for _ in range(3)]
        draw.polygon([(x, y), *tips], (*muted(dice), dice.randint(150, 255)))
        draw.line([(x, y), *tips], muted(dice), dice.randint(1, 4))
    return made


SCENES: tuple[Callable[[Random], Image.Image], ...] = (cloth, table, shelf, distance)


def _stuff(dice: Random) -> Material:
    """Rubber, enamel or metal of any colour."""
    return Material(colour(dice), dice.choice((MATT, GLOSS, MIRROR)))


def _thing(canvas: Canvas, dice: Random, foot: Point) -> None:
    """A box, jar, ball or ring that stands with its foot there."""
    (x, y), stuff, size = foot, _stuff(dice), dice.uniform(0.04, 0.09)
    canvas.shadow((x + 0.02, y), 1.6 * size, 0.02)
    sort = dice.choice(("box", "jar", "ball", "ring"))
    if sort == "box":
        canvas.box((x - size, y - 2.2 * size), (x + size, y), stuff)
        _label(canvas, dice, (x, y - size), size)
    elif sort == "jar":
        canvas.rod((x, y - 2.4 * size), (x, y), (0.7 * size, size), stuff)
        canvas.disc((x, y - 2.4 * size), 0.7 * size, 0.2 * size, _stuff(dice))
    elif sort == "ball":
        canvas.ball((x, y - size), size, stuff, dice.uniform(0.7, 1.3))
    else:
        canvas.ring((x, y - size), 0.8 * size, 0.2 * size, stuff)


def _label(canvas: Canvas, dice: Random, middle: Point, size: float) -> None:
    """A paper with three lines of different lengths."""
    (x, y), paper = middle, Material(colour(dice), ((-1, 0.8), (1, 1)))
    canvas.box((x - 0.7 * size, y - 0.5 * size), (x + 0.7 * size, y + 0.5 * size), paper, 0.004)
    heights = [y + share * size for share in (-0.25, 0, 0.25)]
    lines = [((x - 0.6 * size, at), (x + dice.uniform(-0.2, 0.6) * size, at)) for at in heights]
    canvas.lines(lines, 0.004, colour(dice))
