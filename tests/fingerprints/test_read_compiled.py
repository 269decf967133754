"""Compiled files give their strings, and nothing in them is trusted."""

import marshal
import py_compile
import struct
from pathlib import Path

import lxml.etree
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerprints import read
from fingerprints.blobs import Blobs
from fingerprints.errors import Unreadable
from fingerprints.read import compiled

SAID = "the kiln door stays shut until the cone has bent"
GREEK = "ένας κλίβανος μένει κλειστός μέχρι το βράδυ"


def java(*texts: str) -> bytes:
    """A class file with these string constants, a long and a name among them (JVMS 4)."""
    pool = bytearray()
    count = 1
    for text in texts:
        data = text.encode()
        pool += b"\x01" + struct.pack(">H", len(data)) + data
        pool += b"\x08" + struct.pack(">H", count)
        count += 2
    pool += b"\x05" + bytes(8) + b"\x01\x00\x0c" + b"hidden/Class"
    return b"\xca\xfe\xba\xbe\0\0\0\x41" + struct.pack(">H", count + 3) + bytes(pool) + bytes(60)


def wasm(text: str) -> bytes:
    data = b"\x01\x00\x41\x08\x0b" + bytes([len(text.encode())]) + text.encode()
    return b"\0asm\1\0\0\0" + b"\x0b" + bytes([len(data)]) + data


def elf(text: str) -> bytes:
    """A 64-bit little-endian ELF with one .rodata, and code that looks like a string."""
    rodata, labels = text.encode() + b"\0\1\2", b"\0.rodata\0.shstrtab\0"
    code = b"UVWXABCDEFGHIJ no constant"
    start = 64 + len(code)
    tables = start + len(rodata) + len(labels)
    head = (
        b"\x7fELF\2\1\1"
        + bytes(9)
        + struct.pack("<HHIQQQIHHHHHH", 2, 62, 1, 0, 0, tables, 0, 64, 0, 0, 64, 3, 2)
    )
    rows = struct.pack("<IIQQQQIIQQ", *[0] * 10)
    rows += struct.pack("<IIQQQQIIQQ", 1, 1, 2, 0, start, len(rodata), 0, 0, 1, 0)
    rows += struct.pack("<IIQQQQIIQQ", 9, 3, 0, 0, start + len(rodata), len(labels), 0, 0, 1, 0)
    return head + code + rodata + labels + rows


def test_a_class_gives_its_string_constants_and_no_names() -> None:
    data = java(SAID, GREEK)
    assert compiled.kind(data) == "class file"
    assert compiled.strings(data) == f"{SAID}\n{GREEK}"


def test_bytecode_gives_its_constants_without_unmarshalling(tmp_path: Path) -> None:
    source = tmp_path / "kiln.py"
    source.write_text(
        f'"""{GREEK}"""\n\n\ndef fire(x):\n    """{SAID}"""\n    return {"long " * 80!r}\n'
    )
    data = Path(py_compile.compile(str(source), str(tmp_path / "kiln.pyc")) or "").read_bytes()
    assert compiled.kind(data) == "Python bytecode"
    lines = compiled.strings(data).split("\n")
    assert {SAID, GREEK, "long " * 80} <= set(lines)


def test_webassembly_gives_its_data_and_elf_its_constants_only() -> None:
    assert compiled.strings(wasm(SAID)) == SAID
    assert compiled.kind(elf(SAID)) == "ELF file"
    assert compiled.strings(elf(SAID)) == SAID


def test_without_tables_printable_runs_are_taken_in_two_widths() -> None:
    stripped = (
        elf(SAID)[:64] + b"\x90\x01" + SAID.encode() + b"\0\xff" + SAID.upper().encode("utf-16-le")
    )
    assert compiled.strings(stripped).split("\n") == [SAID, SAID.upper()]


def test_a_real_program_of_this_machine_is_read() -> None:
    data = Path(lxml.etree.__file__).read_bytes()
    assert compiled.kind(data) in {"ELF file", "program"}
    assert "xpath" in compiled.strings(data)


def test_strings_are_bounded_and_said_once() -> None:
    data = java(*[f"{n} {SAID}" * 500 for n in range(60)], SAID, SAID)
    assert len(compiled.strings(data)) <= compiled.CHARACTERS
    assert compiled.strings(java(SAID, SAID)) == SAID


def test_what_only_looks_compiled_is_none() -> None:
    assert compiled.kind(b"MZ is how my name begins, said the man\n" * 40) == ""
    assert compiled.kind(b"") == ""
    assert compiled.kind(b"\xcb\r\r\n") == ""


def test_a_compiled_file_is_refused_in_words_where_works_are_protected(tmp_path: Path) -> None:
    assert read.guess("Kiln.class", java(SAID)) == "compiled"
    with pytest.raises(Unreadable, match="a compiled file \\(class file\\): protect its source"):
        list(read.data(java(SAID), "Kiln.class", Blobs(tmp_path)))


HEADS = (java(SAID)[:40], wasm(SAID)[:9], elf(SAID)[:64], b"\xa7\r\r\n" + bytes(12) + b"\xe3")


@given(st.sampled_from(HEADS), st.binary(max_size=400))
def test_no_bytes_raise(head: bytes, rest: bytes) -> None:
    compiled.strings(head + rest)


def test_sizes_that_lie_cost_nothing() -> None:
    claims = b"\xa7\r\r\n" + bytes(12) + b"\xe3" + b"u\xff\xff\x07\0" * 200_000
    assert len(compiled.strings(claims)) < 10
    assert marshal.dumps(SAID)[0] & 0x7F in b"aAuzZt"
