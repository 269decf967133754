"""Spellings of one name in three alphabets share a sound; other names do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerprints.transliterate import MOST, readings, sounds


@pytest.mark.parametrize(
    ("latin", "other"),
    [
        ("Quarvello", "Кварвелло"),
        ("Quarvello", "Κουαρβέλο"),
        ("Schimmendorf", "Шиммендорф"),
        ("Chlorimax", "Хлоримакс"),
        ("Wexbury", "Вексбури"),
        ("Philomar", "Філомар"),
        ("Jantaro", "Янтаро"),
        ("Kubenta", "Κουμπέντα"),
        ("Shchukino", "Щукино"),
    ],
)
def test_a_name_sounds_alike_in_each_alphabet(latin: str, other: str) -> None:
    assert readings(latin) & readings(other)


def test_a_russian_case_ending_may_be_left_out() -> None:
    assert readings("Velmaron") & readings("Велмароном")


def test_other_names_and_unknown_letters_share_nothing() -> None:
    assert not readings("Quarvello") & readings("Торвелло")
    assert readings("名前") == frozenset()


def test_words_together_are_one_sound() -> None:
    assert sounds(["Blumo", "Tarvik"]) & sounds(["Блумо", "Тарвик"])


@given(st.text())
def test_no_word_has_endless_readings(word: str) -> None:
    assert len(readings(word)) <= MOST * 12
