"""The marks of a text: its runs of letters and of digits, with codes that add up to codes of cells.

Everything is numpy over the whole text: a page of a megabyte costs hundredths of a second.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from fingerprints import winnow
from fingerprints.arrays import I64, U64, Mask
from fingerprints.wordset import wordset

SHORT = 9  # digits of a number whose value is told
_PLANE = 1 << 16
_STEP = np.uint64(0xD6E8FEB86659FD93)
_BASE = 0x9E3779B97F4A7C15
INVERSE = np.uint64(pow(_BASE, -1, 2**64))
SAID_ASIDE = wordset(
    "mr mrs ms dr prof herr frau hr fr dipl ing eur usd gbp chf jpy gmbh ltd inc llc ag kg ohg co "
    "corp sa srl bv plc limited tel phone mobile mobil fax name mail email"
)  # titles, currencies, forms of companies and labels: a cell is the same with and without them


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """Runs of letters and of digits in order; places are those of the text they were read from."""

    starts: I64
    ends: I64
    number: Mask  # digits, not letters
    codes: U64  # of letters; 0 for digits, single letters and what is said aside
    values: I64  # of up to nine digits; -1 for letters and longer numbers
    ordinals: I64  # (marks + 1,) digits that stand before each mark
    sums: U64  # (digits + 1,) from which the code of any digits in a row is taken
    whole: I64  # (digits + 2,) for each digit the next one that is no zero
    figures: I64  # (digits + 2,)
    points: I64  # code points of the text

    def digits(self, first: I64, last: I64) -> U64:
        """Codes of the digits first to last, half open; leading zeros do not matter."""
        sums = self.sums[last] - self.sums[first]
        code: U64 = sums * _powers(len(self.sums))[1][np.maximum(last - 1, 0)]
        return code

    def size(self, first: I64, last: I64) -> I64:
        """How many digits there are from the first that is no zero."""
        found: I64 = last - np.minimum(self.whole[first], last)
        return found

    def before(self, at: I64) -> I64:
        """The character before these marks; 0 at the start."""
        starts = self.starts[at]
        return np.where(starts > 0, self.points[starts - 1], 0)


@cache
def _classes() -> tuple[Mask, Mask]:
    """Which code points of the first plane are letters, and which are digits 0 to 9."""
    letters = np.fromiter((chr(point).isalnum() for point in range(_PLANE)), bool, _PLANE)
    digits = np.zeros(_PLANE, bool)
    digits[ord("0") : ord("9") + 1] = True
    return letters & ~digits, digits


def _powers(count: int) -> tuple[U64, U64]:
    return _grown(1 << max(12, count.bit_length()))


@cache
def _grown(size: int) -> tuple[U64, U64]:
    """Powers of the base and of its inverse modulo 2**64."""
    steps = np.ones((2, size), np.uint64)
    steps[0, 1:], steps[1, 1:] = _BASE, INVERSE
    up, down = np.cumprod(steps, axis=1, dtype=np.uint64)
    return up, down


def code_points(text: str) -> I64:
    """The code points of a text."""
    if text.isascii():
        return np.frombuffer(text.encode(), np.uint8).astype(np.int64)
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.int64)


def marks(text: str) -> Marks:
    """All marks of a folded text."""
    points = code_points(text)
    near = np.minimum(points, _PLANE - 1)
    letters, digits = (table[near] for table in _classes())
    letters |= points >= _PLANE
    sort = letters.astype(np.int8) + 2 * digits.astype(np.int8)
    change = np.flatnonzero(np.diff(sort, prepend=np.int8(0), append=np.int8(0)))
    starts, ends = change[:-1], change[1:]
    some = sort[starts] > 0
    starts, ends = starts[some], ends[some]
    number = digits[starts]
    figures = points[digits] - ord("0")
    ordinals = np.append(np.cumsum(digits)[starts] - number, len(figures))
    up = _powers(len(figures) + 1)[0][: len(figures)]
    sums = np.zeros(len(figures) + 1, np.uint64)
    np.cumsum(figures.astype(np.uint64) * up, out=sums[1:])
    return Marks(
        starts=starts,
        ends=ends,
        number=number,
        codes=_words(points, starts, ends, number),
        values=_values(figures, ordinals, ends - starts, number),
        ordinals=ordinals,
        sums=sums,
        whole=_next(figures > 0),
        figures=np.append(figures, [0, 0]),
        points=points,
    )


def _words(points: I64, starts: I64, ends: I64, number: Mask) -> U64:
    """Codes of the words: runs of two letters and more that are not said aside."""
    codes = _codes(points, starts, ends)
    codes[number | (ends - starts < 2) | np.isin(codes, _aside())] = 0  # noqa: PLR2004 - one letter
    return codes


def _codes(points: I64, starts: I64, ends: I64) -> U64:
    """One code for each run, from each letter and its place in the run."""
    if not len(starts):
        return np.empty(0, np.uint64)
    sizes = ends - starts
    place = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    letters = points[np.repeat(starts, sizes) + place].astype(np.uint64)
    each = winnow.mix(letters + (place.astype(np.uint64) + np.uint64(1)) * _STEP)
    return winnow.mix(np.add.reduceat(each, np.cumsum(sizes) - sizes))


def _values(figures: I64, ordinals: I64, sizes: I64, number: Mask) -> I64:
    """What runs of up to nine digits say."""
    found = np.full(len(sizes), -1, np.int64)
    short = np.flatnonzero(number & (sizes <= SHORT))
    total = np.zeros(len(short), np.int64)
    for place in range(SHORT):
        more = place < sizes[short]
        if not more.any():
            break
        digit = figures[np.minimum(ordinals[short] + place, len(figures) - 1)]
        total = np.where(more, 10 * total + digit, total)
    found[short] = total
    return found


def _next(good: Mask) -> I64:
    places = np.where(good, np.arange(len(good)), len(good))
    nearest = np.minimum.accumulate(places[::-1])[::-1]
    return np.append(nearest, [len(good), len(good)])


def word_codes(words: list[str]) -> U64:
    """The codes of single folded words."""
    sizes = np.fromiter(map(len, words), np.int64, len(words))
    ends = np.cumsum(sizes)
    return _codes(code_points("".join(words)), ends - sizes, ends)


@cache
def _aside() -> U64:
    return np.sort(word_codes(sorted(SAID_ASIDE)))
