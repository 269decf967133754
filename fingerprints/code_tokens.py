"""Code with its names set aside, in runs of 20 tokens: finds renamed and reformatted copies.

A name counts only by where it stood before in the same run (p-strings: Baker 1995), so that
any consistent renaming gives the same hashes.
"""

import numpy as np

from fingerprints import lexer, winnow
from fingerprints.content import Code, Content
from fingerprints.fold import Folded
from fingerprints.kind import U64, Context, Kind, Tokens
from fingerprints.stream import Grams, Stream
from fingerprints.winnow import I64, Mask

NAMES = 3  # different ones in a gram, else it is a table
NEW = 14  # different ones at most, else it is prose
SIGNS = 5  # operators and literals in a gram, else it is prose
_SALT = np.uint64(0x746F6B656E73)
_AGAIN = np.uint64(1 << 32)  # plus the distance to the same name


def read(folded: Folded, k: int) -> Grams:
    """All runs of k tokens."""
    lexed = lexer.lex(folded.text)
    before = winnow.previous(lexed.names)
    before[lexed.names == 0] = -1
    hashes = _grams(lexed.classes, before, k)
    starts = folded.places(lexed.starts)
    ends = folded.places(lexed.ends - np.uint32(1)) + np.uint32(1)
    return Grams(
        hashes=hashes,
        keep=_says_enough(lexed, before, k),
        starts=starts[: len(hashes)],
        ends=ends[k - 1 :] if len(hashes) else ends[:0],
        total=len(lexed.classes),
    )


def _grams(classes: U64, before: I64, k: int) -> U64:
    """Prefix sums as in `winnow.grams`, where a name seen before counts by its distance.

    It counts so only in windows that hold both places, hence the sums are put right by
    differences: one starts where the name enters, one ends where the earlier name leaves.
    """
    size = len(classes)
    if size < k:
        return np.empty(0, np.uint64)
    codes = winnow.mix(classes + _SALT)
    sums = np.zeros(size + 1, np.uint64)
    np.cumsum(winnow.weighted(codes), out=sums[1:])
    places = np.arange(size)
    near = places[(before >= 0) & (before > places - k)]
    distance = (near - before[near]).astype(np.uint64)
    change = np.zeros(size, np.uint64)
    change[near] = winnow.mix(_AGAIN + distance) - codes[near]
    change = winnow.weighted(change)[near]
    corrections = np.zeros(size + k, np.uint64)
    corrections[near] += change
    corrections[before[near] + k] -= change
    moved = np.cumsum(corrections)[k - 1 : size]
    return winnow.levelled(sums[k:] - sums[:-k] + moved)


def _says_enough(lexed: lexer.Lexed, before: I64, k: int) -> Mask:
    """Enough different names and enough operators: neither a table nor prose."""
    named = lexed.names > 0
    names = winnow.counts(named, k) - winnow.repeats(before, k)
    signs = winnow.counts((lexed.classes >= lexer.SIGN) | (lexed.classes == lexer.STRING), k)
    return (names >= NAMES) & (names <= NEW) & (signs >= SIGNS)


STREAM = Stream("code_tokens@1", 20, 8, read)


def take(content: Content, context: Context) -> Tokens | None:
    """The stream of tokens of a source file."""
    if not isinstance(content, Code):
        return None
    return STREAM.take(content.body, context.keys)


KIND = Kind(STREAM.name, take)
