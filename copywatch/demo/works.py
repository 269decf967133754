"""The works of the invented maker Quellmark, one of every kind, written to a folder."""

from dataclasses import dataclass
from pathlib import Path

from docx import Document
from openpyxl import Workbook

from copywatch import pdf
from copywatch.demo import people, products, texts

NAMES = ("Quellmark",)
SLOGANS = ("Closes quietly. Stays closed.",)
VENDORS = (
    ("Name", "Other names", "Country", "Domain", "Subcontractor of"),
    ("Halden Castings", "Halden Gjuteri", "SI", "halden-castings.example", ""),
    ("Brightwater Moulding", "", "CN", "brightwater.example", "Halden Castings"),
)
GIVEN = (
    ("Asset", "Recipient", "Revision", "Date", "Contract", "Clause"),
    ("Ball valve BV-20", "Halden Castings", "rev B", "2024-03-02", "contract 17", "§7"),
    ("Ball valve BV-20", "Brightwater Moulding", "rev B", "2024-05-19", "contract 23", "§4"),
    ("Heron", "Halden Castings", "batch 22", "2025-01-14", "contract 17", "§9"),
)
HERON = """\
title = "Test protocol of the dry-running seal ring"
code_name = "Heron"
secrecy = "secret"
right = "trade_secret"
"""
LEDGER = """\
title = "Customer table"
code_name = "Ledger"
secrecy = "secret"
right = "database"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Works:
    """Where things lie; `single` are works by themselves, each file of `pictures` is one."""

    pictures: Path
    single: tuple[Path, ...]
    vendors: Path
    names: tuple[str, ...] = NAMES
    slogans: tuple[str, ...] = SLOGANS


def write(folder: Path) -> Works:
    """Write all works; the same bytes wherever the format allows it."""
    pictures = folder / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    for name, draw in {**products.PRODUCTS, "Quellmark mark": products.logo}.items():
        if not (path := pictures / f"{name}.png").exists():
            draw().save(path)
    single = (
        _manual(folder / "Otter manual.docx"),
        _written(folder / "Spring brochure.md", texts.text("brochure.md")),
        _secret(folder / "heron", "protocol.pdf", pdf.document(texts.text("protocol.md")), HERON),
        _secret(folder / "ledger", "customers.csv", _customers(), LEDGER),
        _source(folder / "valvectl"),
    )
    return Works(pictures=pictures, single=single, vendors=_vendors(folder / "vendors.xlsx"))


def _written(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode() if isinstance(content, str) else content
    if not path.exists() or path.read_bytes() != data:
        path.write_bytes(data)
    return path


def _manual(path: Path) -> Path:
    if path.exists():  # a docx holds the time it was made
        return path
    document = Document()
    for block in texts.text("manual.md").split("\n\n"):
        level = len(block) - len(block.lstrip("#"))
        line = " ".join(block.lstrip("# ").split())
        if level:
            document.add_heading(line, level)
        else:
            document.add_paragraph(line)
    document.save(str(path))
    return path


def _secret(folder: Path, name: str, content: bytes, facts: str) -> Path:
    _written(folder / name, content)
    _written(folder / "asset.toml", facts)
    return folder


def _customers() -> bytes:
    return people.as_csv(people.HEADER, people.customers()).encode()


def _source(folder: Path) -> Path:
    for name, body in texts.tree("valvectl").items():
        _written(folder / name, body)
    _written(folder / "LICENSE", texts.licence())
    return folder


def _vendors(path: Path) -> Path:
    if path.exists():
        return path
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in (("Vendors", VENDORS), ("Given", GIVEN)):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path
