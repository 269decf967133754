"""Runs of pieces of a text that have the shape of a cell: as they stand, as numbers, as dates."""

from collections.abc import Iterator

import numpy as np

from fingerprints import cell_forms, cells
from fingerprints.arrays import F64, I64, U64, Mask
from fingerprints.cell_bits import DATE, DIGIT
from matcher.table_text import Text

WORDS, GROUPS = 4, 7  # pieces of a cell: of any, of a whole field or a number written in groups
GROUPED = 9  # digits of a number written in more than WORDS groups, at least
Run = tuple[I64, I64, U64, F64, Mask]  # first and last piece, code, bits, whether it tells


def runs(read: Text, shapes: Mask) -> Iterator[Run]:
    """Runs of pieces of a fitting shape: first and last piece, code, bits, whether it tells."""
    found, pieces = read.found, len(read.first)
    for size in range(1, min(GROUPS, pieces) + 1):
        first = np.flatnonzero(read.tells[: pieces - size + 1] & read.tells[size - 1 :])
        last = first + size - 1
        commas = read.commas[last] - read.commas[first]
        digits = found.ordinals[read.last[last] + 1] - found.ordinals[read.first[first]]
        good = read.hard[last] == read.hard[first]
        good &= (commas == 0) | ((commas == 1) & (digits == 0)) | (size <= WORDS)
        if size > WORDS:
            long = (digits >= GROUPED) & (digits <= cells.DIGITS)
            good &= long | (read.edges[first] & read.edges[last + 1] & (commas == 0))
        first, last, commas = first[good], last[good], commas[good]
        yield from _said(read, first, last, commas, shapes)
    if shapes[cells.DATED]:
        yield _dates(read)


def _said(read: Text, first: I64, last: I64, commas: I64, shapes: Mask) -> Iterator[Run]:
    """A run as it stands, and where it is a number without its country code or as an amount."""
    found = read.found
    begin, stop = read.first[first], read.last[last]
    start, end = found.ordinals[begin], found.ordinals[stop + 1]
    counts = read.counts[stop + 1] - read.counts[begin]
    size = found.size(start, end)
    fits = shapes[cells.shape(counts, size)] & ((commas == 0) | ((commas == 1) & (end == start)))
    at, number = np.flatnonzero(fits), np.flatnonzero(counts == 0)
    words = read.words[stop[at] + 1] - read.words[begin[at]]
    some = size[at] > 0
    codes = cells.composed(words, found.digits(start[at], end[at]), some)
    bits = read.bits[stop[at] + 1] - read.bits[begin[at]] + DIGIT * size[at]
    address = read.at[stop[at]] > read.at[begin[at]]
    yield first[at], last[at], codes, bits, address | (size[at] > 1)
    if len(number):
        bare = number[commas[number] == 0]
        yield _national(read, first[bare], last[bare], size[bare], shapes)
        yield _amounts(read, first[number], last[number], shapes)


def _national(read: Text, first: I64, last: I64, size: I64, shapes: Mask) -> Run:
    """Telephone numbers without their country code."""
    found = read.found
    at = np.flatnonzero(size >= cells.NATIONAL + 1)
    begin, stop = read.first[first[at]], read.last[last[at]]
    start, end = found.ordinals[begin], found.ordinals[stop + 1]
    skip = cell_forms.abroad(found, begin)
    bare = (skip == 0) & (size[at] > 10) & (size[at] == end - start)  # noqa: PLR2004
    skip = np.where(bare, cell_forms.country(found, start), skip)
    short = found.size(start + skip, end)
    fits = (skip > 0) & shapes[cells.shape(np.zeros_like(at), short)] & (short >= cells.NATIONAL)
    return _number(first[at], last[at], found.digits(start + skip, end), short, fits)


def _amounts(read: Text, first: I64, last: I64, shapes: Mask) -> Run:
    """Numbers as amounts."""
    good, told, size = cell_forms.amounts(read.found, read.first[first], read.last[last])
    good &= shapes[cells.shape(np.zeros_like(first), size)]
    return _number(first, last, told, size, good)


def _number(first: I64, last: I64, digits: U64, size: I64, good: Mask) -> Run:
    first, last, digits, size = first[good], last[good], digits[good], size[good]
    codes = cells.composed(np.zeros_like(digits), digits, size > 0)
    bits: F64 = size * np.float64(DIGIT)
    return first, last, codes, bits, size > 1


def _dates(read: Text) -> Run:
    told = cell_forms.dates(read.found)
    first = np.searchsorted(read.first, told.first, side="right") - 1
    last = np.searchsorted(read.first, told.first + 2, side="right") - 1
    return first, last, told.codes, np.full(len(first), DATE), np.ones(len(first), bool)
