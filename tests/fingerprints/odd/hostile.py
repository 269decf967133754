"""Bombs, cut and flipped bytes."""

import io
import struct
from functools import partial

import numpy as np
import pillow_heif
from PIL import Image

from tests.fingerprints.odd import png
from tests.fingerprints.odd.draw import Odd, drawn, noise, saved
from tests.fingerprints.odd.formats import heic, ico_around
from tests.fingerprints.odd.large import TOO_MANY, encoded, stretched
from tests.fingerprints.odd.tiff import described, written

KINDS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP", "TIFF", "JPEG2000", "HEIC", "ICO")


def cut(kind: str, share: float) -> bytes:
    """The first part of a picture of noise."""
    data = encoded(noise(), kind)
    return data[: int(len(data) * share)]


def flipped(kind: str, seed: int, bytes_flipped: int = 12) -> bytes:
    """A picture with some bytes replaced, none of them in its magic."""
    random = np.random.default_rng(seed)
    data = bytearray(encoded(drawn(), kind))
    for place in random.integers(32, len(data), bytes_flipped):
        data[place] = random.integers(0, 256)
    return bytes(data)


def shown(kind: str, seed: int) -> Image.Image:
    """What any viewer shows of `flipped`: JPEG and HEIC have no checksum that tells the damage."""
    pillow_heif.register_heif_opener()
    with Image.open(io.BytesIO(flipped(kind, seed))) as image:
        return image.convert("RGB")


def jpeg_claiming(width: int, height: int) -> bytes:
    """A small JPEG with another size in its frame header."""
    data = saved(drawn(), "JPEG")
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


def jpeg_of_scans(scans: int = 5_000) -> bytes:
    """A progressive JPEG whose last scan stands there five thousand times."""
    data = saved(drawn(2000, 2000), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * scans + data[-2:]


def webp_claiming() -> bytes:
    """A lossless WebP of 16,383 x 16,383 in thirty bytes."""
    bits = 0x3FFE | 0x3FFE << 14
    body = b"VP8L" + struct.pack("<IBI", 12, 0x2F, bits) + bytes(8)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def gif_claiming() -> bytes:
    """A GIF with a screen of 65,535 x 65,535."""
    data = saved(drawn(), "GIF")
    return data[:6] + struct.pack("<HH", 65_535, 65_535) + data[10:]


def tiff_claiming() -> bytes:
    """A TIFF of one strip that claims ten billion pixels and packs a few (deflate)."""
    tags = {**described(100_000, 100_000, 1, 8), 259: (8,)}
    return written(tags, [b"x\x9c\x03\0\0\0\0\1"])


def bmp_claiming() -> bytes:
    """A BMP of 30,000 x 30,000."""
    data = saved(drawn(), "BMP")
    return data[:18] + struct.pack("<ii", 30_000, 30_000) + data[26:]


def jp2_claiming() -> bytes:
    """A JPEG 2000 stream that claims 10,000 x 10,000."""
    data = saved(drawn(), "JPEG2000", no_jp2=True)
    size = struct.pack(">II", 10_000, 10_000)
    return data[:8] + size + data[16:24] + size + data[32:]


def heic_claiming() -> bytes:
    """A HEIC with another size in its properties (ispe)."""
    data = heic(drawn())
    at = data.index(b"ispe") + 8
    return data[:at] + struct.pack(">II", 30_000, 30_000) + data[at + 8 :]


HOSTILE = (
    Odd("nothing", lambda: b"", "is empty"),
    Odd("words", lambda: b"not a picture at all", "is not a picture"),
    Odd(
        "postscript",
        lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        "is not a picture",
    ),
    Odd("pcx", lambda: saved(drawn(), "PCX"), "is not a picture"),
    Odd("only a png's magic", lambda: png.MAGIC, "is cut short"),
    Odd("only a gif's magic", lambda: b"GIF89a", "is cut short"),
    *(
        Odd(f"{kind.lower()} cut at {share:.0%}", partial(cut, kind, share), "is cut short")
        for kind in KINDS
        for share in (0.1, 0.9)
    ),
    *(
        Odd(
            f"{kind.lower()} flipped {seed}",
            partial(flipped, kind, seed),
            either=True,
            wanted=partial(shown, kind, seed),
        )
        for kind in KINDS
        for seed in range(3)
    ),
    Odd(
        "jpeg progressive of 45 million pixels",
        lambda: stretched("JPEG", "RGB", 7_745, 5_809, progressive=True),
        TOO_MANY,
    ),
    Odd(
        "png of 40 thousand million pixels",
        lambda: png.head(200_000, 200_000) + png.chunk(b"IDAT", b""),
        TOO_MANY,
    ),
    Odd("png of 100 million pixels", lambda: png.bomb(10_000, 10_000), TOO_MANY),
    Odd("png of 36 million clear pixels", lambda: png.bomb(6_000, 6_000, png.RGBA, 8), TOO_MANY),
    Odd(
        "icon around a png of 100 million pixels",
        lambda: ico_around(png.bomb(10_000, 10_000)),
        TOO_MANY,
    ),
    Odd("jpeg of 4 thousand million pixels", lambda: jpeg_claiming(65_000, 65_000), TOO_MANY),
    Odd("jpeg that claims 60 million pixels", lambda: jpeg_claiming(10_000, 6_000), "is cut short"),
    Odd("jpeg of five thousand scans", jpeg_of_scans, "took longer than 2 s"),
    Odd("webp of 268 million pixels", webp_claiming, TOO_MANY),
    Odd("gif of 4 thousand million pixels", gif_claiming, TOO_MANY),
    Odd("tiff of 10 thousand million pixels", tiff_claiming, TOO_MANY),
    Odd("bmp of 900 million pixels", bmp_claiming, TOO_MANY),
    Odd("jpeg 2000 of 100 million pixels", jp2_claiming, TOO_MANY),
    Odd("heic of 900 million pixels", heic_claiming, TOO_MANY),
)
