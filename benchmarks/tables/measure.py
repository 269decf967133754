"""A customer table through the real path: recall by form and pair of columns, false hits, cost."""

import csv
import json
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

from benchmarks.tables import lists
from benchmarks.tables.child import KEYS
from benchmarks.tables.pages import FILLER, FORMS, prose
from benchmarks.tables.people import ACCOUNTS, COLUMNS, ORDERS, SEEDS, Person, World
from fingerprints.blobs import Blobs
from fingerprints.content import Content, Text
from fingerprints.kind import Context
from fingerprints.snapshot import Snapshot
from matcher.match import HITS, Match
from matcher.page import Matcher

RARE = 1e-8
SHOWN = 5  # rows of a page
STRANGERS, CROWD = 12, 50
KEPT = 40  # of the people of a table, one in so many is remembered for pages
COUNTED = ("first", "last", "city", "company", "phone", "born", "name", "amount")
THIRD = (("first", "last", "born"), ("first", "city", "born"), ("first", "last", "city", "born"))
ALONE = {"order": 1 / ORDERS, "mail": 1e-9, "iban": 1e-12}
EVEN = {"amount": 17_820, "born": 61 * 12 * 28}  # values that are as common as each other
Pair = tuple[int, int, str, str]  # places of two columns and their cells


@dataclass(slots=True)
class Listed:
    """One table: how often its cells stand there, and the people that pages may show."""

    columns: tuple[str, ...]
    rows: int
    counts: dict[str, Counter[str]]  # by column
    people: list[tuple[Person, int]] = field(default_factory=list)  # with their rows
    together: Counter[Pair] = field(default_factory=Counter)  # of these people's pairs of cells


@dataclass(slots=True)
class Built:
    """What was protected."""

    tables: dict[str, Listed]
    world: World
    cost: dict[str, Any] = field(default_factory=dict)


def build(folder: Path, rows: int, half: str) -> Built:
    """Write the tables of a half and protect them in a process of their own."""
    world = World(half)
    files = {name: folder / f"{name}.csv" for name in ("customers", "accounts")}
    tables = {
        "customers": _written(files["customers"], world, rows, COLUMNS),
        "accounts": _written(files["accounts"], world, rows // 5, ACCOUNTS),
    }
    command = [sys.executable, "-P", "-m", "benchmarks.tables.child", str(folder / "home")]
    done = subprocess.run(
        [*command, *map(str, files.values())], check=True, capture_output=True, text=True
    )
    return Built(tables, world, json.loads(done.stdout))


def _written(path: Path, world: World, rows: int, columns: tuple[str, ...]) -> Listed:
    counts = {name: Counter[str]() for name in columns if name in COUNTED}
    listed = Listed(columns, rows, counts)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for number in range(1, rows + 1):
            person = world.person()
            writer.writerow(person.row(columns))
            for name, counter in listed.counts.items():
                counter[same(person.cell(name))] += 1
            if number % KEPT == 0:
                listed.people.append((person, number))
    wanted = {pair for person, _ in listed.people for pair in _pairs(person.row(columns))}
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.reader(file):
            listed.together.update(pair for pair in _pairs(row) if pair in wanted)
    return listed


def _pairs(row: Sequence[str]) -> Iterator[Pair]:
    """The pairs of cells of a row, with the places of their columns."""
    for (one, first), (two, second) in combinations(enumerate(map(same, row)), 2):
        yield one, two, first, second


@cache
def same(cell: str) -> str:
    """A cell without case and accents: as people write it otherwise."""
    plain = unicodedata.normalize("NFKD", cell.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def matcher(built: Built, folder: Path) -> Matcher:
    """A matcher over the published snapshot."""
    snapshot = Snapshot.open(Path(built.cost["snapshot"]), KEYS)
    return Matcher(snapshot, Context(KEYS, Blobs(folder / "blobs")))


@cache
def commonest() -> dict[str, float]:
    """The largest share that any list gives a word, however it is written."""
    found: dict[str, float] = {}
    for word, share in lists.commonest().items():
        found[same(word)] = max(share, found.get(same(word), 0.0))
    return found


def share(table: Listed, person: Person, column: str) -> float:
    """How common a cell is, from the table and the public lists; nothing of ours is used."""
    if column in ALONE:
        return ALONE[column]
    cell = person.cell(column)
    often = table.counts[column][same(cell)] / table.rows
    if column == "phone":
        return often if often * table.rows > 1 else 1e-9
    if column in EVEN:
        return max(often, 1 / EVEN[column])
    if column == "name":
        both = [_spoken(person.cell(part)) for part in ("first", "last")]
        return max(often * (often * table.rows > 1), both[0] * both[1])
    common = _spoken(cell.split()[0] if column == "company" else cell)
    return max(often, common, 1 / table.rows)


def _spoken(cell: str) -> float:
    """The share of all words of a cell together, or of the cell where a list has it whole."""
    common = 1.0
    for word in same(cell).split():
        common *= commonest().get(word, 0.0)
    return max(common, commonest().get(same(cell), 0.0))


def rare(table: Listed, person: Person, pair: tuple[str, str]) -> bool:
    """Whether a pair of cells is rarer than 1 in 1e8: by both cells, and by the table's own rows.

    What two rows of a million have is no such pair.
    """
    one, two = (table.columns.index(column) for column in pair)
    often = table.together[one, two, same(person.cell(pair[0])), same(person.cell(pair[1]))]
    return often < 2 and share(table, person, pair[0]) * share(table, person, pair[1]) < RARE


def _picked(
    table: Listed, pair: tuple[str, str], chance: Random
) -> list[tuple[Person, int]] | None:
    """Five people whose pair of cells is rarer than 1 in 1e8; None where there are too few."""
    found = []
    for person, row in chance.sample(table.people, min(len(table.people), 400)):
        if rare(table, person, pair):
            found.append((person, row))
        if len(found) == SHOWN:
            return found
    return None


@dataclass(slots=True)
class Result:
    """(found, asked) by form and by pair of columns, and what else was measured."""

    forms: dict[str, tuple[int, int]] = field(default_factory=dict)
    pairs: dict[str, tuple[int, int]] = field(default_factory=dict)
    third: tuple[int, int] = (0, 0)
    rows: tuple[int, int] = (0, 0)  # right rows told, of those told
    impossible: list[str] = field(default_factory=list)
    pages: int = 0
    crowds: int = 0
    false: list[str] = field(default_factory=list)
    megabytes: float = 0.0
    seconds: float = 0.0


def recall(built: Built, matching: Matcher, pages: int, result: Result) -> None:
    """Pages of five rows with two cells each, in every form, over all pairs of columns."""
    chance = Random(11 + SEEDS[built.world.half])  # noqa: S311 - the same pages every time
    pools = [
        (name, table, pair)
        for name, table in built.tables.items()
        for pair in combinations(table.columns, 2)
    ]
    for form in FORMS:
        for number in range(pages):
            asset, table, pair = pools[number % len(pools)]
            picked = _picked(table, pair, chance)
            name = " + ".join(pair)
            if picked is None:
                if name not in result.impossible:
                    result.impossible.append(name)
                continue
            order = tuple(chance.sample(pair, 2))
            page = FORMS[form]([(person, order) for person, _ in picked], chance)
            match = _hit(matching, page, asset)
            for told, key in ((result.forms, form), (result.pairs, name)):
                found, asked = told.get(key, (0, 0))
                told[key] = (found + bool(match), asked + 1)
            _right(result, match, {row for _, row in picked})


def third(built: Built, matching: Matcher, pages: int, result: Result) -> None:
    """Pages of five rows whose two cells are not rare enough, with a third."""
    chance = Random(12 + SEEDS[built.world.half])  # noqa: S311 - the same pages every time
    forms = list(FORMS.values())
    found = 0
    for number in range(pages):
        columns = THIRD[number % len(THIRD)]
        people = chance.sample(built.tables["customers"].people, SHOWN)
        page = forms[number % len(forms)]([(person, columns) for person, _ in people], chance)
        found += bool(_hit(matching, page, "customers"))
    result.third = (found, pages)


def _hit(matching: Matcher, page: Content, asset: str) -> Match | None:
    matches = matching.examine([page]).matches
    return next((m for m in matches if m.asset == asset and m.verdict in HITS), None)


def _right(result: Result, match: Match | None, rows: set[int]) -> None:
    if match is None:
        return
    told = {part.start for evidence in match.evidence for part, _ in evidence.spans}
    result.rows = (result.rows[0] + len(told & rows), result.rows[1] + len(told))


def strangers(built: Built, matching: Matcher, pages: int, crowds: int, result: Result) -> None:
    """Pages full of names, days, numbers and prices of people who are in no table."""
    chance = Random(13 + SEEDS[built.world.half])  # noqa: S311 - the same pages every time
    everything = (*COLUMNS, "iban", "amount", "name")
    forms = list(FORMS.values())
    for number in range(pages):
        crowd = number < crowds
        people = built.world.people(CROWD if crowd else chance.randrange(1, STRANGERS))
        columns = tuple(chance.sample(everything, chance.randrange(2, 8)))
        if crowd:
            columns = chance.choice((COLUMNS, ("first", "last", "city", "born"), columns))
        form = chance.choice(forms)
        page = form([(person, columns) for person in people], chance)
        if form is prose and isinstance(page, Text):
            page = Text(page.body + " ".join(chance.choices(FILLER, k=20)))
        before = process_time()
        examined = matching.examine([page])
        result.seconds += process_time() - before
        result.megabytes += len(getattr(page, "body", "")) / 1e6
        result.false += [
            f"page {number}: {m.asset}, {m.evidence[0].details}"
            for m in examined.matches
            if m.verdict in HITS
        ]
    result.pages, result.crowds = pages, crowds
