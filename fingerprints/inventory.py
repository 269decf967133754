"""Protects the works that an inventory lists, one in each row, after showing what it understood."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from price_parser import Price

from fingerprints import protect_work
from fingerprints.columns import Recognised, by_word, fold_header, recognise, several, sheets_of
from fingerprints.content import Text
from fingerprints.errors import ConfigurationError
from fingerprints.inventory_words import RIGHTS_IN_WORDS, SECRECY_IN_WORDS, WORDS
from fingerprints.kind import Context
from fingerprints.protect import kept_content, protect_word, scratch
from fingerprints.protect_plan import slug, usual_right
from fingerprints.protect_report import (
    AssetReport,
    Meter,
    PartReport,
    Progress,
    Report,
    silent,
)
from fingerprints.protect_work import fingerprint, keeper, named
from fingerprints.read.tree import tree
from fingerprints.register import Register
from fingerprints.register_rows import NewPart, Part
from fingerprints.works import Asset, Registration

RIGHT_BY_WORD = {
    word: right for right, listed in RIGHTS_IN_WORDS.items() for word in by_word({right: listed})
}
SECRECY_BY_WORD = {
    word: level for level, listed in SECRECY_IN_WORDS.items() for word in by_word({level: listed})
}
REQUIRED = ("title", "id")
LOST = "the file is not there"
FIRST = 5  # rows that are shown before saving
Choice = TypeVar("Choice")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row understood: the work, its text and files, and what was not understood."""

    number: int  # as Excel shows it
    asset: Asset
    text: str = ""
    files: tuple[Path, ...] = ()
    logos: tuple[Path, ...] = ()
    brands: tuple[str, ...] = ()
    right_given: bool = False
    problems: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()  # files that are named and not there


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """What an inventory would protect; nothing is saved yet."""

    path: Path
    sheet: str
    columns: dict[str, str]  # header as written: field it was taken for
    unknown: tuple[str, ...]  # headers that nothing was taken from
    rows: tuple[Row, ...]

    @property
    def first(self) -> tuple[Row, ...]:
        """The rows to show before saving."""
        return self.rows[:FIRST]

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong, with the number of the row."""
        return tuple(f"row {row.number}: {text}" for row in self.rows for text in row.problems)


def plan(path: Path) -> Inventory:
    """Understand an inventory without saving anything."""
    sheets = sheets_of(path)
    tables = [found for name, rows in sheets if (found := recognise(name, rows, WORDS, REQUIRED))]
    if not tables:
        message = (
            f"{path}: no header row was recognised. One column must be called Title, Name or SKU "
            "(or the same in another language)."
        )
        raise ConfigurationError(message)
    table = max(tables, key=lambda found: len(found.columns) * 1_000_000 + len(found.rows))
    rows = _unlike([_row(number, cells, path.parent) for number, cells in table.rows])
    return Inventory(
        path=path, sheet=table.sheet, columns=table.columns, unknown=_unused(table), rows=rows
    )


def _unused(table: Recognised) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in table.unknown)


def _row(number: int, cells: Mapping[str, str], folder: Path) -> Row:
    problems: list[str] = []
    lost: list[str] = []
    title = " ".join(cells.get("title", cells.get("id", "")).split())
    low, high, currency = _prices(cells, problems)
    right = _choice(cells, "right", RIGHT_BY_WORD, problems)
    asset = Asset(
        id=slug(cells.get("id", title)),
        title=title,
        right=right or "copyright",
        secrecy=_choice(cells, "secrecy", SECRECY_BY_WORD, problems) or "internal",
        registrations=_registrations(cells),
        search_words=several(cells.get("search_words", "").replace(",", ";")),
        slogans=several(cells.get("slogans", "")),
        price_low=low,
        price_high=high,
        currency=currency,
        owner=cells.get("owner", ""),
        url=cells.get("url", ""),
        code_name=cells.get("code_name", ""),
    )
    if not asset.id:
        problems.append("neither title nor SKU gives an id")
    return Row(
        number=number,
        asset=asset,
        text=cells.get("text", ""),
        files=_files(cells.get("files", ""), folder, problems, lost),
        logos=_files(cells.get("logos", ""), folder, problems, lost),
        brands=several(cells.get("names", "")),
        right_given=right is not None,
        problems=(*problems, *(f"{name} is not there (looked in {folder})" for name in lost)),
        lost=tuple(lost),
    )


def _choice(
    cells: Mapping[str, str], field: str, words: Mapping[str, Choice], problems: list[str]
) -> Choice | None:
    """The value that the word of a cell stands for; an unknown word is a problem of the row."""
    written = cells.get(field, "")
    value = words.get(fold_header(written))
    if written and value is None:
        problems.append(f"{field} {written!r} is not known; the default is used")
    return value


def _prices(
    cells: Mapping[str, str], problems: list[str]
) -> tuple[float | None, float | None, str]:
    """The lowest and highest price and the currency, which may stand in the price itself."""
    found = {}
    currency = cells.get("currency", "").upper()
    for field in ("price", "price_low", "price_high"):
        price = Price.fromstring(cells.get(field, ""))
        found[field] = price.amount_float
        currency = currency or (price.currency or "")
        if field in cells and price.amount_float is None:
            problems.append(f"{field} {cells[field]!r} is no price; left out")
    low = found["price_low"] if found["price_low"] is not None else found["price"]
    high = found["price_high"] if found["price_high"] is not None else found["price"]
    return low, high, currency


def _registrations(cells: Mapping[str, str]) -> tuple[Registration, ...]:
    """One for each number of the cell, all with the row's class, country and date."""
    country = cells.get("country", "")
    return tuple(
        Registration(
            office=cells.get("office", ""),
            number=number,
            nice_class=cells.get("nice_class", ""),
            country=country,
            expiry=cells.get("expiry", ""),
        )
        for number in several(cells.get("number", ""))
    )


def _files(cell: str, folder: Path, problems: list[str], lost: list[str]) -> tuple[Path, ...]:
    """The files that a cell names, relative to the inventory; a folder stands for its files."""
    found: list[Path] = []
    for written in several(cell):
        path = folder / written.replace("\\", "/")
        if "://" in written:
            problems.append(f"{written} is a web address: protect the shop by its URL instead")
        elif path.is_dir():
            found += tree(path)
        elif path.is_file():
            found.append(path)
        else:
            lost.append(written)
    return tuple(path.resolve() for path in dict.fromkeys(found))


def _unlike(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The first row of an id keeps it; a later one is told."""
    seen: dict[str, int] = {}
    checked = []
    for row in rows:
        first = seen.setdefault(row.asset.id, row.number)
        twice = f"the same id {row.asset.id} as row {first}: left out"
        told = (*row.problems, twice) if first != row.number else row.problems
        checked.append(replace(row, problems=told))
    return tuple(checked)


def save(
    inventory: Inventory,
    register: Register,
    *,
    keep: bool = False,
    owner: str = "",
    progress: Progress = silent,
) -> Report:
    """Protect every row that has an id of its own, and each brand once."""
    first = {row.asset.id: row for row in reversed(inventory.rows) if row.asset.id}
    rows = [row for row in inventory.rows if first.get(row.asset.id) is row]
    meter = Meter(progress, len(rows))
    with scratch(register) as context:
        works = [
            _protect(row, register, context, keep=keep, owner=owner) for row in _told(rows, meter)
        ]
    brands = dict.fromkeys(brand for row in rows for brand in row.brands)
    works += [protect_word(brand, "name", register, owner) for brand in brands]
    return Report((*works, *map(_left_out, (row for row in inventory.rows if row not in rows))))


def _left_out(row: Row) -> AssetReport:
    """A row that was not protected, so that it is told and counted."""
    error = f"row {row.number}: {row.problems[-1]}"
    return AssetReport(asset=row.asset.id, shown=row.asset.shown, error=error)


def _told(rows: Sequence[Row], meter: Meter) -> Iterator[Row]:
    for row in rows:
        meter.step(row.asset.shown)
        yield row


def _protect(
    row: Row, register: Register, context: Context, *, keep: bool, owner: str
) -> AssetReport:
    """The files, the text and the slogans of a row; the id stays where the inventory moves."""
    root = f"inventory:{row.asset.id}"
    if register.root(row.asset.id) not in {"", root}:
        message = f"row {row.number}: the id {row.asset.id} already belongs to another work"
        return AssetReport(asset=row.asset.id, shown=row.asset.shown, error=message)
    known = register.parts(row.asset.id)
    fresh: list[NewPart] = []
    same: list[Part] = []
    for paths, how in ((row.files, context), (row.logos, replace(context, logo=True))):
        files = [(path, path.name) for path in paths]
        read, old = fingerprint(files, known, how, keeper(register, wanted=keep), _quiet)
        fresh, same = [*fresh, *read], [*same, *old]
    if row.text:
        fresh += kept_content("text", Text(row.text, where="text"), register, context, root)
    contents = [part.content for part in fresh] + [part.content for part in same]
    asset = replace(row.asset, owner=row.asset.owner or owner)
    asset = asset if row.right_given else replace(asset, right=usual_right(contents))
    report = protect_work.save(register, asset, [*fresh, *named(asset)], same, root)
    told = row.problems[: len(row.problems) - len(row.lost)]
    return replace(
        report,
        parts=(*report.parts, *(PartReport(name=name, refused=LOST) for name in row.lost)),
        notes=tuple(f"row {row.number}: {text}" for text in told),
    )


def _quiet(_what: str) -> None:
    """The rows are counted, not their files."""
