"""Plain text, markdown, web pages and source code, in whatever charset they come."""

import codecs
import re
from collections.abc import Iterator
from typing import Any

import charset_normalizer
import lxml.etree
import lxml.html
from lxml.etree import ParserError

from fingerprints.content import Code, Content, Table, Text
from fingerprints.errors import Unreadable
from fingerprints.read import limits
from fingerprints.read.languages import language
from fingerprints.wordset import wordset

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
COMMON = ("cp1252", "gb18030", "cp932", "cp949", "big5", "cp1251", "cp1250", "cp1254")
WESTERN = re.compile(  # how cp1252 is used in German, French, Spanish, Portuguese, Nordic...
    r"[\x00-\x7fÀ-ÏÑ-ÖØ-ÜßàâäæáãåçèéêëìíîïñòóôõöøùúûüœŒÿŸ\u2018-\u201e\u2013\u2014\u2026"
    r"€£§°·«»²³µ½¼¾®©™ªº¿¡\xd7\xa0]*"
)
EASTERN = {"gb18030", "cp932", "cp949", "big5"}
FOREIGN = re.compile(r"[^\x00-\x7f]{3}|(?<![A-Za-z])[^\x00-\x7f]+(?![A-Za-z])")
NEAR = 0.01  # of chaos and of coherence, as charset-normalizer measures them
SAMPLE = 65_536  # bytes that the guess of a charset may look at
DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # XML 1.0 forbids them
HIDDEN = "script, style, template, noscript, head, svg, iframe, object, [hidden]"
BLOCKS = wordset(
    "address article aside blockquote br dd div dl dt fieldset figcaption figure footer form h1 h2 "
    "h3 h4 h5 h6 header hr li main nav ol option p pre section table tbody td th thead title tr "
    "ul"
)


def decode(data: bytes, declared: str = "") -> str:
    """The characters: by mark, as declared, as UTF-8, else as the likeliest charset."""
    for mark, charset in MARKS:
        if data.startswith(mark):
            return data.decode(charset, "replace")
    for charset in ("utf-8", declared):
        try:
            return _unless_utf16(data.decode(charset), data) if charset else _likeliest(data)
        except (UnicodeDecodeError, LookupError):
            continue
    return _likeliest(data)


def _unless_utf16(text: str, data: bytes) -> str:
    """UTF-16 without its mark decodes as UTF-8 full of zeros."""
    return _likeliest(data) if "\0" in text[: limits.CELL] else text


def _likeliest(data: bytes) -> str:
    head = data[:SAMPLE]
    half = max(len(head) // 2, 1)
    for charset, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if zeros.count(0) > half * 0.7:
            return data.decode(charset, "replace")
    return data.decode(_charset(head), "replace")


def _charset(head: bytes) -> str:
    """The best guess; among guesses that are nearly as good the commonest charset."""
    found = list(charset_normalizer.from_bytes(head))
    if not found:
        return "cp1252"
    near = [
        charset
        for match in found
        if match.chaos <= found[0].chaos + NEAR and match.coherence >= found[0].coherence - NEAR
        for charset in match.could_be_from_charset
    ]
    guess = next((charset for charset in COMMON if charset in near), found[0].encoding)
    rare = guess not in COMMON
    return "cp1252" if (rare or guess in EASTERN) and _western(head, rare=rare) else guess


def _western(head: bytes, *, rare: bool) -> bool:
    """Whether a short text reads well in cp1252; beside Chinese only with letters in words."""
    text = head.decode("cp1252", "replace")
    return bool(WESTERN.fullmatch(text)) and (rare or not FOREIGN.search(text))


def characters(data: bytes, declared: str = "", most: int = limits.TEXT) -> str:
    """The text with plain line ends; too much of it is refused."""
    if len(data) > most:
        message = f"larger than {most // limits.MEGABYTE} MB of text: split it"
        raise Unreadable(message)
    return decode(data, declared).replace("\r\n", "\n").replace("\r", "\n")


def text(data: bytes, name: str) -> Iterator[tuple[str, Content]]:
    """One text."""
    yield name, Text(characters(data), where=name)


def code(data: bytes, name: str) -> Iterator[tuple[str, Content]]:
    """One source file, unchanged but for its line ends."""
    yield name, Code(characters(data), language(name), name)


def html(data: bytes, name: str) -> Iterator[tuple[str, Content]]:
    """What a reader sees of a web page: its visible text, and its tables as tables."""
    declared = DECLARED.search(data[:4096])
    source = characters(data, declared[1].decode() if declared else "")
    try:
        tree = lxml.html.fromstring(_printable(source).encode(), parser=_parser())
    except (ParserError, ValueError) as error:
        message = "a web page without any content"
        raise Unreadable(message) from error
    for element in tree.cssselect(HIDDEN):
        if element.getparent() is not None:
            _drop(element)
    yield name, Text(visible(tree), where=name)
    for number, table in enumerate(tree.iter("table"), start=1):
        rows = tuple(_row(row) for row in table.iter("tr"))
        if len(rows) > 1 and max(map(len, rows)) > 1:
            yield f"{name}#table{number}", Table(rows, f"{name}#table{number}")


def _drop(element: Any) -> None:
    element.drop_tree()


def _parser() -> lxml.html.HTMLParser:
    return lxml.html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, recover=True
    )


def _printable(source: str) -> str:
    return CONTROL.sub("", source)


def _row(row: lxml.html.HtmlElement) -> tuple[str, ...]:
    return tuple(" ".join(cell.text_content().split()) for cell in row if cell.tag in {"td", "th"})


def visible(tree: lxml.html.HtmlElement) -> str:
    """The text with a line for each block."""
    pieces: list[str] = []
    for event, element in lxml.etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if element.tag in BLOCKS:
            pieces.append("\n")
        pieces.append((element.text if event == "start" else element.tail) or "")
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)
