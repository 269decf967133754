"""The strings of compiled files: Java classes, Python bytecode, WebAssembly, ELF, programs.

Nothing is executed or unmarshalled: tables are walked with bounds, and what has none gives its
runs of printable characters.
"""

import re
import struct
from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]
CHARACTERS = 1_000_000  # of strings from one file
SHORTEST = 6  # characters of a run that is taken for a string
SAID = 4  # characters of a string that a table names
CONSTANTS = 65_535  # of a class file (JVMS 4.1)
SECTIONS = 4_096
_HEADS = {
    b"\x7fELF": "ELF file",
    b"\0asm": "WebAssembly file",
    b"\xca\xfe\xba\xbe": "class file",
    b"MZ": "program",
    b"\xcf\xfa\xed\xfe": "program",
    b"\xce\xfa\xed\xfe": "program",
}
_JAVA = range(45, 100)  # major versions of class files; the same head begins a fat Mach-O file
_PYTHON = range(0x0C00, 0x0F00)  # magic numbers of CPython 3.x; then CR LF
_PRINTABLE = re.compile(
    rb"(?:[\t\n\r\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}){%d,}+" % SHORTEST
)
_WIDE = re.compile(rb"(?:[\t\n\r\x20-\x7e]\0){%d,}+" % SHORTEST)
_TEXTUAL = re.compile(r"[^\W\d_]{2}")
_UNPRINTABLE = np.ones(256, bool)
_UNPRINTABLE[[9, 10, 13, *range(32, 127), *range(128, 256)]] = False
_SIZES = {  # bytes after the tag of a constant (JVMS 4.4)
    3: 4, 4: 4, 5: 8, 6: 8, 7: 2, 8: 2, 9: 4, 10: 4, 11: 4, 12: 4, 15: 3, 16: 2, 17: 4, 18: 4,
    19: 2, 20: 2,
}  # fmt: skip
_BROKEN = (struct.error, IndexError, ValueError)


def kind(data: bytes) -> str:
    """What sort of compiled file it is, in words; empty where it is none."""
    found = next((name for head, name in _HEADS.items() if data.startswith(head)), "")
    if found == "class file":
        return found if len(data) > 10 and int.from_bytes(data[6:8], "big") in _JAVA else "program"  # noqa: PLR2004 - the head of one
    if found == "program" and data.startswith(b"MZ"):
        return found if b"PE\0\0" in data[:1024] else ""
    if not found and data[2:4] == b"\r\n" and int.from_bytes(data[:2], "little") in _PYTHON:
        return "Python bytecode" if len(data) > 16 and data[16] & 0x7F == ord("c") else ""  # noqa: PLR2004 - its head
    return found


def strings(data: bytes) -> str:
    """The strings of a compiled file, a line or more each, at most so many characters."""
    reader = _READERS.get(kind(data), _runs)
    try:
        found = list(reader(data))
    except _BROKEN:
        found = list(_runs(data))
    pieces: list[str] = []
    room = CHARACTERS
    for piece in dict.fromkeys(found):
        if _TEXTUAL.search(piece):
            pieces.append(piece[:room])
            room -= len(pieces[-1]) + 1
            if room <= 0:
                break
    return "\n".join(pieces)


def _runs(data: bytes) -> Iterator[str]:
    """Printable runs, in UTF-8 and in UTF-16."""
    for found in _PRINTABLE.finditer(data):
        yield found.group().decode("utf-8", "ignore")
    for found in _WIDE.finditer(data):
        yield found.group().decode("utf-16-le", "ignore")


def _class(data: bytes) -> Iterator[str]:
    """The string constants of a Java class (JVMS 4.4)."""
    count = int.from_bytes(data[8:10], "big")
    texts: dict[int, bytes] = {}
    wanted: list[int] = []
    at, number = 10, 1
    while number < min(count, CONSTANTS):
        tag = data[at]
        if tag == 1:
            size = int.from_bytes(data[at + 1 : at + 3], "big")
            texts[number] = data[at + 3 : at + 3 + size]
            at += 3 + size
        else:
            if tag == 8:  # noqa: PLR2004 - CONSTANT_String
                wanted.append(int.from_bytes(data[at + 1 : at + 3], "big"))
            at += 1 + _SIZES.get(tag, len(data))
            number += tag in {5, 6}  # long and double take two places
        number += 1
    for index in wanted:
        text = texts.get(index, b"").decode("utf-8", "replace")
        if len(text) >= SAID:
            yield text


def _python(data: bytes) -> Iterator[str]:
    """Strings as marshal writes them: a type, a size, the characters; found by looking, not run."""
    octets = np.frombuffer(data + bytes(8), np.uint8)
    bad = np.concatenate((np.zeros(1, np.int64), np.cumsum(_UNPRINTABLE[octets])))
    found: list[tuple[int, int]] = []
    for types, width in ((b"zZ", 1), (b"aAutis", 4)):
        places = np.flatnonzero(_typed(types)[octets[: len(data)]])
        sizes = sum(
            octets[places + 1 + byte].astype(np.int64) << (8 * byte) for byte in range(width)
        )
        starts = places + 1 + width
        kept = (sizes >= SHORTEST) & (starts + sizes <= len(data))
        starts, sizes = starts[kept], np.asarray(sizes)[kept]
        whole = bad[starts] == bad[starts + sizes]
        found += zip(starts[whole].tolist(), sizes[whole].tolist(), strict=True)
    done = 0
    for start, size in sorted(found):
        if start >= done:
            done = start + size
            yield data[start:done].decode("utf-8", "replace")


def _typed(types: bytes) -> Flags:
    """Bytes that are one of these types, with the mark for "referred to" or without."""
    flags = np.zeros(256, bool)
    flags[[kind | mark for kind in types for mark in (0, 0x80)]] = True
    return flags


def _wasm(data: bytes) -> Iterator[str]:
    """The data section and the names of functions (WebAssembly core 5.5)."""
    at = 8
    for _ in range(SECTIONS):
        if at >= len(data):
            break
        section, (size, at) = data[at], _leb(data, at + 1)
        if section == 11:  # noqa: PLR2004 - data
            yield from _segments(data[: at + size], at)
        elif section == 0 and data[at : at + 5] == b"\x04name":
            yield from _runs(data[at + 5 : at + size])
        at += size


def _segments(data: bytes, at: int) -> Iterator[str]:
    """The bytes that a module lays into its memory, each segment for itself."""
    count, at = _leb(data, at)
    for _ in range(min(count, CONSTANTS)):
        mode, at = data[at], at + 1
        if mode == 2:  # noqa: PLR2004 - with the number of a memory
            _, at = _leb(data, at)
        if mode != 1:  # where it is laid: one constant, and the end of the expression
            _, at = _leb(data, at + 1)
            at += 1
        size, at = _leb(data, at)
        yield from _runs(data[at : at + size])
        at += size


def _leb(data: bytes, at: int) -> tuple[int, int]:
    """An unsigned LEB128 number of at most five bytes, and where it ends."""
    value = 0
    for step in range(5):
        value |= (data[at + step] & 0x7F) << (7 * step)
        if not data[at + step] & 0x80:
            return value, at + step + 1
    message = "a number that does not end"
    raise ValueError(message)


def _elf(data: bytes) -> Iterator[str]:
    """Read-only data by the section table (ELF gABI), else printable runs of everything."""
    wide, order = data[4] == 2, "<" if data[5] == 1 else ">"  # noqa: PLR2004 - ELFCLASS64
    offset = struct.unpack_from(f"{order}Q" if wide else f"{order}I", data, 40 if wide else 32)[0]
    size, count, names = struct.unpack_from(f"{order}3H", data, 58 if wide else 46)
    form = f"{order}IIQQQQ" if wide else f"{order}IIIIII"
    rows = [struct.unpack_from(form, data, offset + size * n) for n in range(min(count, SECTIONS))]
    labels = data[rows[names][4] :] if names < len(rows) else b""
    found = False
    for label, sort, _, _, start, length in rows:
        name = labels[label : label + 20].split(b"\0")[0]
        if sort == 1 and name.startswith(
            (b".rodata", b".data", b"__const", b".go.", b".gopclntab")
        ):
            found = True
            yield from _runs(data[start : start + length])
    if not found:
        yield from _runs(data)


_READERS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "class file": _class,
    "Python bytecode": _python,
    "WebAssembly file": _wasm,
    "ELF file": _elf,
}
