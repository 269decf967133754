"""Names written in another alphabet: what a word sounds like is compared, not its letters."""

# ruff: noqa: RUF001 - the apostrophe of typesetters

import re
from collections.abc import Iterator
from itertools import pairwise

from fingerprints.fold import fold
from fingerprints.names_table import Name
from fingerprints.transliterate import foreign, readings, sounds
from matcher.clock import NAMED, Clock
from matcher.dictionary import LONGEST, is_english, is_russian, is_word
from matcher.name_index import REMEMBERED, NameIndex
from matcher.name_text import NameText
from matcher.name_written import Written

WORDS = 3  # of one name
APART = 3  # characters between them
SHORTEST = 5  # letters
_FOREIGN = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]+|[\u0400-\u052f'’]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f'’]+")


def by_sound(page: NameText, index: NameIndex, clock: Clock) -> Iterator[Written]:
    """Cyrillic and Greek words that sound like a name, and Latin ones that sound like theirs."""
    if not page.text.isascii() and foreign(page.text):
        yield from _spoken(page, index, _FOREIGN, clock)
    if index.other_alphabets:
        yield from _spoken(page, index, _LATIN, clock)


def _spoken(
    page: NameText, index: NameIndex, letters: re.Pattern[str], clock: Clock
) -> Iterator[Written]:
    words = [
        (found.start(), found.end(), found[0].strip("'’"))
        for found in clock.within(letters.finditer(page.text), NAMED)
        if found.end() - found.start() <= LONGEST
    ]
    for number, (start, end, word) in clock.within(enumerate(words), NAMED):
        names, head = _heard(index, word)
        for name in names:
            yield Written(name, start, end, "alphabet", "in another alphabet")
        for count in range(2, WORDS + 1) if head else ():
            some = words[number : number + count]
            if len(some) == count and all(b[0] - a[1] <= APART for a, b in pairwise(some)):
                for name in _together(index, tuple(word for _, _, word in some)):
                    yield Written(name, start, some[-1][1], "alphabet", "in another alphabet")


def _heard(index: NameIndex, word: str) -> tuple[tuple[Name, ...], bool]:
    """The names that one word sounds like, and whether names of several words begin so."""
    if word not in index.heard:
        if len(index.heard) >= REMEMBERED:
            index.heard.clear()
        other = foreign(word)
        heads = index.heads[not other]  # a name in the same alphabet is no matter of sounds
        head = bool(heads) and not heads.isdisjoint(readings(word))
        plain = not other and is_english(fold(word).text)
        index.heard[word] = (() if plain else _named(index, (word,)), head)
    return index.heard[word]


def _together(index: NameIndex, words: tuple[str, ...]) -> tuple[Name, ...]:
    """The names that several words sound like."""
    if words not in index.together:
        if len(index.together) >= REMEMBERED:
            index.together.clear()
        index.together[words] = _named(index, words)
    return index.together[words]


def _named(index: NameIndex, words: tuple[str, ...]) -> tuple[Name, ...]:
    if sum(map(len, words)) < SHORTEST:
        return ()
    other = foreign(words[0])
    found = {name for sound in sounds(words) for name in index.sounds.get(sound, ())}
    named = [name for name in found if foreign(name.word) != other and _as_many(name, words)]
    if not named or all(map(_ordinary, words)):
        return ()
    return tuple(sorted(named, key=lambda name: name.word))


def _as_many(name: Name, words: tuple[str, ...]) -> bool:
    return len(words) <= len(name.word.split())


def _ordinary(word: str) -> bool:
    folded = fold(word).text
    return is_russian(folded) if foreign(word) else is_english(folded) or is_word(folded)
