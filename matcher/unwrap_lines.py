"""Texts with something before each line: line numbers, a diff's signs, quotes, remarks."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from fingerprints.arrays import I64, Mask
from fingerprints.read.guess import looks_like_code
from matcher.marks import Lines, Marks, clusters, table
from matcher.view import Stretch, View, kept

FEW = 5  # lines that have the prefix
GAP = 12  # other lines between them in a diff
APART = 8  # the same in a listing: the cells of a table are lines of their own
AROUND = 3  # lines of context before a diff's first change and after its last
RISING = 0.8  # share of line numbers that follow the one before
INDENT = 4  # blanks before a diff's sign
SHARE = 0.4  # of the lines that begin with a digit
LISTED = 200  # lines whose numbers are looked at
SAMPLE = 60  # lines that tell whether quoted lines are code

_NUMBER = re.compile(r"[ \t]*(\d{1,6})(?:[ \t]|\Z|$)[ \t]?")
_MARKED = re.compile(r"[ \t]*\(?(\d{1,6})(?:[:.)\]>]|[ \t]*[|│])[ \t]?")
_ALONE = re.compile(r"[ \t]*(\d{1,6})[ \t]*\Z")
_QUOTE = re.compile(r"[ \t]*(?:[>|#*;│]|//|--|REM\b)+[ \t]?")
_DIGITS = table("0123456789(")
_SIGNS = table("+-")
_QUOTES = table(">|#*;")
_HEAD = re.compile(r"@@|diff --|index [0-9a-f]{6}|\+\+\+ |--- ")


def line_views(view: View, marks: Marks) -> Iterator[View]:
    """Each kind of line prefix gone, where enough lines near each other have it."""
    lines = marks.lines
    if len(lines) < FEW:
        return
    signs = marks.octets[lines.firsts]
    for found in (*_diffs(view, marks, lines), _numbered(view, lines, _DIGITS[signs])):
        if found is not None:
            yield found
    quoted = _QUOTES[signs] | (_pair(marks, lines, "/") | _pair(marks, lines, "-"))
    found = _quoted(view, lines, quoted)
    if found is not None:
        yield found


def _pair(marks: Marks, lines: Lines, sign: str) -> Mask:
    """Lines that begin with a sign twice."""
    octets = marks.octets
    twice: Mask = (octets[lines.firsts] == ord(sign)) & (octets[lines.firsts + 1] == ord(sign))
    return twice


def _diffs(view: View, marks: Marks, lines: Lines) -> Iterator[View | None]:
    """What a patch makes of the text, and what it was before."""
    octets = marks.octets
    first, second, third = (octets[lines.firsts + step] for step in range(3))
    header = (first == second) & (second == third)
    indents = lines.firsts - lines.starts
    signed = _SIGNS[first] & ~header & (indents <= INDENT)
    if signed.any():  # all signs of a patch stand in one column
        signed &= indents == np.bincount(indents[signed]).argmax()
    rows = np.flatnonzero(signed)
    if len(rows) < FEW:
        return
    minus = first == ord("-")
    plus = int(np.count_nonzero(~minus[rows]))
    bullets = np.count_nonzero(second[rows] == ord(" ")) >= 0.9 * len(rows)
    if not (bullets and plus == 0):
        yield _side(view, lines, rows, minus, signed)
    if len(rows) - plus >= FEW and plus >= 1:
        yield _side(view, lines, rows, ~minus, signed)


def _side(view: View, lines: Lines, rows: I64, other: Mask, signed: Mask) -> View | None:
    """One side of a patch: its own lines without their sign, and those that both sides have."""
    near = [
        np.arange(max(0, first - AROUND), min(len(lines), last + AROUND + 1))
        for first, last in clusters(rows, FEW, GAP)
    ]
    if not near:
        return None
    found = np.concatenate(near)
    found = found[~(signed[found] & other[found])]
    plain = ~signed[found]
    firsts = lines.firsts[found]
    starts = np.where(plain, lines.starts[found], firsts + 1)
    heads = [bool(_HEAD.match(view.text, first)) for first in firsts[plain].tolist()]
    kept_ = np.ones(len(found), bool)
    kept_[plain] = ~np.array(heads, bool)
    ends = lines.ends[found] + 1
    stretches = list(zip(starts[kept_].tolist(), ends[kept_].tolist(), strict=True))
    return kept(view, stretches, "diff")


def _numbered(view: View, lines: Lines, digits: Mask) -> View | None:
    """Numbers before lines gone, or on lines of their own, as tables with a column of them read."""
    rows = np.flatnonzero(digits)
    stretches: list[Stretch] = []
    for first, last in clusters(rows, FEW, APART):
        low, high = np.searchsorted(rows, [first, last + 1])
        sample = rows[low : min(high, low + LISTED)].tolist()
        for pattern in (_ALONE, _MARKED, _NUMBER):
            found = [match for row in sample if (match := _match(pattern, view, lines, row))]
            if len(found) >= max(FEW, SHARE * len(sample)) and _rising(found):
                end = min(len(lines), last + 1 + AROUND * (pattern is _ALONE))
                stretches += _unnumbered(view, lines, range(first, end), pattern)
                break
    return kept(view, stretches, "line numbers")


def _match(pattern: re.Pattern[str], view: View, lines: Lines, row: int) -> re.Match[str] | None:
    return pattern.match(view.text, int(lines.starts[row]), int(lines.ends[row]))


def _unnumbered(
    view: View, lines: Lines, rows: range, pattern: re.Pattern[str]
) -> Iterator[Stretch]:
    """The lines without their numbers; a line that is the next number only is dropped."""
    before = -1
    for row in rows:
        match = _match(pattern, view, lines, row)
        start, end = int(lines.starts[row]), int(lines.ends[row])
        if match is None or (pattern is _ALONE and before >= 0 and int(match[1]) != before + 1):
            yield start, end + 1
            continue
        before = int(match[1])
        if match.end() < end:
            yield match.end(), end + 1


def _rising(found: Sequence[re.Match[str]]) -> bool:
    steps = sum(int(after[1]) > int(before[1]) for before, after in pairwise(found))
    return steps >= RISING * (len(found) - 1)


def _quoted(view: View, lines: Lines, quoted: Mask) -> View | None:
    """Quoted lines, and remarks that hold code; remarks of prose read the same without it."""
    rows = np.flatnonzero(quoted)
    stretches: list[Stretch] = []
    for first, last in clusters(rows, FEW, 2):
        group = _bare(view, lines, range(first, last + 1))
        mail = view.text[int(lines.firsts[first])] in ">|│"
        if mail or looks_like_code("".join(view.text[a:b][:200] for a, b in group[:SAMPLE])):
            stretches += group
    return kept(view, stretches, "quote")


def _bare(view: View, lines: Lines, rows: Sequence[int]) -> list[Stretch]:
    found: list[Stretch] = []
    for row in rows:
        start, end = int(lines.starts[row]), int(lines.ends[row])
        match = _QUOTE.match(view.text, start, end)
        found.append((match.end() if match else start, end + 1))
    return found
