"""The benchmark of resemblance judges each pair by a model that never saw its task."""

import numpy as np
import pytest

from benchmarks.resemblance import measure
from benchmarks.resemblance.fit import fit
from benchmarks.resemblance.labelled import Pair, Pairs
from benchmarks.resemblance.wild import renamed
from matcher.resemblance_read import read

WORK = 'def {0}(a):\n    # {0} first\n    return a.cut(3.25, "{0} {1}") + a.bend("{0}")\n'


def pairs(group: str, *, upside_down: bool = False) -> list[Pair]:
    """Eight copies and eight others of one task; upside down, each is called the other."""
    work = WORK.format(group, "plain")
    found = []
    for number in range(16):
        suspect = WORK.format(group if number < 8 else f"other{number}", number)
        copy = (number < 8) != upside_down
        found.append(Pair(group, int(copy), work, suspect, f"{group} {number}"))
    return found


def test_a_task_whose_labels_lie_is_judged_by_the_truth_of_the_others() -> None:
    three = Pairs((*pairs("valve"), *pairs("seat"), *pairs("lid", upside_down=True)))
    scores = measure.without_own_task(three, 0.1)
    lid = three.of("lid")
    assert measure.area(scores[lid], three.copies[lid]) == 0
    assert measure.area(scores[three.of("seat")], three.copies[three.of("seat")]) >= 0.5


def test_no_weight_is_negative_and_both_classes_count_the_same() -> None:
    chance = np.random.default_rng(1)
    copies = np.arange(200) < 150
    signs = chance.normal(size=(200, 3)) + np.outer(copies, [1.0, -1.0, 0.0])
    fitted = fit(signs, copies, 1.0)
    assert fitted.weights[0] > 0.5
    assert fitted.weights[1] == 0
    scores = fitted.scores(signs)
    assert abs((scores[copies] > 0).mean() - (scores[~copies] < 0).mean()) < 0.15


def test_area_and_recall_count_as_they_say() -> None:
    scores, copies = np.array([0.9, 0.8, 0.7, 0.7, 0.1]), np.array([True, False, True, False, True])
    assert measure.area(scores, copies) == pytest.approx(2.5 / 6)
    assert measure.recall(scores, copies) == 1 / 3  # the 0.7 that ties with one counts as missed
    assert measure.recall(scores, copies, false=0) == 1 / 3


def test_bins_weigh_both_classes_the_same() -> None:
    copies = np.arange(100) >= 10
    found = measure.bins(np.linspace(0, 1, 100), copies)
    assert [one.pairs for one in found] == [10] * 10
    assert (found[0].found, found[-1].found) == pytest.approx((0.0, 1.0))


def test_a_renamed_file_keeps_strings_and_loses_names_and_comments() -> None:
    text = renamed('def gauge(bar):\n    wide = f(bar)  # why\n    return wide + len("gauge")\n')
    assert read(text).strings == {"gauge"}
    assert not {"gauge", "bar", "wide", "# why"} & set(text.replace('"gauge"', "").split())
    assert "len(" in text
