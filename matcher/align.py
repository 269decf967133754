"""Step 3 of a match: pairs of places become regions that run alike on both sides."""

from dataclasses import dataclass

import numpy as np

from fingerprints.kind import U32
from fingerprints.winnow import I64, Mask

DRIFT = 80  # characters by which the two sides may shift from one pair to the next
GAP = 400  # characters without a pair that end a region
BRIDGE = 60  # characters between two pairs that count as shared
PAIRS = 200_000  # of one candidate


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """One stretch that stands on both sides."""

    page: tuple[int, int]
    part: tuple[int, int]
    pairs: I64  # indices into the candidate's pairs
    own: int  # different places in the part outside the background
    public: int


def regions(page: U32, starts: U32, sizes: U32, own: Mask, least: int) -> list[Region]:
    """Regions of at least `least` different places, in page order."""
    if not len(page):
        return []
    here, there = page[:PAIRS].astype(np.int64), starts[:PAIRS].astype(np.int64)
    ends = there + sizes[:PAIRS]
    shift = there - here
    order = np.argsort(shift, kind="stable")
    groups = np.cumsum(np.diff(shift[order], prepend=shift[order[0]]) > DRIFT)
    group = np.empty(len(order), np.int64)
    group[order] = groups
    order = np.lexsort((there, here, group))
    breaks = (
        (np.diff(group[order]) != 0)
        | (np.diff(here[order]) > GAP)
        | (np.abs(np.diff(there[order])) > GAP)
    )
    found = []
    for pairs in np.split(order, np.flatnonzero(breaks) + 1):
        places = np.unique(there[pairs])
        if len(places) < least:
            continue
        mine = len(np.unique(there[pairs][own[pairs]]))
        found.append(
            Region(
                (int(here[pairs].min()), int(here[pairs].max())),
                (int(places[0]), int(ends[pairs].max())),
                pairs,
                mine,
                len(places) - mine,
            )
        )
    return sorted(found, key=lambda region: (region.page, region.part))


def covered(starts: I64, ends: I64) -> list[tuple[int, int]]:
    """The union of spans, narrow gaps between them filled."""
    if not len(starts):
        return []
    order = np.argsort(starts, kind="stable")
    starts, reach = starts[order], np.maximum.accumulate(ends[order])
    edges = np.flatnonzero(starts[1:] > reach[:-1] + BRIDGE)
    first = starts[np.concatenate([[0], edges + 1])]
    last = reach[np.concatenate([edges, [len(reach) - 1]])]
    return list(zip(first.tolist(), last.tolist(), strict=True))
