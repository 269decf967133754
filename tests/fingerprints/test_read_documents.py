"""PDF and Word files give their pages, paragraphs and tables, or a plain refusal."""

import io
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from fingerprints.blobs import Blobs
from fingerprints.content import Content, Table, Text
from fingerprints.errors import Unreadable
from fingerprints.read import data, limits


def pdf(*pages: str) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file)
    for page in pages:
        for number, line in enumerate(page.splitlines()):
            canvas.drawString(50, 800 - 14 * number, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def encrypted(raw: bytes, password: str) -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(raw))
    writer.encrypt(password, algorithm="AES-256")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def word(*paragraphs: str, table: tuple[tuple[str, ...], ...] = ()) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        grid = document.add_table(len(table), len(table[0]))
        for row, cells in zip(grid.rows, table, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def repacked(raw: bytes, member: str, content: bytes) -> bytes:
    """The office file with one member replaced or added."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name != member:
                new.writestr(name, old.read(name))
        new.writestr(member, content)
    return file.getvalue()


def read(raw: bytes, name: str, tmp_path: Path) -> dict[str, Content]:
    return dict(data(raw, name, Blobs(tmp_path)))


def refusal(raw: bytes, name: str, tmp_path: Path) -> str:
    with pytest.raises(Unreadable) as raised:
        read(raw, name, tmp_path)
    return str(raised.value)


def test_each_page_of_a_pdf_is_a_part(tmp_path: Path) -> None:
    found = read(pdf("Seat seven rises", "", "Grind the seat"), "spec.pdf", tmp_path)
    assert list(found) == ["spec.pdf#1", "spec.pdf#2", "spec.pdf#3"]
    bodies = [thing.body.strip() for thing in found.values() if isinstance(thing, Text)]
    assert bodies == ["Seat seven rises", "", "Grind the seat"]


def test_a_pdf_is_known_without_its_suffix(tmp_path: Path) -> None:
    assert "spec#1" in read(pdf("words"), "spec", tmp_path)


def test_a_pdf_behind_a_password_is_refused(tmp_path: Path) -> None:
    assert "password" in refusal(encrypted(pdf("secret"), "pass"), "a.pdf", tmp_path)


def test_a_pdf_with_only_an_owner_password_is_read(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(io.BytesIO(pdf("open words")))
    writer.encrypt("", owner_password="owner", algorithm="AES-256")
    file = io.BytesIO()
    writer.write(file)
    assert list(read(file.getvalue(), "a.pdf", tmp_path)) == ["a.pdf#1"]


@pytest.mark.parametrize("kept", [5, 60, 400])
def test_a_truncated_pdf_is_refused(kept: int, tmp_path: Path) -> None:
    assert "damaged" in refusal(pdf("some words")[:kept], "a.pdf", tmp_path)


def test_a_text_named_pdf_is_refused(tmp_path: Path) -> None:
    assert "damaged" in refusal(b"these are just words", "a.pdf", tmp_path)


def test_paragraphs_and_tables_of_a_word_document(tmp_path: Path) -> None:
    rows = (("Name", "Bar"), ("V1", "9"))
    found = read(word("First line", "Second line", table=rows), "a.docx", tmp_path)
    assert found["a.docx"] == Text("First line\nSecond line\nName\tBar\nV1\t9", where="a.docx")
    assert found["a.docx#table1"] == Table(rows, "a.docx#table1")


def test_a_word_document_is_known_without_its_suffix(tmp_path: Path) -> None:
    assert "letter" in read(word("Words"), "letter", tmp_path)


@pytest.mark.parametrize("kept", [4, 500, 20_000])
def test_a_truncated_word_document_is_refused(kept: int, tmp_path: Path) -> None:
    assert "damaged" in refusal(word("Words")[:kept], "a.docx", tmp_path)


def test_a_zip_that_is_no_word_document_is_refused(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as container:
        container.writestr("hello.txt", "hello")
    assert "damaged" in refusal(file.getvalue(), "a.docx", tmp_path)


def test_an_old_or_encrypted_word_document_is_refused(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert "encrypted or very old" in refusal(ole, "a.docx", tmp_path)
    assert "encrypted or very old" in refusal(ole, "a.xlsx", tmp_path)


def test_a_bomb_in_a_word_document_is_refused(tmp_path: Path) -> None:
    bomb = repacked(word("Words"), "word/media/a.xml", bytes(40 * limits.MEGABYTE))
    assert len(bomb) < limits.MEGABYTE
    assert "zip bomb" in refusal(bomb, "a.docx", tmp_path)


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    raw = bytearray(repacked(word("Words"), "word/media/a.bin", bytes(30 * limits.MEGABYTE)))
    true = (30 * limits.MEGABYTE).to_bytes(4, "little")
    assert raw.count(true) == 2
    lying = bytes(raw).replace(true, (10).to_bytes(4, "little"))
    assert refusal(lying, "a.docx", tmp_path)


@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_entities_are_never_expanded(charset: str, tmp_path: Path) -> None:
    laughs = f"""<?xml version="1.0" encoding="{charset}"?>
    <!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>""".encode(charset)
    hostile = repacked(word("Words"), "word/document.xml", laughs)
    assert "XML entities" in refusal(hostile, "a.docx", tmp_path)


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as container:
        for number in range(limits.ZIP_MEMBERS + 1):
            container.writestr(f"word/{number}", b"")
    assert "zip bomb" in refusal(file.getvalue(), "a.docx", tmp_path)
