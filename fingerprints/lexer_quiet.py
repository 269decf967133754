"""The first pass of the lexer: comments become spaces, and each string becomes one sign."""

import re

import numpy as np
from numpy.typing import NDArray

STRINGS, BODY = 0xFE, 0xFF  # the first byte of a string and the others: no letter has these
LINE = 120  # characters of a comment to the end of its line; the rest is read as code
BLOCK = 20_000  # characters of a block comment or a triple-quoted text, else it was none
LOOK = 80  # characters before a triple quote that say whether it opens
DIRECTIVES = "include|define|if|ifdef|ifndef|elif|else|endif|pragma|undef"
# Group 1 tells a string or regular expression, group 2 the opening of a block; else a comment,
# a row of backticks, or an escape (so that no string starts at \").
_MARK = re.compile(
    rf"""
    (?: "(?!"")[^"\\\n]*+(?:\\[\s\S][^"\\\n]*+)*+"
      | '(?!'')[^'\\\n]*+(?:\\[\s\S][^'\\\n]*+)*+'
      | `(?!``)[^`\\\n]*+(?:\\[\s\S][^`\\\n]*+)*+`
      | /(?:(?<=[(,=:\[!&|?;]/)|(?<=[(,=:\[!&|?;]\ /)|(?<=\breturn\ /))
        (?![*/\s])(?:[^/\\\[\n]{{1,40}}+|\\.|\[[^\]\n]{{0,20}}+\]){{1,30}}+/[a-z]*+
    )()
  | (?: /(?<![^\s;{{}}(),=]/)\* | \"\"\" | ''' | -(?<!\S-)-\[\[ | <!-- )()
  | /(?<!:/)/[^\n]{{0,{LINE}}}
  | \#(?<!\S\#)(?!\s*(?:{DIRECTIVES})\b|!?\[|\{{)[^\n]{{0,{LINE}}}
  | -(?<!\S-)-[ \-][^\n]{{0,{LINE}}}
  | ;(?<!\S;);[^\n]{{0,{LINE}}}
  | `{{3,99}}
  | \\[\s\S]
    """.encode(),
    re.VERBOSE,
)
_ALONE = b"\"'`/#\\"  # bytes that begin a mark
_PAIRS = (b"--", b";;", b"<!")  # and those that do so before another


_MAY = bytes(byte in _ALONE or any(byte == pair[0] for pair in _PAIRS) for byte in range(256))


def _numbered(at: int) -> NDArray[np.uint8]:
    """The number of the pair whose byte this is; 1 for a byte that begins a mark alone."""
    table = np.zeros(256, np.uint8)
    table[list(_ALONE)] = 1 - at
    for number, pair in enumerate(_PAIRS, 2):
        table[pair[at]] = number
    return table


_FIRST, _SECOND = _numbered(0), _numbered(1)
_CLOSING = {b"/*": b"*/", b'"""': b'"""', b"'''": b"'''", b"--[[": b"]]", b"<!--": b"-->"}
_TRIPLE = {b'"""', b"'''"}
_OPENERS = b":=([{,+%>"  # before a triple quote that opens
_SAYING = (b"return", b"yield", b"in", b"or", b"and", b"else", b"raise", b"assert")
_PREFIXES = {b"f", b"r", b"b", b"u", b"l", b"c", b"rb", b"br", b"fr", b"rf", b"u8"}
_LAST = frozenset(word[-1] for word in _PREFIXES)
_WORD = b"abcdefghijklmnopqrstuvwxyz0123456789_"
_SPACES = b" " * 4_096
_BODIES = bytes([STRINGS]) + bytes([BODY]) * 4_095


def has_blocks(octets: bytes) -> bool:
    """Whether anything may open a block comment or a triple-quoted text."""
    return any(opening in octets for opening in _CLOSING)


def quiet(octets: bytes, *, blocks: bool = True) -> bytearray:
    """The same length: comments and escapes are spaces, strings STRINGS and then BODY."""
    buffer = bytearray(octets)
    barren: dict[bytes, int] = {}
    match, done = _MARK.match, 0
    for place in _places(octets):
        if place < done or (found := match(octets, place)) is None:
            continue
        start, done = found.span()
        kind = found.lastindex
        if kind == 1:
            if start and octets[start - 1] in _LAST:
                start = _with_prefix(octets, start)
            buffer[start:done] = _fill(_BODIES, done - start)
        elif kind is None:
            buffer[start:done] = _SPACES[: done - start]
        elif blocks:
            done = _block(octets, buffer, start, found.group(), barren) or done
    return buffer


def _places(octets: bytes) -> list[int]:
    """Where a mark may begin."""
    signs = np.frombuffer(octets, np.uint8)
    places = np.frombuffer(octets.translate(_MAY), bool).nonzero()[0]
    firsts = _FIRST.take(signs.take(places))
    seconds = _SECOND.take(signs.take(places + 1, mode="clip"))
    found: list[int] = places[(firsts == 1) | (firsts == seconds)].tolist()
    return found


def _fill(pattern: bytes, size: int) -> bytes:
    return (
        pattern[:size] if size <= len(pattern) else pattern + pattern[-1:] * (size - len(pattern))
    )


def _with_prefix(octets: bytes, start: int) -> int:
    """Where a string begins with its prefix, as in rb"" or f""."""
    before = octets[max(0, start - 4) : start]
    word = before[len(before.rstrip(_WORD)) :]
    return start - len(word) if word in _PREFIXES else start


def _block(
    octets: bytes, buffer: bytearray, start: int, opening: bytes, barren: dict[bytes, int]
) -> int:
    """Quiet a block comment or a triple-quoted text and tell where it ends; 0 if it is none."""
    triple = opening in _TRIPLE
    before = bytes(buffer[max(0, start - LOOK) : start]).rstrip() if triple else b""
    if triple and not _opens(before):
        return 0
    closing, limit = _CLOSING[opening], start + BLOCK
    end = octets.find(closing, max(start + len(opening), barren.get(closing, 0)), limit)
    if end < 0:
        barren[closing] = limit - len(closing) + 1  # no closing one stands before this
        return 0
    end += len(closing)
    text = triple and before and not before.endswith(b":")
    buffer[start:end] = _fill(_BODIES if text else _SPACES, end - start)
    return end


def _opens(before: bytes) -> bool:
    """Does a triple quote open? One that closes stands after what it says, mostly a full stop."""
    if not before or before[-1] in _OPENERS:
        return True
    word = before[len(before.rstrip(_WORD)) :]
    return word in _SAYING or (word in _PREFIXES and _opens(before[: -len(word)].rstrip()))
