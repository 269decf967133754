"""From a place where both sides are alike on: what is changed the same way throughout counts."""

from itertools import count

import pytest

from matcher.extend import CONFLICT, GAP, LONGEST, Side, Walk, Weights

TEXT = "if ( valve . open ( spring ) ) : spring = valve . turn ( spring , torque )"
WORK = TEXT.split()
COMMENT = ["#", "this", "was", "hard", "to", "find", "out"]
BITS = 4.0


def side(units: list[str], quiet: list[str] | None = None) -> Side:
    """Each unit by itself; units of `quiet` stand in comments."""
    codes = [hash(unit.lower()) & 0xFFFF for unit in units]
    names = [hash(unit) & 0xFFFF for unit in units]
    return Side(
        codes, names, [unit.isalpha() for unit in units], [u in (quiet or []) for u in units]
    )


def walk(page: list[str], part: list[str], quiet: list[str] | None = None) -> Walk:
    names = [BITS if unit.isalpha() and unit not in {"if", "while"} else -1.0 for unit in page]
    weights = Weights([BITS] * len(page), names)
    return Walk(side(page, quiet), weights, side(part, quiet))


def changed(one: Walk) -> int:
    """How many units that are alike have another name here than there."""
    return sum(one.page.codes[here] != one.part.codes[there] for here, there, _ in one.alike)


def renamed(units: list[str]) -> list[str]:
    table = {"valve": "a", "open": "b", "spring": "c", "turn": "d", "torque": "e"}
    return [table.get(unit, unit) for unit in units]


def test_what_is_equal_tells_all_its_bits_in_both_directions() -> None:
    one = walk(WORK, WORK)
    ahead, last, end = one.go(5, 5, 1)
    before, first, begin = one.go(4, 4, -1)
    assert ahead + before == BITS * len(WORK)
    assert (first, begin, last, end) == (-1, -1, len(WORK), len(WORK))
    assert (len(one.alike), changed(one)) == (len(WORK), 0)


def test_names_changed_the_same_way_throughout_count() -> None:
    one = walk(renamed(WORK), WORK)
    bits, last, _ = one.go(0, 0, 1)
    assert last == len(WORK)
    assert changed(one) == sum(a != b for a, b in zip(renamed(WORK), WORK, strict=True))
    assert bits == BITS * (len(WORK) - 0.5 * len(set(WORK) - set(renamed(WORK))))


def test_a_name_that_is_another_each_time_costs() -> None:
    number = count()
    page = [f"n{chr(97 + next(number))}" if unit == "c" else unit for unit in renamed(WORK)]
    all_alike, *_ = walk(renamed(WORK), WORK).go(0, 0, 1)
    some_not, *_ = walk(page, WORK).go(0, 0, 1)
    assert some_not <= all_alike - 2 * CONFLICT


def test_a_name_and_the_same_with_a_capital_are_changed_to_two() -> None:
    part = [
        "open",
        "(",
        "Valve",
        "valve",
        ")",
        ":",
        "return",
        "valve",
        ".",
        "turn",
        "(",
        "Valve",
        ")",
    ]
    page = [{"Valve": "Rakel", "valve": "tomi"}.get(unit, unit) for unit in part]
    for one in (walk(page, part), walk(part, page)):
        assert one.go(0, 0, 1)[1] == len(part)
        assert len(one.alike) == len(part)


def test_what_nobody_renames_is_no_name() -> None:
    page = ["while", *WORK[1:]]
    one = walk(page, WORK)
    one.go(0, 0, 1)
    assert changed(one) == 0


@pytest.mark.parametrize("where", ["page", "part"])
def test_a_comment_that_one_side_has_is_passed_over(where: str) -> None:
    longer = [*WORK[:9], *COMMENT, *WORK[9:]]
    page, part = (renamed(WORK), longer) if where == "part" else (renamed(longer), WORK)
    bits, last, end = walk(page, part, COMMENT).go(0, 0, 1)
    assert (last, end) == (len(page), len(part))
    assert bits > BITS * len(WORK) / 2


def test_a_line_put_in_is_passed_over_and_a_long_stretch_is_not() -> None:
    short, long = ["+"] * (GAP - 1), ["+"] * (3 * GAP)
    assert walk([*WORK, *short, *WORK], [*WORK, *WORK]).go(0, 0, 1)[1] == 2 * len(WORK) + GAP - 1
    assert walk([*WORK, *long, *WORK], [*WORK, *WORK]).go(0, 0, 1)[1] == len(WORK)


def test_it_ends_where_nothing_is_alike_any_more() -> None:
    page = [*renamed(WORK), *("x y z ? ! ~ @ " * 40).split()]
    assert walk(page, [*WORK, *("- / % ^ & | $ " * 40).split()]).go(0, 0, 1)[1] == len(WORK)
    assert walk(["?"], ["!"]).go(0, 0, 1)[0] == 0
    assert walk([], []).go(0, 0, 1) == (0.0, 0, 0)
    assert walk(WORK, WORK).go(-1, -1, -1)[0] == 0


def test_one_way_is_bounded() -> None:
    long = ["a", "+"] * LONGEST
    assert walk(long, long).go(0, 0, 1)[1] == LONGEST
