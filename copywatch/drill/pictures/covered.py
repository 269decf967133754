"""Edits that draw over a picture: advertising, stickers, a shop's watermark."""

from PIL import Image, ImageDraw

from copywatch.drill.pictures.maker import WORDS, Maker, colour, font


def text(image: Image.Image, maker: Maker) -> Image.Image:
    """Three lines of advertising across the picture."""
    made, dice = image.copy(), maker.dice
    draw = ImageDraw.Draw(made)
    for _ in range(3):
        words = " ".join(dice.sample(WORDS, 3)).upper()
        at = (dice.uniform(0, 0.3) * image.width, dice.uniform(0.02, 0.9) * image.height)
        letters = font(image.width * dice.uniform(0.05, 0.1))
        draw.text(at, words, colour(dice), letters, stroke_width=2, stroke_fill=colour(dice))
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
    draw, letters = ImageDraw.Draw(layer), font(image.width * 0.06)
    step = max(40, image.width // 5)
    for n, y in enumerate(range(0, side, step)):
        for x in range(-(n % 2) * step, side, 2 * step):
            draw.text((x, y), "my-shop.example", 110, letters)
    layer = layer.rotate(maker.dice.uniform(20, 40))
    left, top = (side - image.width) // 2, (side - image.height) // 2
    layer = layer.crop((left, top, left + image.width, top + image.height))
    return Image.composite(Image.new("RGB", image.size, (128, 128, 128)), image, layer)
