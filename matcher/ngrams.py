"""N-gram models of what is said in public: how many bits each unit of a text tells.

Backing-off as in Witten and Bell (1991), with counts from public projects, and a cache of what
the same text said before (Kuhn and De Mori 1990). Tables of hashed n-grams ship in
`fingerprints/known/`; `python -m benchmarks.information` makes them.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np

from fingerprints import background, winnow
from fingerprints.arrays import F64, I64, U16, U64

WORDS, MEMBERS = "words", "members"
DISTANCES, RANKS = "structure", "ranked"  # two models of tokens, by how they tell names apart
ORDERS: Mapping[str, tuple[int, ...]] = {
    WORDS: (1, 2, 3),
    MEMBERS: (1, 2, 3),
    DISTANCES: (1, 2, 3, 5, 8),
    RANKS: (1, 2, 3, 5, 8),
}  # units in an n-gram, its context included
LISTED = {3: 3.0, 4: 1.5, 6: 0.5, 12: 0.1}  # code that goes through a list: each line alike
AGAIN: Mapping[str, Mapping[int, float]] = {
    WORDS: {1: 8.0, 2: 3.0, 3: 0.5},
    MEMBERS: {1: 6.0, 2: 2.0, 3: 0.5},
    DISTANCES: LISTED,
    RANKS: LISTED,
}  # bits at most of a unit whose n-gram of this length stood before in the same text
STEPS = 10  # of a stored value in one bit
_ORDER = np.uint64(0xD6E8FEB86659FD93)


def path(model: str, order: int) -> Path:
    """The file of one order."""
    return background.FOLDER / f"information.{model}.{order}.bin"


@cache
def table(model: str, order: int) -> tuple[U16, U16]:
    """Slots of n-grams and of their contexts: 8 bits that check, 8 that tell; mapped, not read."""
    file = path(model, order)
    slots = np.memmap(file, "<u2", "r") if file.exists() else np.zeros(3, np.uint16)
    grams = len(slots) // 3 * 2
    return slots[:grams], slots[grams:]


def ladder(codes: U64, longest: int) -> list[U64]:
    """For each length up to the longest the hash of each unit with the units before it.

    The first units of a text have shorter contexts.
    """
    steps = [codes]
    for back in range(1, longest):
        shifted = np.zeros_like(codes)
        shifted[back:] = codes[:-back]
        steps.append(winnow.mix(steps[-1] * _ORDER + shifted))
    return steps


def contexts(shorter: U64 | None, size: int) -> U64:
    """The hash of the units before each unit, from the n-grams that are one unit shorter."""
    found = np.zeros(size, np.uint64)
    if shorter is not None:
        found[1:] = shorter[:-1]
    return found


def slots(hashes: U64, size: int) -> tuple[I64, U16]:
    """Where an n-gram is kept in a table of so many slots, and what checks it (never zero)."""
    where = (hashes & np.uint64(size - 1)).astype(np.int64)
    check = (hashes >> np.uint64(56)).astype(np.uint16) | np.uint16(1)
    return where, check


def _find(kept: U16, hashes: U64) -> F64:
    where, check = slots(hashes, len(kept))
    found = np.asarray(kept[where])
    bits = (found & np.uint16(0xFF)).astype(np.float64) / STEPS
    return np.where(found >> np.uint16(8) == check, bits, np.nan)


def known(model: str, order: int, hashes: U64) -> F64:
    """Bits by the table of one order; NaN where it does not know the n-gram."""
    return _find(table(model, order)[0], hashes)


def bits(model: str, codes: U64, unseen: F64) -> F64:
    """(n,) bits that each unit tells after those before it; `unseen` (n,) where no table knows."""
    found = unseen
    steps = ladder(codes, max(*ORDERS[model], *AGAIN[model]))
    for order in ORDERS[model]:
        told = known(model, order, steps[order - 1])
        before = contexts(steps[order - 2] if order > 1 else None, len(codes))
        missed = np.nan_to_num(_find(table(model, order)[1], before))
        longer = found if order == 1 else found + missed
        found = np.where(np.isnan(told), longer, told if order > 1 else np.minimum(told, unseen))
    for order, most in AGAIN[model].items():
        again = winnow.previous(steps[order - 1]) >= 0
        found = np.where(again, np.minimum(found, most), found)
    return found
