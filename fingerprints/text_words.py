"""Words of a folded text in runs of three: finds prose with words replaced or sentences moved."""

import re
from itertools import combinations

import numpy as np

from fingerprints import winnow
from fingerprints.content import Content, Text
from fingerprints.fold import Folded
from fingerprints.interned import Codes
from fingerprints.kind import U32, U64, Context, Kind, Tokens
from fingerprints.stream import Grams, Stream
from fingerprints.winnow import Mask

WORD = re.compile(r"\w+|\W+")
LONG = 4  # letters of a word that says something
SAYING = 2  # such words in a gram
LENGTH = 14  # letters in a gram
_CODES = Codes("words")


def split(text: str) -> tuple[list[str], U32, U32]:
    """The words of a folded text with their spans."""
    pieces = WORD.findall(text)
    sizes = np.fromiter(map(len, pieces), np.int64, len(pieces))
    ends = np.cumsum(sizes)
    first = 0 if pieces and (pieces[0][0].isalnum() or pieces[0][0] == "_") else 1
    starts = ends - sizes
    return pieces[first::2], starts[first::2].astype(np.uint32), ends[first::2].astype(np.uint32)


def read(folded: Folded, k: int) -> Grams:
    """All runs of k words."""
    words, starts, ends = split(folded.text)
    codes = _CODES.of(words)
    sizes = (ends - starts).astype(np.int64)
    numbers = np.fromiter(map(str.isdigit, words), bool, len(words))
    saying = (sizes >= LONG) & ~numbers
    hashes = winnow.grams(codes, k)
    enough = (winnow.counts(saying, k) >= SAYING) & (winnow.counts(sizes, k) >= LENGTH)
    last = folded.places(ends - np.uint32(1)) + np.uint32(1)
    return Grams(
        hashes=hashes,
        keep=enough & _varied(codes, k),
        starts=folded.places(starts)[: len(hashes)],
        ends=last[k - 1 :] if len(hashes) else last[:0],
        total=len(words),
    )


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
