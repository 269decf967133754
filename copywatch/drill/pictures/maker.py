"""What an edit of a picture is, and what it may use."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageFont, ImageOps

LONGEST = 800  # pixels of a picture before it is edited
WORDS = (
    "best", "price", "free", "shipping", "new", "2026", "original", "sale", "limited", "offer",
    "today", "only",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Maker:
    """What one edit may use: its own dice, other pictures, and where the product stands."""

    dice: Random
    another: Callable[[Random], Image.Image]  # a photograph of something else, as the dice fall
    standing: Callable[[Image.Image], Image.Image | None]  # mode L, white on the product

    def other(self, size: tuple[int, int]) -> Image.Image:
        """A photograph of something else, filling this size in pixels."""
        return ImageOps.fit(self.another(self.dice), size)


Edit = Callable[[Image.Image, Maker], Image.Image | None]  # RGB; None where it cannot be made


def chain(*edits: Edit) -> Edit:
    """One after the other."""

    def run(image: Image.Image, maker: Maker) -> Image.Image | None:
        made: Image.Image | None = image
        for edit in edits:
            made = edit(made, maker) if made is not None else None
        return made

    return run


def font(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's own letters, never below 10 pixels."""
    return ImageFont.load_default(max(10, round(size)))


def colour(dice: Random) -> tuple[int, int, int]:
    """Any colour."""
    return dice.randrange(256), dice.randrange(256), dice.randrange(256)


def resized(image: Image.Image, factor: float) -> Image.Image:
    """Scaled by a factor."""
    width, height = (max(1, round(side * factor)) for side in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS)
