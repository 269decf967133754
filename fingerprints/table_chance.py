"""How often a stranger meets a row of a table by chance, told by the table itself.

A stranger agrees with a row in two or three cells as often as cells so common do by themselves:
the sum over the rows of 2 to the power of minus their bits. Where cells hang together (a company,
its telephone and its town) that is too seldom: there the rows of the table, each held against all
others, tell how often the next one would be met (Good, "The population frequencies of species",
1953). Both are stored for each two and three columns and each level, as numbers only: the first
holds for any cells of a page, the second for those of one record.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from fingerprints import winnow
from fingerprints.arrays import F64, I64, U8, U32, U64, Mask
from fingerprints.table_marks import LAST, LEVELS, NONE

KNOWN = 0.025  # chance to be met that whatever hangs together has, at most: customers order again
LEAST = 10  # the level from which chances are told
STEP = 4  # parts of a bit that a stored chance tells
TOLD, BOUND = 0x40_200_000, 0x40_400_000  # above every column and shape of a profile
KINDS = LAST + 1 + 56  # pairs and groups of three of eight columns, by number
_TWICE = np.append((2 * LEVELS).astype(np.uint8), np.zeros(256 - len(LEVELS), np.uint8))
_SEED = np.uint64(0x8EBC6AF09C88C6E3)


def groups(columns: int) -> tuple[tuple[int, int, int], ...]:
    """For each three columns, in order, the numbers of their pairs."""
    number = {pair: n for n, pair in enumerate(combinations(range(columns), 2), 1)}
    return tuple(
        (number[a, b], number[a, c], number[b, c]) for a, b, c in combinations(range(columns), 3)
    )


@dataclass(slots=True)
class Meetings:
    """What is seen of the rows while their pairs are made."""

    rows: int
    levels: dict[int, U8] = field(default_factory=dict)  # by pair: of each row, without itself
    again: dict[int, Mask] = field(default_factory=dict)  # rows whose pair stands in others too

    def add(self, number: int, rows: I64, levels: U8, again: Mask) -> None:
        """A pair of columns: the level of each row as if it did not stand there itself."""
        self.levels[number] = np.full(self.rows, NONE, np.uint8)
        self.levels[number][rows] = levels
        self.again[number] = np.zeros(self.rows, bool)
        self.again[number][rows] = again

    def chances(self, codes: list[U64]) -> Iterator[tuple[int, tuple[F64, F64]]]:
        """The number of each pair or group of columns, and both of its chances by level."""
        for number, levels in self.levels.items():
            met = levels[self.again[number]]
            yield number, self._chance(_counted(_TWICE[levels] * 2), _counted(_TWICE[met] * 2))
        for n, (group, three) in enumerate(
            zip(groups(len(codes)), combinations(codes, 3), strict=True), LAST + 1
        ):
            if all(number in self.levels for number in group):
                yield n, self._chance(*self._group(group, three))

    def _group(self, group: tuple[int, int, int], three: tuple[U64, ...]) -> tuple[I64, I64]:
        """How many rows tell so many quarters of a bit by three cells, and how many are met."""
        one, two, last = (_TWICE[self.levels[number]] for number in group)
        told = (one + two + last) * ((one > 0) & (two > 0) & (last > 0))
        some = np.flatnonzero(np.logical_and.reduce([self.again[number] for number in group]))
        mixed = winnow.mix(winnow.mix(three[0][some] ^ _SEED) + three[1][some]) + three[2][some]
        return _counted(told), _counted(told[some][counts(mixed) > 1])

    def _chance(self, told: I64, met: I64) -> tuple[F64, F64]:
        """By level."""
        quarters = np.arange(len(told))
        by_bits = told * 2.0 ** -(quarters / 4)
        places = (4 * LEVELS).astype(np.int64)
        above = [values[::-1].cumsum()[::-1] for values in (by_bits, met / max(1, self.rows))]
        independent, together = (np.append(values, 0.0)[places] for values in above)
        return independent, np.minimum(together, KNOWN)


def _counted(quarters: U8) -> I64:
    """How often each number of quarters of a bit stands there, without those that tell nothing."""
    found = np.bincount(quarters, minlength=256)
    found[0] = 0
    return found


def counts(values: U64) -> I64:
    """How often each value stands there."""
    _, where, found = np.unique(values, return_inverse=True, return_counts=True)
    return found[where]


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """By number of a pair or group of columns and by level; 1 where nothing is known."""

    alone: F64  # that cells meet a row which have nothing to do with each other
    bound: F64  # that a record does, since cells hang together


def lines(chances: Iterable[tuple[int, tuple[F64, F64]]]) -> list[int]:
    """Chances as ascending numbers above those of a profile; levels that tell no more are left."""
    found = list(chances)
    return [
        place | number << 13 | level << 8 | value
        for which, place in enumerate((TOLD, BOUND))
        for number, both in found
        for level, value in _steps(both[which])
    ]


def _steps(chance: F64) -> Iterator[tuple[int, int]]:
    """Levels at which a chance gets smaller, and its bits."""
    before = -1
    for level in range(LEAST, len(LEVELS)):
        value = int(np.clip(-np.log2(max(chance[level], 1e-30)) * STEP, 0, 255))
        if value != before:
            yield level, value
        before = value


def read(stored: U32) -> Chances:
    """The reverse of `lines`."""
    found = {TOLD: np.zeros((KINDS, len(LEVELS))), BOUND: np.zeros((KINDS, len(LEVELS)))}
    for value in stored[stored >= TOLD].tolist():
        number, level = value >> 13 & 0x7F, value >> 8 & 0x1F
        found[BOUND if value >= BOUND else TOLD][number, level:] = (value & 0xFF) / STEP
    return Chances(2.0 ** -found[TOLD], 2.0 ** -found[BOUND])
