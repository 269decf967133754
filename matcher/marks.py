"""Quick looks at a text before any pattern is tried: where its odd signs stand, how lines begin."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from fingerprints.arrays import I64, U8, Mask
from matcher.view import WHOLE, Stretch

AHEAD = 8  # zeros behind the text, so that looking ahead needs no care
REACH = 600  # characters between marks of one window
MARGIN = 200  # characters shown around a window's marks
BREAK = 10


def table(signs: str) -> Mask:
    """Which bytes are one of these signs."""
    found = np.zeros(256, bool)
    found[list(signs.encode("latin-1"))] = True
    return found


@dataclass(frozen=True, slots=True)
class Lines:
    """All lines of a text: where they start and end, and their first sign that is no blank."""

    starts: I64
    ends: I64  # without the line break
    firsts: I64  # place of the first sign; the line's end where there is none

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True)
class Marks:
    """One byte for each character (`?` beyond Latin-1), so that offsets are the text's."""

    text: str

    @cached_property
    def data(self) -> bytes:
        """The text in one byte a character."""
        return self.text.encode("latin-1", "replace")

    @cached_property
    def octets(self) -> U8:
        """The same as numbers, with a few zeros behind."""
        return np.frombuffer(self.data + bytes(AHEAD), np.uint8)

    def places(self, sign: str) -> I64:
        """Where a sign stands; quick where it does not."""
        if sign not in self.text:
            return np.empty(0, np.int64)
        return np.flatnonzero(self.octets == ord(sign))

    def runs(self, wanted: Mask, least: int) -> Iterator[Stretch]:
        """Runs of at least so many wanted bytes."""
        flags = self.data.translate(wanted.astype(np.uint8).tobytes())
        sought = b"\1" * least
        end = 0
        while (start := flags.find(sought, end)) >= 0:
            end = flags.find(b"\0", start)
            end = len(flags) if end < 0 else end
            yield start, end

    @cached_property
    def lines(self) -> Lines:
        """The lines, split at line feeds only."""
        octets = self.octets[: len(self.text) + 1]
        breaks = np.flatnonzero(octets[:-1] == BREAK)
        starts = np.concatenate((np.zeros(1, np.int64), breaks + 1))
        ends = np.append(breaks, len(self.text))
        filled = np.flatnonzero((octets != ord(" ")) & (octets != ord("\t")))
        return Lines(starts, ends, filled[np.searchsorted(filled, starts)])

    def windows(self, places: I64, least: int, reach: int = REACH) -> list[Stretch]:
        """Stretches in which at least so many marks stand near each other, with some text around.

        The whole text where they take most of it.
        """
        size = len(self.text)
        found = [
            (max(0, first - MARGIN), min(size, last + MARGIN))
            for first, last in clusters(places, least, reach)
        ]
        if sum(end - start for start, end in found) > WHOLE * size:
            return [(0, size)]
        return found


def clusters(places: I64, least: int, reach: int) -> Iterator[Stretch]:
    """First and last of each group of at least so many places that are near each other."""
    if len(places) < least:
        return
    cuts = np.flatnonzero(np.diff(places) > reach)
    firsts = np.concatenate((np.zeros(1, np.int64), cuts + 1))
    lasts = np.append(cuts, len(places) - 1)
    for group in np.flatnonzero(lasts - firsts + 1 >= least):
        yield int(places[firsts[group]]), int(places[lasts[group]])
