"""Edits that the 32 leave out: filters, covers, screens, stretches, animations."""

import io
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from copywatch.drill.pictures.covered import watermark
from copywatch.drill.pictures.geometry import crop, perspective
from copywatch.drill.pictures.maker import WORDS, Edit, Maker, colour, font, resized
from fingerprints.arrays import F64

Save = Callable[[Image.Image, Maker], bytes]


def faded(image: Image.Image, _: Maker) -> Image.Image:
    """A strong filter: lifted blacks, warm lights, blue shadows, dark corners."""
    levels = np.asarray(image).astype(np.float64) / 255
    curve = 0.12 + 0.8 * (levels**0.8)
    light = levels.mean(axis=2, keepdims=True)
    curve = curve + (light - 0.5) * np.array([0.12, 0.02, -0.16])
    return _levels(255 * curve * _corners(image.size, 0.45))


def harsh(image: Image.Image, _: Maker) -> Image.Image:
    """A strong filter: much contrast and colour, sharpened beyond measure."""
    image = ImageEnhance.Contrast(ImageEnhance.Color(image).enhance(1.9)).enhance(1.8)
    return image.filter(ImageFilter.UnsharpMask(4, 220, 2))


def poster(image: Image.Image, _: Maker) -> Image.Image:
    """Eight levels of each colour left."""
    return ImageOps.posterize(ImageEnhance.Contrast(image).enhance(1.3), 3)


def sepia(image: Image.Image, _: Maker) -> Image.Image:
    """Brown and white."""
    return ImageOps.colorize(ImageOps.grayscale(image), "#2b1a0c", "#fff3da", "#a87b4b")


def duotone(image: Image.Image, maker: Maker) -> Image.Image:
    """Any dark and any light colour in place of black and white."""
    dark = tuple(level // 3 for level in colour(maker.dice))
    light = tuple(160 + level * 95 // 255 for level in colour(maker.dice))
    return ImageOps.colorize(ImageOps.grayscale(image), dark, light)


def covered(share: float) -> Edit:
    """Round stickers with words over this share of the area."""

    def cover(image: Image.Image, maker: Maker) -> Image.Image:
        made, dice = image.copy(), maker.dice
        mask = Image.new("1", image.size)
        draw, there = ImageDraw.Draw(made), ImageDraw.Draw(mask)
        while np.asarray(mask).mean() < share:
            radius = dice.uniform(0.08, 0.16) * min(image.size)
            x, y = dice.uniform(0, image.width), dice.uniform(0, image.height)
            there.circle((x, y), radius, 1)
            draw.circle((x, y), radius, colour(dice), "white", 3)
            words = dice.choice(WORDS).upper()
            draw.text((x, y), words, "white", font(radius / 2), anchor="mm")
        return made

    return cover


def two_watermarks(image: Image.Image, maker: Maker) -> Image.Image:
    """One seller's all over it, and another's across the middle."""
    made = watermark(image, maker)
    layer = Image.new("L", made.size)
    letters = font(made.width / 7)
    ImageDraw.Draw(layer).text((made.width / 2, made.height / 2), "BEST SHOP", 150, letters, "mm")
    layer = layer.rotate(maker.dice.uniform(-25, 25))
    return Image.composite(Image.new("RGB", made.size, colour(maker.dice)), made, layer)


def screen_photo(image: Image.Image, maker: Maker) -> Image.Image:
    """A photo of a screen: stripes of its colours, moire of the camera, an angle, a gloss."""
    shown = resized(image, 3 * 640 / max(image.size))
    levels = np.asarray(shown).astype(np.float64)
    for channel in range(3):
        stripe = (np.arange(levels.shape[1]) + channel) % 3 == 0
        levels[:, :, channel] *= np.where(stripe, 1.6, 0.65)
    levels[::3] *= 0.7
    angle = math.radians(maker.dice.uniform(1, 4))
    rows, columns = np.indices(levels.shape[:2])
    wave = np.sin((rows * math.sin(angle) + columns * math.cos(angle)) / maker.dice.uniform(4, 9))
    levels *= 1 + 0.12 * wave[..., None]
    taken = _levels(levels).rotate(
        math.degrees(angle), Image.Resampling.BILINEAR, fillcolor=(9, 9, 9)
    )
    taken = perspective(resized(taken, 1 / 2.7), maker)
    return _levels(np.asarray(taken) * 0.9 + 30 * _corners(taken.size, 0.9)[..., ::-1])


def stretched(across: float) -> Edit:
    """So many times as wide, the height as it was."""

    def stretch(image: Image.Image, _: Maker) -> Image.Image:
        size = max(1, round(image.width * across)), image.height
        return image.resize(size, Image.Resampling.BICUBIC)

    return stretch


def video(image: Image.Image, maker: Maker) -> Image.Image:
    """A frame of a film: black bars, subtitles, the player's bar, blocks of a low bit rate."""
    frame = Image.new("RGB", (854, 480))
    back = maker.other((854, 400)).filter(ImageFilter.GaussianBlur(6))
    frame.paste(back, (0, 40))
    shown = ImageOps.contain(image, (520, 360))
    frame.paste(shown, (maker.dice.randint(20, 834 - shown.width), 60))
    draw = ImageDraw.Draw(frame)
    words = " ".join(maker.dice.sample(WORDS, 5))
    draw.text((427, 405), words, "white", font(26), "mm", stroke_width=2, stroke_fill="black")
    draw.rectangle((0, 452, 854, 456), (90, 90, 90))
    draw.rectangle((0, 452, maker.dice.randint(60, 800), 456), (220, 30, 30))
    data = io.BytesIO()
    resized(frame, 0.6).save(data, "JPEG", quality=25)
    return resized(Image.open(data).convert("RGB"), 1 / 0.6)


def moving(form: str) -> Save:
    """An animation: other goods first, then the picture, closer each time."""

    def save(image: Image.Image, maker: Maker) -> bytes:
        size = 480, 400
        frames = [maker.other(size)]
        for share in (1.0, 0.8, 0.65):
            closer = crop(share)(image, maker)
            assert closer is not None
            frames.append(ImageOps.pad(closer, size, color=colour(maker.dice)))
        data = io.BytesIO()
        frames[0].save(data, form, save_all=True, append_images=frames[1:], duration=400, loop=0)
        return data.getvalue()

    return save


def _levels(values: F64) -> Image.Image:
    return Image.fromarray(values.clip(0, 255).astype(np.uint8))


def _corners(size: tuple[int, int], dark: float) -> F64:
    """(height, width, 1): 1 in the middle, less towards the corners."""
    across, down = (np.linspace(-1, 1, side) for side in size)
    return np.asarray(1 - dark * (across[None] ** 2 + down[:, None] ** 2)[..., None] / 2)


def jpeg(edit: Edit, quality: int = 75) -> Save:
    """The edit saved as a JPEG."""

    def save(image: Image.Image, maker: Maker) -> bytes:
        made = edit(image, maker)
        assert made is not None
        data = io.BytesIO()
        made.convert("RGB").save(data, "JPEG", quality=quality)
        return data.getvalue()

    return save


@dataclass(frozen=True, slots=True)
class Beyond:
    """One edit, and what it is told as in the table."""

    name: str
    save: Save


BEYOND: tuple[Beyond, ...] = (
    Beyond("strong filter: faded, warm, dark corners", jpeg(faded)),
    Beyond("strong filter: contrast, colour, sharpened", jpeg(harsh)),
    Beyond("eight levels of each colour", jpeg(poster)),
    Beyond("sepia", jpeg(sepia)),
    Beyond("duotone", jpeg(duotone)),
    Beyond("stickers over 30 %", jpeg(covered(0.3))),
    Beyond("two sellers' watermarks", jpeg(two_watermarks)),
    Beyond("photo of a screen", jpeg(screen_photo)),
    Beyond("1.3 times as wide", jpeg(stretched(1.3))),
    Beyond("0.75 times as wide", jpeg(stretched(0.75))),
    Beyond("in a video frame", jpeg(video)),
    Beyond("animated GIF", moving("GIF")),
    Beyond("animated WebP", moving("WEBP")),
)
