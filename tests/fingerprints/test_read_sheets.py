"""Tables are read from csv files of every dialect and from Excel files."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from fingerprints.blobs import Blobs
from fingerprints.content import Content, Table
from fingerprints.errors import Unreadable
from fingerprints.read import data, limits
from fingerprints.read.sheets import csv_rows, shown

ROWS = (
    ("Name", "Telefon", "Ort"),
    ("Müller; Söhne", "030 123", "Köln"),
    ("Weiß", "040 99", "Bonn"),
)


def workbook(**sheets: tuple[tuple[object, ...], ...]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(raw: bytes, name: str, tmp_path: Path) -> dict[str, Content]:
    return dict(data(raw, name, Blobs(tmp_path)))


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_dialect_gives_the_same_rows(mark: str, charset: str) -> None:
    text = "\r\n".join(mark.join(f'"{cell}"' for cell in row) for row in ROWS)
    assert csv_rows(text.encode(charset)) == ROWS


def test_quotes_hold_line_breaks_and_marks() -> None:
    assert csv_rows(b'a,b\n"x, ""y""\nz",2\n') == (("a", "b"), ('x, "y"\nz', "2"))


def test_the_line_that_tells_excel_the_mark_is_followed() -> None:
    assert csv_rows(b"sep=;\na,1;b,2\nc,3;d,4\n") == (("a,1", "b,2"), ("c,3", "d,4"))


def test_a_csv_file_is_one_table(tmp_path: Path) -> None:
    assert read(b"a,b\n1,2\n", "x/a.csv", tmp_path) == {
        "x/a.csv": Table((("a", "b"), ("1", "2")), "x/a.csv")
    }


def test_each_sheet_is_a_part(tmp_path: Path) -> None:
    found = read(
        workbook(Kunden=ROWS, Leer=(), Preise=(("V1", 9.5), ("V2", 12.0))), "k.xlsx", tmp_path
    )
    assert found == {
        "k.xlsx#Kunden!": Table(ROWS, "k.xlsx#Kunden!"),
        "k.xlsx#Leer!": Table((), "k.xlsx#Leer!"),
        "k.xlsx#Preise!": Table((("V1", "9.5"), ("V2", "12")), "k.xlsx#Preise!"),
    }


def test_an_excel_file_is_known_without_its_suffix(tmp_path: Path) -> None:
    assert "list#A!" in read(workbook(A=ROWS), "list", tmp_path)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (3.0, "3"),
        (0.125, "0.125"),
        (dt.datetime(2024, 3, 2), "2024-03-02"),  # noqa: DTZ001 - as Excel stores it
        (dt.datetime(2024, 3, 2, 8, 5), "2024-03-02 08:05"),  # noqa: DTZ001
        (True, "True"),
        ("Köln", "Köln"),
    ],
)
def test_cells_are_read_as_shown(cell: object, text: str) -> None:
    assert shown(cell) == text


def test_a_sheet_that_claims_a_million_columns_is_read_at_once(tmp_path: Path) -> None:
    raw = workbook(A=(("a", "b"), ("1", "2")))
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            body = old.read(name).replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
            new.writestr(name, body)
    assert read(file.getvalue(), "a.xlsx", tmp_path) == {
        "a.xlsx#A!": Table((("a", "b"), ("1", "2")), "a.xlsx#A!")
    }


def test_a_row_far_below_does_not_fill_the_memory(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "first"
    sheet["XFD1048576"] = "last"
    file = io.BytesIO()
    book.save(file)
    (table,) = read(file.getvalue(), "a.xlsx", tmp_path).values()
    assert isinstance(table, Table)
    assert len(table.rows) == 1_048_576
    assert sum(map(len, table.rows)) == 1 + 16_384


@pytest.mark.parametrize("kept", [4, 1_000, 3_000])
def test_a_truncated_excel_file_is_refused(kept: int, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="damaged"):
        read(workbook(A=ROWS)[:kept], "a.xlsx", tmp_path)


def test_a_bomb_in_an_excel_file_is_refused(tmp_path: Path) -> None:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(A=ROWS))) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/sharedStrings2.xml", bytes(40 * limits.MEGABYTE))
    with pytest.raises(Unreadable, match="zip bomb"):
        read(file.getvalue(), "a.xlsx", tmp_path)


def test_too_many_cells_are_refused() -> None:
    with pytest.raises(Unreadable, match="cells"):
        csv_rows(b"," * (limits.CELLS + 1) + b"a")
