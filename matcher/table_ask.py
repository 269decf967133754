"""Pairs of cells of a page to ask for: those that stand near each other."""

from collections.abc import Iterator

import numpy as np

from fingerprints.arrays import I64
from matcher.table_cells import NEAR, Asked

SURE = 21.0  # bits of two cells without digits, as lists of common words tell them
ASK = 250_000  # pairs asked at once


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
