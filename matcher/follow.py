"""Step 3f of a match: what stands on both sides around the places where a part was found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from fingerprints import code_sketch
from fingerprints.arrays import I64, Mask
from fingerprints.entry import Known
from matcher import chain
from matcher.align import Region, Stretch
from matcher.anchors import anchors
from matcher.chain import Link
from matcher.clock import COMPARED, Clock
from matcher.extend import Pair, Walk
from matcher.kept_sketch import Part
from matcher.shared import Shared
from matcher.sketched import Sketched

LONG = 120  # units of a line that nobody writes: several that were made one
SEEDS = 8  # stretches of a part from which is gone on, those that tell most
_NONE = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """What stands on both sides, of one part."""

    known: Known
    shared: Shared
    regions: list[Region]


@dataclass(frozen=True, slots=True)
class _Way:
    """What stands on both sides around one place."""

    link: Link
    whole: float  # bits of lines that are alike from end to end on both sides
    units: int  # that stand in no comment
    said: float  # bits of comments


def follow(view: Sketched, part: Part, seeds: Sequence[Link], clock: Clock) -> Followed | None:
    """How far a part goes on from where stretches of its streams begin.

    Idiom is alike for a while and ends in the middle of a line; what was copied was copied in
    lines. So the longest chain is told in whole lines, and the others beside it.
    """
    largest = sorted(seeds, key=lambda one: -one.bits)[:SEEDS]
    ways = _ways(view, part, clock.each([*largest, *anchors(view, part)], COMPARED))
    links = [way.link for way in ways]
    bits = sum(link.bits for link in links)
    if not bits:
        return None
    chained = chain.best(links)[1]
    whole = sum(ways[at].whole for at in chained)
    shared = Shared(
        kind=code_sketch.NAME,
        own=sum(way.units for way in ways),
        public=0,
        stored=part.known.own,
        chain=round(whole, 2),
        chained=len(chained),
        rest=round(max(0.0, bits - whole), 2),
        others=len(ways) - len(chained),
        bits=round(bits, 2),
        said=round(sum(way.said for way in ways), 2),
    )
    regions = [Region(link.page, link.part, _NONE) for link in links]
    return Followed(part.known, shared, regions)


def _ways(view: Sketched, part: Part, seeds: Iterable[Link]) -> list[_Way]:
    """The ways that overlap no better one."""
    found: list[_Way] = []
    for seed in seeds:
        if not any(_holds(one.link, seed) for one in found):
            way = _way(view, part, seed)
            found += [way] if way is not None else []
    found.sort(key=lambda one: -one.link.bits)
    kept: list[_Way] = []
    for one in found:
        if not any(_meets(one.link, other.link) for other in kept):
            kept.append(one)
    return kept


def _way(view: Sketched, part: Part, seed: Link) -> _Way | None:
    """Forward and back from the middle of a stretch.

    Its first units may be alike by chance, with names that are none of the copied ones.
    """
    here = int(np.searchsorted(view.starts, seed.page[0]))
    there = int(np.searchsorted(part.starts, seed.part[0]))
    tried = Walk(view.page, view.weights, part.side)
    tried.go(here, there, 1)
    within = [pair for pair in tried.alike if view.starts[pair[0]] < seed.page[1]]
    if not within:
        return None
    here, there, _ = within[len(within) // 2]
    walk = Walk(view.page, view.weights, part.side)
    ahead, last, end = walk.go(here, there, 1)
    before, first, begin = walk.go(here - 1, there - 1, -1)
    if ahead + before <= 0:
        return None
    page = (int(view.starts[first + 1]), int(view.ends[last - 1]))
    mine = (int(part.starts[begin + 1]), int(part.starts[end - 1]) + 1)
    whole = _whole(view, part, walk.alike)
    units = sum(not part.side.quiet[there] for _, there, _ in walk.alike)
    said = sum(told for _, there, told in walk.alike if part.side.quiet[there])
    return _Way(Link(page, mine, ahead + before), whole, units, said)


def _whole(view: Sketched, part: Part, alike: Sequence[Pair]) -> float:
    """Bits of the lines that are alike from end to end on both sides; comments may be missing."""
    here, there, bits = (np.array(side) for side in zip(*alike, strict=True))
    both = _complete(view.lines, view.units.quiet, here)
    both &= _complete(part.lines, part.quiet, there)
    return float(bits[both].sum())


def _complete(lines: I64, quiet: Mask, units: I64) -> Mask:
    """Which of these units stand in lines, all in order, that lack none.

    Where lines were taken away none is asked for.
    """
    first, last = lines[units].min(), lines[units].max()
    near = slice(*np.searchsorted(lines, [first, last + 1]).tolist())
    wanted = np.bincount(lines[near][~quiet[near]] - first, minlength=last - first + 1)
    of = lines[units] - first
    found = np.bincount(of[~quiet[units]], minlength=last - first + 1)
    complete: Mask = ((found >= wanted) | (wanted > LONG)).take(of)
    return complete


def _holds(way: Link, seed: Link) -> bool:
    """The stretch lies on a way that was gone."""
    return _inside(way.page, seed.page) and _inside(way.part, seed.part)


def _inside(outer: Stretch, inner: Stretch) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _meets(one: Link, other: Link) -> bool:
    """Two ways over the same units of the page."""
    return one.page[0] < other.page[1] and other.page[0] < one.page[1]
