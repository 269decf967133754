"""Verdicts: named reasons that only ever rise, and a score that follows from them alone."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerprints import code_sketch
from matcher.match import HITS
from matcher.shared import Shared
from matcher.thresholds import SHIPPED
from matcher.verdict import judge

KINDS = ["code_tokens@1", "text_chars@1"]
NOTHING = Shared("text_chars@1", own=0, public=0, stored=500)


def shared(*stretches: float, **changes: Any) -> Shared:
    """The first stretch is a chain by itself, the others stand anywhere."""
    told: dict[str, Any] = {
        "chain": sum(stretches[:1]),
        "rest": sum(stretches[1:]),
        "bits": sum(stretches),
    }
    return replace(NOTHING, **told, **changes)


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_part_is_a_copy_with_nearly_the_highest_score(kind: str) -> None:
    judged = judge([shared(900.0, kind=kind, own=90, stored=90)], SHIPPED)
    assert judged.verdict == "copy"
    assert judged.score > 0.99
    assert judged.probability is not None
    assert judged.probability > 0.95


@pytest.mark.parametrize("kind", KINDS)
def test_one_telling_stretch_of_a_large_part_is_a_part_copy(kind: str) -> None:
    judged = judge([shared(400.0, kind=kind, own=40, stored=4_000)], SHIPPED)
    assert judged.verdict == "part copy"


def test_many_short_stretches_prove_no_more_than_one() -> None:
    judged = judge([shared(*[30.0] * 10, own=80, stored=4_000)], SHIPPED)
    assert judged.verdict not in HITS


@pytest.mark.parametrize("kind", KINDS)
def test_a_tiny_part_is_never_a_hit(kind: str) -> None:
    """Below a floor of information nothing is, even if it is the whole part."""
    judged = judge([shared(15.0, kind=kind, own=4, stored=4)], SHIPPED)
    assert judged.verdict not in HITS
    assert "too_little" in {reason.name for reason in judged.reasons}


def test_a_quoted_sentence_is_no_hit_where_as_much_code_is() -> None:
    code = shared(200.0, own=20)
    assert judge([code], SHIPPED).verdict == "part copy"
    assert judge([replace(code, prose=True)], SHIPPED).verdict not in HITS


def test_what_is_said_about_code_must_be_longer_than_code() -> None:
    said = shared(100.0, own=20)
    sketch = shared(100.0, kind=code_sketch.NAME, said=100.0)
    code = replace(sketch, said=70.0)
    assert judge([said, sketch], SHIPPED).verdict not in HITS
    assert judge([said, code], SHIPPED).verdict == "part copy"
    assert judge([shared(140.0, own=20), sketch], SHIPPED).verdict == "part copy"


def test_a_short_text_that_is_copied_whole_is_no_quotation() -> None:
    whole = shared(200.0, own=20, stored=21, prose=True)
    assert judge([whole], SHIPPED).verdict == "copy"


def test_streams_of_one_part_support_each_other() -> None:
    streams = [shared(90.0, kind=kind, own=20, stored=900) for kind in KINDS]
    both, alone = judge(streams, SHIPPED), [judge([one], SHIPPED) for one in streams]
    assert both.score > max(one.score for one in alone)
    assert both.kinds == {kind: one.score for kind, one in zip(KINDS, alone, strict=True)}


def test_what_the_background_explains_is_of_public_origin() -> None:
    judged = judge([shared(20.0, own=5, public=90)], SHIPPED)
    assert judged.verdict == "public origin"
    assert "public_text" in {reason.name for reason in judged.reasons}


def test_our_own_text_beside_a_licence_stays_a_hit() -> None:
    judged = judge([shared(400.0, own=60, public=90)], SHIPPED)
    assert judged.verdict == "part copy"


@given(
    st.sampled_from(KINDS),
    st.lists(st.floats(0, 600), max_size=5),
    st.integers(0, 5),
    st.floats(0, 100),
)
def test_more_shared_never_lowers_the_score(
    kind: str, stretches: list[float], place: int, more: float
) -> None:
    grown = list(stretches) or [0.0]
    grown[place % len(grown)] += more
    scores = [judge([shared(*s, kind=kind, own=9)], SHIPPED).score for s in (stretches, grown)]
    assert 0 <= scores[0] <= scores[1] <= 1
