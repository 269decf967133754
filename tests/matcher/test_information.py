"""What a text tells: public idiom and repetition little, whatever the names are."""

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from copywatch.drill.source import renamed
from fingerprints import lexer, winnow
from fingerprints.fold import fold
from matcher import information, ngrams

OWN = """
static int weigh_crates(struct depot *yard, unsigned limit) {
    unsigned bay = 0;
    while (bay < yard->bays && limit > 3) {
        yard->load[bay] ^= hoist(yard, limit--)
            << (yard->tilt % 5);
        if (yard->load[bay] > 40
            || !hoist(yard, bay)) {
            limit = yard->tilt - bay;
            continue;
        }
        bay += yard->stride[bay & 7];
    }
    return yard->load[limit] & ~yard->tilt;
}
"""


def structure(text: str) -> float:
    return float(information.of_structure(fold(text)).sums[-1])


def tokens(text: str) -> int:
    return len(lexer.read(fold(text)).classes)


def words(text: str) -> float:
    return float(information.of_words(fold(text)).sums[-1])


def test_structure_tells_the_same_whatever_the_names_are() -> None:
    other = renamed(OWN, "c", random.Random(1))  # noqa: S311 - the same names every time
    assert "yard" not in other
    assert structure(other) == structure(OWN)


def test_idiom_tells_less_than_code_of_its_own() -> None:
    """A Go error check after its call, token by token, against the arithmetic above."""
    call = "\tcrate, err := yard.Hoist(limit)\n"
    check = "\tif err != nil {\n\t\treturn nil, err\n\t}\n"
    check_per_token = (structure(call + check) - structure(call)) / tokens(check)
    assert check_per_token < 0.75 * structure(OWN) / tokens(OWN)


def test_a_line_tells_no_more_than_a_line() -> None:
    """Two authors may turn a list round alike; many lines alike are no chance."""
    dense = "for i := 0; i < len(a)/2; i++ { a[i], a[len(a)-1-i] = a[len(a)-1-i], a[i] }\n"
    assert structure(dense) <= information.LINE * tokens(dense) / information.WIDE
    assert structure(dense.replace("; ", ";\n").replace(", ", ",\n")) > information.LINE
    assert structure(OWN) > 4 * information.LINE


def test_what_stood_before_on_the_page_tells_little_again() -> None:
    assert structure(OWN * 5) < 2.2 * structure(OWN)
    assert words(OWN * 5) < 2.2 * words(OWN)


def test_lists_alike_line_by_line_tell_little() -> None:
    lines = [f"    reply->field_{at} = htonl(state->field_{at});\n" for at in range(30)]
    assert structure("".join(lines)) < 4 * structure("".join(lines[:3]))


def brute(names: list[int]) -> list[int]:
    """Other names since each stood last."""
    found = []
    for at, name in enumerate(names):
        before = [b for b in range(at) if names[b] == name]
        if not before or at - before[-1] > information.WITHIN:
            found.append(information.OTHERS)
        else:
            others = len(set(names[before[-1] + 1 : at]))
            found.append(min(others, information.OTHERS - 1))
    return found


@given(st.lists(st.integers(1, 9), max_size=60))
def test_ranks_count_the_other_names_between(names: list[int]) -> None:
    size = len(names)
    places = np.arange(size)
    coded = np.array(names, np.uint64) << np.uint64(40)
    classes = np.full(size, lexer.NAME, np.uint16)
    told = information.ranks(lexer.Lexed(classes, coded, places, places + 1))
    wanted = np.array(brute(names), np.uint64) + np.uint64(1 << 20)
    assert told.tolist() == winnow.mix(wanted).tolist()


def test_every_shipped_table_is_there() -> None:
    for model, orders in ngrams.ORDERS.items():
        for order in orders:
            assert len(ngrams.table(model, order)[0]) > 1_000
