"""Quadrilaterals are taken from a record only where they can be drawn."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console import quads

WHOLE = [[0, 0], [1, 0], [1, 1], [0, 1]]
PLACE = [[0.2, 0.1], [0.6, 0.1], [0.6, 0.5], [0.2, 0.5]]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=20,
)


def test_both_are_read_and_the_order_of_the_corners_tells_a_mirrored_one() -> None:
    found = quads.read({"quad_part": WHOLE, "quad_page": PLACE})
    assert found == quads.Quads(
        ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)),
        ((0.2, 0.1), (0.6, 0.1), (0.6, 0.5), (0.2, 0.5)),
    )
    assert not found.mirrored
    other = quads.read({"quad_part": WHOLE, "quad_page": [PLACE[n] for n in (1, 0, 3, 2)]})
    assert other is not None and other.mirrored


def test_corners_that_a_page_cuts_off_are_read() -> None:
    beyond = [[-0.3, 0.1], [0.5, -0.2], [1.3, 0.6], [0.4, 1.2]]
    assert quads.read({"quad_part": WHOLE, "quad_page": beyond}) is not None


BAD: dict[str, Any] = {
    "missing": None,
    "text": "0,0,1,0,1,1,0,1",
    "a mapping": {"0": [0, 0]},
    "three corners": WHOLE[:3],
    "five corners": [*WHOLE, [0, 0.5]],
    "numbers": [0, 1, 1, 0],
    "three numbers a corner": [[x, y, 0] for x, y in WHOLE],
    "words": [["0", "0"], *WHOLE[1:]],
    "truths": [[False, False], *WHOLE[1:]],
    "not a number": [[math.nan, 0], *WHOLE[1:]],
    "infinite": [[0, 0], [math.inf, 0], [1, 1], [0, 1]],
    "far away": [[0, 0], [40.0, 0], [1, 1], [0, 1]],
    "huge": [[0, 0], [10**400, 0], [1, 1], [0, 1]],
    "one point": [[0.5, 0.5]] * 4,
    "a line": [[0, 0], [0.3, 0.3], [0.6, 0.6], [1, 1]],
    "three on a line": [[0, 0], [0.5, 0], [1, 0], [0, 1]],
    "folded": [[0, 0], [1, 1], [1, 0], [0, 1]],
    "dented": [[0, 0], [1, 0], [0.2, 0.2], [0, 1]],
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_anything_else_is_none(bad: Any) -> None:
    assert quads.read({"quad_part": bad, "quad_page": PLACE}) is None
    assert quads.read({"quad_part": WHOLE, "quad_page": bad}) is None


def test_a_protected_picture_has_nothing_outside_of_it() -> None:
    assert quads.read({"quad_part": [[-0.2, 0], *WHOLE[1:]], "quad_page": PLACE}) is None


@given(ANYTHING, ANYTHING)
def test_nothing_that_a_record_may_hold_raises(part: Any, page: Any) -> None:
    found = quads.read({"quad_part": part, "quad_page": page})
    assert found is None or isinstance(found.mirrored, bool)
