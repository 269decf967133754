"""Every word and sign of a source file in two keyed bytes: what only candidates are compared with.

Streams of hashed runs find a candidate; they cannot tell what stands beside the runs, nor whether
names were changed the same way throughout. No index holds a sketch: it lies sealed in its entry.
"""

import zlib
from dataclasses import dataclass

import numpy as np

from fingerprints import lexer, octets, winnow
from fingerprints.arrays import I64, U16, U32, U64, Mask
from fingerprints.content import Code, Content
from fingerprints.fold import Folded, fold
from fingerprints.keys import Keys
from fingerprints.kind import Context, Kind, Sketch
from fingerprints.lexer_quiet import quiet
from fingerprints.stream import LONGEST

NAME = "code_sketch@2"
WORD, COMMENT, CAPITAL = 1 << 15, 1 << 14, 1 << 13  # bits of a unit beside its keyed code
CODE = CAPITAL - 1
_SALT = np.uint64(0x736B65746368)


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """The words and signs of a text, those of comments and strings too, without layout."""

    codes: U64  # the same wherever the same unit stands
    words: Mask  # which may be a name
    quiet: Mask  # which stand in comments
    capitals: Mask  # which begin with one: Point and point are two names
    starts: I64  # in the folded text
    ends: I64


def units(folded: Folded, *, blocks: bool = True) -> Units:
    """What is written, whatever it means; without `blocks` only lines are comments.

    A page may begin and end inside a comment, and a piece may be pasted into one.
    """
    signs = np.frombuffer(folded.octets, np.uint8)
    roles = np.frombuffer(folded.octets.translate(lexer.ROLES), np.uint8)
    starts, ends = lexer.spans(np.append(roles, np.zeros(1, np.uint8)))
    codes = octets.words(folded.sums, starts, ends)
    words = (roles.take(starts) == lexer.WORD) & ~lexer.IS_DIGIT.take(signs.take(starts))
    comments = np.frombuffer(quiet(folded.octets, blocks=blocks), np.uint8)
    capitals = folded.capitals(starts) & words
    return Units(codes, words, comments.take(starts) == ord(" "), capitals, starts, ends)


def keyed(codes: U64, keys: Keys) -> U16:
    """What of a unit is kept: equal ones stay equal, and one in 8,192 others is taken for it."""
    found: U16 = (winnow.keyed(winnow.mix(codes + _SALT), keys, NAME) & np.uint64(CODE)).astype(
        "<u2"
    )
    return found


def take(content: Content, context: Context) -> Sketch | None:
    """The sketch of a source file; None where nothing is written."""
    if not isinstance(content, Code):
        return None
    folded = fold(content.body[:LONGEST])
    found = units(folded)
    if not found.words.any():
        return None
    kept = keyed(found.codes, context.keys)
    kept |= found.words.astype(np.uint16) * np.uint16(WORD)
    kept |= found.quiet.astype(np.uint16) * np.uint16(COMMENT)
    kept |= found.capitals.astype(np.uint16) * np.uint16(CAPITAL)
    return Sketch(len(kept), _packed(kept, folded.places(found.starts.astype(np.uint32))))


def _packed(kept: U16, starts: U32) -> bytes:
    steps = np.diff(starts, prepend=np.zeros(1, np.uint32)).astype("<u4")
    return zlib.compress(kept.astype("<u2").tobytes() + steps.tobytes(), 1)


def opened(body: bytes, count: int) -> tuple[U16, I64]:
    """(n,) units and (n,) the characters where they start."""
    data = zlib.decompress(body)
    kept = np.frombuffer(data, "<u2", count).astype(np.uint16)
    steps = np.frombuffer(data, "<u4", count, 2 * count)
    return kept, np.cumsum(steps, dtype=np.int64)


KIND = Kind(NAME, take)
