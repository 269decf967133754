"""Rows of a protected table: found in text and tables, and never by chance."""

import json
import random
from collections.abc import Callable

import pytest

from fingerprints.content import Content, Table, Text
from fingerprints.wordset import wordset
from matcher.match import HITS
from matcher.page import Matcher

Protect = Callable[..., Matcher]
FIRST = sorted(
    wordset("Anna Bela Carl Dora Emil Fred Gina Hans Ida Jan Karl Lena Max Nora Otto Paul")
)
LAST = sorted(
    wordset("Abel Brandt Conrad Dietz Ebert Franke Gross Heller Jung Krause Lange Maurer")
)
CITIES = sorted(
    wordset("Bremen Dresden Erfurt Hamburg Kassel Leipzig Mainz Potsdam Rostock Stuttgart")
)


def people(seed: int, count: int) -> list[tuple[str, str, str, str, str]]:
    chance = random.Random(seed)  # noqa: S311 - the same people every time
    rows = []
    for _ in range(count):
        first, last = chance.choice(FIRST), chance.choice(LAST)
        mail = f"{first}.{last}{chance.randrange(9999)}@mail.example".lower()
        phone = f"+49 {chance.randrange(100, 999)} {chance.randrange(10**6, 10**7)}"
        rows.append((first, last, chance.choice(CITIES), mail, phone))
    return rows


PEOPLE = people(1, 200)


@pytest.fixture
def matcher(protect: Protect) -> Matcher:
    return protect(customers_csv=Table(tuple(PEOPLE)))


def hit(matcher: Matcher, content: Content) -> int:
    """How many rows were found; 0 without a hit."""
    matches = [m for m in matcher.examine([content]).matches if m.verdict in HITS]
    return matches[0].evidence[0].details["shared"] if matches else 0


def test_a_leaked_excerpt_is_found_in_any_layout(matcher: Matcher) -> None:
    rows = PEOPLE[20:30]
    layouts: list[Content] = [
        Table(tuple(rows)),
        Table(tuple(row[::-1] for row in rows)),
        Text("\n".join(";".join(row) for row in rows)),
        Text("\n".join("\t".join(row).upper() for row in rows)),
        Text("\n\n".join(f"Name: {r[1]}, {r[0]}\nTel.: {r[4]}\nMail: {r[3]}" for r in rows)),
        Text(" ".join(f"{r[3]} ({r[4]})," for r in rows)),
    ]
    assert [hit(matcher, layout) for layout in layouts] == [10] * len(layouts)


def test_two_telling_cells_of_each_row_suffice(matcher: Matcher) -> None:
    rows = PEOPLE[20:26]
    assert hit(matcher, Text("\n".join(f"call {r[4]}, that is {r[3]}" for r in rows))) == 6


def invented(count: int, end: str) -> list[str]:
    """Different names that stand in no list."""
    parts = ("bra", "clo", "dri", "fle", "gno", "hul", "kri", "mon", "pla", "stu", "tro", "vak")
    return [
        (parts[n % 12] + parts[n // 12 % 12] + parts[n // 144 % 12] + end).capitalize()
        for n in range(count)
    ]


def test_three_plain_cells_of_a_row_suffice_where_two_do_not(protect: Protect) -> None:
    """A first and a last name are met by chance; with the day of birth they are not."""
    first, last = invented(80, "a"), invented(400, "ow")
    rows = [
        (first[n % 80], last[n], f"19{n % 60 + 40}-{n % 12 + 1:02d}-{n % 28 + 1:02d}")
        for n in range(400)
    ]
    matcher = protect(buyers_csv=Table(tuple(rows)))
    assert hit(matcher, Table(tuple(row[:2] for row in rows[:20]))) == 0
    assert hit(matcher, Table(tuple(rows[:20]))) == 20


def test_few_rows_are_a_near_miss(matcher: Matcher) -> None:
    text = Text("\n".join(f"{r[4]}, {r[3]}" for r in PEOPLE[20:23]))
    examined = matcher.examine([text])
    assert hit(matcher, text) == 0
    assert examined.near[0].part == "customers.csv"


def test_cells_that_stand_far_apart_are_no_row(matcher: Matcher) -> None:
    phones = " ".join(row[4] for row in PEOPLE[:20])
    mails = " ".join(row[3] for row in PEOPLE[:20])
    filler = "and so on " * 20
    assert hit(matcher, Text(phones + filler + mails)) <= 3


def test_strangers_with_the_same_names_and_towns_are_never_hit(matcher: Matcher) -> None:
    for seed in range(2, 30):
        rows = people(seed, 50)
        assert hit(matcher, Table(tuple(rows))) == 0
        assert hit(matcher, Text("\n".join(", ".join(row) for row in rows))) == 0


def test_one_column_alone_is_never_hit(matcher: Matcher) -> None:
    assert hit(matcher, Text("\n".join(row[4] for row in PEOPLE))) == 0


def test_a_copied_table_is_a_copy_with_all_rows(matcher: Matcher) -> None:
    match = matcher.examine([Table(tuple(PEOPLE))]).matches[0]
    assert (match.verdict, match.score) == ("copy", 1.0)


@pytest.mark.parametrize(
    "body", ["", "\n", "-", "a", "x y", "hello there", "12 34", "é", "+49", "\u200b\u200b", "Anna"]
)
def test_pages_that_say_nothing_are_no_trouble(matcher: Matcher, body: str) -> None:
    for content in (Text(body), Table(((body,),)), Table(())):
        assert hit(matcher, content) == 0


def test_a_row_is_found_by_cells_of_which_one_is_escaped(protect: Protect) -> None:
    rows = [(f"Zoë Bünger{n}", f"zb{n}@mail.example", f"+49 30 {7_654_321 + n}") for n in range(40)]
    matcher = protect(customers_csv=Table(tuple(rows)))
    page = json.dumps([{"name": row[0], "phone": row[2]} for row in rows[:8]])
    assert hit(matcher, Text(page)) == 8


def test_people_under_one_switchboard_are_one_row(protect: Protect) -> None:
    first = invented(90, "a")
    rows = [(first[n], "Brakla Works", "+49 30 7654321") for n in range(40)]
    rows += [(first[n], invented(90, "um")[n], f"+49 40 {8_654_321 + n}") for n in range(90)]
    matcher = protect(contacts_csv=Table(tuple(rows)))
    names = ", ".join(first[:20])
    assert hit(matcher, Text(f"Brakla Works, phone 030 7654321. Ask for {names}.")) == 0
