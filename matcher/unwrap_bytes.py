"""Bytes written as text (base64, hexadecimal), and what compressed them."""

import base64
import binascii
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

BLOBS = 64  # in one view
INFLATED = 4 << 20  # bytes from one blob
SHORTEST = 40  # characters of an encoded blob
READABLE = 0.9  # share of printable characters that makes bytes a text
_BASE64 = re.compile(
    r"[A-Za-z0-9+/_-]{20,}(?:\\?[\r\n]+[ \t>|\"']{0,12}[A-Za-z0-9+/_-]{4,}(?=[\s=\"'<]|$))*={0,2}"
)
_HEX = re.compile(r"(?:(?:0x|\\x)?[0-9A-Fa-f]{2}[\s:,;]{0,2}){32,}")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")
_NOT_HEX = re.compile(r"0x|\\x|[^0-9A-Fa-f]")
_CONTROL = dict.fromkeys(range(32), None) | {0x7F: None, 0xFFFD: None}
MAGIC = (b"PK\x03\x04", b"%PDF-", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x89PNG", b"\xff\xd8\xff")


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes found in a text, where, and how they were written."""

    data: bytes
    start: int
    end: int
    how: str


def blobs(text: str) -> Iterator[Blob]:
    """Encoded bytes in a text, longest patterns first, at most so many."""
    for number, found in enumerate(_BASE64.finditer(text)):
        if number >= BLOBS:
            break
        if len(found.group()) >= SHORTEST and (data := _base64(found.group())):
            yield Blob(data, found.start(), found.end(), "base64")
    for number, found in enumerate(_HEX.finditer(text)):
        if number >= BLOBS:
            break
        digits = _NOT_HEX.sub("", found.group())
        data = bytes.fromhex(digits[: len(digits) & ~1])
        if plausible(data):
            yield Blob(data, found.start(), found.end(), "hex")


def _base64(text: str) -> bytes | None:
    """The bytes, also when the text begins in the middle of a group of four or lost its padding."""
    letters = _NOT_BASE64.sub("", text.replace("-", "+").replace("_", "/"))
    for skip in range(4):
        part = letters[skip:]
        try:
            data = base64.b64decode(part[: len(part) & ~3] + _padded(part[len(part) & ~3 :]))
        except binascii.Error:
            continue
        if plausible(data):
            return data
    return None


def _padded(rest: str) -> str:
    return rest + "=" * (-len(rest) % 4) if len(rest) > 1 else ""


def plausible(data: bytes) -> bool:
    """A text, or something that says what it is."""
    return is_file(data) or _zlib_head(data) or as_text(data) is not None


def is_file(data: bytes) -> bool:
    """An archive, document or picture by its first bytes (tar has them at 257)."""
    return data.startswith(MAGIC) or data[257:262] == b"ustar"


def _zlib_head(data: bytes) -> bool:
    return len(data) > 2 and data[0] == 0x78 and (data[0] * 256 + data[1]) % 31 == 0  # noqa: PLR2004 - RFC 1950


def inflated(data: bytes) -> tuple[bytes, str] | None:
    """What gzip or zlib packed, at most INFLATED bytes of it, a broken end left out."""
    how = "gzip" if data.startswith(b"\x1f\x8b") else "zlib" if _zlib_head(data) else ""
    if not how:
        return None
    machine = zlib.decompressobj(zlib.MAX_WBITS | 32)
    out = bytearray()
    try:
        for start in range(0, len(data), 1 << 14):  # so that a broken end costs only itself
            out += machine.decompress(data[start : start + (1 << 14)], INFLATED - len(out))
            if machine.eof or len(out) >= INFLATED:
                break
    except zlib.error:
        pass
    return (bytes(out), how) if out else None


def as_text(data: bytes) -> str | None:
    """The bytes as text, if they read as one."""
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8",):
        text = data.decode(encoding, "replace")
        sample = text[:4_000]
        printable = len(sample.translate(_CONTROL)) + sum(map(sample.count, "\n\r\t"))
        if len(sample) and printable >= READABLE * len(sample):
            return text
    return None
