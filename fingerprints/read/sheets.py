"""Tables from csv and Excel files."""

import csv
import datetime as dt
import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Any
from zipfile import BadZipFile

import openpyxl
from lxml.etree import XMLSyntaxError
from openpyxl.utils.exceptions import InvalidFileException

from fingerprints.content import Content, Table
from fingerprints.errors import Unreadable
from fingerprints.read import limits
from fingerprints.read.office import checked
from fingerprints.read.text import characters

SNIFF = 32_768  # characters
TOLD = re.compile(r"sep=([,;\t|])\n", re.IGNORECASE)  # the line that tells Excel the delimiter
DELIMITERS = ",;\t|"
LINE = re.compile(r"[^\n]+\n?|\n")
Rows = tuple[tuple[str, ...], ...]

csv.field_size_limit(limits.CELL * 4)


def is_workbook(name: str, data: bytes) -> bool:
    """Whether a table is an Excel file, and no plain text."""
    return data.startswith((b"PK", b"\xd0\xcf")) or name.casefold().endswith((".xlsx", ".xlsm"))


def separated(data: bytes, name: str) -> Iterator[tuple[str, Content]]:
    """A csv file in whatever dialect it has."""
    yield name, Table(csv_rows(data), name)


def csv_rows(data: bytes) -> Rows:
    """The rows, with the delimiter that gives the most even ones."""
    body = characters(data, most=limits.TABLE)
    told = TOLD.match(body)
    mark = told[1] if told else delimiter(body[:SNIFF])
    try:
        return _bounded(csv.reader(_lines(body, told.end() if told else 0), delimiter=mark))
    except csv.Error as error:
        message = f"a damaged csv file ({error})"
        raise Unreadable(message) from error


def _lines(body: str, start: int) -> Iterator[str]:
    """The lines with their ends, one at a time: a file object would take four times the memory."""
    return (found.group() for found in LINE.finditer(body, start))


def delimiter(sample: str) -> str:
    """The likeliest delimiter: most lines have the same number of cells, and many of them."""
    lines = [line for line in sample.splitlines()[:50] if line.strip()]
    return max(DELIMITERS, key=lambda mark: _evenness(lines, mark))


def _evenness(lines: list[str], mark: str) -> float:
    counts = [len(row) for row in csv.reader(lines, delimiter=mark)]
    if not counts:
        return 0.0
    usual = max(set(counts), key=lambda count: (counts.count(count), count))
    return counts.count(usual) / len(counts) * min(usual - 1, 5)


def workbook(data: bytes, name: str) -> Iterator[tuple[str, Content]]:
    """Each sheet as `name#sheet!`."""
    for sheet, rows in xlsx_sheets(data):
        yield f"{name}#{sheet}!", Table(rows, f"{name}#{sheet}!")


def xlsx_sheets(data: bytes) -> list[tuple[str, Rows]]:
    """The sheets with their rows as shown."""
    file = checked(data, "Excel file")
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            return [(sheet.title, _bounded(_shown(sheet))) for sheet in book.worksheets]
        finally:
            book.close()
    except (
        InvalidFileException, BadZipFile, XMLSyntaxError, KeyError, ValueError, TypeError,
        AttributeError, IndexError, SyntaxError, zlib.error,
    ) as error:  # fmt: skip
        message = "a damaged or truncated Excel file"
        raise Unreadable(message) from error


def _shown(sheet: Any) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # a file may claim a million columns
    for row in sheet.iter_rows(values_only=True):
        yield [shown(cell) for cell in row]


def shown(cell: object) -> str:
    """A cell as a reader sees it: no `.0`, no time of a mere date."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:  # noqa: PLR2004
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return str(cell.date()) if cell.time() == dt.time() else cell.isoformat(" ", "minutes")
    return str(cell)[: limits.CELL]


def _bounded(source: Iterable[list[str]]) -> Rows:
    """The rows without empty ones at the end and empty cells on the right."""
    rows: list[tuple[str, ...]] = []
    cells = 0
    for row in source:
        while row and not row[-1].strip():
            row.pop()
        cells += len(row) + 1
        if len(rows) >= limits.ROWS or cells > limits.CELLS:
            message = f"a table with more than {limits.ROWS:,} rows or {limits.CELLS:,} cells"
            raise Unreadable(message)
        rows.append(tuple(row))
    while rows and not rows[-1]:
        rows.pop()
    return tuple(rows)
