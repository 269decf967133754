"""What a table tells of itself: how much each pair tells, and how often strangers meet its rows."""

import numpy as np
import pytest

from fingerprints import table_chance, table_marks, table_pairs
from fingerprints.arrays import F64
from fingerprints.blobs import Blobs
from fingerprints.content import Table
from fingerprints.keys import Keys
from fingerprints.kind import Context, Tokens

KEYS = Keys(b"k" * 32)
Rows = tuple[tuple[str, ...], ...]


@pytest.fixture
def context(tmp_path_factory: pytest.TempPathFactory) -> Context:
    return Context(KEYS, Blobs(tmp_path_factory.mktemp("blobs")))


def taken(rows: Rows, context: Context) -> Tokens:
    value = table_pairs.take(Table(rows), context)
    assert value is not None
    return value


def word(number: int, end: str) -> str:
    parts = ("bra", "clo", "dri", "fle", "gno", "hul", "kri", "mon", "pla", "stu", "tro", "vak")
    return (parts[number % 12] + parts[number // 12 % 12] + parts[number // 144 % 12]) + end


def people(count: int, tail: str = "") -> Rows:
    """Name, company, the company's telephone: every second company has two people."""
    rows = []
    for number in range(count):
        firm = number - number % 4 // 3  # of each four people two are colleagues
        phone = f"+49 30 {7_000_000 + 7919 * firm % 999_983}"
        rows.append(
            (f"{word(number, f'a{tail}')} {word(7 * number, 'ow')}", word(firm, f"ix{tail}"), phone)
        )
    return tuple(rows)


def test_a_place_holds_the_row_the_pair_and_how_much_it_tells() -> None:
    levels = np.arange(len(table_marks.LEVELS), dtype=np.uint8)
    for number in (1, 17, table_marks.LAST):
        for first in (0, table_marks.ROWS - len(levels)):
            rows = first + np.arange(len(levels))
            starts, ends = table_marks.packed(rows, number, levels)
            assert int(ends.max()) < 1 << 24 | 255
            again = table_marks.unpacked(starts.astype(np.int64), (ends - starts).astype(np.int64))
            assert [part.tolist() for part in again] == [
                rows.tolist(),
                [number] * len(rows),
                levels.tolist(),
            ]


def test_levels_are_rounded_down() -> None:
    assert table_marks.level(np.array([7.9, 8.0, 24.4, 99.0])).tolist() == [255, 0, 15, 31]
    assert table_marks.LEVELS[15] == 24.0


def test_chances_survive_being_stored_and_are_never_told_too_small() -> None:
    told: F64 = 0.9 * np.exp2(-np.arange(len(table_marks.LEVELS), dtype=np.float64))
    part: F64 = told / 8
    lines = np.array(table_chance.lines([(5, (told, part)), (84, (told, told))]), np.uint32)
    assert (np.diff(lines.astype(np.int64)) > 0).all()
    again = table_chance.read(lines)
    above = slice(table_chance.LEAST, None)
    for chance, stored in ((told, again.alone[5]), (part, again.bound[5])):
        assert (stored[above] >= chance[above]).all()
        assert (stored[above] <= 1.2 * chance[above]).all()
    assert (again.alone[6] == 1).all()


def test_what_hangs_together_is_met_as_often_as_the_table_itself_shows(context: Context) -> None:
    """A company and its telephone: every second person has a colleague in the list."""
    chances = table_pairs.profile(taken(people(1_200), context).lines).chances
    last = len(table_marks.LEVELS) - 12
    pairs = {(0, 1): 1, (0, 2): 2, (1, 2): 3}
    assert chances.bound[pairs[1, 2], last] > 0.9 * table_chance.KNOWN
    assert chances.bound[pairs[0, 1], last] < 1e-6
    assert chances.bound[pairs[0, 2], last] < 1e-6


def test_people_entered_twice_are_no_strangers(context: Context) -> None:
    once = tuple(row for number, row in enumerate(people(1_200)) if number % 4 != 3)
    chances = table_pairs.profile(taken(once + once[:300], context).lines).chances
    assert (chances.bound[1:4, table_chance.LEAST :] < 1e-6).all()


def test_what_is_stored_of_chances_does_not_depend_on_what_the_cells_say(context: Context) -> None:
    one, other = (taken(people(400, tail), context).lines for tail in ("ux", "ez"))
    told = [lines[lines >= table_chance.TOLD].tolist() for lines in (one, other)]
    assert told[0] == told[1] != []
