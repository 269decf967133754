"""Bytes written as text: base64, hexadecimal digits, dumps, arrays of numbers."""

import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from matcher.clock import ENDLESS, UNWRAPPED, Clock
from matcher.marks import Marks, clusters, table
from matcher.unwrap_bytes import LEAST, plausible, useless
from matcher.view import Stretch

BLOBS = 64  # in one view
RUN = 20  # signs in a row that may be base64
SHORTEST = 40  # characters of an encoded blob
TRIES = 3  # later lines of a block that is none, each tried as the first
HEAD = 4_096  # characters that are decoded before it is known to be worth while
DIGITS = 32  # bytes in hexadecimal, at the least
DUMPED = 3  # lines of a dump
WIDE = 64  # bytes in one of them
LEAD = 800  # characters of windows of numbers

_SIGNS = table("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_")
_HEXES = table("0123456789abcdefABCDEF")
_NUMBERS = table("0123456789abcdefABCDEFxX\\,;:-'\"+ \t\r\n")
_DECIMALS = table("0123456789")
_SEPARATOR = r"(?:[\"'][ \t]{0,20}+[+.,&]?[ \t]{0,20}+)?\\?[\r\n]++[ \t>|+\"'.&#*/]{0,40}?"
_BASE64 = re.compile(
    rf"[A-Za-z0-9+/_-]{{20,}}+(?:{_SEPARATOR}[A-Za-z0-9+/_-]{{4,}}+(?=[\s=\"'<,;)]|\\|$))*+={{0,2}}"
)
_HEX = re.compile(
    r"[0-9A-Fa-f]{32,}+(?:[\"']?[ \t]{0,9}+[+,]?[\r\n]++[ \t>|\"']{0,40}?"
    r"[0-9A-Fa-f]{2,}+(?=[\s\"'<,;]|$))*+"
)
_PREFIXED = re.compile(
    r"(?:(?:\(byte\) ?)?(?:0[xX]|\\x)[0-9A-Fa-f]{1,2}[uUL]?[\s:,;\"'+]{0,60}+){32,}+"
)
_PAIRS = re.compile(r"(?<![0-9A-Fa-f])(?:[0-9A-Fa-f]{2}[\s:,;-]{1,4}+){31,}+[0-9A-Fa-f]{0,2}")
_COUNTED = re.compile(r"(?<!\d)(?:-?\d{1,3}[ \t]?(?:,\s{0,60}+|\s{1,60}+)){31,}+-?\d{0,3}")
_DUMP = re.compile(
    r"[ \t]*([0-9A-Fa-f]{4,16})[:h]?[ \t]{1,4}"
    r"((?:[0-9A-Fa-f]{2}[ \t-]?[ \t]?|[0-9A-Fa-f]{4}[ \t]){1,64})"
)
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]+")
_NOT_HEX = re.compile(r"0[xX]|\\x|\(byte\)|[^0-9A-Fa-f]+")


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes found in a text, where, and how they were written."""

    data: bytes
    start: int
    end: int
    how: str


Finder = Callable[[str, Marks, Clock], Iterator[Blob]]


def blobs(text: str, marks: Marks, clock: Clock = ENDLESS) -> Iterator[Blob]:
    """Encoded bytes in a text; one that overlaps an earlier one is left out."""
    taken: list[Stretch] = []
    for finder in _FINDERS:
        for blob in finder(text, marks, clock):
            inside = any(blob.start < end and start < blob.end for start, end in taken)
            if not inside:
                taken.append((blob.start, blob.end))
                if not useless(blob.data):
                    yield blob


def _base64s(text: str, marks: Marks, clock: Clock) -> Iterator[Blob]:
    done, refused, tries = 0, 0, 0
    for start, _ in clock.within(marks.runs(_SIGNS, RUN), UNWRAPPED):
        tries = tries + 1 if start < refused else 0
        if start < done or tries > TRIES:
            continue
        found = _BASE64.match(text, start)
        if found is None or found.end() - start < SHORTEST:
            continue
        data = _decoded(found.group())
        if data is None:
            refused = found.end()
        else:
            done = found.end()
            yield Blob(data, start, done, "base64")


def _decoded(text: str) -> bytes | None:
    """The bytes, also when the text begins in the middle of a group of four or lost its padding."""
    if not plausible_base64(text):
        return None
    head = _letters(text[:HEAD])
    skip = next((skip for skip in range(4) if _worth(head[skip:])), None)
    return None if skip is None else _bytes(_letters(text)[skip:])


def plausible_base64(text: str) -> bool:
    """Rulers, and names in words and paths are none: letters of both cases, none too often."""
    head = text[:200]
    return not head.islower() and max(map(head.count, "-_/")) * 3 < len(head)


def _letters(text: str) -> str:
    return _NOT_BASE64.sub("", text.replace("-", "+").replace("_", "/"))


def _worth(letters: str) -> bool:
    data = _bytes(letters)
    return data is not None and len(data) >= LEAST and plausible(data)


def _bytes(letters: str) -> bytes | None:
    rest = len(letters) % 4
    whole = letters[:-1] if rest == 1 else letters + "=" * (-rest % 4)
    try:
        return binascii.a2b_base64(whole)
    except binascii.Error:
        return None


def _hexes(text: str, marks: Marks, clock: Clock) -> Iterator[Blob]:
    done = 0
    for start, _ in clock.within(marks.runs(_HEXES, DIGITS), UNWRAPPED):
        found = _HEX.match(text, start) if start >= done else None
        if found is not None:
            done = found.end()
            yield from _hexed(found, "hex")
    if text.count("0x") + text.count("\\x") + text.count("0X") >= DIGITS:
        for found in clock.within(_PREFIXED.finditer(text), UNWRAPPED):
            yield from _hexed(
                found,
                "hex array" if "x" in found.group()[1:2] and found.group()[0] == "0" else "hex",
            )


def _hexed(found: re.Match[str], how: str) -> Iterator[Blob]:
    digits = _NOT_HEX.sub("", found.group()) if how != "hex array" else _two_each(found.group())
    data = bytes.fromhex(digits[: len(digits) & ~1])
    if len(data) >= DIGITS and plausible(data):
        yield Blob(data, found.start(), found.end(), how)


def _two_each(text: str) -> str:
    return "".join(digits.zfill(2) for digits in re.findall(r"0[xX]([0-9A-Fa-f]{1,2})", text))


def _numbers(text: str, marks: Marks, clock: Clock) -> Iterator[Blob]:
    """Arrays of bytes in decimals, and pairs of digits with spaces between them."""
    for start, end in clock.within(marks.runs(_NUMBERS, 3 * DIGITS), UNWRAPPED):
        digits = int(np.count_nonzero(_DECIMALS[marks.octets[start:end]]))
        if digits * 5 < end - start:
            continue
        for found in _PAIRS.finditer(text, start, end):
            yield from _hexed(found, "hex")
        for found in _COUNTED.finditer(text, start, end):
            values = [int(number) for number in re.findall(r"-?\d+", found.group())]
            if max(values) < 256 and min(values) >= -128:  # noqa: PLR2004 - bytes, signed or not
                data = bytes(value & 0xFF for value in values)
                if plausible(data):
                    yield Blob(data, found.start(), found.end(), "array of numbers")


def _dumps(text: str, marks: Marks, clock: Clock) -> Iterator[Blob]:
    """Lines of an offset, bytes in hexadecimal and the same as text (xxd, hexdump -C)."""
    lines = marks.lines
    hexed = np.ones(len(lines), bool)
    for step in range(4):
        hexed &= _HEXES[marks.octets[lines.firsts + step]]
    rows = np.flatnonzero(hexed)
    if len(rows) < DUMPED:
        return
    for first, last in clock.within(clusters(rows, DUMPED, 1), UNWRAPPED):
        found = [
            match
            for row in range(first, last + 1)
            if (match := _DUMP.match(text, int(lines.starts[row]), int(lines.ends[row])))
        ]
        data = _undumped(found)
        if len(data) >= LEAST and plausible(data):
            yield Blob(data, int(lines.starts[first]), int(lines.ends[last]), "hex dump")


def _undumped(found: list[re.Match[str]]) -> bytes:
    """The bytes of each line, no more than its offset and that of the next leave room for."""
    offsets = [int(match[1], 16) for match in found]
    room = [after - before for before, after in pairwise(offsets)]
    room.append(max((size for size in room if 0 < size <= WIDE), default=WIDE))
    pieces = []
    for match, size in zip(found, room, strict=False):
        digits = _NOT_HEX.sub("", match[2])[: 2 * (size if 0 < size <= WIDE else WIDE)]
        pieces.append(digits[: len(digits) & ~1])
    return bytes.fromhex("".join(pieces))


_FINDERS: tuple[Finder, ...] = (_base64s, _dumps, _hexes, _numbers)
