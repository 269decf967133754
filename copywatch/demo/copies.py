"""What copyists do to pictures and programs, and what hostile pages send."""

import gzip
import io
import re
import struct
import zlib
from collections.abc import Mapping

from PIL import Image

BOMB = 60_000_000  # bytes once unpacked
GIANT = 10_000  # pixels on each side


def saved(picture: Image.Image, *, size: int = 640, quality: int = 82, grey: bool = False) -> bytes:
    """A JPEG of another size and quality, in colour or without."""
    small = picture.convert("L" if grey else "RGB").resize((size, size), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=quality)
    return out.getvalue()


def renamed(code: str, names: Mapping[str, str]) -> str:
    """A program with other identifiers and without its remarks."""
    bare = re.sub(r'^\s*"""(?:.|\n)*?"""\n', "", code, flags=re.MULTILINE)
    words = re.compile(rf"\b({'|'.join(map(re.escape, names))})\b")
    return words.sub(lambda found: names[found[1]], bare)


def giant_png() -> bytes:
    """A hundred million black pixels in some twelve thousand bytes."""
    row = bytes(1 + GIANT // 8)
    packed = zlib.compressobj(9)
    data = b"".join(packed.compress(row * 100) for _ in range(GIANT // 100)) + packed.flush()
    header = struct.pack(">IIBBBBB", GIANT, GIANT, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def bomb() -> bytes:
    """A page that is small on the wire and enormous once unpacked."""
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as file:
        for _ in range(60):
            file.write(b" " * (BOMB // 60))
    return out.getvalue()
