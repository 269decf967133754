"""Texts written inside other texts: HTML, string literals, URL encoding, quoted-printable."""

import html
import re
from collections import Counter
from collections.abc import Callable
from html.entities import html5
from itertools import chain
from urllib.parse import unquote_to_bytes

import numpy as np

from fingerprints.arrays import I64
from matcher.marks import Marks, table
from matcher.view import Parts, View, changed, parted

FEW = 4  # marks near each other that make it worth while
LOST = "\ufffd"
JOINED = 3  # characters of a joint, at the least
_SURROGATES = range(0xD800, 0xE000)
_LAST = 0x10FFFF

_TAG = re.compile(r"(<!--[^<>]{0,2000}+>|</?[A-Za-z][^<>]{0,2000}+>|&#?\w{1,24}+;?)")
_BREAK = re.compile(r"</?(?:br|p|div|li|tr|td|th|pre|h\d)\b", re.IGNORECASE)
_KNOWN_TAG = re.compile(
    r"</[A-Za-z]|<!--|<(?:[abipsqu]|[bht]r|em|li|[oud]l|d[dt]|t[dh]|h[1-6])[ \t\n>/]"
    r"|<(?:br|code|div|font|mark|pre|span|strong|table|tbody|BR|DIV|FONT|PRE|SPAN)\b"
    r"|&(?:[lg]t|amp|quot|apos|nbsp|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});"
)
_BARE = {name[:2] for name in html5 if not name.endswith(";")}  # begin what needs no semicolon
_LETTER = table("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ/!")
_ENTITY = table("#agqnl")

_JOINT = (  # the end of one literal and the start of the next: "a\n", "b"   "a" +⏎ "b"
    r"[\"'][ \t]{0,200}+[,+.&]?[ \t]{0,200}+(?:\\?\r?\n[ \t]{0,200}+(?:[+.&][ \t]{0,200}+)?)?[\"']"
)
_GLUED = r"[\"'][ \t]{0,200}+(?:[+.&\\][ \t]{0,9}+)?\r?\n[ \t]{0,200}+(?:[+.&][ \t]{0,200}+)?[\"']"
_ESCAPE = re.compile(
    rf"(\\n{_JOINT}|{_GLUED}"
    r"|\\u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}"
    r"|\\(?:u[0-9A-Fa-f]{4}|u\{[0-9A-Fa-f]{1,6}\}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{2}|[0-7]{3}"
    r"|[nrtbf\"'`/\\]|\r?\n))"
)
_SPELLED = re.compile(
    r"(\\u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4})"
)
_SHORT = {"r": "\r", "t": "\t", "b": " ", "f": " ", "\n": "", "\r": ""}
_QUOTES = table("\"'`")
_SPACING = table("nrt")
_TELLING = table('ux"/U01234567')
_AFTER_QUOTE = table(",+.&\\ \t\r\n")

_PERCENT = re.compile(
    r"(%[0-7][0-9A-Fa-f]|%[CDcd][0-9A-Fa-f]%[89ABab][0-9A-Fa-f]"  # a character of UTF-8 each
    r"|%[Ee][0-9A-Fa-f](?:%[89ABab][0-9A-Fa-f]){2}|%[Ff][0-7](?:%[89ABab][0-9A-Fa-f]){3}"
    r"|%[89A-Fa-f][0-9A-Fa-f]|%u[0-9A-Fa-f]{4}|\+)"
)
_HEXES = table("0123456789abcdefABCDEF")
_SOFT = re.compile(
    r"(=[0-7][0-9A-F]|=[CD][0-9A-F]=[89AB][0-9A-F]|=E[0-9A-F](?:=[89AB][0-9A-F]){2}"
    r"|=F[0-7](?:=[89AB][0-9A-F]){3}|=[89A-F][0-9A-F]|=[ \t]{0,9}+\r?\n)"
)
_CERTAIN = re.compile(r"=3D|=[C-F][0-9A-F]=[89AB][0-9A-F]|=20\n|(?<=[^\s=]{3})=\n(?=\S)")


def html_view(view: View, marks: Marks) -> View | None:
    """Tags gone, entities read."""
    text = view.text
    octets = marks.octets
    tags, entities = marks.places("<"), marks.places("&")
    rough = np.sort(
        np.concatenate((tags[_LETTER[octets[tags + 1]]], entities[_ENTITY[octets[entities + 1]]]))
    )
    if len(rough) < FEW:
        return None
    sure = [int(place) for place in rough if _KNOWN_TAG.match(text, int(place))]
    windows = marks.windows(np.array(sure, np.int64), FEW)
    return changed(view, parted(text, _TAG, windows), _unescaped, windows, "html")


def _unescaped(sign: str) -> str:
    if sign[0] == "&":
        return _entity(sign)
    return "\n" if _BREAK.match(sign) else ""


def _entity(sign: str) -> str:
    """As `html.unescape`, which takes long over what is no entity."""
    known = sign[1] == "#" or sign[1:] in html5 or sign[1:3] in _BARE
    return html.unescape(sign) if known else sign


def literal_view(view: View, marks: Marks) -> View | None:
    r"""Escapes of JSON and of string literals read (\n, \", \u0041), literals joined."""
    windows = marks.windows(_telling(marks), FEW)
    if not windows:
        return None
    parts = parted(view.text, _ESCAPE, windows)
    how = "string literals" if _mostly_glue(parts) else "json"
    return changed(view, parts, _escaped, windows, how)


def spelled_view(view: View) -> View | None:
    r"""Letters that JSON spells out (\u00fc) read, however few: they may stand in names."""
    whole = [(0, len(view.text))]
    parts = parted(view.text, _SPELLED, whole) if "\\u" in view.text else []
    return changed(view, parts, _escaped, whole, "json")


def _telling(marks: Marks) -> I64:
    """Backslashes that hide something: not a line break just before the end of a literal, but
    one between two literals; and literals that end with a line to go on in the next."""
    octets = marks.octets
    places = marks.places("\\")
    if len(places):
        first, second, third = octets[places + 1], octets[places + 2], octets[places + 3]
        ending = _QUOTES[second]
        spacing = _SPACING[first] & (~ending | _AFTER_QUOTE[third])
        places = places[spacing | _TELLING[first]]
    return np.sort(np.concatenate((places, _continued(marks))))


def _continued(marks: Marks) -> I64:
    """Ends of lines that close a literal, where the next line opens one."""
    lines, octets = marks.lines, marks.octets
    opening = octets[lines.firsts]
    opens = _QUOTES[opening]
    signs = (opening == ord("+")) | (opening == ord(".")) | (opening == ord("&"))
    following = octets[lines.firsts + 1]
    opens |= signs & (
        _QUOTES[following] | ((following == ord(" ")) & _QUOTES[octets[lines.firsts + 2]])
    )
    opens[:1] = False
    before = lines.ends[np.flatnonzero(opens) - 1]
    for _ in range(3):  # over `"`, `" +`, `"\`
        last = octets[np.maximum(before - 1, 0)]
        before = before - (
            (last == ord("+"))
            | (last == ord(" "))
            | (last == ord("\\"))
            | (last == ord("\r"))
            | (last == ord("."))
            | (last == ord("&"))
        )
    closed: I64 = before[_QUOTES[octets[np.maximum(before - 1, 0)]]]
    return closed


def _mostly_glue(parts: Parts) -> bool:
    signs = Counter(chain.from_iterable(part[1::2] for part in parts))
    glued = sum(many for sign, many in signs.items() if sign[0] != "\\" or _joins(sign))
    return 2 * glued >= signs.total()


def _joins(sign: str) -> bool:
    """A line that ends with one literal and goes on in the next."""
    return len(sign) > JOINED and _escaped(sign) == "\n"


def _escaped(sign: str) -> str:
    if sign[0] != "\\":
        return ""
    mark = sign[1:]
    if mark[0] == "n":
        return "\n"
    if mark[0] in "uUx" and len(mark) > 1:
        return _point(mark)
    if mark[0] in "01234567":
        return chr(int(mark, 8))
    return _SHORT.get(mark[0], mark)


def _point(mark: str) -> str:
    r"""The character of \u0041, \u{41}, \x41 or of two surrogates; half of a pair reads as lost."""
    if "\\" in mark:
        high, low = int(mark[1:5], 16), int(mark[7:11], 16)
        return chr(0x10000 + ((high & 0x3FF) << 10) + (low & 0x3FF))
    point = int(mark[1:].strip("{}"), 16)
    return LOST if point in _SURROGATES or point > _LAST else chr(point)


def url_view(view: View, marks: Marks) -> View | None:
    """Percent encoding read."""
    octets, places = marks.octets, marks.places("%")
    if len(places) < FEW:
        return None
    first = octets[places + 1]
    hexed = _HEXES[octets[places + 2]]
    windows = marks.windows(places[hexed & (_HEXES[first] | (first == ord("u")))], FEW)
    return changed(view, parted(view.text, _PERCENT, windows), _percented, windows, "url")


def _percented(sign: str) -> str:
    if sign == "+":
        return " "
    if sign[1] == "u":
        return _point(sign[1:])
    return unquote_to_bytes(sign).decode("utf-8", "replace")


def printable_view(view: View, marks: Marks) -> View | None:
    """Quoted-printable read (RFC 2045)."""
    octets, places = marks.octets, marks.places("=")
    if len(places) < FEW:
        return None
    first, second = octets[places + 1], octets[places + 2]
    rough = places[(_HEXES[first] & _HEXES[second]) | (first == ord("\n"))]
    if len(rough) < FEW:
        return None
    sure = np.array([p for p in rough.tolist() if _CERTAIN.match(view.text, p)], np.int64)
    windows = marks.windows(sure, FEW)
    return changed(view, parted(view.text, _SOFT, windows), _printed, windows, "quoted-printable")


def _printed(sign: str) -> str:
    if sign[1] in " \t\r\n":
        return ""
    return bytes.fromhex(sign.replace("=", "")).decode("utf-8", "replace")


READERS: tuple[tuple[str, Callable[[View, Marks], View | None]], ...] = (
    ("html", html_view),
    ("json", literal_view),
    ("url", url_view),
    ("quoted-printable", printable_view),
)
