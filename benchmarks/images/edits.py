"""What sellers do to a product photo, made with fixed settings."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image, ImageOps

Edit = Callable[[Image.Image], bytes]
QUICK = {"AVIF": {"speed": 10}, "WEBP": {"method": 2}}  # the encoder's effort is not the subject


def opened(path: Path) -> Image.Image:
    """The picture as a shop shows it: on white."""
    with Image.open(path) as image:
        if image.mode in {"RGB", "L"}:
            return image.convert("RGB")
        clear = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")


def _saved(image: Image.Image, quality: int = 85, kind: str = "JPEG") -> bytes:
    data = io.BytesIO()
    image.save(data, kind, quality=quality, **QUICK.get(kind, {}))
    return data.getvalue()


def _scaled(image: Image.Image, factor: float) -> Image.Image:
    size = tuple(max(1, round(side * factor)) for side in image.size)
    return image.resize((size[0], size[1]), Image.Resampling.LANCZOS)


def _bordered(image: Image.Image) -> Image.Image:
    return ImageOps.expand(image, round(0.15 * max(image.size)), (235, 240, 245))


FLOOR: dict[str, Edit] = {
    "saved again, quality 60": lambda image: _saved(image, 60),
    "saved again, quality 30": lambda image: _saved(image, 30),
    "resized to 40 %": lambda image: _saved(_scaled(image, 0.4)),
    "resized to 70 %": lambda image: _saved(_scaled(image, 0.7)),
    "resized to 200 %": lambda image: _saved(_scaled(image, 2.0)),
    "grey": lambda image: _saved(image.convert("L")),
    "40 %, quality 30": lambda image: _saved(_scaled(image, 0.4), 30),
    "200 %, quality 30": lambda image: _saved(_scaled(image, 2.0), 30),
    "grey, quality 30": lambda image: _saved(image.convert("L"), 30),
    "grey, 70 %": lambda image: _saved(_scaled(image.convert("L"), 0.7)),
    "grey, 40 %, quality 30": lambda image: _saved(_scaled(image.convert("L"), 0.4), 30),
}
BEYOND: dict[str, Edit] = {
    "WebP, quality 30": lambda image: _saved(image, 30, "WEBP"),
    "AVIF, quality 40": lambda image: _saved(image, 40, "AVIF"),
    "mirrored": lambda image: _saved(ImageOps.mirror(image)),
    "mirrored, 40 %, quality 30": lambda image: _saved(_scaled(ImageOps.mirror(image), 0.4), 30),
    "plain border of 15 %": lambda image: _saved(_bordered(image)),
}


def edited(path: Path) -> Iterator[tuple[str, bytes]]:
    """Every edit of one picture."""
    image = opened(path)
    for name, edit in {**FLOOR, **BEYOND}.items():
        yield name, edit(image)
