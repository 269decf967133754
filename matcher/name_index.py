"""Finds which names a written word may stand for: lookalikes by skeleton, typos by deletion.

Deletion neighbourhoods (as in SymSpell): two words one edit apart share a word with one letter
less, so that a look-up replaces the comparison with every name.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from rapidfuzz.distance import OSA

from fingerprints.names_table import Name

FORGED = 6  # letters from which lookalikes and typos are looked for
TWO = 12  # letters from which two typos are
_LEET = str.maketrans("013457@$!|8i", "oleastasllbl")
_JOINED = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_DIGITS = re.compile(r"\d+")


def skeleton(word: str) -> str:
    """What a word looks like from afar: leetspeak and joined letters read as what they imitate."""
    word = word.translate(_LEET)
    for drawn, meant in _JOINED:
        word = word.replace(drawn, meant)
    return word


def typos(length: int) -> int:
    """How many letters may be wrong in a name of so many."""
    return 0 if length < FORGED else 1 if length < TWO else 2


def deletions(word: str, most: int) -> Iterator[str]:
    """The word with up to `most` letters left out."""
    for count in range(min(most, len(word)) + 1):
        for left_out in combinations(range(len(word)), count):
            yield "".join(letter for place, letter in enumerate(word) if place not in left_out)


class NameIndex:
    """All names, ready to be asked."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.names = tuple(names)
        self.skeletons: dict[str, list[Name]] = {}
        self.neighbours: dict[str, list[Name]] = {}
        for name in self.names:
            if len(name.key) < FORGED:
                continue
            self.skeletons.setdefault(skeleton(name.key), []).append(name)
            for short in set(deletions(name.key, typos(len(name.key)))):
                self.neighbours.setdefault(short, []).append(name)
        self.lengths = {len(name.key) for name in self.names if len(name.key) >= FORGED}

    def may_be(self, written: str) -> Iterator[tuple[Name, int]]:
        """Names that a written word (letters, digits and signs) imitates, and its wrong letters."""
        for name in self.skeletons.get(skeleton(written), ()):
            yield name, 0
        plain = "".join(filter(str.isalnum, written))
        if not any(abs(len(plain) - length) <= 2 for length in self.lengths):  # noqa: PLR2004
            return
        seen: set[Name] = set()
        for short in deletions(plain, typos(len(plain) + 1)):
            for name in self.neighbours.get(short, ()):
                if name not in seen:
                    seen.add(name)
                    most = typos(len(name.key))
                    wrong = OSA.distance(name.key, plain, score_cutoff=most)
                    if 0 < wrong <= most and _DIGITS.findall(name.key) == _DIGITS.findall(plain):
                        yield name, wrong
