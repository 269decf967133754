"""A page as it reads after unwrapping, with a way back from every character to the page."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from fingerprints.arrays import I64, U32
from fingerprints.fold import fitting

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


def fitted(view: View, most: int) -> View:
    """As much of a view as folds to so many characters: one sign may stand for many letters."""
    size = fitting(view.text, most)
    if size == len(view.text):
        return view
    origins = None if view.origins is None else view.origins[:size]
    return View(view.text[:size], origins, view.how)


Parts = list[list[str]]  # of each stretch: text, sign, text, sign ... text


def parted(text: str, signs: re.Pattern[str], stretches: Iterable[Stretch]) -> Parts:
    """The stretches, split at the signs of a pattern that is one group."""
    return [signs.split(text[first:last]) for first, last in stretches]


class _Read(dict[str, str]):
    """How each sign reads: equal ones read alike."""

    def __init__(self, read: Callable[[str], str]) -> None:
        super().__init__()
        self.read = read

    def __missing__(self, sign: str) -> str:
        self[sign] = new = self.read(sign)
        return new


def changed(
    view: View, parts: Parts, read: Callable[[str], str], stretches: Sequence[Stretch], how: str
) -> View | None:
    """The stretches of the view with their signs read, a line between them; None without any."""
    if all(len(part) == 1 for part in parts):
        return None
    known = _Read(read)
    pieces: list[str] = []
    starts: list[I64] = []
    for (first, last), part in zip(stretches, parts, strict=True):
        ends = first + np.cumsum(_sizes(part))
        starts += [np.array([first]), ends[:-1], np.array([max(first, last - 1)])]
        part[1::2] = map(known.__getitem__, part[1::2])
        pieces += part
        pieces.append("\n")
    pieces.pop()
    steps = np.resize(np.array([1, 0]), len(pieces))
    return view.child("".join(pieces), _origins(pieces, np.concatenate(starts)[:-1], steps), how)


def kept(view: View, stretches: Sequence[Stretch], how: str) -> View | None:
    """Only these stretches of a view, one after the other."""
    pieces = [view.text[start:end] for start, end in stretches]
    starts = np.fromiter((start for start, _ in stretches), np.int64, len(stretches))
    origins = _origins(pieces, starts, np.ones_like(starts))
    return view.child("".join(pieces), origins, how) if len(origins) else None


def _sizes(pieces: Sequence[str]) -> I64:
    return np.fromiter(map(len, pieces), np.int64, len(pieces))


def _origins(pieces: list[str], starts: I64, steps: I64) -> U32:
    """Where each character of the joined pieces came from; step 0 stays on one place."""
    sizes = _sizes(pieces)
    first = np.repeat(starts, sizes)
    within = np.arange(len(first)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    places = first + within * np.repeat(steps, sizes)
    return places.astype(np.uint32)
