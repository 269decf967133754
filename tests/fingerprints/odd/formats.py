"""Still pictures in every other format: JPEG, WebP, GIF, BMP, AVIF, HEIC, JPEG 2000, icons, MPO."""

import io
import struct
from functools import partial

import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import Image, ImageOps

from tests.fingerprints.odd.draw import Odd, clear, drawn, grey, noise, on_white, saved

ORIENTATION = 0x0112
BACK = {6: 8, 8: 6}  # all others undo themselves


def turned(kind: str, orientation: int) -> bytes:
    """The drawing as a camera held so stores it, and says."""
    exif, undo = Image.Exif(), Image.Exif()
    exif[ORIENTATION], undo[ORIENTATION] = orientation, BACK.get(orientation, orientation)
    with Image.open(io.BytesIO(saved(drawn(), "PNG", exif=undo))) as tagged:
        stored = ImageOps.exif_transpose(tagged)
    stored.info.clear()
    if kind == "HEIF":
        return heic(stored, exif=exif.tobytes())
    return saved(stored, kind, exif=exif.tobytes())


def broken_exif() -> bytes:
    """EXIF whose first directory lies outside."""
    tag = b"Exif\0\0II*\0\xff\xff\xff\xff" + bytes(20)
    return saved(drawn(), "JPEG", exif=tag)


def heic(image: Image.Image, **options: object) -> bytes:
    """HEIF with HEVC inside, as telephones write."""
    data = io.BytesIO()
    pillow_heif.from_pillow(image).save(data, **options)
    return data.getvalue()


def deep_heic() -> bytes:
    """Ten bits a sample."""
    wide = (np.asarray(drawn()).astype(np.uint16) * 257).tobytes()
    data = io.BytesIO()
    pillow_heif.encode("RGB;16", drawn().size, wide, data, quality=90)
    return data.getvalue()


def deep_grey() -> Image.Image:
    """16 bits a sample."""
    return Image.fromarray(np.asarray(grey()).astype(np.uint16) * 257)


def renamed(data: bytes, brand: bytes) -> bytes:
    """ISO media with another main brand."""
    return data[:8] + brand + data[12:]


def mpo() -> bytes:
    """Two views of a stereo camera; the first is the picture."""
    return saved(drawn(), "MPO", save_all=True, append_images=[noise()])


def ico(kind: str) -> bytes:
    """An icon of several sizes."""
    square = drawn().resize((256, 256))
    return saved(square, "ICO", bitmap_format=kind, sizes=[(32, 32), (256, 256)])


def ico_around(data: bytes, side: int = 256) -> bytes:
    """An icon of one entry that claims a size."""
    return (
        struct.pack("<3H4B2H2I", 0, 1, 1, side % 256, side % 256, 0, 0, 1, 32, len(data), 22) + data
    )


def top_down() -> bytes:
    """A BMP whose first row is the upper one (negative height)."""
    data = bytearray(saved(drawn(), "BMP"))
    rows = np.frombuffer(bytes(data[54:]), np.uint8).reshape(drawn().height, -1)
    data[22:26] = struct.pack("<i", -drawn().height)
    return bytes(data[:54]) + rows[::-1].tobytes()


def run_lengths() -> bytes:
    """A BMP in runs of one colour (BI_RLE8)."""
    image = drawn().quantize(32, dither=Image.Dither.NONE)
    colours = bytes((image.getpalette() or [])[:96]).ljust(96, b"\0")
    table = b"".join(colours[at : at + 3][::-1] + b"\0" for at in range(0, 96, 3))
    body = b"".join(_runs(row) + b"\0\0" for row in np.asarray(image)[::-1]) + b"\0\1"
    info = struct.pack("<IiiHHIIiiII", 40, *image.size, 1, 8, 1, len(body), 0, 0, 32, 0)
    start = 14 + len(info) + len(table)
    return struct.pack("<2sIHHI", b"BM", start + len(body), 0, 0, start) + info + table + body


def _runs(row: NDArray[np.uint8]) -> bytes:
    found, at = b"", 0
    while at < len(row):
        end = at + 1
        while end < len(row) and end - at < 255 and row[end] == row[at]:
            end += 1
        found += bytes((end - at, row[at]))
        at = end
    return found


def square() -> Image.Image:
    """The drawing as an icon has it."""
    return drawn().resize((256, 256))


STILL = (
    *(Odd(f"jpeg orientation {n}", partial(turned, "JPEG", n)) for n in range(1, 9)),
    *(
        Odd(f"{kind.lower()} turned", partial(turned, kind, 6))
        for kind in ("PNG", "WEBP", "TIFF", "AVIF", "HEIF")
    ),
    Odd("jpeg of broken exif", broken_exif),
    Odd("jpeg progressive", lambda: saved(drawn(), "JPEG", progressive=True)),
    Odd("jpeg grey", lambda: saved(grey(), "JPEG"), wanted=grey),
    Odd("jpeg cmyk", lambda: saved(drawn().convert("CMYK"), "JPEG")),
    Odd("jpeg rgb", lambda: saved(drawn(), "JPEG", keep_rgb=True)),
    Odd("jpeg of rubbish at the end", lambda: saved(drawn(), "JPEG") + bytes(99_999)),
    Odd("mpo", mpo),
    Odd("webp", lambda: saved(drawn(), "WEBP")),
    Odd(
        "webp lossless alpha",
        lambda: saved(clear(), "WEBP", lossless=True, exact=True),
        wanted=on_white,
    ),
    Odd("gif", lambda: saved(drawn(), "GIF")),
    Odd("gif clear", lambda: saved(clear(), "GIF"), wanted=on_white),
    Odd("bmp", lambda: saved(drawn(), "BMP"), levels=0.1, bits=0),
    Odd("bmp top down", top_down, levels=0.1, bits=0),
    Odd("bmp runs", run_lengths),
    Odd("bmp 1 bit", lambda: saved(drawn().convert("1"), "BMP"), levels=90, bits=60),
    Odd("avif", lambda: saved(drawn(), "AVIF")),
    Odd("avif alpha", lambda: saved(clear(), "AVIF"), wanted=on_white),
    Odd("avif grey", lambda: saved(grey(), "AVIF"), wanted=grey),
    Odd("heic", lambda: heic(drawn())),
    Odd("heic alpha", lambda: heic(clear()), wanted=on_white),
    Odd("heic grey", lambda: heic(grey()), wanted=grey),
    Odd("heic 10 bit", deep_heic),
    Odd("heic that names itself mif1", lambda: renamed(heic(drawn()), b"mif1")),
    Odd("avif that names itself mif1", lambda: renamed(saved(drawn(), "AVIF"), b"mif1")),
    Odd("jpeg 2000", lambda: saved(drawn(), "JPEG2000")),
    Odd("jpeg 2000 stream", lambda: saved(drawn(), "JPEG2000", no_jp2=True)),
    Odd(
        "jpeg 2000 lossy",
        lambda: saved(drawn(), "JPEG2000", irreversible=True, quality_layers=[20]),
    ),
    Odd("jpeg 2000 grey", lambda: saved(grey(), "JPEG2000"), wanted=grey),
    Odd("jpeg 2000 alpha", lambda: saved(clear(), "JPEG2000"), wanted=on_white),
    Odd("jpeg 2000 16 bit", lambda: saved(deep_grey(), "JPEG2000"), wanted=grey),
    Odd("ico png", lambda: ico("png"), wanted=square),
    Odd("ico bmp", lambda: ico("bmp"), wanted=square),
)
