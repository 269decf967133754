"""Cells of a table as they are compared: one code for all ways to write them, and what they tell.

Words count in any order (`Last, First`), digits in theirs without leading zeros, however grouped;
dates and amounts by what they say, telephone numbers without their country code.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from fingerprints import winnow
from fingerprints.arrays import F64, I64, U64, Mask
from fingerprints.cell_bits import DATE, DIGIT, LENGTH, phrase_bits, word_bits
from fingerprints.cell_forms import abroad, amounts, dates
from fingerprints.cell_marks import Marks, marks
from fingerprints.fold import fold

LONGEST = 160  # characters of a cell that is compared
WORDS, DIGITS = 7, 31  # of one cell, at most
LETTERS, FIGURES = 3, 3  # of one cell, at least: of a single word, of a number
NATIONAL = 6  # digits of a telephone number without its country code, at least
DATED = (WORDS + 1) * (DIGITS + 1)  # the shape of a date
SHAPES = DATED + 1
SPOKEN = 24.0  # bits of all words of a cell, at most: they choose each other
AT_ONCE = 50_000  # cells
_NUMBER = np.uint64(0xA0761D6478BD642F)
Number = TypeVar("Number", bound=np.number[Any])


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """One value for each cell."""

    codes: U64  # 0 where the cell is not compared
    shapes: I64  # words and digits; -1 where the cell is not compared
    bits: F64  # what its form and the background of names and words tell
    words: U64  # the code of its words alone
    numbers: F64  # its digits as a number

    @property
    def present(self) -> Mask:
        """Which are compared."""
        return self.shapes >= 0


def composed(words: U64, digits: U64, some: Mask) -> U64:
    """One code of the sum of words and the code of the digits, where there are some."""
    return winnow.mix(words + np.where(some, winnow.mix(digits ^ _NUMBER), np.uint64(0)))


def shape(words: I64, digits: I64) -> I64:
    """What a cell looks like; -1 past the limits."""
    good = (words <= WORDS) & (digits <= DIGITS) & (words + digits > 0)
    return np.where(good, words * (DIGITS + 1) + digits, -1)


def digits_of(shapes: I64) -> I64:
    """How many digits cells of these shapes have."""
    return np.where(shapes == DATED, 0, shapes % (DIGITS + 1))


def sums(values: NDArray[Number]) -> NDArray[Number]:
    """Running sums with a zero before them."""
    return np.concatenate([np.zeros(1, values.dtype), np.cumsum(values, dtype=values.dtype)])


def pairs(first: U64, second: U64) -> U64:
    """The unkeyed hashes of pairs of cells, whichever comes first; never stored as they are."""
    return winnow.mix(winnow.mix(first + second) ^ (first * second) ^ (first ^ second))


def read(shown: Sequence[str]) -> Cells:
    """Cells as the table shows them."""
    parts = list(_parts(shown)) or [_empty()]
    names = ("codes", "shapes", "bits", "words", "numbers")
    return Cells(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _empty() -> Cells:
    none, real = np.empty(0, np.uint64), np.empty(0)
    return Cells(none, np.empty(0, np.int64), real, none, real)


def _parts(shown: Sequence[str]) -> Iterator[Cells]:
    for at in range(0, len(shown), AT_ONCE):
        part = [cell if len(cell) <= LONGEST else "" for cell in shown[at : at + AT_ONCE]]
        text = "\n".join(part)
        if text.count("\n") >= len(part):
            text = "\n".join(" ".join(cell.split()) for cell in part)
        yield _read(marks(fold(text).text), len(part))


def _read(found: Marks, count: int) -> Cells:
    """The cells of a text of one cell a line."""
    lines = np.flatnonzero(found.points == ord("\n"))
    edges = np.searchsorted(found.starts, np.concatenate([[0], lines, [len(found.points)]]))
    some = np.flatnonzero(edges[:-1] < edges[1:])
    first, last = edges[some], edges[some + 1] - 1
    start, end = found.ordinals[first], found.ordinals[last + 1]
    words = np.add.reduceat(found.codes, first) if len(first) else found.codes[:0]
    counts = _between(sums((found.codes > 0).astype(np.int64)), first, last)
    foreign = abroad(found, first)
    foreign = np.where((counts == 0) & (end - start - foreign >= NATIONAL), foreign, 0)
    digits, size = found.digits(start + foreign, end), found.size(start + foreign, end)
    cents, told, short = amounts(found, *_trimmed(found, first, last))
    cents &= counts == 0
    digits, size = np.where(cents, told, digits), np.where(cents, short, size)
    codes = composed(words, digits, size > 0)
    spoken: F64 = _between(sums(word_bits(found)), first, last)
    bits = np.minimum(phrase_bits(words, spoken), SPOKEN) + DIGIT * size
    bits += np.where((counts == 0) & (size > 0), LENGTH, 0.0)
    shapes = shape(counts, size)
    letters = _between(sums(np.where(found.codes > 0, found.ends - found.starts, 0)), first, last)
    shapes[(letters < LETTERS) & (size < FIGURES)] = -1
    day = _days(found, first, last)
    dated = day > 0
    numbers = np.zeros(len(some))
    numbers[size > 0] = _numbers(found, start, end)[size > 0]
    values = (
        np.where(dated, day, codes),
        np.where(dated, DATED, shapes),
        np.where(dated, DATE, bits),
        words,
        numbers,
    )
    empty = (np.uint64(0), np.int64(-1), 0.0, np.uint64(0), 0.0)
    whole = [np.full(count, nothing) for nothing in empty]
    for into, value in zip(whole, values, strict=True):
        into[some] = value
    whole[0][whole[1] < 0] = 0
    return Cells(*whole)


def _trimmed(found: Marks, first: I64, last: I64) -> tuple[I64, I64]:
    """Without a currency before or after."""
    silent = ~found.number & (found.codes == 0)
    return np.where(silent[first] & (first < last), first + 1, first), np.where(
        silent[last] & (first < last), last - 1, last
    )


def _between(running: NDArray[Any], first: I64, last: I64) -> NDArray[Any]:
    """The sums from first to last, both included."""
    told: NDArray[Any] = running[last + 1] - running[first]
    return told


def _days(found: Marks, first: I64, last: I64) -> U64:
    """The code of the date that a cell is, with or without a time; 0 where it is none."""
    told = dates(found)
    day = np.zeros(len(found.starts) + 1, np.uint64)
    day[told.first] = told.codes
    letters = sums((found.codes > 0).astype(np.int64))
    rest = np.minimum(first + 3, last + 1)
    fits = (last - first >= 2) & (last - first <= 6) & (letters[last + 1] == letters[rest])  # noqa: PLR2004
    return np.where(fits, day[first], np.uint64(0))


def _numbers(found: Marks, start: I64, end: I64) -> F64:
    """Digits as one number, as near as a float tells it."""
    total = np.zeros(len(start))
    for place in range(int(min((end - start).max(initial=0), DIGITS))):
        more = start + place < end
        digit = found.figures[np.minimum(start + place, len(found.figures) - 1)]
        total = np.where(more, 10 * total + digit, total)
    return total
