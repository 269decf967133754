"""Texts written inside other texts: HTML, JSON, URL encoding, line numbers, diffs, quotes."""

import html
import re
from urllib.parse import unquote_to_bytes

from matcher.view import View, rewritten

FEW = 3  # marks that make it worth while
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>|&#?\w{1,24};?")
_BREAK = re.compile(r"</?(?:br|p|div|li|tr|td|th|pre|h\d)\b", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|[nrtbf\"'/\\])")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+|\+")
_PERCENTED = re.compile(r"%[0-9A-Fa-f]{2}")
_SHORT = {"n": "\n", "r": "\r", "t": "\t", "b": " ", "f": " "}
_PREFIXES = (
    (
        "line numbers",
        re.compile(r"^[ \t]*\(?\d{1,6}\)?(?:[ \t]*[:|.)\]>│]|[ \t])[ \t]?", re.MULTILINE),
    ),
    ("diff", re.compile(r"^[ \t]{0,3}[+\-](?![+\-]{2})", re.MULTILINE)),
    ("quote", re.compile(r"^[ \t]*(?:[>|#*;│]|//|--|REM)+[ \t]?", re.MULTILINE)),
)
PREFIXED = 0.2  # share of lines that must have the prefix
LINES = 5  # and so many of them


def html_view(view: View) -> View | None:
    """Tags gone, entities read."""
    if len(_TAG.findall(view.text[:200_000])) < FEW:
        return None
    return rewritten(view, _TAG, _unescaped, "html")


def _unescaped(found: re.Match[str]) -> str:
    text = found.group()
    if text[0] == "&":
        return html.unescape(text)
    return "\n" if _BREAK.match(text) else ""


def json_view(view: View) -> View | None:
    r"""Escapes of JSON and of string literals read: \n, \", A."""
    if view.text.count("\\") < FEW:
        return None
    return rewritten(view, _ESCAPE, _escaped, "json")


def _escaped(found: re.Match[str]) -> str:
    mark = found.group()[1:]
    if mark[0] in "ux" and len(mark) > 1:
        return chr(int(mark[1:], 16))
    return _SHORT.get(mark, mark)


def url_view(view: View) -> View | None:
    """Percent encoding read."""
    if len(_PERCENTED.findall(view.text[:200_000])) < FEW:
        return None
    return rewritten(view, _PERCENT, _percented, "url")


def _percented(found: re.Match[str]) -> str:
    text = found.group()
    return " " if text == "+" else unquote_to_bytes(text).decode("utf-8", "replace")


def prefix_views(view: View) -> list[View]:
    """Each kind of line prefix gone, where enough lines have it."""
    lines = view.text.count("\n") + 1
    found = []
    for how, pattern in _PREFIXES:
        prefixed = len(pattern.findall(view.text))
        if prefixed >= max(LINES, PREFIXED * lines):
            stripped = rewritten(view, pattern, lambda _: "", how)
            found += [stripped] if stripped else []
    return found
