"""Texts, web pages and source code are read in whatever charset they come."""

import codecs

import pytest

from fingerprints.blobs import Blobs
from fingerprints.content import Code, Content, Table, Text
from fingerprints.errors import Unreadable
from fingerprints.read import data, limits
from fingerprints.read.text import decode

GERMAN = (
    "Die Prüfung der Düsen läuft über mehrere Stufen. Größere Öffnungen müssen zusätzlich "
    "geschliffen werden, weil sonst die Strömung abreißt und das Gehäuse schwingt."
)
RUSSIAN = (
    "Клапан открывается, когда мембрана поднимается над латунным кольцом. Перед второй сборкой "
    "седло нужно промыть тёплым маслом и оставить на одиннадцать часов."
)
POLISH = "Zawór otwiera się, gdy membrana unosi się nad kołnierzem, a potem gęsty olej spływa."
CHINESE = "当七号阀座的膜片高出黄铜环十分之四毫米时，压力阀打开。用三号研磨膏研磨阀座。"  # noqa: RUF001
JAPANESE = "七番のシートの膜が真鍮の環より高くなると圧力弁が開く。温かい油で洗うこと。"


@pytest.fixture
def blobs(tmp_path_factory: pytest.TempPathFactory) -> Blobs:
    return Blobs(tmp_path_factory.mktemp("blobs"))


def only(raw: bytes, name: str, blobs: Blobs) -> Content:
    ((part, content),) = data(raw, name, blobs)
    assert part == name
    return content


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_unicode_form_is_read(charset: str, blobs: Blobs) -> None:
    assert only(GERMAN.encode(charset), "a.txt", blobs) == Text(GERMAN, where="a.txt")


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (GERMAN, "cp1252"),
        (GERMAN, "latin-1"),
        (RUSSIAN, "cp1251"),
        (POLISH, "cp1250"),
        (CHINESE, "gb18030"),
        (JAPANESE, "cp932"),
        ("Vanne à siège;V7", "cp1252"),
        ("Das Gehäuse besteht aus Messing. Prüfdruck 16 bar.\n", "cp1252"),
        ("Gehäusedeckel, geprüft", "cp1252"),
        ("Dichtung;für;12", "cp1252"),
        ("阀座 DN50", "gb18030"),
        ("Größe und Öffnung: 12 mm², 40 °C", "cp1252"),
    ],
)
def test_old_charsets_are_found_by_their_letters(body: str, charset: str, blobs: Blobs) -> None:
    assert only(body.encode(charset), "a.txt", blobs) == Text(body, where="a.txt")


def test_a_wrong_declaration_does_not_spoil_the_text() -> None:
    assert decode(GERMAN.encode(), "latin-1") == GERMAN
    assert decode(GERMAN.encode("cp1252"), "no-such-charset") == GERMAN


def test_a_mark_is_believed_before_everything() -> None:
    assert decode(codecs.BOM_UTF16_LE + "Ventil".encode("utf-16-le"), "ascii") == "Ventil"


def test_line_ends_are_made_alike(blobs: Blobs) -> None:
    assert only(b"one\r\ntwo\rthree\n", "a.md", blobs) == Text("one\ntwo\nthree\n", where="a.md")


def test_the_visible_text_of_a_page_is_read_and_nothing_else(blobs: Blobs) -> None:
    page = b"""<!doctype html><html><head><title>T</title><style>p{color:red}</style></head>
      <body><!-- note --><h1>Seat  valve</h1><p>It <b>opens</b> at <i>nine</i> bar.<p hidden>no
      <script>alert(1)</script><ul><li>one<li>two</ul></body></html>"""
    content = only(page, "a.html", blobs)
    assert content == Text("Seat valve\nIt opens at nine bar.\none\ntwo", where="a.html")


def test_tables_of_a_page_are_tables_too(blobs: Blobs) -> None:
    page = b"<table><tr><th>Name<th>Bar<tr><td>V1<td> 9 </table><table><tr><td>lone</table>"
    found = dict(data(page, "a.html", blobs))
    assert found["a.html#table1"] == Table((("Name", "Bar"), ("V1", "9")), "a.html#table1")
    assert set(found) == {"a.html", "a.html#table1"}


def test_a_page_says_its_charset_itself(blobs: Blobs) -> None:
    page = f'<meta charset="cp1251"><p>{RUSSIAN}'.encode("cp1251")
    assert only(page, "a.htm", blobs) == Text(RUSSIAN, where="a.htm")


def test_a_page_without_a_suffix_is_known_by_its_first_bytes(blobs: Blobs) -> None:
    assert only(b"<!DOCTYPE html><p>Hello", "index", blobs) == Text("Hello", where="index")


def test_a_page_with_entities_and_control_characters_is_read(blobs: Blobs) -> None:
    page = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>a&x;b\x0cc</p>'
    content = only(page, "a.html", blobs)
    assert isinstance(content, Text)
    assert "root:" not in content.body


def test_deeply_nested_pages_are_read(blobs: Blobs) -> None:
    content = only(b"<div>" * 20_000 + b"deep", "a.html", blobs)
    assert isinstance(content, Text)


@pytest.mark.parametrize(
    ("name", "language"),
    [("a.py", "python"), ("src/b.rs", "rust"), ("Makefile", "make"), ("c.jsx", "javascript")],
)
def test_source_files_are_known_by_name(name: str, language: str, blobs: Blobs) -> None:
    assert only(b"x = 1\n", name, blobs) == Code("x = 1\n", language, name)


def test_code_without_a_telling_name_is_known_by_its_lines(code: str, blobs: Blobs) -> None:
    assert isinstance(only(code.encode(), "settle", blobs), Code)
    assert isinstance(only(b"#!/bin/sh\necho hello\n", "run", blobs), Code)


def test_prose_without_a_telling_name_is_text(prose: str, blobs: Blobs) -> None:
    assert isinstance(only(prose.encode(), "README", blobs), Text)


def test_too_much_text_is_refused(blobs: Blobs) -> None:
    with pytest.raises(Unreadable, match="larger than 20 MB"):
        list(data(b"a " * (limits.TEXT // 2 + 1), "a.txt", blobs))
