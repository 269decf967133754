"""A text as the search for cells reads it: marks, pieces between breaks, running sums over both."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from fingerprints import cells
from fingerprints.arrays import F64, I64, U64, Mask
from fingerprints.cell_bits import word_bits
from fingerprints.cell_marks import Marks, marks
from fingerprints.fold import Folded

SMALL = 3  # letters of a word that may stand in a name without a capital, at most
EVEN = 0.6  # share of lines with the same number of cells, from which a text is a table
LINES = 3
_HARD, _COMMA, _SPACE, _AT = '\n\r;|\t<>{}[]":=\\', ",", " ()\u00a0\u2007\u202f\u3000", "@"


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
class Text:
    """A text's marks, the pieces that they make, and running sums over both."""

    found: Marks
    first: I64  # mark of each piece
    last: I64
    hard: I64  # breaks before each piece that no cell crosses
    commas: I64
    edges: Mask  # whether a field begins with each piece, and at the end
    fields: I64  # semicolons, bars and tabs before each piece
    line: I64
    tells: Mask  # whether a piece says anything
    words: U64
    counts: I64
    bits: F64
    lower: I64  # words that do not begin with a capital
    small: I64  # those of them that have few letters: de, van, von der
    begins: Mask  # what is no such word
    at: I64


def read_text(folded: Folded, text: str) -> Text:
    """Its marks and pieces."""
    found = marks(folded.text)
    near = np.minimum(found.points, (1 << 16) - 1)
    sorts = _sorts()
    breaks = _running(sorts["break"][near])
    fresh = np.ones(len(found.starts), bool)
    fresh[1:] = breaks[found.starts[1:]] > breaks[found.ends[:-1]]
    first = np.flatnonzero(fresh)
    last = np.append(first[1:], len(fresh)) - 1
    at = found.starts[first]
    word = found.codes > 0
    counts = _running(word)
    tells = (counts[last + 1] > counts[first]) | (found.ordinals[last + 1] > found.ordinals[first])
    lower = word & ~_capital(folded, text, found)
    hard = _running(sorts["hard"][near])[at]
    commas = _running(sorts["comma"][near])[at]
    return Text(
        found=found,
        first=first,
        last=last,
        hard=hard,
        commas=commas,
        edges=np.append(np.diff(hard + commas, prepend=-1) > 0, True),
        fields=_running(sorts["field"][near])[at],
        line=_running(sorts["line"][near])[at],
        tells=tells,
        words=cells.sums(found.codes),
        counts=counts,
        bits=cells.sums(word_bits(found)),
        lower=_running(lower),
        small=_running(lower & (found.ends - found.starts <= SMALL)),
        begins=~lower,
        at=_running(sorts["at"][near])[np.append(found.starts, len(near))],
    )


def _running(some: Mask) -> I64:
    """How many there are before each place, and in all."""
    found = np.zeros(len(some) + 1, np.int64)
    np.cumsum(some, out=found[1:])
    return found


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


def regular(read: Text) -> bool:
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
