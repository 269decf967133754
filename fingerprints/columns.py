"""Recognises the columns of a table by the words of its header, in several languages."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fingerprints.bounded import call
from fingerprints.errors import ConfigurationError, Unreadable
from fingerprints.parties import ACCENTS
from fingerprints.read.files import load
from fingerprints.read.guess import HEAD, is_binary
from fingerprints.read.sheets import Rows, csv_rows, xlsx_sheets

HEADER_ROWS = 15  # above the header stand titles and notes
Words = Mapping[str, str]  # field: header words, comma separated


@dataclass(frozen=True, slots=True)
class Recognised:
    """A table whose header was found: which field each column holds, and which it does not."""

    sheet: str
    header: int  # index of the header's row
    columns: dict[str, str]  # header as written: field
    unknown: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]  # row number as Excel shows it, fields


def fold_header(text: str) -> str:
    """A header without case, accents, punctuation and what stands in brackets."""
    text = re.sub(r"[(\[（【].*?[)\]）】]", " ", text)  # noqa: RUF001 - Chinese brackets are meant
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    text = ACCENTS.sub("", text)
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text)))


def by_word(words: Words) -> dict[str, str]:
    """Folded header word to field; the field's own name counts too."""
    table = {fold_header(field): field for field in words}
    for field, listed in words.items():
        table |= {fold_header(word): field for word in listed.split(",")}
    return table


def recognise(sheet: str, rows: Rows, words: Words, required: Sequence[str]) -> Recognised | None:
    """The table below the first row that names a required field; None where none does."""
    known = by_word(words)
    for index, row in enumerate(rows[:HEADER_ROWS]):
        fields = [_field(cell, known) for cell in row]
        if set(fields) & set(required):
            return _table(sheet, rows, index, _once(fields))
    return None


def _field(cell: str, known: Mapping[str, str]) -> str:
    """The field of a header; `Bild 2` and `image_3` are pictures too."""
    folded = fold_header(cell)
    return known.get(folded) or known.get(re.sub(r" ?\d+$", "", folded), "")


def _once(fields: Sequence[str]) -> list[str]:
    """Only fields of several values may have several columns."""
    seen: set[str] = set()
    once = []
    for field in fields:
        once.append("" if field in seen and field not in MANY else field)
        seen.add(field)
    return once


MANY = frozenset({"files", "images", "names", "domains", "search_words"})


def _table(sheet: str, rows: Rows, header: int, fields: Sequence[str]) -> Recognised:
    names = rows[header]
    columns = {name: field for name, field in zip(names, fields, strict=True) if field}
    unknown = tuple(name for name, field in zip(names, fields, strict=True) if name and not field)
    found = []
    for number, row in enumerate(rows[header + 1 :], start=header + 2):
        values: dict[str, str] = {}
        for field, cell in zip(fields, row, strict=False):
            if field and cell.strip():
                values[field] = (
                    f"{values[field]}\n{cell.strip()}" if field in values else cell.strip()
                )
        if values:
            found.append((number, values))
    return Recognised(sheet, header, columns, unknown, tuple(found))


def sheets_of(path: Path) -> list[tuple[str, Rows]]:
    """The sheets of a csv or Excel file that a user gave, read within limits."""
    try:
        data = load(path)
        if data.startswith((b"PK", b"\xd0\xcf")):
            found: list[tuple[str, Rows]] = call(xlsx_sheets, data, seconds=120.0, megabytes=2_048)
            return found
    except Unreadable as error:
        message = f"{path} cannot be read as a table: {error}"
        raise ConfigurationError(message) from error
    if is_binary(data[:HEAD]):
        message = f"{path} cannot be read as a table: it is neither Excel nor text"
        raise ConfigurationError(message)
    return [("", csv_rows(data))]


def several(text: str) -> tuple[str, ...]:
    """The values of a cell that lists several, each once."""
    parts = (part.strip() for part in re.split(r"[;\n|、；]", text))  # noqa: RUF001 - Chinese marks
    return tuple(dict.fromkeys(part for part in parts if part))
