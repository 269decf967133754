"""A customer table through the real path: recall by form and pair of columns, false hits, cost."""

import csv
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

from benchmarks.tables import lists
from benchmarks.tables.child import KEYS
from benchmarks.tables.pages import FILLER, FORMS, prose
from benchmarks.tables.people import ACCOUNTS, COLUMNS, ORDERS, Person, World
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
COUNTED = ("first", "last", "city", "company", "phone", "born")
THIRD = (("first", "last", "born"), ("first", "city", "born"), ("first", "last", "city", "born"))
ALONE = {"order": 1 / ORDERS, "mail": 1e-9, "iban": 1e-12}


@dataclass(slots=True)
class Built:
    """What was protected."""

    rows: dict[str, int]  # by table
    people: list[tuple[Person, int]]  # customers that pages may show, with their rows
    owners: list[tuple[Person, int]]  # of accounts
    counts: dict[str, Counter[str]]
    world: World
    cost: dict[str, Any] = field(default_factory=dict)


def build(folder: Path, rows: int) -> Built:
    """Write the tables and protect them in a process of their own."""
    world = World()
    counts = {name: Counter[str]() for name in COUNTED}
    few = rows // 5
    people = _written(folder / "customers.csv", world, rows, COLUMNS, counts)
    owners = _written(folder / "accounts.csv", world, few, ACCOUNTS, {})
    built = Built({"customers": rows, "accounts": few}, people, owners, counts, world)
    command = [sys.executable, "-m", "benchmarks.tables.child", str(folder / "home")]
    files = [str(folder / "customers.csv"), str(folder / "accounts.csv")]
    done = subprocess.run([*command, *files], check=True, capture_output=True, text=True)
    built.cost = json.loads(done.stdout)
    built.cost["csv"] = (folder / "customers.csv").stat().st_size / 1e6
    return built


def _written(
    path: Path,
    world: World,
    rows: int,
    columns: tuple[str, ...],
    counts: dict[str, Counter[str]],
) -> list[tuple[Person, int]]:
    kept = []
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for number in range(1, rows + 1):
            person = world.person()
            writer.writerow(person.row(columns))
            for name, counter in counts.items():
                counter[person.cell(name)] += 1
            if number % KEPT == 0:
                kept.append((person, number))
    return kept


def matcher(built: Built, folder: Path) -> Matcher:
    """A matcher over the published snapshot."""
    snapshot = Snapshot.open(Path(built.cost["snapshot"]), KEYS)
    return Matcher(snapshot, Context(KEYS, Blobs(folder / "blobs")))


def share(built: Built, person: Person, column: str) -> float:
    """How common a cell is, from the table and the public lists; nothing of ours is used."""
    if column in ALONE:
        return ALONE[column]
    if column == "amount":
        return 1 / 17_820
    if column == "name":
        return share(built, person, "first") * share(built, person, "last")
    often = built.counts[column][person.cell(column)] / built.rows["customers"]
    if column == "phone":
        return often if often * built.rows["customers"] > 1 else 1e-9
    if column == "born":
        return max(often, 1 / (61 * 12 * 28))
    words = person.cell(column).casefold().split()
    common = 1.0
    for word in words if column != "company" else words[:1]:
        common *= lists.commonest().get(word, 0.0)
    return max(often, common, 1 / built.rows["customers"])


def _picked(
    built: Built, pool: Sequence[tuple[Person, int]], pair: tuple[str, ...], chance: Random
) -> list[tuple[Person, int]] | None:
    """Five people whose pair of cells is rarer than 1 in 1e8; None where there are too few."""
    found = []
    for person, row in chance.sample(pool, min(len(pool), 400)):
        if share(built, person, pair[0]) * share(built, person, pair[1]) < RARE:
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
    chance = Random(11)  # noqa: S311 - the same pages every time
    pools = [("customers", built.people, pair) for pair in combinations(COLUMNS, 2)]
    pools += [("accounts", built.owners, pair) for pair in combinations(ACCOUNTS, 2)]
    for form in FORMS:
        for number in range(pages):
            asset, pool, pair = pools[number % len(pools)]
            picked = _picked(built, pool, pair, chance)
            name = " + ".join(pair)
            if picked is None:
                if name not in result.impossible:
                    result.impossible.append(name)
                continue
            order = tuple(chance.sample(pair, 2))
            page = FORMS[form]([(person, order) for person, _ in picked], chance)
            match = _hit(matching, page, asset)
            for table, key in ((result.forms, form), (result.pairs, name)):
                found, asked = table.get(key, (0, 0))
                table[key] = (found + bool(match), asked + 1)
            _right(result, match, {row for _, row in picked})


def third(built: Built, matching: Matcher, pages: int, result: Result) -> None:
    """Pages of five rows whose two cells are not rare enough, with a third."""
    chance = Random(12)  # noqa: S311 - the same pages every time
    forms = list(FORMS.values())
    found = 0
    for number in range(pages):
        columns = THIRD[number % len(THIRD)]
        people = chance.sample(built.people, SHOWN)
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
    chance = Random(13)  # noqa: S311 - the same pages every time
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
