"""English words: a written word that is one of them is no misspelt brand name.

Two lists together, 163,000 words: pyspellchecker's (American, all inflections) and symspellpy's
(British as well); both MIT licence.
"""

from functools import cache
from importlib import resources

from spellchecker import SpellChecker

_BRITISH = "frequency_dictionary_en_82_765.txt"


@cache
def words() -> frozenset[str]:
    """All words, read once in a process."""
    american = SpellChecker(language="en").word_frequency.dictionary
    text = resources.files("symspellpy").joinpath(_BRITISH).read_text(encoding="utf-8-sig")
    return frozenset(american) | {line.split(" ", 1)[0] for line in text.splitlines()}


def is_word(word: str) -> bool:
    """A word of the dictionary, or a plural or possessive of one."""
    known = words()
    return word in known or (word.endswith("s") and word[:-1] in known)
