"""Finds which names a written word may stand for: exactly, by look, by typo and by sound.

Deletion neighbourhoods (as in SymSpell): two words one edit apart share a word with one letter
less, so that a look-up replaces the comparison with every name. Whole pages are sifted by the
first letters of names, or by a filter over all runs of six letters.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
from rapidfuzz.distance import OSA

from fingerprints.arrays import U64
from fingerprints.names_table import Name
from fingerprints.transliterate import foreign, readings, sounds
from matcher.clock import once
from matcher.name_forms import Form, forms, pieces

FORGED = 6  # letters from which lookalikes and typos are looked for
TWO = 12  # letters from which two typos are
SLOGAN = 4  # words from which one may be missing, new or another
SLIP = 4  # letters of a word of several in which one may be wrong
STARTS = (3, 6)  # letters by which names are found at the start of a word
BITS = 20
REMEMBERED = 200_000  # answers for words
_FACTORS = np.array([0x9E3779B97F4A7C15 * (2 * at + 1) % 2**64 for at in range(FORGED)], np.uint64)
_LEET = str.maketrans("013457@$!|8i+€", "oleastasllblte")
_JOINED = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_DIGITS = re.compile(r"\d+")
EASTERN = re.compile(r"[\u0e00-\u0eff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff]")


@lru_cache(REMEMBERED)
def skeleton(word: str) -> str:
    """What a word looks like from afar: leetspeak and joined letters read as what they imitate."""
    word = word.translate(_LEET)
    for drawn, meant in _JOINED:
        word = word.replace(drawn, meant)
    return word


def typos(length: int) -> int:
    """How many letters may be wrong in a name of so many."""
    return 0 if length < FORGED else 1 if length < TWO else 2


def deletions(word: str, most: int) -> set[str]:
    """The word with up to `most` (at most two) letters left out."""
    found = {word}
    if most:
        found.update([word[:at] + word[at + 1 :] for at in range(len(word))])
    if most > 1:
        found.update([
            word[:at] + word[at + 1 : other] + word[other + 1 :]
            for at in range(len(word))
            for other in range(at + 1, len(word))
        ])  # fmt: skip
    return found


def windows(text: str) -> U64:
    """A number for each run of FORGED characters."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    count = max(0, len(codes) - FORGED + 1)
    summed = np.zeros(count, np.uint64)
    for at, factor in enumerate(_FACTORS):
        summed += codes[at : at + count] * factor
    summed ^= summed >> np.uint64(29)
    summed *= _FACTORS[1]
    return summed >> np.uint64(64 - BITS)


class NameIndex:
    """All names, ready to be asked."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.names = tuple(names)
        self.forms = [form for name in self.names for form in forms(name)]
        self.keys = {form.key for form in self.forms}
        self.heard: dict[str, tuple[tuple[Name, ...], bool]] = {}
        self.together: dict[tuple[str, ...], tuple[Name, ...]] = {}
        self.asked: dict[str, tuple[tuple[Form, str, int], ...]] = {}  # what was answered for words
        self.starts: dict[str, list[Form]] = {}
        self.skeletons: dict[str, list[Form]] = {}
        self.neighbours: dict[str, list[Form]] = {}
        self.pairs: dict[tuple[str, str], list[tuple[Form, int]]] = {}  # of SLOGAN words and more
        self.parts: dict[str, list[tuple[Form, int]]] = {}  # of two or three words
        self.slips: dict[str, list[str]] = {}
        self.wrote: dict[str, list[str]] = {}
        self.filter = np.zeros(1 << BITS, np.bool_)
        for form in self.forms:
            size = STARTS[len(form.key) >= STARTS[1]]
            self.starts.setdefault(form.key[:size], []).append(form)
            if len(form.key) >= FORGED:
                self._forgeable(form)
        heads = "".join(form.key[:FORGED] for form in self.forms if len(form.key) >= FORGED)
        self.filter[windows(heads)[::FORGED]] = True
        self.lengths = {len(form.key) for form in self.forms if len(form.key) >= FORGED}

    def _forgeable(self, form: Form) -> None:
        if len(form.words) == 1:
            self.skeletons.setdefault(skeleton(form.key), []).append(form)
            for short in deletions(form.key, typos(len(form.key))):
                self.neighbours.setdefault(short, []).append(form)
        elif len(form.words) >= SLOGAN:
            for at, pair in enumerate(pairwise(form.words)):
                self.pairs.setdefault(pair, []).append((form, at))
        else:
            for at, word in enumerate(form.words):
                if len(word) >= SLIP:
                    self._slipping(word).append((form, at))

    def _slipping(self, word: str) -> list[tuple[Form, int]]:
        """Where names of two or three words have this word, for those that write it wrongly."""
        if word not in self.parts:
            self.parts[word] = []
            for short in deletions(word, 1):
                self.slips.setdefault(short, []).append(word)
        return self.parts[word]

    def slipped(self, written: str) -> list[tuple[Form, int]]:
        """Names of two or three words, and which word of them was perhaps written so."""
        if written not in self.wrote:
            if len(self.wrote) >= REMEMBERED:
                self.wrote.clear()
            near = {word for short in deletions(written, 1) for word in self.slips.get(short, ())}
            self.wrote[written] = sorted(near - {written})
        return [part for word in self.wrote[written] for part in self.parts[word]]

    def near(self, plain: str) -> Iterator[tuple[Form, int]]:
        """Names of one word from which some letters differ, never a digit."""
        near = [length for length in self.lengths if abs(len(plain) - length) <= typos(length)]
        if not near:
            return
        seen: set[Form] = set()
        for short in deletions(plain, max(map(typos, near))):
            for form in self.neighbours.get(short, ()):
                if form not in seen:
                    seen.add(form)
                    most = typos(len(form.key))
                    wrong = OSA.distance(form.key, plain, score_cutoff=most)
                    if 0 < wrong <= most and _DIGITS.findall(form.key) == _DIGITS.findall(plain):
                        yield form, wrong

    @cached_property
    def sounds(self) -> dict[str, list[Name]]:
        """Names by what they sound like; made for the first page in another alphabet."""
        found: dict[str, list[Name]] = {}
        with once():
            for name in self.names:
                for sound in sounds(_spoken(name)):
                    found.setdefault(sound, []).append(name)
        return found

    @cached_property
    def heads(self) -> Mapping[bool, frozenset[str]]:
        """What the first words of names of several sound like, Latin names and foreign ones."""
        found: dict[bool, set[str]] = {False: set(), True: set()}
        with once():
            for name in self.names:
                words = _spoken(name)
                if len(words) > 1:
                    found[foreign(name.word)] |= readings(words[0])
        return {other: frozenset(sounds) for other, sounds in found.items()}

    @cached_property
    def other_alphabets(self) -> bool:
        """Whether a name is Cyrillic or Greek, so that Latin words may be one."""
        return any(foreign(name.word) for name in self.names)

    @cached_property
    def eastern(self) -> bool:
        """Whether a name is in a script that puts no spaces between words."""
        return any(EASTERN.search(form.key) for form in self.forms)


def _spoken(name: Name) -> list[str]:
    return pieces(name.word) if name.word.isascii() else name.word.split()
