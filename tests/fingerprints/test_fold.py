"""Folding: one spelling, and a way back."""

import unicodedata
from time import process_time
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerprints.fold import fitting, fold


@given(st.text(), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_the_unicode_form_is_no_matter(
    text: str, form: Literal["NFC", "NFD", "NFKC", "NFKD"]
) -> None:
    assert fold(unicodedata.normalize(form, text)).text == fold(text).text


@given(st.text())
def test_case_is_no_matter(text: str) -> None:
    assert fold(text.casefold()).text == fold(text).text


@given(st.text())
def test_every_folded_character_comes_from_a_place_in_order(text: str) -> None:
    folded = fold(text)
    if folded.origins is None:
        assert len(folded.text) == len(text)
        return
    origins = folded.origins.tolist()
    assert len(origins) == len(folded.text)
    assert origins == sorted(origins)
    assert all(0 <= origin < len(text) for origin in origins)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("\u0410QUA\u0412\u0410LVE", "aquabalve"),  # Cyrillic A, Ve, A
        ("\uff21\uff31\uff35\uff21", "aqua"),  # full width
        ("v\u200ba\u00adl\u2060v\u202ee", "valve"),  # zero width, soft hyphen, bidi
        ("Stra\u00dfe \u00c9t\u00e9", "strasse ete"),
        ("\u0939\u093f\u0928\u094d\u0926\u0940", "\u0939\u0928\u0926"),  # Hindi without vowel signs
        ("\u2018x\u2019 \u2013 \u201cy\u201d", "'x' - \"y\""),
    ],
)
def test_disguises_fold_to_plain_letters(written: str, read: str) -> None:
    assert fold(written).text == read


def test_a_folded_place_leads_back_over_dropped_and_doubled_characters() -> None:
    text = "\u200b\u00df-x"
    folded = fold(text)
    assert folded.text == "ss-x"
    assert folded.origins is not None
    assert [text[origin] for origin in folded.origins] == ["\u00df", "\u00df", "-", "x"]


def test_hostile_texts_fold_in_bounded_time_and_room() -> None:
    before = process_time()
    everything = fold("".join(map(chr, range(0xF0000, 0x110000))))
    assert everything.origins is None
    assert len(fold("\ufdfa" * 100_000).text) <= 400_000
    assert process_time() - before < 2
    assert len(fold("\ufdfa").text) == 18


@given(st.text(st.sampled_from("a\ud55c\u00df\u200b\ufdfa"), max_size=60), st.integers(0, 120))
def test_what_fits_folds_to_no_more_than_the_room(text: str, room: int) -> None:
    size = fitting(text, room)
    assert sum(len(fold(sign).text) for sign in text[:size]) <= room
    assert size == len(text) or sum(len(fold(sign).text) for sign in text[: size + 1]) > room
