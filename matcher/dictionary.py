"""English words: a written word that is one of them is no misspelt brand name.

The list is pyspellchecker's (MIT licence): 160,000 words by how often they are used.
"""

from collections.abc import Set as AbstractSet
from functools import cache

from spellchecker import SpellChecker


@cache
def words() -> AbstractSet[str]:
    """All words, read once in a process."""
    return SpellChecker(language="en").word_frequency.dictionary.keys()


def is_word(word: str) -> bool:
    """A word of the dictionary, or a plural or possessive of one."""
    known = words()
    return word in known or (word.endswith("s") and word[:-1] in known)
