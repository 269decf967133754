"""Pieces of a page that may be cells of a protected table, and pairs of them to ask for."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from functools import cache

import numpy as np

from fingerprints import cell_forms, cells
from fingerprints.arrays import F64, I64, U64, Mask
from fingerprints.cell_bits import DATE, DIGIT, word_bits
from fingerprints.cell_marks import Marks, marks
from fingerprints.fold import Folded, fold

NEAR = 30  # words within which two cells of a row must stand
WORDS, GROUPS = 4, 7  # pieces of a cell: of any, of a number written in groups
GROUPED = 9  # digits of a number written in more than WORDS groups, at least
ANCHOR = 12.0  # bits of a cell whose neighbourhood is searched: near half of a sure pair
FAINT = 4.0  # bits of any cell that is asked for
SURE = 21.0  # bits of two cells without digits, as lists of common words tell them
ASK = 250_000  # pairs asked at once
EVEN = 0.6  # share of lines with the same number of cells, from which a text is a table
LINES = 3
_HARD, _COMMA, _SPACE, _AT = '\n\r;|\t<>{}[]":=\\', ",", " ()\u00a0\u2007\u202f\u3000", "@"


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


@cache
def _sorts() -> dict[str, Mask]:
    """What characters between marks do, by code point of the first plane."""
    found = {}
    sorts = {"hard": _HARD, "comma": _COMMA, "at": _AT, "line": "\n", "field": ";|\t"}
    for name, characters in sorts.items():
        found[name] = np.zeros(1 << 16, bool)
        found[name][[ord(character) for character in characters]] = True
    found["break"] = found["hard"] | found["comma"]
    found["break"][[ord(character) for character in _SPACE]] = True
    found["upper"] = np.fromiter((chr(n).isupper() or _caseless(n) for n in range(1 << 16)), bool)
    return found


def _caseless(point: int) -> bool:
    letter = chr(point)
    return letter.isalpha() and letter.lower() == letter.upper()


@dataclass(frozen=True, slots=True, eq=False)
class _Text:
    """A text's marks, the pieces that they make, and running sums over both."""

    found: Marks
    first: I64  # mark of each piece
    last: I64
    hard: I64  # breaks before each piece that no cell crosses
    commas: I64
    fields: I64  # semicolons, bars and tabs before each piece
    line: I64
    tells: Mask  # whether a piece says anything
    words: U64
    counts: I64
    bits: F64
    lower: I64  # words that do not begin with a capital
    at: I64


def _text(folded: Folded, text: str) -> _Text:
    found = marks(folded.text)
    near = np.minimum(found.points, (1 << 16) - 1)
    sorts = _sorts()
    breaks = cells.sums(sorts["break"][near].astype(np.int64))
    fresh = np.ones(len(found.starts), bool)
    fresh[1:] = breaks[found.starts[1:]] > breaks[found.ends[:-1]]
    first = np.flatnonzero(fresh)
    last = np.append(first[1:], len(fresh)) - 1
    at = found.starts[first]
    word = found.codes > 0
    counts = cells.sums(word.astype(np.int64))
    tells = (counts[last + 1] > counts[first]) | (found.ordinals[last + 1] > found.ordinals[first])
    return _Text(
        found=found,
        first=first,
        last=last,
        hard=cells.sums(sorts["hard"][near].astype(np.int64))[at],
        commas=cells.sums(sorts["comma"][near].astype(np.int64))[at],
        fields=cells.sums(sorts["field"][near].astype(np.int64))[at],
        line=cells.sums(sorts["line"][near].astype(np.int64))[at],
        tells=tells,
        words=cells.sums(found.codes),
        counts=counts,
        bits=cells.sums(word_bits(found)),
        lower=cells.sums((word & ~_capital(folded, text, found)).astype(np.int64)),
        at=cells.sums(sorts["at"][near].astype(np.int64))[np.append(found.starts, len(near))],
    )


def _capital(folded: Folded, text: str, found: Marks) -> Mask:
    """Which marks begin with a capital, or have none in their script."""
    where = found.starts
    if folded.origins is not None:
        where = folded.origins[where].astype(np.int64)
    if text.isascii():
        points = np.frombuffer(text.encode(), np.uint8)[where].astype(np.int64)
    else:
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")[where]
    upper: Mask = _sorts()["upper"][np.minimum(points, (1 << 16) - 1)]
    return upper


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
    whole = {name: np.concatenate([getattr(one, name) for one in views]) for name in _ARRAYS}
    return Asked(**whole).take(np.argsort(whole["first"], kind="stable"))


def candidates(text: str, shapes: Mask, *, table: bool = False) -> tuple[Asked, Axis]:
    """Everything on a page that looks like a cell of one of these shapes and stands near one that
    tells; and where the words stand."""
    folded = fold(text)
    read = _text(folded, text)
    begin = read.found.starts[read.first]
    if folded.origins is not None:
        begin = folded.origins[begin].astype(np.int64)
    return _candidates(folded, read, shapes, table=table), Axis(begin, read.line)


def _candidates(folded: Folded, read: _Text, shapes: Mask, *, table: bool) -> Asked:
    regular = table or _regular(read)
    parts = [part for part in _runs(read, shapes) if len(part[0])]
    if not parts:
        return none()
    first, last, codes, bits, telling = (np.concatenate(p) for p in zip(*parts, strict=True))
    marked = read.first[first], read.last[last]
    capital = read.lower[marked[1] + 1] == read.lower[marked[0]]
    anchor = (bits >= ANCHOR) & (telling | capital | regular)
    starts, ends = read.found.starts[marked[0]], read.found.ends[marked[1]]
    if folded.origins is not None:
        starts = folded.origins[starts].astype(np.int64)
        ends = folded.origins[np.maximum(ends - 1, 0)].astype(np.int64) + 1
    line = read.line[first]
    even, view = np.full(len(first), regular), np.zeros_like(first)
    asked = Asked(codes, bits, first, last, starts, ends, telling, anchor, line, even, view)
    near = asked.take(_near(asked, len(read.first)) & (telling | capital | (bits >= FAINT)))
    return near.take(np.argsort(near.first, kind="stable"))


def none() -> Asked:
    """No cells."""
    one, real, no = np.empty(0, np.int64), np.empty(0), np.empty(0, bool)
    return Asked(one.astype(np.uint64), real, one, one, one, one, no, no, one, no, one)


def _near(asked: Asked, words: int) -> Mask:
    """Which stand near an anchor."""
    change = np.zeros(words + 1, np.int64)
    np.add.at(change, np.maximum(asked.first[asked.anchor] - 2 * NEAR, 0), 1)
    np.add.at(change, np.minimum(asked.last[asked.anchor] + 2 * NEAR, words), -1)
    return (np.cumsum(change)[asked.first] > 0) & (asked.bits >= FAINT)


def _regular(read: _Text) -> bool:
    """Whether most lines have the same number of cells, as in csv."""
    lines, at = np.unique(read.line, return_index=True)
    if len(lines) < LINES:
        return False
    last = np.append(at[1:], len(read.line)) - 1
    for marks_, least in ((read.fields, 1), (read.commas, 2)):
        counts = np.bincount(np.maximum(marks_[last] - marks_[at], 0))
        usual = int(counts[least:].argmax()) + least if len(counts) > least else 0
        if usual and counts[usual] >= EVEN * len(lines):
            return True
    return False


def _runs(read: _Text, shapes: Mask) -> Iterator[tuple[I64, I64, U64, F64, Mask]]:
    """Runs of pieces of a fitting shape: first and last piece, code, bits, whether it tells."""
    found, pieces = read.found, len(read.first)
    for size in range(1, min(GROUPS, pieces) + 1):
        first = np.flatnonzero(read.tells[: pieces - size + 1] & read.tells[size - 1 :])
        last = first + size - 1
        commas = read.commas[last] - read.commas[first]
        digits = found.ordinals[read.last[last] + 1] - found.ordinals[read.first[first]]
        good = read.hard[last] == read.hard[first]
        good &= (commas == 0) | ((commas == 1) & (digits == 0)) | (size <= WORDS)
        good &= (size <= WORDS) | ((digits >= GROUPED) & (digits <= cells.DIGITS))
        first, last, commas = first[good], last[good], commas[good]
        yield from _said(read, first, last, commas, shapes)
    if shapes[cells.DATED]:
        yield _dates(read)


def _said(
    read: _Text, first: I64, last: I64, commas: I64, shapes: Mask
) -> Iterator[tuple[I64, I64, U64, F64, Mask]]:
    """A run as it stands, and where it is a number without its country code or as an amount."""
    found = read.found
    begin, stop = read.first[first], read.last[last]
    start, end = found.ordinals[begin], found.ordinals[stop + 1]
    counts = read.counts[stop + 1] - read.counts[begin]
    size = found.size(start, end)
    fits = shapes[cells.shape(counts, size)] & ((commas == 0) | ((commas == 1) & (end == start)))
    at = np.flatnonzero(fits)
    words = read.words[stop[at] + 1] - read.words[begin[at]]
    some = size[at] > 0
    codes = cells.composed(words, found.digits(start[at], end[at]), some)
    bits = read.bits[stop[at] + 1] - read.bits[begin[at]] + DIGIT * size[at]
    address = read.at[stop[at]] > read.at[begin[at]]
    yield first[at], last[at], codes, bits, address | (size[at] > 1)
    at = np.flatnonzero((counts == 0) & (size >= cells.NATIONAL + 1) & (commas == 0))
    skip = cell_forms.abroad(found, begin[at])
    bare = (skip == 0) & (size[at] > 10) & (size[at] == end[at] - start[at])  # noqa: PLR2004
    skip = np.where(bare, cell_forms.country(found, start[at]), skip)
    at, skip = at[skip > 0], skip[skip > 0]
    size_ = found.size(start[at] + skip, end[at])
    fits = shapes[cells.shape(np.zeros_like(at), size_)] & (size_ >= cells.NATIONAL)
    yield _number(first[at], last[at], found.digits(start[at] + skip, end[at]), size_, fits)
    at = np.flatnonzero((counts == 0) & (begin < stop))
    good, told, size_ = cell_forms.amounts(found, begin[at], stop[at])
    good &= shapes[cells.shape(np.zeros_like(at), size_)]
    yield _number(first[at], last[at], told, size_, good)


def _number(
    first: I64, last: I64, digits: U64, size: I64, good: Mask
) -> tuple[I64, I64, U64, F64, Mask]:
    first, last, digits, size = first[good], last[good], digits[good], size[good]
    codes = cells.composed(np.zeros_like(digits), digits, size > 0)
    bits: F64 = size * np.float64(DIGIT)
    return first, last, codes, bits, size > 1


def _dates(read: _Text) -> tuple[I64, I64, U64, F64, Mask]:
    told = cell_forms.dates(read.found)
    first = np.searchsorted(read.first, told.first, side="right") - 1
    last = np.searchsorted(read.first, told.first + 2, side="right") - 1
    return first, last, told.codes, np.full(len(first), DATE), np.ones(len(first), bool)


def pairs(asked: Asked, most: int) -> Iterator[tuple[I64, I64]]:
    """Pairs to ask for, by index: an anchor and any other cell near it that shares no word.

    Yields at most ASK at once and about `most` in all.
    """
    anchors = np.flatnonzero(asked.anchor)
    even = asked.regular[anchors]
    reach = np.where(even, 2 * NEAR, NEAR)
    low = np.searchsorted(asked.first, asked.first[anchors] - reach, side="left")
    high = np.searchsorted(asked.first, asked.last[anchors] + reach, side="right")
    if even.any():
        begin, end = (
            np.searchsorted(asked.line, asked.line[anchors], s) for s in ("left", "right")
        )
        low = np.where(even, np.maximum(low, begin), low)
        high = np.where(even, np.minimum(high, end), high)
    ends = np.cumsum(high - low)
    done = at = 0
    while at < len(anchors) and done < most:
        stop = max(at + 1, int(np.searchsorted(ends, done + ASK, side="right")))
        yield _some(asked, anchors[at:stop], low[at:stop], high[at:stop])
        at, done = stop, int(ends[stop - 1])


def places(asked: Asked) -> int:
    """How many different places hold an anchor: runs that overlap are one, a long one several."""
    chosen = np.flatnonzero(asked.anchor)
    if not len(chosen):
        return 0
    _, once = np.unique(asked.codes[chosen], return_index=True)
    chosen = chosen[np.sort(once)]
    first, last = asked.first[chosen], asked.last[chosen]
    reach = np.maximum.accumulate(last)
    new = np.append(True, first[1:] > reach[:-1])
    begin = np.flatnonzero(new)
    end = np.append(begin[1:], len(first)) - 1
    return int(((reach[end] - first[begin]) // WORDS + 1).sum())


def _some(asked: Asked, anchors: I64, low: I64, high: I64) -> tuple[I64, I64]:
    count = high - low
    first = np.repeat(anchors, count)
    second = np.repeat(low - np.cumsum(count) + count, count) + np.arange(len(first))
    apart = (asked.last[second] < asked.first[first]) | (asked.first[second] > asked.last[first])
    once = ~asked.anchor[second] | (second > first)
    telling = asked.telling[first] | asked.telling[second]
    enough = telling | (asked.bits[first] + asked.bits[second] >= SURE)
    good = apart & once & enough
    return first[good], second[good]
