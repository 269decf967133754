"""Sentences: what people read of a match."""

from typing import Any

import pytest

from matcher.match import Evidence, Match
from matcher.sentence import counted, part_name, sentence


def match(*evidence: Evidence) -> Match:
    return Match(asset="valve", verdict="copy", score=1.0, evidence=evidence)


def proof(kind: str, part: str, unwrapped: tuple[str, ...] = (), **details: Any) -> Evidence:
    return Evidence(kind=kind, part=part, where="", score=1.0, unwrapped=unwrapped, details=details)


LINES: dict[str, Any] = {"unit": "lines", "shared": 23, "of": 24}


@pytest.mark.parametrize(
    ("evidence", "told"),
    [
        (
            proof("code_tokens@1", "src/valve.py", renamed=True, **LINES),
            "23 of 24 lines of valve.py, identifiers renamed",
        ),
        (
            proof("text_chars@1", "spec.pdf#3", unit="words", shared=61, of=300),
            "61 of 300 words of spec.pdf page 3",
        ),
        (
            proof("text_chars@1", "valve.py", ("html", "base64", "zip:a.py"), **LINES),
            "23 of 24 lines of valve.py (inside base64, zip:a.py)",
        ),
        (
            proof("text_chars@1", "a.md", ("#3",), unit="words", shared=61, of=300),
            "61 of 300 words of a.md (inside page 3)",
        ),
        (
            proof("table_pairs@3", "customers.csv", shared=5, of=90, cells=2),
            "5 rows of customers.csv (2 cells each)",
        ),
        (
            proof("table_pairs@3", "crm.xlsx#Kunden", shared=1, of=90, cells=3),
            "1 row of crm.xlsx sheet Kunden (3 cells each)",
        ),
        (proof("names@1", "name", name="AQUAVALVE", written="AQUAVALVE"), "the name AQUAVALVE"),
        (
            proof(
                "names@1",
                "name",
                name="AQUAVALVE",
                written="AQUAVALUE",
                change="one letter changed",
            ),
            "the name AQUAVALVE written AQUAVALUE (one letter changed)",
        ),
        (
            proof("image_hash@1", "front.jpg", edit="resized, grey"),
            "the same picture as front.jpg, resized, grey",
        ),
        (proof("image_hash@1", "front.jpg", edit=""), "the same picture as front.jpg"),
        (
            proof("image_hash@1", "front.jpg", why="another colour"),
            "a picture like front.jpg (another colour)",
        ),
    ],
)
def test_evidence_is_told_in_words(evidence: Evidence, told: str) -> None:
    assert sentence(match(evidence)) == told


def test_other_parts_are_counted() -> None:
    first, second = proof("text_chars@1", "a.py", **LINES), proof("text_chars@1", "b.py", **LINES)
    third = proof("code_tokens@1", "a.py", **LINES)
    assert sentence(match(first, third, second)) == "23 of 24 lines of a.py, and 1 more part"


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("a/b/c.md", "c.md"),
        ("x.xlsx#Sheet!7", "x.xlsx sheet Sheet row 7"),
        ("#2", " page 2"),
    ],
)
def test_parts_are_named_as_people_name_them(part: str, told: str) -> None:
    assert part_name(part) == told


@pytest.mark.parametrize(
    ("evidence", "told"),
    [
        (proof("code_tokens@1", "lapping.py", **LINES), "23 of 24 lines of one of its files"),
        (
            proof("image_hash@1", "lapping.png", edit="grey"),
            "the same picture as one of its pictures, grey",
        ),
        (
            proof("table_pairs@3", "lapping.csv", shared=5, cells=2),
            "5 rows of one of its tables (2 cells each)",
        ),
    ],
)
def test_no_part_of_a_secret_work_is_named(evidence: Evidence, told: str) -> None:
    assert sentence(match(evidence), secret=True) == told


def test_parts_found_on_other_pages_are_counted_too() -> None:
    told = sentence(
        match(proof("code_tokens@1", "a.py", **LINES), proof("code_tokens@1", "b.py", **LINES))
    )
    assert counted(told, 400).endswith("lines of a.py, and 399 more parts")
    assert counted(counted(told, 400), 1) == "23 of 24 lines of a.py"
