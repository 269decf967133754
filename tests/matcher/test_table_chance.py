"""When rows count, and cells that are hard to see: each rule of the search by itself."""

import json
import random
from collections.abc import Callable

import numpy as np
import pytest

from fingerprints.content import Content, Table, Text
from matcher.match import HITS
from matcher.page import Matcher
from matcher.table_cells import Asked, candidates
from matcher.table_tries import Tries, tries
from matcher.table_verdict import counted

Protect = Callable[..., Matcher]
SHAPES = np.ones(400, bool)


def word(number: int, end: str) -> str:
    parts = ("bra", "clo", "dri", "fle", "gno", "hul", "kri", "mon", "pla", "stu", "tro", "vak")
    found = parts[number % 12] + parts[number // 12 % 12] + parts[number // 144 % 12]
    return (found + end).capitalize()


def hit(matcher: Matcher, content: Content) -> int:
    matches = [m for m in matcher.examine([content]).matches if m.verdict in HITS]
    return matches[0].evidence[0].details["shared"] if matches else 0


def test_rows_count_as_far_as_strangers_do_not_show_so_many() -> None:
    kinds = np.ones(8, np.int64)
    assert counted(np.full(8, 0.01), kinds) == 8
    assert counted(np.array([0.01] * 5 + [50.0] * 3), kinds) == 5
    assert counted(np.full(8, 4.0), kinds) == 0
    assert counted(np.array([1e-9, np.inf]), kinds[:2]) == 1
    assert counted(np.empty(0), kinds[:0]) == 0


def test_rows_told_by_many_kinds_of_columns_are_likelier_by_chance() -> None:
    met = np.full(5, 0.2)
    assert counted(met, np.ones(5, np.int64)) == 5
    assert counted(met, np.arange(5)) == 0


@pytest.mark.parametrize("mean", [0.3, 2.0])
def test_strangers_pass_as_seldom_as_is_said(mean: float) -> None:
    """Pages that meet rows by chance: the surest of them are evenly spread below the mean."""
    chance = np.random.default_rng(5)
    passed = 0
    for _ in range(20_000):
        met = np.sort(chance.uniform(0, mean, chance.poisson(mean)))
        passed += counted(met, np.ones(len(met), np.int64)) >= 5
    assert passed <= 2


def asked(text: str) -> Asked:
    return candidates(text, SHAPES[:257])[0]


def test_a_table_holds_a_record_a_line_and_running_text_any_neighbours() -> None:
    names = [f"{word(n, 'a')},{word(n * 7, 'ow')}" for n in range(1, 13)]
    lines, flat = (
        tries(asked("\n".join(f"{name},{n}@x.example" for n, name in enumerate(names)))),
        tries(asked(" and ".join(names).replace(",", " "))),
    )
    assert lines.records == lines.mixed == (12, 12)
    assert flat.records[0] < flat.mixed[0] < flat.mixed[1]
    assert tries(asked("nothing to see")) == Tries(0, (0.0, 0.0), (0.0, 0.0))


def customers() -> list[tuple[str, str]]:
    return [
        (f"{word(n, 'a')} Bün{word(n * 5, 'er')}", f"buyer{n * 7919}@mail.example")
        for n in range(300)
    ]


def test_a_single_letter_that_json_spells_out_hides_no_name(protect: Protect) -> None:
    rows = customers()
    matcher = protect(customers_csv=Table(tuple(rows)))
    shown = [rows[0], *((name.replace("ü", "u"), mail) for name, mail in rows[1:5])]
    text = json.dumps([{"who": name, "to": mail} for name, mail in shown])
    assert text.count("\\u") == 1
    assert hit(matcher, Text(text)) == 5


def test_a_field_of_many_words_is_a_cell(protect: Protect) -> None:
    rows = [
        (f"San {word(n, 'in')} de la {word(n * 5, 'ega')} y Mar", f"buyer{n}@x.example")
        for n in range(60)
    ]
    matcher = protect(customers_csv=Table(tuple(rows)))
    assert hit(matcher, Text("\n".join(";".join(row) for row in rows[:6]))) == 6


def test_small_words_stand_in_names_without_a_capital(protect: Protect) -> None:
    rows = [
        (f"{word(n, 'a')} van der {word(n * 5, 'aag')}", f"{word(n * 11, 'ing')}")
        for n in range(400)
    ]
    matcher = protect(customers_csv=Table(tuple(rows)))
    said = [f"yesterday {name} went to {town.lower()} again." for name, town in rows[:8]]
    assert hit(matcher, Text(" ".join(said))) == 8


def test_strangers_at_the_same_companies_are_not_hit(protect: Protect) -> None:
    """Company, telephone and town agree, since they hang together; people of the list are found."""
    chance = random.Random(6)  # noqa: S311 - the same people every time

    def person(number: int) -> tuple[str, ...]:
        firm = chance.randrange(40_000)
        phone = f"+49 {30 + firm % 900} {1_000_000 + 7919 * firm % 8_999_993}"
        company = f"{word(firm, 'ix')} {word(firm // 1728, 'el')} Works"
        return word(number, "a"), word(number * 11, "ow"), company, phone

    rows = [person(number) for number in range(1_500)]
    matcher = protect(contacts_csv=Table(tuple(rows)))
    for page in range(25):
        strangers = [person(5_000 + 100 * page + number)[2:] for number in range(100)]
        assert hit(matcher, Table(tuple(strangers))) == 0
    assert hit(matcher, Table(tuple(row[2:] for row in rows[:20]))) == 20
