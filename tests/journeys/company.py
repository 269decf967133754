"""A small maker of valves on its first day: works, lists, vendors, an own shop and a market."""

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document
from openpyxl import Workbook
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from tests.copywatch import written
from tests.copywatch.site import Page, Site

CHINESE = "宁波明发阀门有限公司"  # made up, as are all companies here
GERMAN = "Müller & Söhne Armaturen GmbH"
ROWS = 30


def workbook(path: Path, **sheets: Sequence[Sequence[Any]]) -> Path:
    """An Excel file with these sheets."""
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def pdf(*pages: str) -> bytes:
    """A PDF with these pages; an empty one is a blank page."""
    file = io.BytesIO()
    canvas = Canvas(file)
    for page in pages:
        for number, line in enumerate(page.splitlines()):
            for half, start in enumerate(range(0, len(line), 90)):
                canvas.drawString(30, 800 - 24 * number - 12 * half, line[start : start + 90])
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def saved(picture: Image.Image, form: str) -> bytes:
    """A picture in a format."""
    file = io.BytesIO()
    picture.save(file, form)
    return file.getvalue()


def inventory(folder: Path) -> Path:
    """Thirty products as she keeps them: titles above the header, two bad rows, one odd column."""
    folder.mkdir(parents=True)
    pictures = folder / "pictures"
    pictures.mkdir()
    rows: list[list[Any]] = [
        ["Products, as of March 2026"],
        ["SKU", "Product name", "Brand", "Description", "Picture", "List price", "Currency",
         "Registration number", "Office", "Class", "Country", "Valid until", "Shelf"],
    ]  # fmt: skip
    for number in range(1, ROWS + 1):
        name = f"valve-{number:02}.jpg"
        (pictures / name).write_bytes(written.jpeg(written.picture(1000 + number, (800, 600))))
        rows.append(
            [f"AV-{number:03}", f"Relief valve model {number}", "AQUALUMEX",
             written.prose(1000 + number, 8), f"pictures/{name}", 10 + number * 1.5, "EUR",
             f"01{number:04}-0001", "EUIPO", "7", "EU", "2031-05-01", f"B{number % 4}"]
        )  # fmt: skip
    rows[5][4] = "pictures/lost.jpg"
    rows[5][5] = "on request"
    rows[9][0] = "AV-001"
    return workbook(folder / "works.xlsx", Products=rows, Notes=[["Ask Jorun"]])


def vendors(path: Path, work: str) -> Path:
    """Two companies, and what one of them was given."""
    return workbook(
        path,
        Vendors=[
            ["Vendor", "Other names", "Country", "Website"],
            [CHINESE, "Ningbo Mingfa Valve Co., Ltd.; Mingfa", "CN", "mingfa.example"],
            [GERMAN, "", "DE", "https://www.mueller-armaturen.example/start"],
        ],
        Disclosures=[
            ["Work", "Recipient", "Revision", "Date", "Contract", "Clause"],
            [work, "Ningbo Mingfa Valve", "B", "2024-03-02", "17", "7"],
            [work, GERMAN, "", "", "", ""],
        ],
    )


def designs(folder: Path) -> Path:
    """Documents and pictures in every format, and three things that nobody can protect."""
    folder.mkdir(parents=True)
    (folder / "manual.pdf").write_bytes(pdf(written.prose(11, 12), "", written.prose(12, 12)))
    document = Document()
    for line in written.prose(13, 20).splitlines():
        document.add_paragraph(line)
    document.save(str(folder / "offer.docx"))
    workbook(
        folder / "parts.xlsx",
        Parts=[("name", "mail", "phone", "town"), *written.customers(14, 40)],
    )
    forms = (("jpg", "JPEG"), ("webp", "WEBP"), ("avif", "AVIF"), ("tiff", "TIFF"), ("gif", "GIF"),
             ("png", "PNG"), ("bmp", "BMP"))  # fmt: skip
    for number, (suffix, form) in enumerate(forms, start=20):
        (folder / f"drawing-{suffix}.{suffix}").write_bytes(saved(written.picture(number), form))
    (folder / "white.png").write_bytes(saved(Image.new("RGB", (400, 300), "white"), "PNG"))
    (folder / "LICENSE.txt").write_text(MIT, encoding="utf-8")
    (folder / "blank.txt").write_text(" \n\n", encoding="utf-8")
    return folder


MIT = (
    """Permission is hereby granted, free of charge, to any person obtaining a copy of this
software, to deal in the Software without restriction. THE SOFTWARE IS PROVIDED "AS IS".
"""
    * 4
)


def source(folder: Path) -> Path:
    """A source tree with what does not belong to us in it."""
    files = {
        "src/control.py": written.code(31),
        "src/bench.py": written.code(32),
        "README.md": written.prose(33, 10),
        ".gitignore": "secrets/\n*.log\n",
        "secrets/token.py": written.code(34),
        "debug.log": written.prose(35),
        "node_modules/left/index.js": written.code(36),
        "vendor/other.py": written.code(37),
        ".git/config": "[core]\n",
        "dist/app.min.js": "x" * 9000,
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def customers(path: Path, rows: int = 20_000) -> Path:
    """The customer list."""
    found = [("name", "mail", "telephone", "town"), *written.customers(41, rows)]
    path.write_text("\n".join(",".join(row) for row in found), encoding="utf-8")
    return path


def secret(folder: Path) -> Path:
    """A work that may be called by its code name only."""
    folder.mkdir(parents=True)
    (folder / "seat.md").write_text(written.prose(51), encoding="utf-8")
    (folder / "seat.png").write_bytes(saved(written.picture(52), "PNG"))
    (folder / "asset.toml").write_text(
        'id = "project-heron"\ntitle = "Ceramic seat lapping"\ncode_name = "HERON"\n'
        'secrecy = "secret"\nright = "trade_secret"\n'
    )
    return folder


def own_shop(site: Site) -> Site:
    """Four products with JSON-LD; the same logo on every page."""
    site.pages["/logo.jpg"] = Page(written.jpeg(written.picture(60, (400, 220))), "image/jpeg")
    links = []
    for number in range(1, 5):
        path = f"/products/tap-{number}"
        picture = f"/tap-{number}.jpg"
        site.pages[picture] = Page(written.jpeg(written.picture(60 + number)), "image/jpeg")
        product = {
            "@context": "https://schema.org", "@type": "Product", "name": f"Garden tap {number}",
            "image": site.url + picture, "description": written.prose(60 + number, 6),
            "offers": {"@type": "Offer", "price": f"{20 + number}.90", "priceCurrency": "EUR"},
        }  # fmt: skip
        body = (
            f'<script type="application/ld+json">{json.dumps(product)}</script>'
            f'<img src="/logo.jpg"><img src="{picture}"><p>{written.prose(60 + number, 6)}</p>'
        )
        site.html(path, f"Garden tap {number}", body)
        links.append(path)
    site.html("/", "Our shop", '<img src="/logo.jpg"><p>All our taps.</p>', links)
    return site


def changed(data: bytes, size: tuple[int, int] = (400, 300)) -> bytes:
    """A seller's copy of a picture: smaller, grey, recompressed."""
    with Image.open(io.BytesIO(data)) as picture:
        return written.jpeg(picture.convert("L").resize(size), 60)


def market(site: Site) -> Site:
    """Copies of several works among innocent goods."""
    valve = written.jpeg(written.picture(1001, (800, 600)))
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>"
        for row in written.customers(41, 20_000)[500:530]
    )
    site.pages["/valve.jpg"] = Page(changed(valve), "image/jpeg")
    site.pages["/innocent.jpg"] = Page(written.jpeg(written.picture(9001)), "image/jpeg")
    site.pages["/seat.jpg"] = Page(changed(saved(written.picture(52), "PNG")), "image/jpeg")
    site.html("/valve", "Relief valve cheap", offer("/valve.jpg", CHINESE, 3.5))
    site.html("/seat", "Hard seat", offer("/seat.jpg", "Seat King", 99))
    site.html("/leads", "Leads", f"<table>{rows}</table>")
    site.html("/code", "Snippets", f"<pre>{written.code(31)}</pre>")
    site.html("/brand", "AQUA1UMEX spare parts", "<p>All spares in stock, quick delivery.</p>")
    site.html("/manual", "A manual", f"<p>{written.prose(11, 12)}</p>")
    site.html("/hose", "Garden hose", offer("/innocent.jpg", "Hose House", 12.0))
    links = [path for path in site.pages if "." not in path]
    site.html("/", "Market", "<p>Everything for the garden.</p>", links)
    return site


def offer(picture: str, seller: str, price: float) -> str:
    """One listing with its markup."""
    product = {
        "@context": "https://schema.org", "@type": "Product", "name": "Goods",
        "offers": {"@type": "Offer", "price": f"{price:.2f}", "priceCurrency": "EUR",
                   "seller": {"@type": "Organization", "name": seller}},
    }  # fmt: skip
    script = f'<script type="application/ld+json">{json.dumps(product)}</script>'
    return f'{script}<img src="{picture}"><p>New, in a box.</p>'
