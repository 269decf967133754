"""How much a text tells, in bits: what public text and code often say tells little.

Two n-gram models with backing-off (Witten and Bell 1991) whose counts come from public projects:
one over words, one over code tokens with names set aside. Tables of hashed n-grams ship in
`fingerprints/known/`; they are made by `python -m benchmarks.information`.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fingerprints import background, lexer, winnow
from fingerprints.fold import Folded
from fingerprints.interned import Codes
from fingerprints.kind import U64
from fingerprints.winnow import I64

F64 = NDArray[np.float64]
U16 = NDArray[np.uint16]

WORDS, STRUCTURE = "words", "structure"
ORDERS = {WORDS: (1, 2, 3), STRUCTURE: (1, 2, 3, 5, 8)}  # units in an n-gram, its context included
STEPS = 10  # of a stored value in one bit
RARE = 18.0  # bits of a unit that no table knows; a word is spelt instead
SPELT, DIGIT, OTHER = 3.2, 3.3, 5.0  # bits of a letter, a digit and a letter beyond ASCII
LONGEST = 26.0  # bits that one word of ASCII can tell
BROUGHT = 2.0  # bits of a name that a language brings
REPEATED = 0.5  # bits of a unit whose longest n-gram stood on the page before
FAR = 24  # tokens back to which a name is known again
REMEMBERED = 100_000  # words whose spelling was counted
_WORD = re.compile(r"[^\W_]+|[\W_]+")
_CODES = Codes("information")
_ORDER = np.uint64(0xD6E8FEB86659FD93)
_NEW = np.uint64(1 << 20)


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """Bits told up to each unit of a text; units are words or tokens."""

    starts: I64  # (n,) of characters
    sums: F64  # (n + 1,)

    def between(self, start: int, end: int) -> float:
        """Bits of the units that begin in this half-open span of characters."""
        first, last = np.searchsorted(self.starts, [start, end])
        return float(self.sums[last] - self.sums[first])


def path(model: str, order: int) -> Path:
    """The file of one order."""
    return background.FOLDER / f"information.{model}.{order}.bin"


@cache
def table(model: str, order: int) -> tuple[U16, U16]:
    """Slots of n-grams and of their contexts: 8 bits that check, 8 that tell; mapped, not read."""
    file = path(model, order)
    slots = np.memmap(file, "<u2", "r") if file.exists() else np.zeros(3, np.uint16)
    grams = len(slots) // 3 * 2
    return slots[:grams], slots[grams:]


def ladder(codes: U64, longest: int) -> list[U64]:
    """For each length up to the longest the hash of each unit with the units before it.

    The first units of a text have shorter contexts.
    """
    steps = [codes]
    for back in range(1, longest):
        shifted = np.zeros_like(codes)
        shifted[back:] = codes[:-back]
        steps.append(winnow.mix(steps[-1] * _ORDER + shifted))
    return steps


def contexts(shorter: U64 | None, size: int) -> U64:
    """The hash of the units before each unit, from the n-grams that are one unit shorter."""
    found = np.zeros(size, np.uint64)
    if shorter is not None:
        found[1:] = shorter[:-1]
    return found


def slots(hashes: U64, size: int) -> tuple[I64, U16]:
    """Where an n-gram is kept in a table of so many slots, and what checks it (never zero)."""
    where = (hashes & np.uint64(size - 1)).astype(np.int64)
    check = (hashes >> np.uint64(56)).astype(np.uint16) | np.uint16(1)
    return where, check


def _find(kept: U16, hashes: U64) -> F64:
    where, check = slots(hashes, len(kept))
    found = np.asarray(kept[where])
    bits = (found & np.uint16(0xFF)).astype(np.float64) / STEPS
    return np.where(found >> np.uint16(8) == check, bits, np.nan)


def known(model: str, order: int, hashes: U64) -> F64:
    """Bits by the table of one order; NaN where it does not know the n-gram."""
    return _find(table(model, order)[0], hashes)


def _bits(model: str, codes: U64, unseen: F64) -> F64:
    bits = unseen
    steps = ladder(codes, ORDERS[model][-1])
    for order in ORDERS[model]:
        told = known(model, order, steps[order - 1])
        before = contexts(steps[order - 2] if order > 1 else None, len(codes))
        missed = np.nan_to_num(_find(table(model, order)[1], before))
        longer = bits if order == 1 else bits + missed
        bits = np.where(np.isnan(told), longer, told if order > 1 else np.minimum(told, unseen))
    again = winnow.previous(steps[-1]) >= 0
    return np.where(again, np.minimum(bits, REPEATED), bits)


def _spelling(word: str) -> float:
    if word.isascii():
        digits = sum(map(str.isdigit, word))
        return min(LONGEST, 4.0 + DIGIT * digits + SPELT * (len(word) - digits))
    return 4.0 + OTHER * len(word)


class _Spelt(dict[str, float]):
    def __missing__(self, word: str) -> float:
        if len(self) >= REMEMBERED:
            self.clear()
        self[word] = bits = _spelling(word)
        return bits


_SPELT = _Spelt()


def split(folded: str) -> tuple[list[str], I64]:
    """The words of a folded text, without underscores, and where they start."""
    pieces = _WORD.findall(folded)
    sizes = np.fromiter(map(len, pieces), np.int64, len(pieces))
    starts = np.cumsum(sizes) - sizes
    first = 0 if pieces and pieces[0][0].isalnum() else 1
    return pieces[first::2], starts[first::2]


def of_words(folded: Folded) -> Told:
    """What the words of a text tell; places are those of the text before folding."""
    words, starts = split(folded.text)
    unseen = np.fromiter(map(_SPELT.__getitem__, words), np.float64, len(words))
    bits = _bits(WORDS, _CODES.of(words), unseen)
    brought = np.fromiter((word in lexer.BUILTINS for word in words), bool, len(words))
    return _told(folded, starts, np.where(brought, np.minimum(bits, BROUGHT), bits))


def _told(folded: Folded, starts: I64, bits: F64) -> Told:
    places = folded.places(starts.astype(np.uint32)).astype(np.int64)
    return Told(places, np.concatenate([[0.0], np.cumsum(bits)]))


def tokens(folded: Folded, *, blocks: bool = True) -> tuple[U64, I64]:
    """Codes of the tokens of a folded text, names by where they stood before, and their places."""
    lexed = lexer.read(folded, blocks=blocks)
    before = winnow.previous(lexed.names)
    places = np.arange(len(lexed.names))
    back = np.where(before >= 0, np.minimum(places - before, FAR), FAR).astype(np.uint64)
    codes = np.where(lexed.names > 0, _NEW + back, lexed.classes.astype(np.uint64))
    return winnow.mix(codes), lexed.starts


def of_structure(folded: Folded, *, blocks: bool = True) -> Told:
    """What the order of tokens tells, whatever the names are."""
    codes, starts = tokens(folded, blocks=blocks)
    return _told(folded, starts, _bits(STRUCTURE, codes, np.full(len(codes), RARE)))
