"""One spelling for all ways to write a text: case, width, accents, lookalikes, hidden signs."""

import unicodedata
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from fingerprints import octets
from fingerprints.arrays import I64, U32, U64, Mask
from fingerprints.confusables import CONFUSABLES

# Not of category Cf, yet shown as nothing: joiner, Hangul fillers, variation selectors.
_UNSEEN = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0}
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
_BARE = ("Cn", "Co", "Cs")  # nothing is known of these: unassigned, private, half of a pair
_BARE_PLANES = 0x40000  # from here on all are such,
_SPECIAL, _BLOCK = 0xE0, 0x1000  # but for tags and selectors in one block
_LONGER = 4  # times its length that a folded text may have, beside
_SLACK = 1_000  # more characters
_POINTS = 0x110000  # in Unicode


@dataclass(frozen=True, eq=False)
class Folded:
    """A folded text; `origins` maps each of its characters to the original (None: the same)."""

    text: str
    origins: U32 | None = None
    written: str = ""  # the original

    @cached_property
    def octets(self) -> bytes:
        """One byte for each character; all streams of the text read these."""
        return octets.of(self.text)

    @cached_property
    def sums(self) -> U64:
        """What the codes of words are told from, worked out once for all streams."""
        return octets.sums(self.octets)

    def capitals(self, offsets: I64) -> Mask:
        """Which of these folded characters were written as capital letters.

        None, where the whole text is written so: then it tells nothing.
        """
        if self.written.isupper():
            return np.zeros(len(offsets), bool)
        if self.written.isascii():
            signs = np.frombuffer(self.written.encode(), np.uint8).take(offsets)
        else:
            points = np.frombuffer(self.written.encode("utf-32-le", "surrogatepass"), "<u4")
            signs = points.take(self.places(offsets.astype(np.uint32)))
        large: Mask = (signs >= ord("A")) & (signs <= ord("Z"))
        wide = np.flatnonzero(signs >= octets.FOREIGN)
        large[wide] = [chr(point).isupper() for point in signs[wide].tolist()]
        return large

    def places(self, offsets: U32) -> U32:
        """Where these folded characters stood in the original."""
        return offsets if self.origins is None else self.origins.take(offsets)

    def after(self, ends: I64) -> U32:
        """Where units that end before these folded characters ended in the original."""
        return self.places((ends - 1).astype(np.uint32)) + np.uint32(1)


def hidden(character: str) -> bool:
    """Shown as nothing: zero-width, bidirectional controls, soft hyphen, tags, selectors."""
    point = ord(character)
    return (
        unicodedata.category(character) == "Cf"
        or point in _UNSEEN
        or any(point in selectors for selectors in _SELECTORS)
    )


def _one(character: str) -> str:
    """Each character is folded alone (NFKD), so that the Unicode form of the text is no matter."""
    if hidden(character):
        return ""
    if unicodedata.category(character) in _BARE:
        return character
    wide = unicodedata.normalize("NFKD", character).casefold()
    plain = (c for c in unicodedata.normalize("NFKD", wide) if not _mark(c))
    return "".join(CONFUSABLES.get(c, c) for c in plain if not hidden(c)).lower()


def _mark(character: str) -> bool:
    """An accent or a vowel sign: words of Indic scripts stay whole without them."""
    return unicodedata.category(character)[0] == "M"


class _Table:
    """Folded characters, worked out when they are first met; no larger than Unicode.

    `codes` holds 0 for a character not met yet, one more than its point for a character that
    folds to one, and above that the row of a character that folds to none or several.
    """

    def __init__(self) -> None:
        self.codes = np.zeros(_POINTS, np.uint32)  # pages that nothing touches cost no memory
        self.rows: list[U32] = []

    def of(self, points: U32) -> U32:
        codes: U32 = self.codes.take(points)
        missing = codes == 0
        if missing.any():
            met = np.unique(points[missing])
            bare = (met >= _BARE_PLANES) & (met // _BLOCK != _SPECIAL)
            self.codes[met[bare]] = met[bare] + np.uint32(1)
            for point in met[~bare].tolist():
                self.codes[point] = self._learn(_one(chr(point)))
            codes = self.codes.take(points)
        return codes

    def _learn(self, folded: str) -> int:
        if len(folded) == 1:
            return ord(folded) + 1
        self.rows.append(np.array([ord(c) for c in folded], np.uint32))
        return _POINTS + len(self.rows)


_TABLE = _Table()


def fold(text: str) -> Folded:
    """Fold a text, keeping where each character came from."""
    if text.isascii():
        return Folded(text.lower(), written=text)
    codes = _TABLE.of(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4"))
    rows = np.flatnonzero(codes > _POINTS)
    if not len(rows):
        return Folded(_text(codes - np.uint32(1)), written=text)
    pieces = [_TABLE.rows[row] for row in (codes[rows] - np.uint32(_POINTS + 1)).tolist()]
    if sum(map(len, pieces)) > _LONGER * len(codes) + _SLACK:  # one sign may stand for 18 letters
        pieces = [piece[:_LONGER] for piece in pieces]
    sizes = np.ones(len(codes), np.int64)
    sizes[rows] = [len(piece) for piece in pieces]
    origins = np.repeat(np.arange(len(codes), dtype=np.uint32), sizes)
    folded = codes.take(origins) - np.uint32(1)
    folded[sizes.take(origins) > 1] = np.concatenate([np.empty(0, np.uint32), *pieces])
    return Folded(_text(folded), origins, text)


def fitting(text: str, most: int) -> int:
    """How many characters of a text, from its start, fold to at most so many."""
    if text.isascii() or _LONGER * len(text) + _SLACK <= most:
        return min(len(text), most)
    codes = _TABLE.of(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4"))
    rows = np.flatnonzero(codes > _POINTS)
    sizes = np.ones(len(codes), np.int64)
    sizes[rows] = [len(_TABLE.rows[row]) for row in (codes[rows] - np.uint32(_POINTS + 1)).tolist()]
    if sizes[rows].sum() > _LONGER * len(codes) + _SLACK:
        sizes = np.minimum(sizes, _LONGER)
    return int(np.searchsorted(np.cumsum(sizes), most, side="right"))


def _text(points: U32) -> str:
    return points.astype("<u4", copy=False).tobytes().decode("utf-32-le", "surrogatepass")
