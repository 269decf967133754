"""A page as it reads after unwrapping, with a way back from every character to the page."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from fingerprints.arrays import U32

Stretch = tuple[int, int]  # half-open, in characters
WHOLE = 0.5  # share of a text from which on all of it is rewritten


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """`origins` gives for each character its offset on the page; None means the same offset."""

    text: str
    origins: U32 | None = None
    how: tuple[str, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span on the page that these characters came from."""
        if self.origins is None:
            return start, end
        return int(self.origins[start]), int(self.origins[end - 1]) + 1

    def child(self, text: str, origins: U32, how: str) -> "View":
        """A view unwrapped from this one; `origins` are offsets into this view's text."""
        if self.origins is not None:
            origins = self.origins[np.minimum(origins, len(self.origins) - 1)]
        return View(text, origins, (*self.how, how))

    def stretched(self, text: str, start: int, end: int, how: str) -> "View":
        """A view decoded from the characters start to end, at an even pace."""
        origins = np.linspace(start, max(start, end - 1), len(text)).astype(np.uint32)
        return self.child(text, origins, how)


Change = tuple[int, int, str]  # characters start to end of a text read as other ones


def changes(
    text: str,
    pattern: re.Pattern[str],
    replace: Callable[[re.Match[str]], str],
    stretches: Iterable[Stretch],
) -> list[Change]:
    """What a pattern finds within the stretches, and how it reads: equal signs read alike."""
    read: dict[str, str] = {}
    found: list[Change] = []
    for first, last in stretches:
        for one in pattern.finditer(text, first, last):
            written = one[0]
            new = read.get(written)
            if new is None:
                new = read[written] = replace(one)
            start, end = one.span()
            found.append((start, end, new))
    return found


def changed(
    view: View, changed: Sequence[Change], stretches: Sequence[Stretch], how: str
) -> View | None:
    """The stretches of the view with these changes made, a line between them; None without any."""
    if not changed:
        return None
    text = view.text
    begun, ended = [one[0] for one in changed], [one[1] for one in changed]
    pieces: list[str] = []
    starts: list[int] = []
    at = 0
    for first, last in stretches:
        to = bisect_left(begun, last, at)
        plain, until = [first, *ended[at:to]], [*begun[at:to], last]
        between = [text[a:b] for a, b in zip(plain, until, strict=True)]
        new = [*(one[2] for one in changed[at:to]), "\n"]
        pieces += chain.from_iterable(zip(between, new, strict=True))
        until[-1] = max(first, last - 1)
        starts += chain.from_iterable(zip(plain, until, strict=True))
        at = to
    steps = [1, 0] * (len(pieces) // 2)
    return view.child("".join(pieces[:-1]), _origins(pieces[:-1], starts, steps), how)


def kept(view: View, stretches: Sequence[Stretch], how: str) -> View | None:
    """Only these stretches of a view, one after the other."""
    pieces = [view.text[start:end] for start, end in stretches]
    starts = [start for start, _ in stretches]
    origins = _origins(pieces, starts, [1] * len(pieces))
    return view.child("".join(pieces), origins, how) if len(origins) else None


def _origins(pieces: list[str], starts: list[int], steps: list[int]) -> U32:
    """Where each character of the joined pieces came from; step 0 stays on one place."""
    sizes = np.fromiter(map(len, pieces), np.int64, len(pieces))
    first = np.repeat(np.array(starts[: len(pieces)], np.int64), sizes)
    within = np.arange(len(first)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    places = first + within * np.repeat(np.array(steps[: len(pieces)], np.int64), sizes)
    return places.astype(np.uint32)
