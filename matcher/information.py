"""How much a text tells, in bits: what public text and code often say tells little.

Words are weighed by one model, code tokens by two that set names aside in different ways; what
tells little by either of them tells little.
"""

import re
from dataclasses import dataclass

import numpy as np

from fingerprints import code_members, lexer, winnow
from fingerprints.arrays import F64, I64, U64
from fingerprints.fold import Folded
from fingerprints.interned import Codes
from fingerprints.stream import line_starts
from matcher import ngrams
from matcher.ngrams import DISTANCES, MEMBERS, RANKS, WORDS

RARE = 18.0  # bits of a token that no table knows; a word is spelt instead
SPELT, DIGIT, OTHER = 2.4, 3.3, 5.0  # bits of a letter, a digit and a letter beyond ASCII
LONGEST = 19.0  # bits that one word of ASCII can tell
STRANGE = 17.0  # bits of a member that no table knows
BROUGHT = 2.0  # bits of a name that a language brings
LINE, WIDE = 16.0, 40  # bits that a line of code tells at most; one of more tokens as several
FAR = 24  # tokens back to which a name is known again
OTHERS = 16  # other names after which it is not
WITHIN = 32  # names in which these are counted
REMEMBERED = 100_000  # words whose spelling was counted
_WORD = re.compile(r"[^\W_]+|[\W_]+")
_CODES = Codes("information")
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

    def each(self, starts: I64, ends: I64) -> F64:
        """(n,) as `between`, of many spans at once."""
        first, last = np.searchsorted(self.starts, [starts, ends])
        bits: F64 = self.sums[last] - self.sums[first]
        return bits


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


def words(folded: Folded) -> U64:
    """Codes of the words of a folded text."""
    return _CODES.of(split(folded.text)[0])


def of_words(folded: Folded) -> Told:
    """What the words of a text tell; places are those of the text before folding."""
    read, starts = split(folded.text)
    unseen = np.fromiter(map(_SPELT.__getitem__, read), np.float64, len(read))
    bits = ngrams.bits(WORDS, _CODES.of(read), unseen)
    brought = np.fromiter((word in lexer.BUILTINS for word in read), bool, len(read))
    return _told(folded, starts, np.where(brought, np.minimum(bits, BROUGHT), bits))


def _told(folded: Folded, starts: I64, bits: F64) -> Told:
    places = folded.places(starts.astype(np.uint32)).astype(np.int64)
    return Told(places, np.concatenate([[0.0], np.cumsum(bits)]))


def members(folded: Folded) -> U64:
    """Codes of the names of a text that stay when others are changed."""
    return winnow.mix(code_members.codes(folded)[0])


def of_members(folded: Folded) -> Told:
    """What the order of such names tells."""
    codes, starts = code_members.codes(folded)
    bits = ngrams.bits(MEMBERS, winnow.mix(codes), np.full(len(codes), STRANGE))
    return _told(folded, starts, bits)


def distances(lexed: lexer.Lexed) -> U64:
    """Codes of tokens, names by how many tokens back they stood last."""
    before = winnow.previous(lexed.names)
    places = np.arange(len(lexed.names))
    back = np.where(before >= 0, np.minimum(places - before, FAR), FAR)
    return _codes(lexed, back[lexed.names > 0])


def ranks(lexed: lexer.Lexed) -> U64:
    """Codes of tokens, names by how many other names stood since they stood last.

    The place in a list that moves each name to its front (Bentley et al. 1986).
    """
    names = lexed.names[lexed.names > 0]
    before = winnow.previous(names)
    near = np.flatnonzero((before >= 0) & (np.arange(len(names)) - before <= WITHIN))
    last, others = before[near], np.zeros(len(near), np.int64)
    for step in range(1, WITHIN):
        between = near - step
        others += (between > last) & (before.take(between, mode="clip") <= last)
    found = np.full(len(names), OTHERS)
    found[near] = np.minimum(others, OTHERS - 1)
    return _codes(lexed, found)


def _codes(lexed: lexer.Lexed, names: I64) -> U64:
    codes = lexed.classes.astype(np.uint64)
    codes[lexed.names > 0] = _NEW + names.astype(np.uint64)
    return winnow.mix(codes)


def of_structure(folded: Folded, *, blocks: bool = True) -> Told:
    """What the order of tokens tells, whatever the names are."""
    lexed = lexer.read(folded, blocks=blocks)
    unseen = np.full(len(lexed.classes), RARE)
    by_distance = ngrams.bits(DISTANCES, distances(lexed), unseen)
    by_rank = ngrams.bits(RANKS, ranks(lexed), unseen)
    return _told(folded, lexed.starts, _rated(folded, lexed, np.minimum(by_distance, by_rank)))


def _rated(folded: Folded, lexed: lexer.Lexed, bits: F64) -> F64:
    """No more of each line than a line tells at most.

    What two authors arrive at without each other is short and dense, and a copy has lines.
    """
    lines = np.searchsorted(line_starts(folded.text), lexed.starts, side="right")
    told, tokens = np.bincount(lines, bits), np.bincount(lines)
    most = LINE * np.maximum(1.0, tokens / WIDE)
    rates: F64 = np.minimum(1.0, most / np.maximum(told, 1.0)).take(lines)
    return bits * rates
