"""Code with its names set aside, in runs of 20 tokens: finds renamed and reformatted copies.

A name counts only by where it stood before in the same run (p-strings: Baker 1995), so that
any consistent renaming gives the same hashes.
"""

from dataclasses import dataclass

import numpy as np

from fingerprints import lexer, winnow
from fingerprints.arrays import I64, U64, Mask
from fingerprints.content import Code, Content
from fingerprints.fold import Folded
from fingerprints.kind import Context, Kind, Tokens
from fingerprints.lexer_quiet import has_blocks
from fingerprints.stream import Grams, Stream
from fingerprints.winnow import Numbers
from fingerprints.wordset import wordset

NAMES = 3  # different ones in a gram, else it is a table
NEW = 14  # different ones at most, else it is prose
SIGNS = 5  # operators and literals in a gram, else it is prose
FARTHEST = 64  # tokens to the same name that a code tells
_SALT = np.uint64(0x746F6B656E73)
_CODES = winnow.mix(np.arange(lexer.CODES + FARTHEST, dtype=np.uint64) + _SALT)
_AGAIN = _CODES[lexer.CODES :] - _CODES[lexer.NAME]  # what a name seen before adds, by distance
_NAME, _SIGN = 1, 1 << 16  # two counts in one number
_TYPES = wordset("""
bool byte char double enum extern float inline int int16_t int32_t int64_t int8_t long short size_t
ssize_t static struct typedef uint16_t uint32_t uint64_t uint8_t unsigned void volatile
""")  # count as operators: declarations have none, and prose has never so many of them


def _facts() -> I64:
    """What each class counts for: one name, or one operator or string."""
    facts = np.zeros(lexer.CODES, np.int64)
    facts[lexer.NAME] = _NAME
    facts[lexer.STRING] = facts[lexer.SIGN :] = _SIGN
    facts[[lexer.class_of(word) for word in _TYPES]] = _SIGN
    return facts


_FACTS = _facts()


@dataclass(frozen=True, slots=True, eq=False)
class _Again:
    """Names that stood less than a gram before: where, and from which gram's end on they do not."""

    places: I64
    leave: I64
    distances: I64


def read(folded: Folded, k: int) -> Grams:
    """All runs of k tokens."""
    return _runs(folded, lexer.read(folded), k)


def read_pasted(folded: Folded, k: int) -> Grams | None:
    """As `read`, whatever comment a piece was pasted behind; None where that is the same."""
    if not has_blocks(folded.octets):
        return None
    return _runs(folded, lexer.read(folded, blocks=False), k)


def _runs(folded: Folded, lexed: lexer.Lexed, k: int) -> Grams:
    again = _again(lexed, k)
    hashes = _grams(lexed, again, k)
    size = len(hashes)
    return Grams(
        hashes=hashes,
        keep=_says_enough(lexed, again, k),
        starts=folded.places(lexed.starts[:size].astype(np.uint32)),
        ends=folded.after(lexed.ends[len(lexed.ends) - size :]),
        total=len(lexed.classes),
    )


def _again(lexed: lexer.Lexed, k: int) -> _Again:
    named = np.flatnonzero(lexed.names)
    before = winnow.previous(lexed.names.take(named))
    seen = np.flatnonzero(before >= 0)
    places, before = named.take(seen), named.take(before.take(seen))
    distances = places - before
    near = np.flatnonzero(distances < k)
    return _Again(places.take(near), before.take(near) + k, distances.take(near))


def _grams(lexed: lexer.Lexed, again: _Again, k: int) -> U64:
    """As `winnow.grams`, where a name seen before in the same gram counts by its distance."""
    weights = winnow.weighted(_CODES.take(lexed.classes))
    more: U64 = _AGAIN.take(again.distances) * winnow.POWERS.up.take(again.places)
    return winnow.levelled(_windows(weights, again, more, k))


def _says_enough(lexed: lexer.Lexed, again: _Again, k: int) -> Mask:
    """Enough different names and enough operators: neither a table nor prose."""
    facts: I64 = _FACTS.take(lexed.classes)
    fewer: I64 = np.full(len(again.places), -_NAME)
    inside = _windows(facts, again, fewer, k)
    names = inside & (_SIGN - 1)
    return (names >= NAMES) & (names <= NEW) & (inside >= SIGNS * _SIGN)


def _windows(values: Numbers, again: _Again, more: Numbers, k: int) -> Numbers:
    """As `winnow.windows`, with more for a name while its earlier place is in the gram."""
    size = len(values)
    change = np.concatenate([values, np.zeros(k, values.dtype)])
    change[k:] -= values
    change[again.places] += more
    change[again.leave] -= more
    return np.cumsum(change[:size])[k - 1 :]


STREAM = Stream("code_tokens@1", 20, 4, read, read_pasted)


def take(content: Content, context: Context) -> Tokens | None:
    """The stream of tokens of a source file."""
    if not isinstance(content, Code):
        return None
    return STREAM.take(content.body, context.keys)


KIND = Kind(STREAM.name, take)
