"""Edits that put a picture among others: collages, pasted, on a screen, on another background."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from copywatch.drill.pictures.maker import LONGEST, WORDS, Edit, Maker, colour, font, resized
from fingerprints.image_silhouette import silhouette


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
    draw.rectangle((0, 0, width, 70), colour(dice))
    draw.text((30, 20), "example market", (255, 255, 255), font(28))
    room = (dice.randint(480, 600), height - 280)
    shown = ImageOps.contain(image, room)
    page.paste(shown, (40, 110))
    draw.text((690, 120), " ".join(dice.sample(WORDS, 4)), (20, 20, 20), font(30))
    draw.text((690, 180), f"{dice.randint(9, 400)}.99", (180, 20, 20), font(44))
    for line in range(7):
        draw.text((690, 260 + 32 * line), " ".join(dice.sample(WORDS, 7)), (90, 90, 90), font(18))
    draw.rectangle((690, 500, 980, 560), (240, 160, 20))
    for n in range(5):
        page.paste(maker.other((120, 120)), (40 + 160 * n, height - 150))
    return page


def shown_cut(image: Image.Image, maker: Maker) -> Image.Image:
    """A screenshot of which the middle was kept."""
    page = screenshot(image, maker)
    return page.crop((20, 60, 1000, page.height - 100))


def other_ground(image: Image.Image, maker: Maker) -> Image.Image | None:
    """The product cut out and put on a photograph; None where it cannot be cut out."""
    mask = maker.standing(image)
    if mask is None:
        return None
    return Image.composite(image, maker.other(image.size), mask)


def standing(image: Image.Image) -> Image.Image | None:
    """Where the product differs from a plain background (mode L); None where that is not plain."""
    found = silhouette(np.asarray(image))
    if found is None:
        return None
    return Image.fromarray(found.astype(np.uint8) * 255).filter(ImageFilter.GaussianBlur(1))
