"""Bytes of a page into text, also where the declared charset is wrong."""

import codecs
from dataclasses import dataclass

from charset_normalizer import from_bytes
from w3lib.encoding import html_to_unicode

LARGEST = 4 * 1024 * 1024  # bytes of a page that are read
SAMPLE = 16 * 1024  # bytes that a guess is made from
LOST = "\ufffd"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, and what had to be done to get it."""

    text: str
    notes: tuple[str, ...] = ()


def decode(body: bytes, content_type: str = "") -> Decoded:
    """Text as the author meant it; UTF-8 that is valid is believed before any declaration."""
    cut = ("only the first 4 MB were read",) if len(body) > LARGEST else ()
    body = body[:LARGEST]
    declared, text = html_to_unicode(content_type or None, body, default_encoding="utf-8")
    text = text.lstrip("\ufeff")
    if declared != "utf-8" and (meant := _as_utf8(body)):
        return Decoded(meant, (*cut, f"read as utf-8 though it said {declared}"))
    if text.count(LOST) <= len(text) // 5_000:
        return Decoded(text, cut)
    encoding = _guess(body)
    if encoding is None:
        return Decoded(text, (*cut, f"charset {declared} is wrong and no other fits"))
    better = body.decode(encoding, errors="replace")
    return Decoded(better, (*cut, f"read as {encoding} though it said {declared}"))


def _as_utf8(body: bytes) -> str:
    """The text when it holds letters beyond ASCII and is valid UTF-8 but for a cut end."""
    if body.isascii() or b"\x00" in body[:64]:
        return ""
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(body)
    except UnicodeDecodeError:
        return ""


def _guess(body: bytes) -> str | None:
    """The likeliest charset of the part around the first letters beyond ASCII."""
    first = next((i for i, byte in enumerate(body) if byte > 127), 0)  # noqa: PLR2004
    best = from_bytes(body[max(0, first - 512) : first + SAMPLE]).best()
    return best.encoding if best else None
