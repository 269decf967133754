"""Grounds with a texture, drawn from noise of several sizes: cloth, stone, wood, a wall in light.

All are SIZE x SIZE pixels, and the same dice draw the same ground.
"""

import colorsys
from random import Random

import numpy as np
from PIL import Image

from copywatch.demo.canvas import SIZE, Colour, Field

OCTAVES = 8
FINER = 0.72  # how strong each octave is, beside the one before
GRAIN = 4.0  # levels, of a camera


def cloth(dice: Random) -> Image.Image:
    """Cloth, stone, wood or sand: two colours, stretched more or less, with threads."""
    level = clouds(dice, dice.choice((1, 1, 3, 8)))
    rows, columns = _grid()
    wave = dice.uniform(0.02, 0.4)
    threads = np.sin(columns * wave + 6 * level) + np.sin(rows * wave * dice.uniform(0.5, 2))
    level = level + dice.uniform(0, 0.12) * threads
    bright, other = (np.array(muted(dice), np.float32) for _ in range(2))
    dark = (bright + other) * dice.uniform(0.1, 0.25)
    pixels = dark + (bright - dark) * level.clip(0, 1)[..., None]
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def muted(dice: Random) -> Colour:
    """A colour as walls, tables and fabrics have it."""
    red, green, blue = colorsys.hsv_to_rgb(
        dice.random(), dice.uniform(0, 0.5), dice.uniform(0.4, 0.95)
    )
    return round(255 * red), round(255 * green), round(255 * blue)


def clouds(dice: Random, along: int) -> Field:
    """Noise, 0 to 1 (SIZE, SIZE), `along` times longer than high."""
    numbers, whole = _numbers(dice), np.zeros((SIZE, SIZE), np.float32)
    for octave in range(OCTAVES):
        points = 4 << octave
        small = numbers.random((points, max(2, points // along)), np.float32)
        large = Image.fromarray(small).resize((SIZE, SIZE), Image.Resampling.BICUBIC)
        whole += np.asarray(large) * FINER**octave
    low, high = float(whole.min()), float(whole.max())
    return (whole - low) / (high - low)


def photographed(image: Image.Image, dice: Random) -> Image.Image:
    """In a light from one side, darker in the corners, with a camera's grain."""
    rows, columns = (axis / SIZE - 0.5 for axis in _grid())
    light = 1.05 + dice.uniform(-0.3, 0.3) * columns + dice.uniform(-0.3, 0.3) * rows
    light -= 0.5 * (columns**2 + rows**2)
    pixels = np.asarray(image, np.float32) * light[..., None]
    pixels += _numbers(dice).normal(0, GRAIN, pixels.shape)
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def _grid() -> tuple[Field, Field]:
    rows, columns = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32)
    return rows, columns


def _numbers(dice: Random) -> np.random.Generator:
    return np.random.default_rng(dice.randrange(1 << 30))
