"""Opens one hostile picture: allowed formats, limits, upright, on white, scaled down.

Runs inside `bounded.call`; what comes back is a small array of plain pixels. What is refused and
why stands in docs/odd-files.md.
"""

import io
import re
import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from time import process_time

import numpy as np
from PIL import (  # noqa: F401 - a plugin that is not imported is not tried
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    IcoImagePlugin,
    Image,
    Jpeg2KImagePlugin,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from fingerprints import bounded
from fingerprints.errors import Unreadable
from fingerprints.image_formats import CUT, MILLION, NAMES, PIXELS, sniff
from fingerprints.image_plain import SIDE, Pixels, has_alpha, plain
from fingerprints.image_svg import render

__all__ = ["Picture", "Pixels", "open_bounded", "open_picture"]

MOVING = {"PNG", "WEBP", "GIF", "AVIF", "TIFF"}  # the pages of a TIFF are frames, too
PIXELS_ALPHA = 32 * MILLION  # four bytes each, twice
PIXELS_WAVES = 40 * MILLION  # of a progressive JPEG, which is held whole as 16 bit coefficients
BYTES = 160 << 20
SECONDS, MEGABYTES = 2.0, 512
FRAMES_SEEN = 48
FRAMES_KEPT = 4
FRAMES_PIXELS = 24 * MILLION  # of all frames but the first
FRAMES_SECONDS = 1.0  # of the processor
NEW_FRAME = 24.0  # mean difference of grey levels that makes a frame worth keeping
FIRST = 1 << 16  # bytes in which the head of a JPEG 2000 stream lies
HALVINGS = 5  # of a JPEG 2000, unless it says otherwise
LEAST_JPEG = 512  # pixels for which a Huffman coded JPEG needs a byte at least: a bit for 8 x 8
ORIENTATION = 0x0112
BROKEN = (OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, struct.error,
          OverflowError, AttributeError, AssertionError, RuntimeError)  # fmt: skip
TURNED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Upright RGB frames, scaled down (one, but for an animation), and the true size."""

    frames: tuple[Pixels, ...]  # (height, width, 3)
    width: int
    height: int


def open_bounded(path: str, side: int = SIDE, ground: str = "white") -> Picture:
    """`open_picture` in the bounded process: 2 s of the processor, 512 MB with all libraries."""
    picture: Picture = bounded.call(
        open_picture,
        path,
        side,
        ground,
        seconds=SECONDS,
        megabytes=MEGABYTES,
        patience=bounded.PATIENCE,
        in_all=True,
    )
    return picture


def open_picture(path: str, side: int = SIDE, ground: str = "white") -> Picture:
    """A picture of at most `side` pixels, drawings of SIDE; Unreadable says why in plain words.

    `ground` is the colour that shows where a picture is clear.
    """
    size = Path(path).stat().st_size
    if not size:
        raise Unreadable("is empty")
    if size > BYTES:
        raise Unreadable(f"is larger than {BYTES >> 20} MB")
    with warnings.catch_warnings(), Bytes(path, size) as file:
        warnings.simplefilter("ignore")  # limits are checked here, not announced there
        head = file.read(FIRST)
        file.seek(0)
        kind = sniff(head)
        if not kind:
            raise Unreadable(f"is not a picture that can be read ({NAMES})")
        try:
            with _image(file, kind) as image:
                return _read(image, kind, head, size, (side, ground))
        except Image.DecompressionBombError as error:
            raise Unreadable(_too_many(str(error), kind)) from error
        except (UnidentifiedImageError, *BROKEN) as error:
            raise Unreadable(CUT) from error


class Bytes(io.BufferedReader):
    """A file that makes no room for more than it holds, whatever length a chunk claims."""

    def __init__(self, path: str, size: int) -> None:
        super().__init__(io.FileIO(path))
        self.size = size

    def read(self, size: int | None = -1, /) -> bytes:
        """So many bytes, or what is left."""
        left = max(0, self.size - self.tell())
        return super().read(left if size is None or size < 0 else min(size, left))


def _image(file: Bytes, kind: str) -> Image.Image:
    """The file opened by the one reader it is for; Pillow raises above twice its maximum."""
    Image.MAX_IMAGE_PIXELS = PIXELS[kind] // 2
    if kind == "SVG":
        return render(file.read())
    if kind == "HEIF":
        _heif()
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # each would take memory of its own
    return Image.open(file, formats=(kind,))


def _heif() -> None:
    try:
        plugin = import_module("pillow_heif")
    except ImportError as error:
        raise Unreadable("is a HEIC picture; to read it: pip install pillow-heif") from error
    plugin.register_heif_opener(
        thumbnails=False, depth_images=False, aux_images=False, decode_threads=1
    )


def _too_many(said: str, kind: str) -> str:
    """The refusal for a size that a reader met, in our words."""
    found = re.search(r"(\d+) pixels", said)
    pixels = int(found[1]) if found else PIXELS[kind] + MILLION
    return _many(pixels, PIXELS[kind])


def _many(pixels: int, most: int) -> str:
    return (
        f"has {round(pixels / MILLION)} million pixels; at most {most // MILLION} million are read"
    )


def _read(
    image: Image.Image, kind: str, head: bytes, size: int, wanted: tuple[int, str]
) -> Picture:
    side, ground = wanted
    _check(image, kind, size)
    width, height = image.size
    image.draft(None, (2 * side, 2 * side))  # a JPEG is decoded at a half, quarter or eighth
    if isinstance(image, Jpeg2KImagePlugin.Jpeg2KImageFile):
        image.reduce = _halvings(image, head, side)
    image.load()  # before EXIF is asked for: PNG reads all for it, and TIFF turns itself
    turn = TURNED.get(_orientation(image))
    if turn is not None and turn.value >= Image.Transpose.ROTATE_90 and turn != TURNED[3]:
        width, height = height, width
    frames = [_upright(frame, turn) for frame in _frames(image, kind, side, ground)]
    return Picture(tuple(frames), width, height)


def _check(image: Image.Image, kind: str, size: int) -> None:
    """Refuse by the size a file claims, before a pixel is decoded."""
    most = PIXELS[kind]
    if has_alpha(image):
        most = min(most, PIXELS_ALPHA)
    if "progressive" in image.info:
        most = min(most, PIXELS_WAVES)
    pixels = image.width * image.height
    if pixels > most:
        raise Unreadable(_many(pixels, most))
    if kind == "JPEG" and size * LEAST_JPEG < pixels:
        raise Unreadable(CUT)


def _halvings(image: Image.Image, head: bytes, side: int) -> int:
    """How often a JPEG 2000 is halved while it is decoded; the file says how often it can be."""
    stream = head.partition(b"\xff\x4f\xff\x51")[2]
    style = stream.partition(b"\xff\x52")[2]  # COD (ISO 15444-1, A.6.1)
    levels = style[7] if len(style) > 7 else HALVINGS  # noqa: PLR2004 - where it stands
    wanted = (max(image.size) // (2 * side)).bit_length() - 1
    return max(0, min(wanted, levels, 16))


def _orientation(image: Image.Image) -> int:
    """How the camera was held (EXIF); a picture with broken EXIF is taken as it stands."""
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except BROKEN:
        return 1


def _frames(image: Image.Image, kind: str, side: int, ground: str) -> Iterator[Image.Image]:
    """The first frame, and of an animation a few more that differ, within limits."""
    until, room = process_time() + FRAMES_SECONDS, FRAMES_PIXELS
    kept = [first := plain(image, side, ground)]
    yield first
    if kind not in MOVING:
        return
    for number in range(1, FRAMES_SEEN):
        if len(kept) == FRAMES_KEPT or process_time() > until or not _seek(image, number, room):
            return
        room -= image.width * image.height
        frame = plain(image, side, ground)
        if all(_differ(frame, other) > NEW_FRAME for other in kept):
            kept.append(frame)
            yield frame


def _seek(image: Image.Image, number: int, room: int) -> bool:
    """Whether there is such a frame; what breaks off or grows too large keeps what came before."""
    if image.format != "TIFF" and image.width * image.height > room:
        return False
    try:
        image.seek(number)
        if image.width * image.height > room:
            return False
        image.load()
    except (Image.DecompressionBombError, *BROKEN):
        return False
    return True


def _differ(one: Image.Image, other: Image.Image) -> float:
    small = [
        np.asarray(image.convert("L").resize((16, 16), Image.Resampling.BOX), dtype=np.float64)
        for image in (one, other)
    ]
    return float(np.abs(small[0] - small[1]).mean())


def _upright(frame: Image.Image, turn: Image.Transpose | None) -> Pixels:
    turned = frame if turn is None else frame.transpose(turn)
    return np.asarray(turned.convert("RGB"))
