"""Names written in another alphabet: what a word sounds like is compared, not its letters."""

# ruff: noqa: RUF001 - the apostrophe of typesetters

import re
from collections.abc import Iterator
from itertools import pairwise

from fingerprints.fold import fold
from fingerprints.names_table import Name
from fingerprints.transliterate import foreign, sounds
from matcher.dictionary import is_english, is_russian, is_word
from matcher.name_index import NameIndex
from matcher.name_text import NameText
from matcher.name_written import Written

WORDS = 3  # of one name
APART = 3  # characters between them
SHORTEST = 5  # letters
_FOREIGN = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]+|[\u0400-\u052f'’]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f'’]+")


def by_sound(page: NameText, index: NameIndex) -> Iterator[Written]:
    """Cyrillic and Greek words that sound like a name, and Latin ones that sound like theirs."""
    if not page.text.isascii() and foreign(page.text):
        yield from _spoken(page, index, _FOREIGN)
    if index.other_alphabets:
        yield from _spoken(page, index, _LATIN)


def _spoken(page: NameText, index: NameIndex, letters: re.Pattern[str]) -> Iterator[Written]:
    words = [
        (found.start(), found.end(), found[0].strip("'’")) for found in letters.finditer(page.text)
    ]
    answered: dict[tuple[str, ...], tuple[Name, ...]] = {}
    for count in range(1, WORDS + 1):
        for number in range(len(words) - count + 1):
            some = words[number : number + count]
            if any(b[0] - a[1] > APART for a, b in pairwise(some)):
                continue
            key = tuple(word for _, _, word in some)
            if key not in answered:
                answered[key] = _named(index, key)
            for name in answered[key]:
                yield Written(name, some[0][0], some[-1][1], "alphabet", "in another alphabet")


def _named(index: NameIndex, words: tuple[str, ...]) -> tuple[Name, ...]:
    if sum(map(len, words)) < SHORTEST or all(map(_ordinary, words)):
        return ()
    wanted = foreign(words[0])
    found = {name for sound in sounds(words) for name in index.sounds.get(sound, ())}
    return tuple(
        sorted(
            (n for n in found if foreign(n.word) != wanted and _as_many(n, words)),
            key=lambda n: n.word,
        )
    )


def _as_many(name: Name, words: tuple[str, ...]) -> bool:
    return len(words) <= len(name.word.split())


def _ordinary(word: str) -> bool:
    folded = fold(word).text
    return is_russian(folded) if foreign(word) else is_english(folded) or is_word(folded)
