"""Names: found however they are written, and never mistaken for words."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerprints.content import Text
from fingerprints.names import key
from fingerprints.names_table import Name
from matcher.name_index import NameIndex
from matcher.names import find
from matcher.page import Matcher

Protect = Callable[..., Matcher]


def told(text: str, *brands: str) -> list[tuple[str, str, str]]:
    names = [Name(word, key(word), number) for number, word in enumerate(brands)]
    found = find(text, NameIndex(names))
    return [(w.name.word, text[w.start : w.end], w.change) for w in found]


SPACED = "with other spacing or punctuation"
FORGED = "with lookalike letters"
ONE = "one letter changed"


@pytest.mark.parametrize(
    ("written", "change"),
    [
        ("AQUAVALVE", ""),
        ("aquavalve", ""),
        ("aqua-valve", SPACED),
        ("Aqua Valve", SPACED),
        ("A.Q.U.A.V.A.L.V.E", SPACED),
        ("a q u a v a l v e", SPACED),
        ("AQUAVA1VE", FORGED),
        ("4QU4V4LVE", FORGED),
        ("\u0410QUAVALVE", FORGED),  # Cyrillic A
        ("AQU\u200bAVALVE", "with hidden characters"),
        ("aquavaive", FORGED),
        ("AQUAVALUE", ONE),
        ("AQUAVALE", ONE),
        ("AQUAVALVES", "with an ending"),
        ("AQAUVALVE", ONE),
    ],
)
def test_a_name_is_found_as_it_is_written(written: str, change: str) -> None:
    assert told(f"Buy {written}, now!", "AQUAVALVE") == [("AQUAVALVE", written, change)]


@pytest.mark.parametrize(
    "text",
    [
        "the valve in the aqua tank",
        "aquavalvexq and zzyaquavalve",
        "an AQUA. Valve sold apart",
        "aqualung",
        "aqua - - - - valve",
    ],
)
def test_what_only_holds_the_letters_is_not_the_name(text: str) -> None:
    assert told(text, "AQUAVALVE") == []


@pytest.mark.parametrize(
    ("brand", "text"),
    [
        ("KINDLA", "kindle"),
        ("CANDEL", "candle candles"),
        ("VALVEO", "valve valves"),
        ("MARBEL", "marble, marbles"),
        ("PEDALO", "pedal pedals"),
        ("COLORA", "colour color colours"),
        ("CENTRA", "centre central"),
        ("TURBINO", "turbine"),
        ("MODEMA", "modern modems"),
        ("THERAPIST", "the rapist"),
        ("BLUE HARBOR", "blue harbour"),
    ],
)
def test_a_dictionary_word_is_never_a_misspelt_name(brand: str, text: str) -> None:
    assert told(f"one {text} more", brand) == []


def test_a_name_that_is_a_word_is_found_as_it_is() -> None:
    assert told("a new Orange phone", "Orange") == [("Orange", "Orange", "")]


def test_short_names_are_found_as_they_are_only() -> None:
    assert told("ACME acm acme's ACNE A C M E", "ACME") == [
        ("ACME", "ACME", ""),
        ("ACME", "acme", ""),
    ]


def test_the_numbers_of_a_model_are_never_a_typo() -> None:
    assert told("the AQV-3000 and AQV-2000", "AQV-2000") == [("AQV-2000", "AQV-2000", "")]


def test_long_names_may_have_two_wrong_letters() -> None:
    assert told("Hydroflexomatik", "Hydroflexomatic")[0][2] == "one letter changed"
    assert told("Hidroflexomatik", "Hydroflexomatic")[0][2] == "two letters changed"
    assert told("Hidroflexomatikk", "Hydroflexomatic") == []


def test_a_slogan_is_found_across_a_line_break() -> None:
    found = told("as they say: built to\nlast longer!", "Built to last longer")
    assert found == [("Built to last longer", "built to\nlast longer", "")]


@given(st.text(), st.text())
def test_any_text_around_a_name_does_not_hide_it(before: str, after: str) -> None:
    body = f"{before} AQUAVALVE {after}"
    assert ("AQUAVALVE", "AQUAVALVE", "") in told(body, "AQUAVALVE")


def test_each_place_of_a_name_is_evidence_with_its_line(protect: Protect) -> None:
    matcher = protect(brand=Text("AQUAVALVE\nBlue Harbor", where="name"))
    match = matcher.examine([Text("AQUAVALUE\n\nAquavalve\nby blue harbor")]).matches[0]
    first, second = match.evidence
    assert (first.details["name"], first.details["times"]) == ("AQUAVALVE", 2)
    assert [place.first_line for _, place in first.spans] == [3, 1]
    assert (second.details["name"], second.score) == ("Blue Harbor", 1.0)
