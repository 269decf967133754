"""Pieces of a page that may be cells of a protected table."""

from dataclasses import dataclass, fields, replace

import numpy as np

from fingerprints.arrays import F64, I64, U64, Mask
from fingerprints.fold import Folded, fold
from matcher.table_runs import runs
from matcher.table_text import SMALL, Text, read_text, regular

NEAR = 30  # words within which two cells of a row must stand
ANCHOR = 12.0  # bits of a cell whose neighbourhood is searched: near half of a sure pair
FAINT = 4.0  # bits of any cell that is asked for


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """Pieces of a text that look like cells, by their first word."""

    codes: U64
    bits: F64
    first: I64  # words that it takes, first and last
    last: I64
    starts: I64  # characters of the text, half open
    ends: I64
    telling: Mask  # holds digits or an address
    upper: Mask  # all words begin with a capital, but for small ones inside
    anchor: Mask
    line: I64
    regular: Mask  # the text is a table: a row is a line
    view: I64  # of the page's views, the one that shows it

    def take(self, chosen: I64 | Mask) -> "Asked":
        """Some of them."""
        return replace(self, **{name: getattr(self, name)[chosen] for name in _ARRAYS})

    def __len__(self) -> int:
        return len(self.codes)


_ARRAYS = [field.name for field in fields(Asked)]


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """Where the words of a text begin, and their lines: what other views of it are laid along."""

    starts: I64
    line: I64

    def lay(self, asked: Asked) -> Asked:
        """Cells of another view, by the words of this one; their characters are of this one."""
        if not len(self.starts):
            return asked
        first = np.maximum(np.searchsorted(self.starts, asked.starts, side="right") - 1, 0)
        last = np.searchsorted(self.starts, np.maximum(asked.ends - 1, asked.starts), "right") - 1
        last = np.maximum(last, first)
        return replace(asked, first=first, last=last, line=self.line[first])


def joined(views: list[Asked]) -> Asked:
    """The cells of several views, by their first word."""
    if len(views) == 1:
        return views[0]
    whole = {name: np.concatenate([getattr(one, name) for one in views]) for name in _ARRAYS}
    return Asked(**whole).take(np.argsort(whole["first"], kind="stable"))


def candidates(text: str, shapes: Mask, *, table: bool = False) -> tuple[Asked, Axis]:
    """Everything on a page that looks like a cell of one of these shapes and stands near one that
    tells; and where the words stand."""
    folded = fold(text)
    read = read_text(folded, text)
    begin = read.found.starts[read.first]
    if folded.origins is not None:
        begin = folded.origins[begin].astype(np.int64)
    return _candidates(folded, read, shapes, table=table), Axis(begin, read.line)


def _candidates(folded: Folded, read: Text, shapes: Mask, *, table: bool) -> Asked:
    even = table or regular(read)
    parts = [part for part in runs(read, shapes) if len(part[0])]
    if not parts:
        return none()
    first, last, codes, bits, telling = (np.concatenate(p) for p in zip(*parts, strict=True))
    marked = read.first[first], read.last[last]
    small = read.small[marked[1] + 1] - read.small[marked[0]]
    capital = read.lower[marked[1] + 1] - read.lower[marked[0]] == small
    capital &= read.begins[marked[0]] & read.begins[marked[1]]
    starts, ends = read.found.starts[marked[0]], read.found.ends[marked[1]]
    anchor = (bits >= ANCHOR) & (ends - starts > SMALL) & (telling | capital | even)
    if folded.origins is not None:
        starts = folded.origins[starts].astype(np.int64)
        ends = folded.origins[np.maximum(ends - 1, 0)].astype(np.int64) + 1
    line = read.line[first]
    whole, view = np.full(len(first), even), np.zeros_like(first)
    asked = Asked(
        codes, bits, first, last, starts, ends, telling, capital, anchor, line, whole, view
    )
    near = np.flatnonzero(_near(asked, len(read.first)))
    return asked.take(near[np.argsort(first[near], kind="stable")])


def none() -> Asked:
    """No cells."""
    one, real, no = np.empty(0, np.int64), np.empty(0), np.empty(0, bool)
    return Asked(one.astype(np.uint64), real, one, one, one, one, no, no, no, one, no, one)


def _near(asked: Asked, words: int) -> Mask:
    """Which stand near an anchor."""
    change = np.zeros(words + 1, np.int64)
    np.add.at(change, np.maximum(asked.first[asked.anchor] - 2 * NEAR, 0), 1)
    np.add.at(change, np.minimum(asked.last[asked.anchor] + 2 * NEAR, words), -1)
    return (np.cumsum(change)[asked.first] > 0) & (asked.bits >= FAINT)
