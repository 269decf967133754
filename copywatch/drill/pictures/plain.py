"""Edits that leave every pixel where it is: saved again, smaller, other light and colours."""

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter

from copywatch.drill.pictures.maker import Maker, resized


def as_is(image: Image.Image, _: Maker) -> Image.Image:
    """Only saved again."""
    return image


def smaller(image: Image.Image, _: Maker) -> Image.Image:
    """At 40 % of the size."""
    return resized(image, 0.4)


def grey(image: Image.Image, _: Maker) -> Image.Image:
    """Without colour."""
    return image.convert("L").convert("RGB")


def blur(image: Image.Image, _: Maker) -> Image.Image:
    """Out of focus: a Gaussian of one part in 250 of the longest side."""
    return image.filter(ImageFilter.GaussianBlur(max(image.size) / 250))


def noise(image: Image.Image, maker: Maker) -> Image.Image:
    """A dark room's grain: sigma 12 levels."""
    grain = np.random.default_rng(maker.dice.randrange(1 << 30)).normal(
        0, 12, (*image.size[::-1], 3)
    )
    return Image.fromarray((np.asarray(image) + grain).clip(0, 255).astype(np.uint8))


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
