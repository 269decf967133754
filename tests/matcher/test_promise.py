"""What can be relied on is said the same everywhere, and a run of that size is a candidate."""

from pathlib import Path

from fingerprints.streams import STREAMS
from matcher import promise

DOC = Path(__file__).parents[2] / "docs" / "matching.md"


def test_the_guarantee_follows_from_the_streams() -> None:
    sizes = {stream.k + stream.w - 1 for stream in STREAMS if stream.name != "text_words@1"}
    assert max(sizes) == promise.GUARANTEED


def test_the_docs_say_both_numbers() -> None:
    text = DOC.read_text(encoding="utf-8")
    assert f"shared run of {promise.GUARANTEED} letters" in text
    for language, size in promise.SMALLEST.items():
        number = size.split()[0]
        assert f"{language} {number}" in text, language


def test_both_are_said_in_a_sentence() -> None:
    assert all(size in promise.said() for size in promise.SMALLEST.values())
