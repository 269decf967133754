"""Cells of a table as they are compared: one spelling, and how much a cell tells by itself."""

import re

from fingerprints import winnow
from fingerprints.fold import fold
from fingerprints.interned import Codes
from fingerprints.kind import U64

SHORTEST, LONGEST = 3, 80  # letters and digits of a cell that is compared
DIGIT, LETTER = 3.3, 2.0  # bits that a digit and a letter of a number, code or address tell
WORD, WORDS = 12.0, 18.0  # one word (a first name, a city), two or more (a full name)
DATE = 14.0  # a day of the last fifty years
UNSEEN = 8.0  # bits that a repeated cell tells beyond its share of a column of many values
STRONG = 32.0  # cells that tell so many bits are met by chance less than once in 1e8 rows
LEVEL = 4.7  # steps in which the store tells bits; seven of them are strong
_DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}")
_CODES = Codes("cells")


def normal(cell: str) -> str:
    """Letters and digits of the folded cell; empty where it is too short or too long to compare."""
    kept = "".join(filter(str.isalnum, fold(cell[: 4 * LONGEST]).text))
    return kept if SHORTEST <= len(kept) <= LONGEST else ""


def bits(cell: str) -> float:
    """How much a cell tells, estimated from its form alone."""
    cell = cell.strip()
    if any(map(str.isdigit, cell)) or "@" in cell:
        return told(cell)
    return min(told(cell), WORD if len(cell.split()) < 2 else WORDS)  # noqa: PLR2004 - a full name


def told(cell: str) -> float:
    """The bits of its letters and digits, as in a number or an address; less for a date."""
    if _DATE.fullmatch(cell):
        return DATE
    return DIGIT * sum(map(str.isdigit, cell)) + LETTER * sum(map(str.isalpha, cell))


def pairs(first: U64, second: U64) -> U64:
    """The unkeyed hashes of pairs of cells, whichever comes first; never stored as they are."""
    return winnow.mix(winnow.mix(first + second) ^ (first * second) ^ (first ^ second))


def codes(cells: list[str]) -> U64:
    """Codes of normal cells; never stored as they are."""
    return _CODES.of(cells)
