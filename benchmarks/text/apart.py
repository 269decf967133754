"""Sets aside innocent pages that share something with a protected work; imports nothing of ours.

Two texts share something when they have in common 3 consecutive lines (compared without white
space, case kept, blank lines skipped, each with 4 letters or digits at least and the three with
40), or 60
consecutive letters and digits (case ignored). Licence comments and lines of imports are not
compared: whole registries share them, and a matcher must not be helped over them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from fingerprints.arrays import U64

LINES, SAID, LEAST = 3, 40, 4  # lines of a run, letters and digits of it and of each line
RUN, STEP = 60, 8  # letters and digits; works are looked at every so many
GRAM = RUN - STEP + 1  # any shared run holds one that starts at a multiple of STEP
BASE = np.uint64(0x9E3779B97F4A7C15)
LEGAL = re.compile(r"copyright|licen[sc]e|warrant|spdx|redistribut", re.IGNORECASE)
COMMENT = re.compile(
    r'/\*.*?\*/|<!--.*?-->|""".*?"""|(?:^[ \t]*(?:#|//|--|;+|\.\.|%)[^\n]*\n)+',
    re.DOTALL | re.MULTILINE,
)
IMPORT = re.compile(
    r"^\s*(import\b|from\b.*\bimport\b|package\b|#\s*include\b|using\b|use\b|export \* from"
    r'|(const|let|var)\b.*\brequire\(|require\b|([\w.]+\s+)?"[\w./-]+"\s*$|\}\s*from\b)'
)
NOT_WORD = re.compile(r"[\W_]+")
SPACE = re.compile(r"\s+")


def compared(text: str) -> list[str]:
    """The lines of a text that count."""
    text = COMMENT.sub(lambda found: "" if LEGAL.search(found[0]) else found[0], text)
    return [line for line in text.splitlines() if line.strip() and not IMPORT.match(line)]


def triples(lines: list[str]) -> Iterator[int]:
    """Hashes of runs of three lines."""
    tight = [SPACE.sub("", line) for line in lines]
    said = [len(NOT_WORD.sub("", line)) for line in tight]
    for at in range(len(tight) - LINES + 1):
        if min(said[at : at + LINES]) >= LEAST and sum(said[at : at + LINES]) >= SAID:
            yield hash(tuple(tight[at : at + LINES]))


def squeezed(lines: list[str]) -> npt.NDArray[np.uint32]:
    """The letters and digits, case folded, as code points."""
    text = NOT_WORD.sub("", "\n".join(lines).lower())
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def grams(signs: npt.NDArray[np.uint32]) -> U64:
    """A rolling polynomial hash (Karp and Rabin 1987) of every GRAM signs."""
    if len(signs) < GRAM:
        return np.empty(0, np.uint64)
    powers = np.cumprod(np.full(len(signs), BASE))
    mixed = (signs.astype(np.uint64) + np.uint64(1)) * np.uint64(0xD6E8FEB86659FD93)
    mixed ^= mixed >> np.uint64(32)
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(mixed * powers)])
    inverse = np.cumprod(np.full(len(signs), np.uint64(pow(int(BASE), -1, 2**64))))
    windows: U64 = (sums[GRAM:] - sums[:-GRAM]) * inverse[: len(signs) - GRAM + 1]
    windows ^= windows >> np.uint64(29)
    return windows


class Works:
    """The protected side, looked up by page."""

    def __init__(self, bodies: Iterable[str]) -> None:
        self.lines: set[int] = set()
        self.signs: list[npt.NDArray[np.uint32]] = []
        places: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for number, body in enumerate(bodies):
            lines = compared(body)
            self.lines.update(triples(lines))
            self.signs.append(squeezed(lines))
            for index, mark in enumerate(grams(self.signs[-1])[::STEP].tolist()):
                if len(places[mark]) < 5:
                    places[mark].append((number, index * STEP))
        self.places = dict(places)
        self.filter = np.zeros(1 << 25, np.bool_)
        self.filter[np.fromiter(places, np.uint64, len(places)) & np.uint64((1 << 25) - 1)] = True

    def shares(self, body: str) -> str:
        """What a page shares with a work, in a word; "" when nothing."""
        lines = compared(body)
        if any(run in self.lines for run in triples(lines)):
            return "three lines"
        signs = squeezed(lines)
        marks = grams(signs)
        for at in np.flatnonzero(self.filter[marks & np.uint64((1 << 25) - 1)]).tolist():
            for number, place in self.places.get(int(marks[at]), ()):
                if _common(signs, at, self.signs[number], place) >= RUN:
                    return "60 letters and digits"
        return ""


def _common(page: npt.NDArray[np.uint32], at: int, work: npt.NDArray[np.uint32], place: int) -> int:
    """How long the run around two equal places is, looked at as far as RUN to each side."""
    before = min(at, place, RUN)
    after = min(len(page) - at, len(work) - place, RUN)
    backward = page[at - before : at][::-1] == work[place - before : place][::-1]
    forward = page[at : at + after] == work[place : place + after]
    return _leading(backward) + _leading(forward)


def _leading(same: npt.NDArray[np.bool_]) -> int:
    return len(same) if same.all() else int(np.argmin(same))


def apart(
    pages: Iterable[tuple[str, str]], works: Iterable[str]
) -> tuple[list[str], dict[str, str]]:
    """(names of pages that stay, what was set aside and why) of pages given as (name, body)."""
    known = Works(works)
    stay: list[str] = []
    aside: dict[str, str] = {}
    for name, body in pages:
        why = known.shares(body)
        if why:
            aside[name] = why
        else:
            stay.append(name)
    return stay, aside
