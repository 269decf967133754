"""Words of nine lists: a written word that is one of them is no misspelt brand name.

English, read at the first question: pyspellchecker's list (American, all inflections) and
symspellpy's (British as well). German, French, Spanish, Italian, Portuguese, Dutch and Russian,
read when a near-typo must be decided: pyspellchecker's lists, kept as sorted checksums. Both
packages are under the MIT licence.
"""

import gzip
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from zlib import crc32

import numpy as np

from fingerprints.arrays import U32
from fingerprints.fold import fold
from matcher.clock import once

_BRITISH = "frequency_dictionary_en_82_765.txt"
ENGLISH = "en"
OTHERS = ("de", "fr", "es", "it", "pt", "nl", "ru")
LONGEST = 100  # letters of a word that are looked at
REMEMBERED = 50_000  # answers for words, since what is around a name is asked again
SHORTEST = 5  # letters of a stem
SMALL = ("de", "ru")  # lists with few or no counts: all their words are common
_LISTED = re.compile(r'^"(.+)":', re.MULTILINE)
_COMMON = re.compile(r'^"(.+)": (?:[2-9]\d\d|\d{4,})', re.MULTILINE)  # counted 200 times


def _text(language: str) -> str:
    """One of pyspellchecker's lists, folded as pages are; JSON, one word in each line."""
    packed = resources.files("spellchecker").joinpath(f"resources/{language}.json.gz").read_bytes()
    return fold(gzip.decompress(packed).decode()).text


@cache
def words() -> frozenset[str]:
    """All English words, read once in a process."""
    with once():
        return _words()


def _words() -> frozenset[str]:
    text = resources.files("symspellpy").joinpath(_BRITISH).read_text(encoding="utf-8-sig")
    british = [line.split(" ", 1)[0] for line in text.splitlines()]
    return frozenset(_LISTED.findall(_text(ENGLISH))) | frozenset(british)


@dataclass(frozen=True, slots=True)
class _Sums:
    """Sorted checksums of words. Two words in three thousand share one: then a typo goes untold."""

    every: U32  # of all lists but the English ones
    common: U32  # of all lists
    german: U32
    russian: U32  # stems


@cache
def _foreign() -> _Sums:
    with once():
        return _read_sums()


def _read_sums() -> _Sums:
    every, common = [], [_sums(_COMMON.findall(_text(ENGLISH)))]
    for language in OTHERS:
        text = _text(language)
        listed = _sums(_LISTED.findall(text))
        every.append(listed)
        common.append(listed if language in SMALL else _sums(_COMMON.findall(text)))
    russian = _LISTED.findall(_text("ru"))
    stems = {word[: len(word) - cut] for word in russian for cut in range(3)}
    return _Sums(
        np.sort(np.concatenate(every)),
        np.sort(np.concatenate(common)),
        np.sort(every[OTHERS.index("de")]),
        np.sort(_sums([stem for stem in stems if len(stem) >= SHORTEST])),
    )


def _sums(listed: list[str]) -> U32:
    return np.fromiter((crc32(word.encode()) for word in listed), np.uint32, len(listed))


def _in(sums: U32, word: str) -> bool:
    wanted = np.uint32(crc32(word.encode()))
    place = int(sums.searchsorted(wanted))
    return place < len(sums) and bool(sums[place] == wanted)


def is_english(word: str) -> bool:
    """A (folded) word of the English lists, or a plural or possessive of one."""
    known = words()
    return word in known or (word.endswith("s") and word[:-1] in known)


def is_word(word: str) -> bool:
    """A (folded) word of any list, or a plural of one."""
    return len(word) <= LONGEST and _listed(word)


@lru_cache(REMEMBERED)
def _listed(word: str) -> bool:
    if is_english(word):
        return True
    known = _foreign().every
    return _in(known, word) or (word.endswith("s") and _in(known, word[:-1]))


@lru_cache(REMEMBERED)
def is_common(word: str) -> bool:
    """A (folded) word that its language uses often."""
    return _in(_foreign().common, word)


@lru_cache(REMEMBERED)
def is_german(word: str) -> bool:
    """A (folded) word of the German list, where nouns have capitals."""
    return _in(_foreign().german, word)


def is_russian(word: str) -> bool:
    """A folded Cyrillic word that is in the list, or shares a stem with one that is."""
    if is_word(word):
        return True
    stems = _foreign().russian
    return any(
        _in(stems, word[: len(word) - cut]) for cut in range(3) if len(word) - cut >= SHORTEST
    )
