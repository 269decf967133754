"""An inventory is understood, shown, and only then protected row by row."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from PIL import Image as Picture

from fingerprints import inventory, originals
from fingerprints.blobs import Blobs
from fingerprints.columns import fold_header, recognise, several
from fingerprints.content import Text
from fingerprints.errors import ConfigurationError
from fingerprints.inventory_words import WORDS
from fingerprints.protect import Request, protect
from fingerprints.register import Register
from fingerprints.works import Asset, Registration

Works = Callable[[dict[str, str | bytes]], Path]
TEXT = (
    "A seat valve of bronze whose membrane rises by four tenths of a millimetre at nine bar and "
    "closes without a sound; the collar is ground by hand and rests for eleven hours."
)


def photo(seed: int) -> bytes:
    noise = np.random.default_rng(seed).integers(0, 255, (9, 12, 3), np.uint8)
    file = io.BytesIO()
    Picture.fromarray(noise).resize((360, 270), Picture.Resampling.BICUBIC).save(file, "png")
    return file.getvalue()


def excel(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Artikel")
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture
def german(works: Works) -> Path:
    """An inventory as a company keeps it: a title above, its own words, pictures beside it."""
    sheet = excel(
        ("Artikelstamm Stand 2024",),
        (),
        ("Artikelnummer", "Bezeichnung", "Beschreibung", "Bild 1", "Bild 2", "UVP (EUR)", "Währung",
         "Schutzrecht", "Registernummer", "Nizzaklasse", "Land", "Marke", "Geheimhaltung",
         "Inhaber", "Link", "Deckname", "Lagerort"),
        ("V-7", "Sitzventil 7", TEXT, "bilder/v7a.png", "bilder/v7b.png", 12.5, "EUR", "Design",
         "DE 1; DE 2", 7, "DE", "AQUAVALVE", "geheim", "Acme", "https://acme.example/7", "Otter",
         "Halle 3"),
        ("V-8", "Sitzventil 8", None, "bilder/v8.png", "bilder/gone.png", "ab 9,90 €", None,
         "Eigentum", None, None, None, "AQUAVALVE", None, None, None, None, None),
        ("V-8", "Doppelt", TEXT),
        (None, None, None, None, None, None, None, None, None, None, None, None, None, None, None,
         None, "leer"),
    )  # fmt: skip
    pictures = {f"bilder/{name}.png": photo(seed) for seed, name in enumerate(("v7a", "v7b", "v8"))}
    root = works({"stamm.xlsx": sheet, **pictures})
    return root / "stamm.xlsx"


def test_columns_are_recognised_and_unknown_ones_listed(german: Path) -> None:
    plan = inventory.plan(german)
    assert (plan.sheet, plan.unknown) == ("Artikel", ("Lagerort",))
    assert plan.columns["UVP (EUR)"] == "price"
    assert plan.columns["Bild 2"] == "files"
    assert set(plan.columns.values()) == {
        "id", "title", "text", "files", "price", "currency", "right", "number", "nice_class",
        "country", "names", "secrecy", "owner", "url", "code_name",
    }  # fmt: skip


def test_a_row_is_understood(german: Path) -> None:
    row = inventory.plan(german).first[0]
    assert (row.number, row.text, row.brands, row.problems) == (4, TEXT, ("AQUAVALVE",), ())
    assert [path.name for path in row.files] == ["v7a.png", "v7b.png"]
    assert row.asset == Asset(
        id="v-7", title="Sitzventil 7", code_name="Otter", right="design", owner="Acme",
        secrecy="secret", price_low=12.5, price_high=12.5, currency="EUR",
        url="https://acme.example/7",
        registrations=tuple(
            Registration(office="", number=number, nice_class="7", country="DE")
            for number in ("DE 1", "DE 2")
        ),
    )  # fmt: skip


def test_problems_are_told_with_their_row(german: Path) -> None:
    assert inventory.plan(german).problems == (
        "row 5: right 'Eigentum' is not known; the default is used",
        f"row 5: bilder/gone.png is not there (looked in {german.parent})",
        "row 6: the same id v-8 as row 5: left out",
    )


def test_prices_carry_their_currency(german: Path) -> None:
    asset = inventory.plan(german).rows[1].asset
    assert (asset.price_low, asset.price_high, asset.currency) == (9.9, 9.9, "€")


def test_nothing_is_saved_before_it_was_shown(german: Path, register: Register) -> None:
    inventory.plan(german)
    assert register.assets() == []


def test_each_row_becomes_a_work_and_each_brand_one(
    german: Path, register: Register, tmp_path: Path
) -> None:
    seen: list[tuple[str, int, int]] = []
    report = inventory.save(
        inventory.plan(german), register, owner="Us", progress=lambda *step: seen.append(step)
    )
    assert [(work.asset, work.saved) for work in report.assets] == [
        ("v-7", "new"), ("v-8", "new"), ("aquavalve", "new"), ("v-8", ""),
    ]  # fmt: skip
    assert report.assets[-1].error == "row 6: the same id v-8 as row 5: left out"
    assert [part.name for part in report.assets[1].unreadable] == ["bilder/gone.png"]
    assert report.failed == 2
    assert seen == [("Otter", 1, 2), ("Sitzventil 8", 2, 2)]
    parts = {part.name: part.kinds for part in register.parts("v-7")}
    assert set(parts) == {"text", "v7a.png", "v7b.png"}
    assert parts["v7a.png"] == ("image_hash@1", "image_points@1")
    second = register.asset("v-8")
    assert second is not None and (second.right, second.owner) == ("design", "Us")
    text = originals.content(register, "v-7", "text", Blobs(tmp_path / "blobs"))
    assert text == Text(TEXT, where="text")


def test_the_same_inventory_again_is_a_no_op_wherever_it_lies(
    german: Path, register: Register
) -> None:
    inventory.save(inventory.plan(german), register)
    moved = german.with_name("stamm-2025.xlsx")
    german.rename(moved)
    again = inventory.save(inventory.plan(moved), register)
    assert [work.saved for work in again.assets] == ["same"] * 3 + [""]


def test_text_and_one_picture_have_the_same_right_every_time(
    register: Register, works: Works
) -> None:
    rows = excel(("SKU", "Name", "Description", "Picture"), ("V-1", "Valve", TEXT, "a.png"))
    path = works({"list.xlsx": rows, "a.png": photo(1)}) / "list.xlsx"
    for saved in ("new", "same"):
        (work,) = inventory.save(inventory.plan(path), register).assets
        assert (work.saved, work.right) == (saved, "design")


def test_an_id_that_belongs_to_a_folder_is_refused(german: Path, register: Register) -> None:
    folder = german.parent.parent / "v-7"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT)
    protect(Request(paths=(folder,)), register)
    report = inventory.save(inventory.plan(german), register)
    assert "already belongs" in report.assets[0].error
    assert report.assets[1].saved == "new"


def test_a_csv_in_an_old_charset(works: Works, register: Register) -> None:
    header = "Désignation;Référence;Prix;Devise;Marque"
    text = f"{header}\nVanne à siège;V7;1 234,50;EUR;Aquavanne\n{TEXT};;;;"
    path = works({"liste.csv": text.encode("cp1252")}) / "liste.csv"
    plan = inventory.plan(path)
    assert set(plan.columns.values()) == {"title", "id", "price", "currency", "names"}
    assert (plan.rows[0].asset.title, plan.rows[0].asset.price_low) == ("Vanne à siège", 1234.5)


@pytest.mark.parametrize(
    "header",
    ["SKU,Product name,Description,Image", "货号,产品名称,描述,图片", "品番,商品名,説明,画像",
     "Código,Producto,Descripción,Imagen", "Артикул,Название,Описание,Фото"],
)  # fmt: skip
def test_headers_of_many_languages(header: str, works: Works) -> None:
    path = works({"a.csv": f"{header}\nV7,Seat valve,{TEXT.replace(',', '')},\n"}) / "a.csv"
    plan = inventory.plan(path)
    assert list(plan.columns.values()) == ["id", "title", "text", "files"]
    assert plan.rows[0].asset.id == "v7"


def test_a_logo_of_a_row_is_taken_as_a_logo(works: Works, register: Register) -> None:
    bolt = '<path d="M5 0 2 5h2L3 9l4-5H5l2-4z"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{bolt}</svg>'
    files: dict[str, str | bytes] = {"mark.svg": svg, "a.png": photo(3)}
    files["a.csv"] = "name,image,logo\nSeat,a.png,mark.svg\n"
    path = works(files) / "a.csv"
    assert [one.name for one in inventory.plan(path).rows[0].logos] == ["mark.svg"]
    inventory.save(inventory.plan(path), register)
    kinds = {part.name: part.kinds for part in register.parts("seat")}
    assert kinds["mark.svg#drawing"] == ("image_logo@1",)
    assert "image_points@1" in kinds["a.png"]


def test_a_web_address_is_no_file(works: Works) -> None:
    path = works({"a.csv": "name,image\nSeat,https://x.example/a.png\n"}) / "a.csv"
    assert "protect the shop by its URL" in inventory.plan(path).problems[0]


def test_a_table_without_a_title_column_is_refused(works: Works) -> None:
    path = works({"a.csv": "foo,bar\n1,2\n"}) / "a.csv"
    with pytest.raises(ConfigurationError, match="no header row was recognised"):
        inventory.plan(path)


def test_no_header_word_means_two_fields() -> None:
    seen: dict[str, str] = {}
    for field, listed in WORDS.items():
        for word in listed.split(","):
            assert seen.setdefault(fold_header(word), field) == field, word


def test_only_lists_may_have_several_columns() -> None:
    rows = (("Name", "Price", "Price", "Photo", "Photo"), ("a", "1", "2", "x", "y"))
    found = recognise("", rows, WORDS, ("title",))
    assert found is not None
    assert found.unknown == ("Price",)
    assert found.rows == ((2, {"title": "a", "price": "1", "files": "x\ny"}),)


def test_cells_that_list_several() -> None:
    assert several("a; b;;a\nc") == ("a", "b", "c")
