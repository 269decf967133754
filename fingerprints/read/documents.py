"""PDF and Word documents."""

import io
import logging
import zlib
from collections.abc import Iterator
from typing import Any

import docx
import docx.document
import docx.table
import pypdf
from docx.opc.exceptions import PackageNotFoundError
from lxml.etree import XMLSyntaxError
from pypdf.errors import DependencyError, PdfReadError, PyPdfError

from fingerprints.content import Content, Table, Text
from fingerprints.errors import Unreadable
from fingerprints.read import limits
from fingerprints.read.office import checked

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it quotes what it reads
DAMAGED = (
    PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError,
    OverflowError, zlib.error, UnicodeError, RuntimeError,
)  # fmt: skip


def pdf(data: bytes, name: str) -> Iterator[tuple[str, Content]]:
    """One text for each page, `name#1` and so on; a page that breaks is told, not lost."""
    reader, count = _open(data)
    broken, characters = 0, 0
    for number in range(1, count + 1):
        try:
            body = reader.pages[number - 1].extract_text()
        except DAMAGED:
            broken += 1
            continue
        characters += len(body)
        if characters > limits.CHARACTERS:
            message = "a pdf with more text than is read from one file: split it"
            raise Unreadable(message)
        yield f"{name}#{number}", Text(body, where=f"{name}#{number}")
    if broken == count:
        message = "a damaged pdf: none of its pages can be read"
        raise Unreadable(message)


def _open(data: bytes) -> tuple[pypdf.PdfReader, int]:
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            message = "an encrypted pdf: save it without a password"
            raise Unreadable(message)
        count = len(reader.pages)
    except DependencyError as error:
        message = "an encrypted pdf: save it without a password"
        raise Unreadable(message) from error
    except (PdfReadError, *DAMAGED) as error:
        message = "a damaged or truncated pdf"
        raise Unreadable(message) from error
    if not 0 < count <= limits.PAGES:
        message = f"a pdf with {count} pages: between 1 and {limits.PAGES} are read"
        raise Unreadable(message)
    return reader, count


def word(data: bytes, name: str) -> Iterator[tuple[str, Content]]:
    """The paragraphs as one text, then each table."""
    file = checked(data, "Word document")
    try:
        document = docx.Document(file)
        body = "\n".join(_lines(document))
        tables = [_cells(table) for table in document.tables]
    except (PackageNotFoundError, XMLSyntaxError, KeyError, ValueError, AttributeError) as error:
        message = "a damaged or truncated Word document"
        raise Unreadable(message) from error
    if len(body) > limits.CHARACTERS:
        message = "a Word document with more text than is read from one file: split it"
        raise Unreadable(message)
    yield name, Text(body, where=name)
    for number, rows in enumerate(tables, start=1):
        if len(rows) > 1 and max(map(len, rows)) > 1:
            yield f"{name}#table{number}", Table(rows, f"{name}#table{number}")


def _lines(document: docx.document.Document) -> Iterator[str]:
    """Paragraphs and the text of tables, in the order of the page."""
    for block in document.iter_inner_content():
        if isinstance(block, docx.table.Table):
            yield from ("\t".join(row) for row in _cells(block))
        else:
            yield block.text


def _cells(table: docx.table.Table) -> tuple[tuple[str, ...], ...]:
    """Cells as stored; `row.cells` takes quadratic time on large tables."""
    rows = table._tbl.tr_lst  # noqa: SLF001 - the only linear way
    return tuple(tuple(map(_cell, row.tc_lst)) for row in rows)


def _cell(cell: Any) -> str:
    return "\n".join(paragraph.text for paragraph in cell.p_lst).strip()
