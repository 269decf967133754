"""Words of a folded text in runs of three: finds prose with words replaced or sentences moved."""

from itertools import combinations

import numpy as np

from fingerprints import octets, winnow
from fingerprints.arrays import I64, U8, U64, Mask
from fingerprints.content import Content, Text
from fingerprints.fold import Folded
from fingerprints.kind import Context, Kind, Tokens
from fingerprints.stream import Grams, Stream

LONG = 4  # letters of a word that says something
SAYING = 2  # such words in a gram
LENGTH = 14  # letters in a gram
_SAYING = 1 << 32  # counts such words beside the letters
_MARKS = octets.marked(octets.ALNUM + b"_")
_DIGITS = np.frombuffer(octets.marked(b"0123456789"), bool)


def read(folded: Folded, k: int) -> Grams:
    """All runs of k words."""
    starts, ends = _spans(folded.octets)
    codes = octets.words(folded.sums, starts, ends)
    hashes = winnow.grams(codes, k)
    firsts = np.frombuffer(folded.octets, np.uint8).take(starts)
    size = len(hashes)
    return Grams(
        hashes=hashes,
        keep=_says_enough(ends - starts, firsts, k) & _varied(codes, k),
        starts=folded.places(starts[:size].astype(np.uint32)),
        ends=folded.after(ends[len(ends) - size :]),
        total=len(codes),
    )


def _spans(read: bytes) -> tuple[I64, I64]:
    """Where words start and end: runs of letters, digits and underscores."""
    inside = octets.flags(b" %b " % read, _MARKS)
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    return edges[::2], edges[1::2]


def _says_enough(sizes: I64, firsts: U8, k: int) -> Mask:
    """Enough letters, and enough words that are neither short nor numbers."""
    saying = (sizes >= LONG) > _DIGITS.take(firsts)
    facts = np.minimum(sizes, LENGTH) + saying * _SAYING
    inside = winnow.windows(facts, k)
    enough: Mask = (inside & (_SAYING - 1)) >= LENGTH
    enough &= inside >= SAYING * _SAYING
    return enough


def _varied(codes: U64, k: int) -> Mask:
    """No word twice in a gram."""
    size = max(0, len(codes) - k + 1)
    varied = np.ones(size, bool)
    for one, other in combinations(range(k), 2):
        varied &= codes[one : one + size] != codes[other : other + size]
    return varied


STREAM = Stream("text_words@1", 3, 4, read)


def take(content: Content, context: Context) -> Tokens | None:
    """The stream of words of a text."""
    if not isinstance(content, Text):
        return None
    return STREAM.take(content.body, context.keys)


KIND = Kind(STREAM.name, take)
