"""What bytes are that a text held: a text, something packed, or a file that says what it is."""

import bz2
import codecs
import lzma
import zlib
from dataclasses import dataclass
from typing import Protocol

from fingerprints.read.compiled import kind as compiled

INFLATED = 4 << 20  # bytes from one blob
READABLE = 0.9  # share of printable characters that makes bytes a text
SAMPLE = 4_000  # characters that tell
LEAST = 24  # bytes that may be judged at all
TINY = 2_048  # bytes of a picture too small to compare
RAW = 100  # bytes from which on a deflated text without a head is tried
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff")
MAGIC = (b"PK\x03\x04", b"%PDF-", *_PICTURES)
_CONTROL = dict.fromkeys(range(32), None) | {0x7F: None, 0xFFFD: None}
_CONTROL |= dict.fromkeys(range(0x80, 0xA0), None)
_UTF16 = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_BROKEN = (zlib.error, OSError, lzma.LZMAError, EOFError, ValueError)


def plausible(data: bytes) -> bool:
    """A text, or something that says what it is."""
    return (
        is_file(data)
        or bool(_packer(data))
        or as_text(data[: 4 * SAMPLE], cut=True) is not None
        or _raw(data, 2 * SAMPLE) is not None
    )


def is_file(data: bytes) -> bool:
    """An archive, document, picture or compiled file by its first bytes (tar has them at 257)."""
    return data.startswith(MAGIC) or data[257:262] == b"ustar" or bool(compiled(data))


def useless(data: bytes) -> bool:
    """A picture too small to compare, as pages carry them inside."""
    return len(data) < TINY and data.startswith(_PICTURES)


def _packer(data: bytes) -> str:
    heads = {b"\x1f\x8b\x08": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz"}
    found = next((how for head, how in heads.items() if data.startswith(head)), "")
    if not found and len(data) > LEAST and data[0] == 0x78 and (data[0] * 256 + data[1]) % 31 == 0:  # noqa: PLR2004 - RFC 1950
        return "zlib"
    return found


@dataclass(frozen=True, slots=True)
class Inflated:
    """What was packed, and whether its end is missing."""

    data: bytes
    how: str
    broken: bool = False


def inflated(data: bytes) -> Inflated | None:
    """What gzip, zlib, bzip2 or xz packed, at most INFLATED bytes; a broken end is left out."""
    how = _packer(data)
    if how:
        machine = _machine(how)
        out = _pulled(data, machine, INFLATED)
        return Inflated(out, how, not machine.eof and len(out) < INFLATED) if out else None
    if is_file(data) or as_text(data[: 4 * SAMPLE], cut=True) is not None:
        return None
    raw = _raw(data, INFLATED)
    return Inflated(raw, "deflate") if raw else None


class _Machine(Protocol):
    """What zlib, bz2 and lzma have in common."""

    @property
    def eof(self) -> bool: ...

    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


def _machine(how: str) -> _Machine:
    if how == "bzip2":
        return bz2.BZ2Decompressor()
    if how == "xz":
        return lzma.LZMADecompressor(memlimit=64 << 20)
    return zlib.decompressobj(zlib.MAX_WBITS | 32)


def _raw(data: bytes, most: int) -> bytes | None:
    """A text deflated without any head (RFC 1951), as scripts pack it."""
    if len(data) < RAW:
        return None
    head = _pulled(data[:400], zlib.decompressobj(-zlib.MAX_WBITS), SAMPLE)
    if len(head) < RAW or as_text(head, cut=True) is None:
        return None
    return _pulled(data, zlib.decompressobj(-zlib.MAX_WBITS), most)


def _pulled(data: bytes, machine: _Machine, most: int) -> bytes:
    """What comes out, a piece at a time, so that a broken end costs only itself."""
    out = bytearray()
    try:
        for start in range(0, len(data), 1 << 14):
            out += machine.decompress(data[start : start + (1 << 14)], most - len(out))
            if machine.eof or len(out) >= most:
                break
    except _BROKEN:
        pass
    return bytes(out)


def as_text(data: bytes, *, cut: bool = False) -> str | None:
    """The bytes as text, if they read as one; `cut` bytes may end inside a character."""
    encoding = _encoding(data)
    head = data[: 2 * SAMPLE]
    if len(head) < len(data) and as_text(head, cut=True) is None:
        return None
    text = codecs.getincrementaldecoder(encoding)("replace").decode(data, final=not cut)
    return text if _readable(text) else None


def _encoding(data: bytes) -> str:
    for mark, name in _UTF16:
        if data.startswith(mark):
            return name
    head = data[:1_000]
    half = max(1, len(head) // 2)
    for name, zeros, letters in (
        ("utf-16-le", head[1::2], head[0::2]),
        ("utf-16-be", head[0::2], head[1::2]),
    ):
        if zeros.count(0) > 0.7 * half and letters.count(0) < 0.05 * half:
            return name
    return "utf-8"


def _readable(text: str) -> bool:
    sample = text[:SAMPLE]
    printable = len(sample.translate(_CONTROL)) + sum(map(sample.count, "\n\r\t"))
    return len(sample) > 0 and printable >= READABLE * len(sample)
