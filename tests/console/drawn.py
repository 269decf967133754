"""Pictures drawn by us: a valve as a shop would photograph it, and what others make of it."""

import io
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageOps

SCALE = 3
SIZE = (900, 720)


def _disc(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: str) -> None:
    box = [(x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE, (y + radius) * SCALE]
    draw.ellipse(box, fill=colour)


def _bar(draw: ImageDraw.ImageDraw, *box: float, colour: str, round_: float = 0) -> None:
    draw.rounded_rectangle([edge * SCALE for edge in box], round_ * SCALE, fill=colour)


def _ground(top: int, bottom: int) -> Image.Image:
    tall = Image.new("L", (1, 256))
    tall.putdata([round(top + (bottom - top) * y / 255) for y in range(256)])
    return tall.resize((SIZE[0] * SCALE, SIZE[1] * SCALE)).convert("RGB")


def valve(wheel: str = "#b3352b", body: str = "#c79a4b", turn: int = 0) -> Image.Image:
    """A brass gate valve with a red wheel on a light ground."""
    picture = _ground(246, 214)
    shadow = Image.new("L", picture.size, 0)
    _bar(ImageDraw.Draw(shadow), 170, 560, 730, 600, colour="#5a5a5a", round_=20)
    blurred = shadow.filter(ImageFilter.GaussianBlur(18 * SCALE))
    picture.paste("#6b6f78", mask=blurred)
    draw = ImageDraw.Draw(picture)
    dark, light = "#8f6a2a", "#e6c583"
    _bar(draw, 140, 410, 760, 540, colour=body, round_=26)
    _bar(draw, 140, 425, 760, 447, colour=light, round_=10)
    for x in (110, 690):
        _bar(draw, x, 385, x + 100, 565, colour=dark, round_=16)
        _bar(draw, x + 14, 400, x + 40, 550, colour=body, round_=10)
    _disc(draw, 450, 470, 118, dark)
    _disc(draw, 450, 470, 104, body)
    _disc(draw, 450, 470, 62, light)
    _disc(draw, 450, 470, 52, "#d9b164")
    _bar(draw, 422, 250, 478, 380, colour=dark, round_=10)
    _bar(draw, 434, 170, 466, 300, colour="#9aa0ab", round_=8)
    _bar(draw, 300 + turn, 130, 600 + turn, 190, colour=wheel, round_=30)
    _bar(draw, 318 + turn, 140, 582 + turn, 154, colour="#e0786e", round_=7)
    for x in (330, 450, 570):
        _disc(draw, x + turn, 160, 14, "#7c211a")
    return picture.resize(SIZE, Image.Resampling.LANCZOS)


def drawing() -> Image.Image:
    """A line drawing of the same valve."""
    edges = ImageOps.grayscale(valve()).filter(ImageFilter.FIND_EDGES)
    return ImageOps.autocontrast(ImageOps.invert(edges)).convert("RGB")


def lamp() -> Image.Image:
    """Something else altogether."""
    picture = _ground(232, 196)
    draw = ImageDraw.Draw(picture)
    _bar(draw, 330, 580, 570, 612, colour="#3b4250", round_=14)
    _bar(draw, 440, 260, 460, 590, colour="#596274", round_=8)
    points = [(300, 290), (600, 290), (530, 130), (370, 130)]
    draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill="#2f7d6b")
    _bar(draw, 300, 284, 600, 300, colour="#f3d98b", round_=6)
    return picture.resize(SIZE, Image.Resampling.LANCZOS)


def stolen() -> Image.Image:
    """The valve as a thief shows it: smaller and grey."""
    return valve().resize((620, 496)).convert("L").convert("RGB")


def booth() -> Image.Image:
    """A phone photo of a booth: turned, darker, a little blurred."""
    photo = valve().resize((700, 560)).rotate(6, expand=True, fillcolor="#39414f")
    return Image.blend(photo, Image.new("RGB", photo.size, "#1a1206"), 0.25).filter(
        ImageFilter.GaussianBlur(1.2)
    )


def jpeg(picture: Image.Image, quality: int = 88) -> bytes:
    """The picture as a file."""
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=quality)
    return kept.getvalue()


def save(picture: Image.Image, path: Path) -> None:
    """Put the picture's file there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(jpeg(picture, 92))
