"""Letters and digits of a folded text in runs of 20: finds anything pasted, however it is laid out.

Spacing, punctuation, case, accents and lookalikes are no matter; any shared run of 27 is found.
"""

from functools import cache

import numpy as np

from fingerprints import winnow
from fingerprints.content import Code, Content, Text
from fingerprints.fold import Folded
from fingerprints.kind import U32, Context, Kind, Tokens
from fingerprints.stream import Grams, Stream
from fingerprints.winnow import Mask

LETTERS = 4  # different ones beyond f in a gram, else it is a table of numbers
SIGNS = 8  # different ones in a gram, else it is a ruler or a filler
_SALT = np.uint64(0x636F70797761746)


@cache
def _ascii() -> Mask:
    return np.array([chr(point).isalnum() for point in range(128)])


def _alphanumeric(points: U32) -> Mask:
    if len(points) and points.max() >= len(_ascii()):
        known, where = np.unique(points, return_inverse=True)
        mask: Mask = np.array([chr(point).isalnum() for point in known])[where]
        return mask
    return _ascii()[points]


def read(folded: Folded, k: int) -> Grams:
    """All runs of k letters and digits."""
    points = np.frombuffer(folded.text.encode("utf-32-le", "surrogatepass"), "<u4")
    places = np.flatnonzero(_alphanumeric(points)).astype(np.uint32)
    points = points[places]
    codes = winnow.mix(points.astype(np.uint64) + _SALT)
    places = folded.places(places)
    hashes = winnow.grams(codes, k)
    before = winnow.previous(points)
    return Grams(
        hashes=hashes,
        keep=_says_enough(points, before, k),
        starts=places[: len(hashes)],
        ends=places[k - 1 :] + np.uint32(1) if len(hashes) else places[:0],
        total=len(points),
    )


def _says_enough(points: U32, before: winnow.I64, k: int) -> Mask:
    """Enough different signs, and letters that no hexadecimal number has."""
    signs = k - winnow.repeats(before, k)
    letters = points > ord("f")
    beyond = winnow.counts(letters, k) - winnow.repeats(np.where(letters, before, -1), k)
    return (signs >= SIGNS) & (beyond >= LETTERS)


STREAM = Stream("text_chars@1", 20, 8, read)


def take(content: Content, context: Context) -> Tokens | None:
    """The stream of letters and digits of a text or of code."""
    if not isinstance(content, Text | Code):
        return None
    return STREAM.take(content.body, context.keys)


KIND = Kind(STREAM.name, take)
