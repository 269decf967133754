"""Edits that move pixels: mirrored, turned, cropped, framed, seen at an angle."""

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from copywatch.drill.pictures.maker import Edit, Maker, colour

DETAIL = 24  # levels of an edge that counts as something to see
SHOWN = 0.7  # of the detail that a window of this share would show on average
TRIES = 20


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
    return ImageOps.expand(image, round(0.15 * max(image.size)), colour(maker.dice))


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
