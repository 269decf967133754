"""PNG written by hand: what Pillow does not write, and bombs (PNG specification, third edition)."""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.fingerprints.odd.draw import Odd, clear, drawn, grey, on_white, saved

MAGIC = b"\x89PNG\r\n\x1a\n"
GREY, RGB, PALETTE, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6
SAMPLES = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGBA: 4}
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
         (0, 1, 1, 2))  # fmt: skip


def chunk(name: bytes, body: bytes) -> bytes:
    """One chunk with its length and checksum."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def head(width: int, height: int, colour: int = GREY, depth: int = 8, interlaced: int = 0) -> bytes:
    """Magic and IHDR."""
    fields = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    return MAGIC + chunk(b"IHDR", fields)


def whole(top: bytes, rows: bytes, between: bytes = b"") -> bytes:
    """A file of unpacked rows, each with its filter byte."""
    return top + between + chunk(b"IDAT", zlib.compress(rows, 6)) + chunk(b"IEND", b"")


def bomb(width: int, height: int, colour: int = GREY, depth: int = 1) -> bytes:
    """Few kilobytes that hold every pixel they claim, all black."""
    row = bytes(1 + (width * SAMPLES[colour] * depth + 7) // 8)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return head(width, height, colour, depth) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def filtered(pixels: NDArray[np.generic]) -> bytes:
    """Rows with filter 0 before each."""
    flat = np.ascontiguousarray(pixels).view(np.uint8).reshape(len(pixels), -1)
    return np.pad(flat, ((0, 0), (1, 0))).tobytes()


def large(width: int, height: int, colour: int = RGB, depth: int = 8, level: int = 1) -> bytes:
    """The drawing stretched to many pixels, in few distinct rows."""
    samples = {RGB: "RGB", RGBA: "RGBA", GREY: "L", GREY_ALPHA: "LA"}[colour]
    image = (clear() if colour == RGBA else drawn()).convert(samples).resize((width, 240))
    rows = np.asarray(image)
    if depth == 16:
        rows = (rows.astype(np.uint16) * 257).astype(">u2")
    flat = [filtered(row[None]) for row in rows]
    packer = zlib.compressobj(level)
    body = b"".join(packer.compress(flat[y * 240 // height]) for y in range(height))
    body += packer.flush()
    return head(width, height, colour, depth) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def interlaced() -> bytes:
    """Seven passes (Adam7)."""
    pixels = np.asarray(drawn())
    rows = b"".join(filtered(pixels[y::down, x::across]) for x, y, across, down in ADAM7)
    return whole(head(*drawn().size, RGB, 8, 1), rows)


def deep(colour: int) -> bytes:
    """16 bits a sample."""
    modes = {GREY: "L", RGB: "RGB", GREY_ALPHA: "LA", RGBA: "RGBA"}
    pixels = np.asarray(
        (clear() if colour in {GREY_ALPHA, RGBA} else drawn()).convert(modes[colour])
    )
    rows = filtered((pixels.astype(np.uint16) * 257).astype(">u2"))
    return whole(head(*drawn().size, colour, 16), rows)


def keyed_colour() -> bytes:
    """One colour of RGB is clear (tRNS): the table becomes white."""
    key = chunk(b"tRNS", struct.pack(">3H", 150, 110, 70))
    return whole(head(*drawn().size, RGB), filtered(np.asarray(drawn())), key)


def without_table() -> Image.Image:
    """What a browser shows of `keyed_colour`."""
    pixels = np.array(drawn())
    pixels[(pixels == (150, 110, 70)).all(axis=2)] = 255
    return Image.fromarray(pixels)


def keyed_grey() -> bytes:
    """One grey is clear: that of the table."""
    rows = filtered(np.asarray(grey()))
    return whole(head(*drawn().size, GREY), rows, chunk(b"tRNS", struct.pack(">H", table())))


def keyed_deep() -> bytes:
    """One grey of 65,536 is clear."""
    rows = filtered((np.asarray(grey()).astype(np.uint16) * 257).astype(">u2"))
    key = chunk(b"tRNS", struct.pack(">H", table() * 257))
    return whole(head(*drawn().size, GREY, 16), rows, key)


def table() -> int:
    """The table's light."""
    return int(np.asarray(grey())[-1, 0])


def grey_without_table() -> Image.Image:
    """What a browser shows of `keyed_grey`."""
    pixels = np.array(grey())
    pixels[pixels == table()] = 255
    return Image.fromarray(pixels)


def grey_on_white() -> Image.Image:
    """What a browser shows of `clear` without colours."""
    return on_white().convert("L")


def palette_alpha() -> bytes:
    """256 colours of which one is clear and hides red."""
    image = on_white().quantize(64)
    colours = image.getpalette() or []
    image.putpalette([*colours, *[0] * (765 - len(colours)), 255, 0, 0])
    image.paste(255, (0, 0, image.width // 2, image.height // 2))
    return saved(image, "PNG", transparency=255)


def text_bomb() -> bytes:
    """A hundred megabytes of comment in a hundred kilobytes."""
    data = saved(drawn(), "PNG")
    text = b"Comment\0\0" + zlib.compress(bytes(100 << 20), 1)
    return data[:33] + chunk(b"zTXt", text) + data[33:]


def profile_bomb() -> bytes:
    """A colour profile of two hundred megabytes."""
    data = saved(drawn(), "PNG")
    packed = zlib.compress(bytes(200 << 20), 1)
    return data[:33] + chunk(b"iCCP", b"x\0\0" + packed) + data[33:]


def long_chunk() -> bytes:
    """Pixels in a chunk that claims four thousand million bytes."""
    data = saved(drawn(), "PNG")
    at = data.index(b"IDAT")
    return data[: at - 4] + struct.pack(">I", 0xFFFFFFF0) + data[at:]


def many_chunks() -> bytes:
    """A hundred thousand empty comments before the pixels."""
    data = saved(drawn(), "PNG")
    return data[:33] + chunk(b"tEXt", b"a\0b") * 100_000 + data[33:]


PNGS = (
    Odd("png", lambda: saved(drawn(), "PNG"), levels=0.1, bits=0),
    Odd("png 1 bit", lambda: saved(drawn().convert("1"), "PNG"), levels=90, bits=60),
    Odd("png grey", lambda: saved(grey(), "PNG"), wanted=grey),
    Odd("png palette", lambda: saved(drawn().quantize(64), "PNG")),
    Odd("png palette 2 bits", lambda: saved(drawn().quantize(4), "PNG"), levels=30, bits=40),
    Odd("png grey alpha", lambda: saved(clear().convert("LA"), "PNG"), wanted=grey_on_white),
    Odd("png rgba", lambda: saved(clear(), "PNG"), wanted=on_white),
    Odd("png rgba hiding black", lambda: saved(clear((0, 0, 0)), "PNG"), wanted=on_white),
    Odd("png palette alpha", palette_alpha, wanted=on_white),
    Odd("png one clear colour", keyed_colour, wanted=without_table),
    Odd("png one clear grey", keyed_grey, wanted=grey_without_table),
    Odd("png 16 bit grey", lambda: deep(GREY), wanted=grey),
    Odd("png 16 bit rgb", lambda: deep(RGB)),
    Odd("png 16 bit grey alpha", lambda: deep(GREY_ALPHA), wanted=grey_on_white),
    Odd("png 16 bit rgba", lambda: deep(RGBA), wanted=on_white),
    Odd("png 16 bit one clear grey", keyed_deep, wanted=grey_without_table),
    Odd("png interlaced", interlaced, levels=0.1, bits=0),
    Odd("png of a chunk of 4 GB", long_chunk, either=True),
    Odd("png with a hundred thousand comments", many_chunks, levels=0.1, bits=0),
    Odd("png text bomb", text_bomb, "is cut short or damaged"),
    Odd("png profile bomb", profile_bomb, "is cut short or damaged"),
)
