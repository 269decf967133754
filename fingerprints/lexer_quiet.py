"""The first pass of the lexer: comments become spaces, and each string becomes one sign."""

import re
from functools import cache

STRINGS, BODY = 0xFE, 0xFF  # the first byte of a string and the others: no letter has these
LINE = 120  # characters of a comment to the end of its line; the rest is read as code
BLOCK = 20_000  # characters of a block comment or a triple-quoted text, else it was none
LOOK = 80  # characters before a triple quote that say whether it opens
DIRECTIVES = b"include|define|if|ifdef|ifndef|elif|else|endif|pragma|undef"
# All alternatives come after one of the bytes that `_marks` names, so that the engine skips others.
_STRING = rb"""
      (?<=")(?!"")[^"\\\n]*+(?:\\[\s\S][^"\\\n]*+)*+"
    | (?<=')(?!'')[^'\\\n]*+(?:\\[\s\S][^'\\\n]*+)*+'
    | (?<=`)(?!``)[^`\\\n]*+(?:\\[\s\S][^`\\\n]*+)*+`
    | (?:(?<=[(,=:\[!&|?;]/)|(?<=[(,=:\[!&|?;]\ /)|(?<=\breturn\ /))        # a regular expression
      (?![*/\s])(?:[^/\\\[\n]{1,40}+|\\.|\[[^\]\n]{0,20}+\]){1,30}+/[a-z]*+
"""
_OPENING = rb"(?<=/)(?<![^\s;{}(),=]/)\*|(?<=\")\"\"|(?<=')''"
_COMMENT = rb"""
      (?<=/)(?<!:/)/[^\n]{0,%(line)d}
    | (?<=\#)(?<!\S\#)(?!\s*(?:%(directives)s)\b|!?\[|\{)[^\n]{0,%(line)d}
    | (?<=\\)[\s\S]                                    # so that no string starts at \"
    | (?<=`)``+
"""
# Read only where these bytes stand at all, so that other texts are read faster.
_RARE = {
    b"--": (rb"(?<=-)(?<!\S-)-[ \-][^\n]{0,%(line)d}", rb"(?<=-)(?<!\S-)-\[\["),
    b";;": (rb"(?<=;)(?<!\S;);[^\n]{0,%(line)d}", b""),
    b"<!--": (b"", rb"(?<=<)!--"),
}
_CLOSING = {b"/*": b"*/", b'"""': b'"""', b"'''": b"'''", b"--[[": b"]]", b"<!--": b"-->"}
_TRIPLE = {b'"""', b"'''"}
_OPENERS = b":=([{,+%>"  # before a triple quote that opens
_SAYING = (b"return", b"yield", b"in", b"or", b"and", b"else", b"raise", b"assert")
_PREFIXES = {b"f", b"r", b"b", b"u", b"l", b"c", b"rb", b"br", b"fr", b"rf", b"u8"}
_LAST = frozenset(word[-1] for word in _PREFIXES)
_WORD = b"abcdefghijklmnopqrstuvwxyz0123456789_"
_SPACES = b" " * 4_096
_BODIES = bytes([STRINGS]) + bytes([BODY]) * 4_095


@cache
def _marks(rare: tuple[bytes, ...]) -> re.Pattern[bytes]:
    """Group 1 tells a string, group 2 the opening of a block, none of them a comment."""
    firsts = b"\"'`/#\\\\" + b"".join(re.escape(mark[:1]) for mark in rare)
    comments = [_COMMENT, *(_RARE[mark][0] for mark in rare)]
    openings = [_OPENING, *(_RARE[mark][1] for mark in rare)]
    comment = b"|".join(filter(None, comments)) % {b"line": LINE, b"directives": DIRECTIVES}
    pattern = rb"[%s](?:(?:%s)()|(?:%s)()|%s)" % (
        firsts,
        _STRING,
        b"|".join(filter(None, openings)),
        comment,
    )
    return re.compile(pattern, re.VERBOSE)


def quiet(octets: bytes) -> bytearray:
    """The same length: comments and escapes are spaces, strings STRINGS and then BODY."""
    marks = _marks(tuple(mark for mark in _RARE if mark in octets))
    buffer = bytearray(octets)
    barren: dict[bytes, int] = {}
    at: int | None = 0
    while at is not None:
        at = _until_block(marks, octets, buffer, at, barren)
    return buffer


def _until_block(
    marks: re.Pattern[bytes], octets: bytes, buffer: bytearray, at: int, barren: dict[bytes, int]
) -> int | None:
    """Quiet what stands before the end of the next block; None at the end of the text."""
    for found in marks.finditer(octets, at):
        start, end = found.span()
        kind = found.lastindex
        if kind == 1:
            if start and octets[start - 1] in _LAST:
                start = _with_prefix(octets, start)
            buffer[start:end] = _fill(_BODIES, end - start)
        elif kind is None:
            buffer[start:end] = _fill(_SPACES, end - start)
        elif closed := _block(octets, buffer, start, found.group(), barren):
            return closed
    return None


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
