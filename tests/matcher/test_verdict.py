"""Verdicts: amount and share, each with its reason, and floors below which nothing is a hit."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.match import HITS
from matcher.reasons import Measured
from matcher.thresholds import SHIPPED
from matcher.verdict import judge

KINDS = sorted(SHIPPED.amount)
NOTHING = Measured("text_chars@1", own=0, public=0, stored=500, stretches=())


def measured(**changes: Any) -> Measured:
    return replace(NOTHING, **changes)


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_part_is_a_copy_with_the_highest_score(kind: str) -> None:
    judged = judge(measured(kind=kind, own=40, stored=40, stretches=(40,)), SHIPPED)
    assert (judged.verdict, judged.score) == ("copy", 1.0)


@pytest.mark.parametrize("kind", KINDS)
def test_one_long_stretch_of_a_large_part_is_a_part_copy(kind: str) -> None:
    judged = judge(measured(kind=kind, own=40, stored=4_000, stretches=(40,)), SHIPPED)
    assert judged.verdict == "part copy"


def test_many_short_stretches_prove_no_more_than_one() -> None:
    judged = judge(measured(own=80, stored=4_000, stretches=(8,) * 10), SHIPPED)
    assert judged.verdict not in HITS


@pytest.mark.parametrize("kind", KINDS)
def test_a_tiny_part_is_never_a_hit(kind: str) -> None:
    few = SHIPPED.least[kind] - 1
    judged = judge(measured(kind=kind, own=few, stored=few, stretches=(few,)), SHIPPED)
    assert judged.verdict not in HITS
    assert "too_little" in {reason.name for reason in judged.reasons}


def test_what_the_background_explains_is_of_public_origin() -> None:
    judged = judge(measured(own=5, public=90, stretches=(5,)), SHIPPED)
    assert judged.verdict == "public origin"
    assert "public_text" in {reason.name for reason in judged.reasons}


def test_our_own_text_beside_a_licence_stays_a_hit() -> None:
    judged = judge(measured(own=60, public=90, stretches=(60,)), SHIPPED)
    assert judged.verdict == "part copy"


@given(
    st.sampled_from(KINDS),
    st.lists(st.integers(0, 60), max_size=5),
    st.integers(0, 5),
    st.integers(1, 900),
)
def test_more_shared_marks_never_lower_the_score(
    kind: str, stretches: list[int], place: int, stored: int
) -> None:
    more = list(stretches) or [0]
    more[place % len(more)] += 1
    scores = [
        judge(measured(kind=kind, own=sum(s), stored=stored, stretches=tuple(s)), SHIPPED).score
        for s in (stretches, more)
    ]
    assert 0 <= scores[0] <= scores[1] <= 1
