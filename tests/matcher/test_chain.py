"""Chains: stretches in one order on both sides are one proof, gaps between them are paid."""

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.chain import LINKS, Link, best


def link(page: int, part: int, bits: float = 50.0, size: int = 100) -> Link:
    return Link((page, page + size), (part, part + size), bits)


def test_nothing_gives_nothing() -> None:
    assert best([]) == (0.0, [])


def test_stretches_in_one_order_are_one_proof_less_their_gaps() -> None:
    bits, places = best([link(300, 900), link(0, 500)])
    assert places == [1, 0]
    assert bits == pytest.approx(100 - log2(2 + 200) - log2(2 + 300))


def test_a_stretch_that_stands_before_on_one_side_is_left_out() -> None:
    bits, places = best([link(0, 500), link(300, 100), link(600, 700)])
    assert places == [0, 2]
    assert bits < 100


def test_a_stretch_that_tells_less_than_its_gap_costs_is_left_out() -> None:
    assert best([link(0, 0), link(10_000, 90_000, bits=5.0)]) == (50.0, [0])


def test_what_two_stretches_both_cover_counts_once() -> None:
    assert best([link(0, 0), link(40, 40)])[1] == [0]


def test_of_many_stretches_those_that_tell_most_are_looked_at() -> None:
    links = [link(200 * at, 200 * at, bits=20.0 + at) for at in range(2 * LINKS)]
    assert min(best(links)[1]) >= LINKS


LINK = st.builds(link, st.integers(0, 3_000), st.integers(0, 3_000), st.floats(1, 200))


@given(st.lists(LINK, max_size=12))
def test_a_chain_rises_on_both_sides_and_tells_at_least_the_best_stretch(links: list[Link]) -> None:
    bits, places = best(links)
    chained = [links[at] for at in places]
    assert chained == sorted(chained, key=lambda one: one.page)
    assert chained == sorted(chained, key=lambda one: one.part)
    assert bits >= max((one.bits for one in links), default=0.0) - 1e-9
    assert bits <= sum(one.bits for one in chained) + 1e-9
