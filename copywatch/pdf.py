"""A plain PDF of a text (ISO 32000-1), enough to be protected and read; nothing is embedded."""

import textwrap

WIDE, HIGH = 92, 52  # characters of a line, lines of a page
_FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"
_WIDE_FONT = (  # one two-byte code for each UTF-16 unit
    "<< /Type /Font /Subtype /Type0 /BaseFont /Plain /Encoding /Identity-H /ToUnicode 4 0 R "
    "/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Plain /DW 600 "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>"
)
_TO_UNICODE = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
    "1 begincodespacerange <0000> <FFFF> endcodespacerange\n{units}\nendcmap end end"
)


def document(text: str) -> bytes:
    """Prose, wrapped, in Helvetica."""
    blocks = text.replace("\n\n", "\0").replace("\n", " ").split("\0")
    lines = [line for block in blocks for line in (*textwrap.wrap(block.strip("# "), WIDE), "")]
    return _document(lines, "Helvetica")


def listing(text: str) -> bytes:
    """A source file line by line in Courier; a longer line goes on in the next."""
    lines = [
        line[at : at + WIDE]
        for line in text.expandtabs(4).split("\n")
        for at in range(0, max(1, len(line)), WIDE)
    ]
    return _document(lines, "Courier")


def _document(lines: list[str], font: str) -> bytes:
    """Pages of so many lines; letters outside cp1252 need a font with two-byte codes."""
    wide = not _western("".join(lines))
    pages = [lines[at : at + HIGH] for at in range(0, len(lines), HIGH)]
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    units = _units("".join(lines)) if wide else ""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        _WIDE_FONT if wide else _FONT.format(name=font),
        f"<< /Length {len(units)} >>\nstream\n{units}\nendstream",
    ]
    for number, page in enumerate(pages):
        stream = _stream(page, wide=wide)
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources "
            f"<< /Font << /F1 3 0 R >> >> /Contents {6 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    return _file(objects)


def _units(text: str) -> str:
    """Which code stands for which UTF-16 unit: the same number, for those that the text has."""
    data = text.encode("utf-16-be", "surrogatepass")
    units = sorted({data[at : at + 2].hex() for at in range(0, len(data), 2)})
    blocks = [units[at : at + 100] for at in range(0, len(units), 100)]
    pairs = (
        f"{len(block)} beginbfchar {' '.join(f'<{unit}> <{unit}>' for unit in block)} endbfchar"
        for block in blocks
    )
    return _TO_UNICODE.format(units="\n".join(pairs))


def _western(text: str) -> bool:
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _stream(lines: list[str], *, wide: bool) -> str:
    shown = (f"{_hex(line) if wide else _literal(line)} Tj T*" for line in lines)
    return f"BT /F1 {11 if wide else 9} Tf 14 TL 56 790 Td {' '.join(shown)} ET"


def _hex(line: str) -> str:
    return f"<{line.encode('utf-16-be', 'surrogatepass').hex()}>"


def _literal(line: str) -> str:
    return "({})".format(line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)"))


def _file(objects: list[str]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    start = len(out)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}".encode()
    out += f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
