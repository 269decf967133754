"""Step 3c of a match: the stretches that stand in the same order on both sides, as one proof.

Collinear chaining as in sequence alignment (Abouelhoda and Ohlebusch 2005): what was changed or
left out between two stretches costs as many bits as it takes to say where the next one begins.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fingerprints.arrays import F64
from matcher.align import Stretch

LINKS = 64  # stretches that are looked at, those that tell most


@dataclass(frozen=True, slots=True)
class Link:
    """One stretch: where it stands on both sides, and the bits that it tells."""

    page: Stretch
    part: Stretch
    bits: float


def best(links: Sequence[Link]) -> tuple[float, list[int]]:
    """Bits of the chain that tells most after its gaps are paid, and the places of its links."""
    order = sorted(range(len(links)), key=lambda at: -links[at].bits)[:LINKS]
    order.sort(key=lambda at: (links[at].page, links[at].part))
    if not order:
        return 0.0, []
    edges = np.array([(*links[at].page, *links[at].part) for at in order], np.float64)
    sums = np.array([links[at].bits for at in order])
    before = np.full(len(order), -1)
    for place in range(1, len(order)):
        gained = sums[:place] - _gaps(edges[:place], edges[place])
        last = int(np.argmax(gained))
        if gained[last] > 0:
            sums[place] += gained[last]
            before[place] = last
    at = int(np.argmax(sums))
    chained = [order[at]]
    total = float(sums[at])
    while (at := int(before[at])) >= 0:
        chained.append(order[at])
    return total, chained[::-1]


def _gaps(earlier: F64, later: F64) -> F64:
    """Bits that the way from each earlier stretch to a later one costs; endless if it goes back."""
    page, part = later[0] - earlier[:, 1], later[2] - earlier[:, 3]
    ahead = (later[:2] > earlier[:, :2]).all(axis=1) & (later[2:] > earlier[:, 2:]).all(axis=1)
    cost = np.log2(2 + np.maximum(page, 0)) + np.log2(2 + np.maximum(part, 0))
    cost += np.maximum(0, np.maximum(-page, -part))  # what both cover counts once
    return np.where(ahead, cost, np.inf)
