"""Which of the places that were looked at are said to show a logo."""

import numpy as np
import pytest

from matcher.logo_compare import Agreement
from matcher.logos import Shown, told

INNER = [[0.3, 0.3], [0.6, 0.3], [0.6, 0.6], [0.3, 0.6]]
AROUND = [[0.2, 0.2], [0.7, 0.2], [0.7, 0.7], [0.2, 0.7]]


def shown(entry: int, pairs: int, score: float, box: list[list[float]]) -> Shown:
    agree = Agreement(explained=score**2, edges=1, clutter=0)
    return Shown(entry, pairs, np.eye(3), np.array(box), agree, 0)


@pytest.mark.parametrize(("pairs", "winner"), [(30, 2), (7, 1)], ids=["a logo", "a frame"])
def test_a_larger_logo_takes_the_place_where_it_has_the_features_too(
    pairs: int, winner: int
) -> None:
    found = [shown(1, 48, 0.97, INNER), shown(2, pairs, 0.87, AROUND)]
    assert [one.entry for one in told(found)] == [winner]


def test_a_long_mark_may_end_aslant() -> None:
    assert shown(1, 9, 0.9, [[0, 0.03], [0.97, 0.03], [0.98, 0.1], [0.11, 0.1]]).score > 0


def test_a_print_with_one_side_twice_as_long_as_the_other_is_none() -> None:
    assert shown(1, 9, 0.9, [[0.2, 0.4], [0.8, 0.2], [0.8, 0.8], [0.2, 0.6]]).score == 0
