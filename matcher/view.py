"""A page as it reads after unwrapping, with a way back from every character to the page."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from fingerprints.kind import U32


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


def rewritten(
    view: View, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], how: str
) -> View | None:
    """The view with each match replaced; None where nothing matched."""
    pieces: list[str] = []
    starts: list[int] = []
    steps: list[int] = []
    done = 0
    for found in pattern.finditer(view.text):
        pieces += [view.text[done : found.start()], replace(found)]
        starts += [done, found.start()]
        steps += [1, 0]
        done = found.end()
    if not pieces:
        return None
    pieces.append(view.text[done:])
    sizes = np.array([len(piece) for piece in pieces])
    first = np.repeat(np.array([*starts, done]), sizes)
    within = np.arange(len(first)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    origins = first + within * np.repeat(np.array([*steps, 1]), sizes)
    return view.child("".join(pieces), origins.astype(np.uint32), how)
