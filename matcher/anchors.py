"""Step 3d of a match: rare units that stand on both sides, as places to go on from.

Streams of runs find a table of numbers anywhere in itself, since its lines are alike but for the
numbers. What is rare says which of its lines are meant, as in patience diff.
"""

import numpy as np

from fingerprints.arrays import I64
from matcher.chain import Link
from matcher.kept_sketch import Part
from matcher.sketched import Sketched

TELLING = 12.0  # bits of a unit, at least
FEW = 3  # places of it in a part, at most: of so many the right one is found
DRIFT, FAR = 12, 100  # units by which the way to the next one may differ, and how long it is
MOST = 8  # anchors that are gone on from, those that tell most


def anchors(view: Sketched, part: Part) -> list[Link]:
    """Places of rare units that stand in one row with another one; one alone is chance."""
    bits = np.array(view.weights.equal)
    here, there = _pairs(np.array(view.page.codes)[bits >= TELLING], part)
    here = np.flatnonzero(bits >= TELLING)[here]
    order = np.argsort(there - here, kind="stable")
    here, there = here[order], there[order]
    near = (np.diff(there - here) <= DRIFT) & (np.abs(np.diff(here)) <= FAR)
    beside = np.append(near, False) | np.insert(near, 0, False)
    kept = np.flatnonzero(beside)
    best = kept[np.argsort(-bits[here[kept]], kind="stable")][:MOST]
    page = zip(view.starts[here[best]].tolist(), view.ends[here[best]].tolist(), strict=True)
    mine = ((start, start + 1) for start in part.starts[there[best]].tolist())
    return [Link(one, other, 0.0) for one, other in zip(page, mine, strict=True)]


def _pairs(codes: I64, part: Part) -> tuple[I64, I64]:
    """Each place of each code, and the places of the part that have the same one."""
    order = np.argsort(part.codes, kind="stable")
    sought = part.codes[order]
    firsts, lasts = np.searchsorted(sought, codes), np.searchsorted(sought, codes, side="right")
    counts = np.where(lasts - firsts <= FEW, lasts - firsts, 0)
    before = np.repeat(np.cumsum(counts) - counts, counts)
    nth = np.arange(counts.sum()) - before
    return np.repeat(np.arange(len(codes)), counts), order[np.repeat(firsts, counts) + nth]
