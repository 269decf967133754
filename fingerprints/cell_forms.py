"""What runs of marks say however they are written: dates, amounts, numbers with a country code."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from fingerprints import winnow
from fingerprints.arrays import I64, U64, Mask
from fingerprints.cell_marks import INVERSE, Marks, word_codes

YEARS = (1900, 2100)
CENTURY = 40  # two digits below are of this century
ZEROS = 2  # that stand for + before a country code
_DAY = np.uint64(0xE7037ED1A0B428DB)
_TELLING = np.array([ord(mark) for mark in "-./"])
_MONTHS = """
jan january januar janvier enero ene gennaio gen janeiro januari
feb february februar fevrier fev febrero febbraio fevereiro februari
mar march marz maerz mars marzo marco maart mrz
apr april avril abril abr aprile
may mai mayo maggio mag maio mei
jun june juni juin junio giugno giu junho
jul july juli juillet julio luglio lug julho
aug august aout agosto ago augustus
sep sept september septembre septiembre settembre set setembro
oct okt october oktober octobre octubre ottobre ott outubro out
nov november novembre noviembre novembro
dec dez december dezember decembre diciembre dic dicembre dezembro
"""


@cache
def _months() -> tuple[U64, I64]:
    """Codes of the months' names in seven languages, sorted, and their numbers."""
    lines = enumerate(_MONTHS.strip().split("\n"), 1)
    numbers = {word: number for number, line in lines for word in line.split()}
    codes = word_codes(list(numbers))
    order = np.argsort(codes)
    return codes[order], np.array(list(numbers.values()))[order]


@dataclass(frozen=True, slots=True, eq=False)
class Dates:
    """Dates of three marks: the first mark of each, and what it says; day and month either way."""

    first: I64
    codes: U64


def dates(found: Marks) -> Dates:
    """All dates: 2024-03-02, 02.03.24, 3/2/2024, 2 March 2024, Mar 2, 2024."""
    if len(found.starts) < 3:  # noqa: PLR2004 - day, month, year
        return Dates(np.empty(0, np.int64), np.empty(0, np.uint64))
    gap = found.starts[1:] - found.ends[:-1]
    at = np.flatnonzero((gap[:-1] <= 3) & (gap[1:] <= 3) & _dated(found))  # noqa: PLR2004 - `. `
    one, two, three = (found.values[at + n] for n in range(3))
    sizes = [(found.ends - found.starts)[at + n] for n in range(3)]
    month = _month(found, at), _month(found, at + 1)
    named = (month[0] > 0) | (month[1] > 0)
    year_first = ~named & (sizes[0] == 4)  # noqa: PLR2004 - digits of a year
    year = np.where(year_first, one, three)
    digits = np.where(year_first, sizes[0], sizes[2])
    year = year + np.where(digits == 2, np.where(year < CENTURY, 2000, 1900), 0)  # noqa: PLR2004
    left = np.where(year_first, three, np.where(month[0] > 0, month[0], one))
    right = np.where(month[1] > 0, month[1], two)
    low, high = np.minimum(left, right), np.maximum(left, right)
    good = named | _punctuated(found, at)
    good &= (low >= 1) & (low <= 12) & (high <= 31) & np.isin(digits, [2, 4])  # noqa: PLR2004
    good &= (year >= YEARS[0]) & (year < YEARS[1])
    told = (year * 10_000 + low * 100 + high)[good].astype(np.uint64)
    return Dates(at[good], winnow.mix(told ^ _DAY))


def _dated(found: Marks) -> Mask:
    """Where three marks may be a date: numbers, or two of them and the name of a month."""
    number, last = found.number, found.number[2:]
    month = _month(found, np.arange(len(found.starts))) > 0
    plain = number[:-2] & number[1:-1]
    with_name = (number[:-2] & month[1:-1]) | (month[:-2] & number[1:-1])
    found_: Mask = last & (plain | with_name)
    return found_


def _month(found: Marks, at: I64) -> I64:
    """The month that this mark names, or 0."""
    codes, numbers = _months()
    where = np.minimum(np.searchsorted(codes, found.codes[at]), len(codes) - 1)
    return np.where(codes[where] == found.codes[at], numbers[where], 0)


def _punctuated(found: Marks, at: I64) -> Mask:
    """Numbers with the same mark between them and nothing else."""
    ends, starts = found.ends, found.starts
    first, second = found.points[ends[at]], found.points[ends[at + 1]]
    close = (starts[at + 1] - ends[at] == 1) & (starts[at + 2] - ends[at + 1] == 1)
    numbers = found.number[at] & found.number[at + 1]
    good: Mask = close & numbers & (first == second) & np.isin(first, _TELLING)
    return good


def amounts(found: Marks, first: I64, last: I64) -> tuple[Mask, U64, I64]:
    """Which runs of numbers end in cents, their codes and sizes: 1,234.5 is 123450, 12.00 is 12."""
    good = (first < last) & (found.ends[last] - found.starts[last] <= 2)  # noqa: PLR2004 - cents
    codes, sizes = np.zeros(len(first), np.uint64), np.zeros(len(first), np.int64)
    at = np.flatnonzero(good)
    at = at[_parted(found, first[at], last[at])]
    good = np.zeros(len(first), bool)
    good[at] = True
    codes[at], sizes[at] = _amounts(found, first[at], last[at])
    return good, codes, sizes


def _parted(found: Marks, first: I64, last: I64) -> Mask:
    """Where a mark of decimals stands before the last number, and all between have three digits."""
    before = found.before(last)
    good: Mask = (before == ord(",")) | (before == ord("."))
    good &= found.starts[last] - found.ends[np.maximum(last - 1, 0)] == 1
    if good.any():
        thousands = np.concatenate([[0], np.cumsum(found.ends - found.starts == 3)])  # noqa: PLR2004
        good &= thousands[last] - thousands[np.minimum(first + 1, last)] == last - first - 1
    return good


def _amounts(found: Marks, first: I64, last: I64) -> tuple[U64, I64]:
    """Codes of amounts and how many digits they have, without cents where these are none."""
    single = found.ends[last] - found.starts[last] == 1
    start, end = found.ordinals[first], found.ordinals[last + 1]
    cents = np.where(single, 10, 1) * found.values[last]
    whole = found.digits(start, found.ordinals[last])
    full = found.digits(start, end) * np.where(single, INVERSE, np.uint64(1))
    size = found.size(start, np.where(cents == 0, found.ordinals[last], end)) + single
    return np.where(cents == 0, whole, full), size


@cache
def _codes() -> I64:
    """How long telephone country codes are (ITU-T E.164), by their first two digits."""
    two = {
        20, 27, 30, 31, 32, 33, 34, 36, 39, *range(40, 50), *range(51, 59), *range(60, 67), 81, 82,
        84, 86, *range(90, 96), 98,
    }  # fmt: skip
    return np.array([1 if n // 10 in {1, 7} else 2 if n in two else 3 for n in range(100)])


def country(found: Marks, digit: I64) -> I64:
    """How many digits from this one on are a telephone country code."""
    pair = 10 * found.figures[digit] + found.figures[digit + 1]
    size: I64 = _codes()[pair]
    return size


def abroad(found: Marks, first: I64) -> I64:
    """Digits of a country code after + or 00 at the start of these marks; 0 without one."""
    at = found.ordinals[first]
    zeros = found.whole[at] - at == ZEROS
    called = found.number[first] & (zeros | (found.before(first) == ord("+")))
    skip = np.where(zeros, ZEROS, 0)
    return np.where(called, skip + country(found, np.minimum(at + skip, len(found.sums) - 1)), 0)
