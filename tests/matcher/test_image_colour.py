"""Filters leave no other colour behind; another colour of a product does."""

import numpy as np
from PIL import Image as Pillow
from PIL import ImageEnhance, ImageOps

from fingerprints.image_open import Pixels
from matcher.image_colour import apart
from tests.fingerprints.test_image_points import scene

ALL = np.ones((320, 400), bool)
OWN = scene(3)


def told(seen: Pillow.Image, own: Pixels = OWN) -> float:
    return apart(own, np.asarray(seen.convert("RGB")), ALL, ALL)


def shirt(colour: tuple[int, int, int]) -> Pixels:
    made = np.full((320, 400, 3), 250, np.uint8)
    made[60:260, 100:300] = colour
    return made


def test_filters_are_no_other_colour() -> None:
    picture = Pillow.fromarray(OWN)
    grey = ImageOps.grayscale(picture)
    assert told(picture) < 0.1
    assert told(grey) == 0
    assert told(ImageOps.colorize(grey, "#2b1a0c", "#fff3da", "#a87b4b")) == 0
    assert told(ImageEnhance.Color(picture).enhance(0.7)) < 3
    assert told(ImageEnhance.Color(picture).enhance(1.4)) < 8


def test_turned_colours_and_another_cloth_are() -> None:
    hue, rich, light = Pillow.fromarray(OWN).convert("HSV").split()
    turned = hue.point([(level + 100) % 256 for level in range(256)])
    assert told(Pillow.merge("HSV", (turned, rich, light))) > 30
    assert told(Pillow.fromarray(shirt((30, 60, 180))), shirt((190, 30, 40))) > 24
    assert told(Pillow.fromarray(shirt((190, 30, 40))), shirt((60, 60, 60))) > 24


def test_where_nothing_is_alike_nothing_is_said() -> None:
    none = np.zeros_like(ALL)
    assert apart(OWN, scene(4), none, ALL) == 0
