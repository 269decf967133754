"""Letters and digits of a folded text in runs of 20: finds anything pasted, however it is laid out.

Spacing, punctuation, case, accents and lookalikes are no matter; any shared run of 27 is found.
"""

import numpy as np

from fingerprints import octets
from fingerprints.arrays import U64, Mask
from fingerprints.content import Code, Content, Text
from fingerprints.fold import Folded
from fingerprints.kind import Context, Kind, Tokens
from fingerprints.stream import Grams, Stream

LETTERS = 4  # different ones beyond f in a gram, else it is a table of numbers
SIGNS = 8  # different ones in a gram, else it is a ruler or a filler
_MARKS = octets.marked(octets.ALNUM)
_OTHERS = bytes(byte for byte in range(256) if byte not in octets.ALNUM)
_WORD = 8  # bytes
_ODD = tuple(
    np.uint64(odd)
    for odd in (
        0x9E3779B97F4A7C15,
        0xBF58476D1CE4E5B9,
        0x94D049BB133111EB,
        0xD6E8FEB86659FD93,
        0xA0761D6478BD642F,
    )
)
_HALF = np.uint64(32)
_ONE = np.uint64(1)
_BEYOND = np.uint64((1 << 64) - (1 << 16))  # bits of letters beyond f


def _bit(byte: int) -> int:
    """The bit of a letter or digit; letters outside ASCII share 28."""
    if byte >= octets.FOREIGN:
        return 36 + byte % 28
    return byte - ord("a") + 10 if byte >= ord("a") else byte - ord("0")


_BITS = bytes(_bit(byte) if byte in octets.ALNUM else 0 for byte in range(256))


def read(folded: Folded, k: int) -> Grams:
    """All runs of k letters and digits; k from 8 to 24."""
    read = folded.octets.translate(None, _OTHERS)
    places = np.flatnonzero(octets.flags(folded.octets, _MARKS)).astype(np.uint32)
    places = folded.places(places)
    hashes = _hashes(read, k)
    return Grams(
        hashes=hashes,
        keep=_says_enough(read, k),
        starts=places[: len(hashes)],
        ends=places[k - 1 :] + np.uint32(1) if len(hashes) else places[:0],
        total=len(read),
    )


def _hashes(read: bytes, k: int) -> U64:
    """The hash of each run of k bytes: three words of eight bytes that overlap, mixed twice."""
    size = max(0, len(read) - k + 1)
    words = np.ndarray((size and len(read) - _WORD + 1,), "<u8", read, 0, (1,)) * _ODD[0]
    words ^= words >> _HALF
    hashes: U64 = words[:size] * _ODD[1]
    for place, odd in (((k - _WORD) // 2, _ODD[2]), (k - _WORD, _ODD[3])):
        hashes += words[place : place + size] * odd
    hashes ^= hashes >> _HALF
    hashes *= _ODD[4]
    return hashes


def _says_enough(read: bytes, k: int) -> Mask:
    """Enough different signs, and letters that no hexadecimal number has."""
    seen = _ONE << np.frombuffer(read.translate(_BITS), np.uint8).astype(np.uint64)
    span = 1
    while span < k:
        step = min(span, k - span)
        seen = seen[: max(0, len(seen) - step)] | seen[step:]
        span += step
    enough: Mask = np.bitwise_count(seen) >= SIGNS
    seen &= _BEYOND
    enough &= np.bitwise_count(seen) >= LETTERS
    return enough


STREAM = Stream("text_chars@1", 20, 8, read)


def take(content: Content, context: Context) -> Tokens | None:
    """The stream of letters and digits of a text or of code."""
    if not isinstance(content, Text | Code):
        return None
    return STREAM.take(content.body, context.keys)


KIND = Kind(STREAM.name, take)
