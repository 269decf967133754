"""Step 3 of a match: pairs of places become regions that run alike on both sides."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from fingerprints.arrays import I64, Mask
from fingerprints.winnow import distinct, firsts

DRIFT = 80  # characters by which the two sides may shift from one pair to the next
GAP = 400  # characters without a pair that end a region
PAUSE = 120  # characters without a pair that end a stretch
BRIDGE = 60  # characters between two pairs that count as shared
PAIRS = 200_000  # of one candidate
REGIONS = 200  # of one candidate, the largest
TWO = 2  # different places: told at once
_FIRST = np.zeros(1, np.int64)
FRESH = 0.5  # share of a region that larger ones must leave, on either side


Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Half-open spans of characters, one for each pair."""

    starts: I64
    ends: I64


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """One stretch that stands on both sides."""

    page: Stretch
    part: Stretch
    pairs: I64  # indices into the candidate's pairs


def regions(page: Spans, part: Spans, least: int) -> list[Region]:
    """Regions of at least `least` different places of the part, in page order."""
    here, there = page.starts[:PAIRS], part.starts[:PAIRS]
    if not len(here):
        return []
    group = _by_shift(there - here)
    order = np.lexsort((there, here, group))
    group, here, there = group[order], here[order], there[order]
    breaks = (group[1:] != group[:-1]) | (here[1:] - here[:-1] > GAP)
    breaks |= np.abs(there[1:] - there[:-1]) > GAP
    edges = np.concatenate([_FIRST, np.flatnonzero(breaks) + 1])
    stops = np.append(edges[1:], len(order))
    low = np.minimum.reduceat(there, edges)
    enough = stops - edges >= least
    if least > 1:
        enough &= np.maximum.reduceat(there, edges) > low
    sides = (
        here[edges],
        np.maximum.reduceat(page.ends[order], edges),
        low,
        np.maximum.reduceat(part.ends[order], edges),
    )
    rows = zip(edges.tolist(), stops.tolist(), *(side.tolist() for side in sides), strict=True)
    found = [
        Region((a, b), (c, d), order[first:last])
        for good, (first, last, a, b, c, d) in zip(enough.tolist(), rows, strict=True)
        if good and (least <= TWO or distinct(there[first:last]) >= least)
    ]
    return sorted(_once(found), key=lambda region: (region.page, region.part))


def _once(found: list[Region]) -> list[Region]:
    """Each place is explained once, by the largest region: idiom that repeats itself adds none."""
    kept: list[Region] = []
    pages: list[Stretch] = []
    parts: list[Stretch] = []
    for region in sorted(found, key=lambda one: (-len(one.pairs), one.page, one.part))[:REGIONS]:
        if _fresh(region.page, pages) >= FRESH and _fresh(region.part, parts) >= FRESH:
            kept.append(region)
            pages.append(region.page)
            parts.append(region.part)
    return kept


def _fresh(stretch: Stretch, taken: list[Stretch]) -> float:
    """The share of a stretch that none of the others covers; those do not overlap much."""
    start, end = stretch
    shared = 0
    for low, high in taken:
        if low < end and start < high:
            shared += min(end, high) - max(start, low)
    return 1 - shared / max(1, end - start)


def _by_shift(shift: I64) -> I64:
    """Number pairs so that those whose two sides lie about equally far apart go together."""
    order = np.argsort(shift, kind="stable")
    ranked = shift[order]
    group = np.zeros(len(order), np.int64)
    group[order[1:]] = np.cumsum(ranked[1:] - ranked[:-1] > DRIFT)
    return group


def outline(spans: Spans, pairs: I64) -> Stretch:
    """From the first to the last character of the units of these pairs."""
    return int(spans.starts[pairs].min()), int(spans.ends[pairs].max())


def stretches(page: Spans, part: Spans, region: Region, step: int) -> list[I64]:
    """The pairs of a region in stretches that run alike without much put in or left out.

    A place that has several counterparts keeps the one that goes on with its neighbours.
    """
    pairs = _one_to_one(page, part, region.pairs)
    here, there = page.starts[pairs], part.starts[pairs]
    shift = there - here
    breaks = (np.abs(shift[1:] - shift[:-1]) > step) | (here[1:] - here[:-1] > PAUSE)
    edges = [0, *(np.flatnonzero(breaks) + 1).tolist(), len(pairs)]
    return [pairs[first:last] for first, last in pairwise(edges)]


def _one_to_one(page: Spans, part: Spans, pairs: I64) -> I64:
    """Each place of either side once, in page order: pairs that go on with their neighbours."""
    pairs = pairs[np.lexsort((part.starts[pairs], page.starts[pairs]))]
    here, shift = page.starts[pairs], part.starts[pairs] - page.starts[pairs]
    alone = np.flatnonzero(_single(here) & _single(part.starts[pairs]))
    if len(alone) == len(pairs):
        return pairs
    likely = np.interp(here, here[alone], shift[alone]) if len(alone) else np.median(shift)
    off = np.abs(shift - likely)
    for starts in (page.starts, part.starts):
        order = np.lexsort((off, starts[pairs]))
        places = starts[pairs[order]]
        first = order[firsts(places)]
        first.sort()
        pairs, off = pairs[first], off[first]
    return pairs


def _single(places: I64) -> Mask:
    """Which values stand only once."""
    order = np.argsort(places, kind="stable")
    new = np.append(firsts(places[order]), True)
    single = np.empty(len(places), bool)
    single[order] = new[1:] & new[:-1]
    return single


def covered(spans: Spans, regions: list[Region]) -> list[Stretch]:
    """The union of the spans in these regions, narrow gaps between them filled."""
    if not regions:
        return []
    return merged(spans, np.concatenate([region.pairs for region in regions]), BRIDGE)


def merged(spans: Spans, pairs: I64, bridge: int = 0) -> list[Stretch]:
    """The union of the spans of some pairs, gaps of up to `bridge` characters filled."""
    order = pairs[np.argsort(spans.starts[pairs], kind="stable")]
    starts, reach = spans.starts[order], np.maximum.accumulate(spans.ends[order])
    edges = np.flatnonzero(starts[1:] > reach[:-1] + bridge)
    first = [int(starts[0]), *starts[edges + 1].tolist()]
    last = [*reach[edges].tolist(), int(reach[-1])]
    return list(zip(first, last, strict=True))


def length(stretches: list[Stretch]) -> int:
    """Characters in the union of stretches."""
    reach, total = 0, 0
    for start, end in sorted(stretches):
        total += max(0, end - max(start, reach))
        reach = max(reach, end)
    return total
