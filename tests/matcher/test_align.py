"""Alignment: what runs alike on both sides becomes one region, noise becomes none."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.align import BRIDGE, GAP, Spans, covered, length, regions


def spans(*starts: int) -> Spans:
    array = np.array(starts, np.int64)
    return Spans(array, array + 20)


def test_a_run_alike_on_both_sides_is_one_region() -> None:
    found = regions(spans(100, 110, 130), spans(500, 510, 530), 3)
    assert [(region.page, region.part) for region in found] == [((100, 150), (500, 550))]


def test_a_slow_drift_is_still_one_region() -> None:
    """As when spacing was taken out."""
    page, part = range(0, 3_000, 30), range(0, 4_000, 40)
    assert len(regions(spans(*page), spans(*part), 3)) == 1


def test_a_wide_gap_and_a_moved_piece_part_regions() -> None:
    page = spans(0, 10, 20, 30 + GAP, 40 + GAP, 50 + GAP)
    part = spans(0, 10, 20, 5_000, 5_010, 5_020)
    assert len(regions(page, part, 3)) == 2


def test_a_place_that_repeats_itself_is_no_region() -> None:
    assert regions(spans(0, 30, 60, 90), spans(7, 7, 7, 7), 3) == []


def test_nothing_gives_nothing() -> None:
    assert regions(spans(), spans(), 3) == []
    assert covered(spans(), []) == []


def test_what_repeats_itself_is_explained_once_by_the_longest_region() -> None:
    """Idiom that stands often on one side gives one region, not many."""
    page = spans(*range(0, 100, 10), *range(0, 100, 10))
    part = spans(*range(500, 600, 10), *range(2_000, 2_050, 10), *range(4_000, 4_050, 10))
    found = regions(page, part, 2)
    assert [(region.page, region.part) for region in found] == [((0, 110), (500, 610))]


PAIRS = st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 5_000)), min_size=1)


@settings(deadline=None)  # a loaded machine is no failure
@given(PAIRS)
def test_each_pair_is_in_at_most_one_region_and_inside_its_outline(
    pairs: list[tuple[int, int]],
) -> None:
    page, part = (spans(*column) for column in zip(*pairs, strict=True))
    found = regions(page, part, 2)
    told = [int(pair) for region in found for pair in region.pairs]
    assert len(told) == len(set(told))
    for region in found:
        assert region.page[0] <= page.starts[region.pairs].min()
        assert region.part[1] >= part.ends[region.pairs].max()


@settings(deadline=None)  # a loaded machine is no failure
@given(PAIRS)
def test_covered_stretches_hold_all_spans_and_stand_apart(pairs: list[tuple[int, int]]) -> None:
    page, part = (spans(*column) for column in zip(*pairs, strict=True))
    found = regions(page, part, 1)
    stretches = covered(page, found)
    held = [int(page.starts[pair]) for region in found for pair in region.pairs]
    assert held
    assert all(any(a <= start and start + 20 <= b for a, b in stretches) for start in held)
    assert all(b + BRIDGE < c for (_, b), (c, _) in pairwise(stretches))
    assert length(stretches) == sum(b - a for a, b in stretches)
