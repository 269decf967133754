"""Opens one hostile picture: allowed formats, limits, upright, on white, scaled down.

Runs inside `bounded.call`; what comes back is a small array of plain pixels.
"""

import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import numpy as np
from numpy.typing import NDArray
from PIL import (  # noqa: F401 - a plugin that is not imported is not tried
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from fingerprints.errors import Unreadable

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP", "TIFF")
MOVING = {"PNG", "WEBP", "GIF", "AVIF"}
SIDE = 512  # longest side of what is kept
MILLION = 1_000_000
PIXELS = 40 * MILLION
PIXELS_ALPHA = 32 * MILLION  # four bytes each, twice; WebP is read so, too
PIXELS_JPEG = 80 * MILLION  # a JPEG is scaled while it is decoded
BYTES = 160 << 20
FRAMES_SEEN = 48
FRAMES_KEPT = 4
FRAMES_SECONDS = 0.7
NEW_FRAME = 24.0  # mean difference of grey levels that makes a frame worth keeping
ALPHA = {"RGBA", "LA", "PA", "La", "RGBa"}
DEEP = {"I", "F", "I;16", "I;16B", "I;16L", "I;16N"}
ORIENTATION = 0x0112
TURNED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Upright RGB frames of at most SIDE pixels (one, but for an animation) and the true size."""

    frames: tuple[Pixels, ...]  # (height, width, 3)
    width: int
    height: int


def open_picture(path: str) -> Picture:
    """Read a picture; Unreadable says in plain words why it cannot be."""
    size = Path(path).stat().st_size
    if not size:
        raise Unreadable("is empty")
    if size > BYTES:
        raise Unreadable(f"is larger than {BYTES >> 20} MB")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # limits are checked here, not announced there
        Image.MAX_IMAGE_PIXELS = PIXELS_JPEG  # also for frames and tiles; twice this is an error
        try:
            with Image.open(path, formats=FORMATS) as image:
                return _read(image)
        except UnidentifiedImageError as error:
            names = "JPEG, PNG, WebP, GIF, AVIF, BMP or TIFF"
            raise Unreadable(f"is not a picture that can be read ({names})") from error
        except Image.DecompressionBombError as error:
            raise Unreadable(f"has more than {PIXELS // MILLION} million pixels") from error
        except (OSError, SyntaxError, ValueError, EOFError, struct.error) as error:
            raise Unreadable("is cut short or damaged") from error


def _read(image: Image.Image) -> Picture:
    _check(image)
    width, height = image.size
    turn = TURNED.get(_orientation(image))
    if turn is not None and turn.value >= Image.Transpose.ROTATE_90 and turn != TURNED[3]:
        width, height = height, width
    image.draft(None, (2 * SIDE, 2 * SIDE))  # a JPEG is decoded at a half, quarter or eighth
    frames = [_upright(frame, turn) for frame in _frames(image)]
    return Picture(tuple(frames), width, height)


def _check(image: Image.Image) -> None:
    """Refuse by the size a file claims, before a pixel is decoded."""
    most = PIXELS_JPEG if image.format == "JPEG" else PIXELS
    if _alpha(image) or image.format == "WEBP":
        most = PIXELS_ALPHA
    pixels = image.width * image.height
    if pixels > most:
        claimed, allowed = round(pixels / MILLION), most // MILLION
        raise Unreadable(f"has {claimed} million pixels; at most {allowed} million are read")


def _alpha(image: Image.Image) -> bool:
    return image.mode in ALPHA or "transparency" in image.info


def _orientation(image: Image.Image) -> int:
    """How the camera was held (EXIF); a picture with broken EXIF is taken as it stands."""
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except (OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, struct.error):
        return 1


def _frames(image: Image.Image) -> Iterator[Image.Image]:
    """The first frame, and of an animation a few more that differ, within FRAMES_SECONDS."""
    until = monotonic() + FRAMES_SECONDS
    kept = [first := _plain(image)]
    yield first
    if image.format not in MOVING:
        return
    for number in range(1, FRAMES_SEEN):
        if len(kept) == FRAMES_KEPT or monotonic() > until or not _seek(image, number):
            return
        frame = _plain(image)
        if all(_differ(frame, other) > NEW_FRAME for other in kept):
            kept.append(frame)
            yield frame


def _seek(image: Image.Image, number: int) -> bool:
    """Whether there is such a frame; an animation that breaks off keeps what came before."""
    try:
        image.seek(number)
        image.load()
    except (OSError, SyntaxError, ValueError, EOFError, struct.error):
        return False
    return True


def _differ(one: Image.Image, other: Image.Image) -> float:
    small = [
        np.asarray(image.convert("L").resize((16, 16), Image.Resampling.BOX), dtype=np.float64)
        for image in (one, other)
    ]
    return float(np.abs(small[0] - small[1]).mean())


def _plain(image: Image.Image) -> Image.Image:
    """Scaled down, 8 bits, RGB, alpha over white."""
    if image.mode in DEEP:
        return Image.fromarray(_eight_bits(np.asarray(_scaled(image)))).convert("RGB")
    if not _alpha(image):
        return _scaled(image if image.mode in {"L", "RGB"} else image.convert("RGB"))
    clear = _scaled(image.convert("RGBA"))
    ground = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(ground, clear).convert("RGB")


def _scaled(image: Image.Image) -> Image.Image:
    scale = SIDE / max(image.size)
    if scale >= 1:
        return image.copy()
    width, height = (max(1, round(side * scale)) for side in image.size)
    return image.resize((width, height), Image.Resampling.BOX)


def _eight_bits(values: NDArray[np.generic]) -> Pixels:
    """16 bits and more scaled by hand: Pillow's own conversion cuts them off."""
    levels = np.nan_to_num(values.astype(np.float64))
    low, high = float(levels.min()), float(levels.max())
    for full in (1, 255, 65535) if values.dtype.kind == "f" else (255, 65535):
        if low >= 0 and high <= full:
            return (levels * (255 / full)).round().astype(np.uint8)
    return ((levels - low) / max(high - low, 1e-9) * 255).astype(np.uint8)


def _upright(frame: Image.Image, turn: Image.Transpose | None) -> Pixels:
    turned = frame if turn is None else frame.transpose(turn)
    return np.asarray(turned.convert("RGB"))
