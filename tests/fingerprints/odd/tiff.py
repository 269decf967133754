"""TIFF, by Pillow and by hand (TIFF 6.0, BigTIFF): modes, layouts, pages, loops."""

import io
import struct
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from tests.fingerprints.odd.draw import Odd, clear, drawn, grey, on_white, saved

SHORT, LONG = 3, 4
WIDE, HIGH, BITS, PACKED, LIGHT, OFFSET, SAMPLES = 256, 257, 258, 259, 262, 273, 277
ROWS, SIZE, PLANAR, EXTRA, FORMAT = 278, 279, 284, 338, 339
Tags = dict[int, tuple[int, ...]]


def described(width: int, height: int, samples: int, bits: int, **tags: int) -> Tags:
    """The tags of one strip of plain pixels."""
    return {
        WIDE: (width,), HIGH: (height,), BITS: (bits,) * samples, PACKED: (1,),
        LIGHT: (tags.get("light", 2 if samples > 2 else 1),), SAMPLES: (samples,),
        ROWS: (height,), PLANAR: (tags.get("planar", 1),),
        **({EXTRA: (tags["extra"],)} if "extra" in tags else {}),
    }  # fmt: skip


def written(tags: Tags, strips: list[bytes], order: str = "<", following: int = 0) -> bytes:
    """A TIFF of one page; `following` is where it says that the next one stands."""
    body, places = b"", []
    for strip in strips:
        places.append(8 + len(body))
        body += strip + b"\0" * (len(strip) % 2)
    tags = {**tags, OFFSET: tuple(places), SIZE: tuple(map(len, strips))}
    start = 8 + len(body)
    extra, entries = b"", b""
    after = start + 2 + 12 * len(tags) + 4
    for tag, values in sorted(tags.items()):
        form = LONG if max(values) > 65_535 or tag in {OFFSET, SIZE} else SHORT
        packed = struct.pack(f"{order}{len(values)}{'I' if form == LONG else 'H'}", *values)
        if len(packed) > 4:
            place = after + len(extra)
            extra += packed + b"\0" * (len(packed) % 2)
            packed = struct.pack(f"{order}I", place)
        entries += struct.pack(f"{order}HHI", tag, form, len(values)) + packed.ljust(4, b"\0")
    head = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HI", 42, start)
    directory = struct.pack(f"{order}H", len(tags)) + entries
    return head + body + directory + struct.pack(f"{order}I", following) + extra


def plain(pixels: NDArray[np.generic], order: str = "<", **tags: int) -> bytes:
    """An array of (height, width) or (height, width, samples) as one strip."""
    height, width = pixels.shape[:2]
    samples = pixels.shape[2] if pixels.ndim == 3 else 1
    bits = pixels.dtype.itemsize * 8
    data = (pixels if order == "<" else pixels.byteswap()).tobytes()
    return written(described(width, height, samples, bits, **tags), [data], order)


def planar() -> bytes:
    """Red, green and blue each for themselves."""
    pixels = np.asarray(drawn())
    tags = described(*drawn().size, 3, 8, planar=2)
    return written(tags, [pixels[..., band].tobytes() for band in range(3)])


def twelve_bits() -> bytes:
    """Two pixels in three bytes, as scanners and cameras of science write."""
    levels = np.asarray(grey()).astype(np.uint16) * 16 + 8
    one, other = levels[:, ::2], levels[:, 1::2]
    packed = np.stack([one >> 4, (one & 15) << 4 | other >> 8, other & 255], axis=2)
    return written(described(*grey().size, 1, 12), [packed.astype(np.uint8).tobytes()])


def lab() -> bytes:
    """The drawing in L*a*b*."""
    srgb, lab_space = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    converted = ImageCms.profileToProfile(drawn(), srgb, lab_space, outputMode="LAB")
    assert converted is not None
    return saved(converted, "TIFF")


def premultiplied() -> bytes:
    """Colours already weighed by alpha (ExtraSamples 1)."""
    pixels = np.array(clear())
    pixels[pixels[..., 3] == 0] = 0
    return plain(pixels, extra=1)


def pages(*others: Image.Image) -> bytes:
    """The drawing and more pages."""
    return saved(drawn(), "TIFF", save_all=True, append_images=list(others))


def looped() -> bytes:
    """A page that says it is followed by itself."""
    data = plain(np.asarray(drawn()))
    start = struct.unpack_from("<I", data, 4)[0]
    tags = described(*drawn().size, 3, 8)
    return written(tags, [np.asarray(drawn()).tobytes()], following=start)


def second_page_bomb() -> bytes:
    """A good page, and one that claims 57 thousand million pixels."""
    first = plain(np.asarray(drawn()))
    start = len(first) + len(first) % 2
    side = 240_000
    tags = ((WIDE, side), (HIGH, side), (BITS, 8), (PACKED, 8), (LIGHT, 1), (OFFSET, 8),
            (SAMPLES, 1), (ROWS, side), (SIZE, 100))  # fmt: skip
    entries = b"".join(struct.pack("<HHII", tag, LONG, 1, value) for tag, value in tags)
    page = struct.pack("<H", len(tags)) + entries + bytes(4)
    place = struct.unpack_from("<I", first, 4)[0]
    after = place + 2 + 12 * struct.unpack_from("<H", first, place)[0]
    linked = first[:after] + struct.pack("<I", start) + first[after + 4 :]
    return linked.ljust(start, b"\0") + page


def big() -> bytes:
    """BigTIFF, with addresses of 64 bits."""
    data = io.BytesIO()
    drawn().save(data, "TIFF", big_tiff=True)
    return data.getvalue()


def specks() -> bytes:
    """Floating point between 0 and 1, with a hole of NaN and a pixel without end."""
    levels = np.asarray(grey()).astype(np.float32) / 255
    levels[0, 0], levels[0, 1] = np.nan, np.inf
    return saved(Image.fromarray(levels), "TIFF")


TIFFS = (
    *(
        Odd(f"tiff {name}", partial(saved, drawn(), "TIFF", compression=name))
        for name in ("tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg")
    ),
    Odd("tiff fax", lambda: saved(drawn().convert("1"), "TIFF", compression="group4"), levels=90,
        bits=60),
    Odd("tiff big endian", lambda: plain(np.asarray(drawn()), ">"), levels=0.1, bits=0),
    Odd("tiff of 64 bit addresses", big, levels=0.1, bits=0),
    Odd("tiff planes", planar, levels=0.1, bits=0),
    Odd("tiff white is zero", lambda: plain(255 - np.asarray(grey()), light=0), wanted=grey),
    Odd("tiff cmyk", lambda: saved(drawn().convert("CMYK"), "TIFF")),
    Odd("tiff ycbcr", lambda: saved(drawn().convert("YCbCr"), "TIFF")),
    Odd("tiff lab", lab, levels=8),
    Odd("tiff rgbx", lambda: plain(np.asarray(clear()), extra=0),
        wanted=lambda: clear().convert("RGB")),
    Odd("tiff rgba", lambda: saved(clear(), "TIFF"), wanted=on_white),
    Odd("tiff premultiplied", premultiplied, wanted=on_white),
    Odd("tiff grey alpha", lambda: saved(clear().convert("LA"), "TIFF"),
        wanted=lambda: on_white().convert("L")),
    Odd("tiff 12 bit", twelve_bits, wanted=grey),
    Odd("tiff 16 bit", lambda: plain(np.asarray(grey()).astype(np.uint16) * 257), wanted=grey),
    Odd("tiff 16 bit big endian", lambda: plain(np.asarray(grey()).astype(np.uint16) * 257, ">"),
        wanted=grey),
    Odd("tiff 16 bit rgb", lambda: plain(np.asarray(drawn()).astype(np.uint16) * 257)),
    Odd("tiff 32 bit", lambda: saved(grey().convert("I"), "TIFF"), wanted=grey),
    Odd("tiff of floats", lambda: saved(grey().convert("F"), "TIFF"), wanted=grey),
    Odd("tiff of floats with holes", specks, wanted=grey),
    Odd("tiff of three pages", lambda: pages(Image.new("L", (90, 500)), clear()), frames=2),
    Odd("tiff that follows itself", looped, levels=0.1, bits=0),
    Odd("tiff with a bomb as second page", second_page_bomb, levels=0.1, bits=0),
)  # fmt: skip
