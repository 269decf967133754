"""What a file is, from its first bytes first and its name second."""

import re
from pathlib import PurePosixPath
from typing import Literal

from fingerprints.image_formats import GZIP, sniff
from fingerprints.read import compiled
from fingerprints.read.languages import LANGUAGES, NAMES
from fingerprints.wordset import wordset

Guess = Literal["text", "code", "table", "image", "document", "archive", "compiled", "binary"]

HEAD = 8_192
CONTROL = bytes({*range(32)} - {*b"\t\n\v\f\r\x1b"})
ARCHIVE_MAGIC = (
    b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c",
    b"Rar!", b"\x28\xb5\x2f\xfd",
)  # fmt: skip
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old or encrypted office files
IMAGES = wordset(
    ".jpg .jpeg .jpe .jfif .mpo .png .apng .webp .gif .avif .heic .heif .jp2 .j2k .jpx .tif .tiff "
    ".bmp .ico .svgz"
)
DOCUMENTS = wordset(".pdf .docx .docm .html .htm .xhtml")
TABLES = wordset(".csv .tsv .tab .xlsx .xlsm")
TEXTS = wordset(".txt .text .md .markdown .rst .adoc .org .tex .log")
BY_SUFFIX: tuple[tuple[frozenset[str], Guess], ...] = (
    (IMAGES, "image"), (DOCUMENTS, "document"), (TABLES, "table"), (TEXTS, "text"),
)  # fmt: skip
BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
CODE_LINE = re.compile(
    r"^\s*(#include\b|#!\s*/|import [\w.{*]+|from \w[\w.]* import |package [\w.]+;?$|using [\w.]+;|"
    r"def \w+\(.*\)|class \w+.*[:{]$|(public|private|static|const|let|var|func|function|fn|struct|"
    r"enum|return|if|for|while|else)\b.*[;{:)]$|"
    r"(\w+ )?[\w.\[\]*>-]+ *[-+*/|&^:]?= *\S|return\b|[\w.>-]+\(.*\)[;,]?$|"
    r"[{}\])]+[;,]?$|//|/\*|\*/)"
)
CODE_SHARE = 0.4  # of the lines that are not blank
CODE_LINES = 5


def guess(name: str, data: bytes) -> Guess:
    """The sort of file; the bytes are believed before the name."""
    suffix = PurePosixPath(name.casefold()).suffix
    if is_image(data):
        return "image"
    if data.startswith(b"%PDF-") or b"%PDF-" in data[:1024]:
        return "document"
    if data.startswith(OLE) or data.startswith(ARCHIVE_MAGIC) or data[257:262] == b"ustar":
        return _container(suffix, data)
    if compiled.kind(data):
        return "compiled"
    if is_binary(data[:HEAD]):
        return "image" if suffix in IMAGES else "document" if suffix in DOCUMENTS else "binary"
    return _by_name(name, suffix, data)


def is_image(data: bytes) -> bool:
    """Whether the first bytes are those of a picture format; an unpacked SVG is text as well."""
    kind = sniff(data[:HEAD])
    return bool(kind) and (kind != "SVG" or data.startswith(GZIP))


def is_binary(head: bytes) -> bool:
    """Zero bytes stand in no text but UTF-16 and UTF-32."""
    if head.startswith(BOMS):
        return False
    if b"\0" in head:
        return not _looks_utf16(head)
    return len(head) - len(head.translate(None, CONTROL)) > len(head) // 20


def _looks_utf16(head: bytes) -> bool:
    """Mostly Latin text in UTF-16 without its mark has a zero in every second byte."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(len(head) // 2, 1)
    return (odd > half * 0.7 and even < half * 0.05) or (even > half * 0.7 and odd < half * 0.05)


def _container(suffix: str, data: bytes) -> Guess:
    if suffix in {".docx", ".docm", ".doc", ".odt", ".pptx", ".ppt"}:
        return "document"
    if suffix in {".xlsx", ".xlsm", ".xls", ".ods"}:
        return "table"
    if data.startswith(b"PK"):
        if b"word/" in data[:HEAD] or b"word/document.xml" in data[-HEAD * 8 :]:
            return "document"
        if b"xl/" in data[:HEAD] or b"xl/workbook.xml" in data[-HEAD * 8 :]:
            return "table"
    return "binary" if data.startswith(OLE) else "archive"


def _by_name(name: str, suffix: str, data: bytes) -> Guess:
    for group, sort in BY_SUFFIX:
        if suffix in group:
            return sort
    if suffix in LANGUAGES or PurePosixPath(name).name.casefold() in NAMES:
        return "code"
    head = data[:HEAD]
    if re.match(rb"\s*(<!doctype html|<html)", head, re.IGNORECASE):
        return "document"
    return "code" if looks_like_code(head.decode("utf-8", "replace")) else "text"


def looks_like_code(text: str) -> bool:
    """Whether many lines have the shape of a programming language's."""
    if text.startswith("#!"):
        return True
    lines = [line for line in text.splitlines() if line.strip()]
    hits = sum(bool(CODE_LINE.match(line.rstrip())) for line in lines)
    return hits >= CODE_LINES and hits >= CODE_SHARE * len(lines)
