"""Hashes of k-grams and the choice among them (winnowing: Schleimer, Wilkerson, Aiken 2003)."""

from functools import cache
from typing import TypeVar

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from numpy.typing import NDArray

from fingerprints.arrays import I64, U32, U64, Mask
from fingerprints.keys import Keys

Numbers = TypeVar("Numbers", U64, I64, U32)

BITS = 48  # of a hash: enough for 1e8 of them, and too few to say what was hashed
_BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2**64
_SPREAD = np.uint64(0x94D049BB133111EB)
_TIES = np.uint32(0xF)
_COUNTDOWN = np.tile(np.arange(15, -1, -1, dtype=np.uint32), 1 << 12)
_NONE = np.uint32(2**32 - 1)  # above every order
_START = np.zeros(1, np.int64)


class _Powers:
    """Powers of the base and of its inverse modulo 2**64, as many as were ever needed."""

    def __init__(self) -> None:
        self.up = self.down = np.ones(1, np.uint64)

    def grow(self, size: int) -> None:
        if size <= len(self.up):
            return
        count = max(size, 2 * len(self.up))
        steps = np.ones((2, count), np.uint64)
        steps[0, 1:], steps[1, 1:] = _BASE, pow(_BASE, -1, 2**64)
        self.up, self.down = np.cumprod(steps, axis=1, dtype=np.uint64)


POWERS = _Powers()


def mix(values: U64) -> U64:
    """Spread every bit over all bits (the finaliser of splitmix64)."""
    mixed = values ^ (values >> np.uint64(30))
    mixed = mixed * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    spread: U64 = mixed ^ (mixed >> np.uint64(31))
    return spread


def weighted(codes: U64) -> U64:
    """Each code times the power of its place."""
    POWERS.grow(len(codes))
    products: U64 = codes * POWERS.up[: len(codes)]
    return products


def levelled(sums: U64) -> U64:
    """Sums over windows, freed from where the window stands, and mixed; in place."""
    POWERS.grow(len(sums))
    sums *= POWERS.down[: len(sums)]
    sums ^= sums >> np.uint64(32)
    sums *= _SPREAD
    return sums


def windows(values: Numbers, k: int) -> Numbers:
    """The sum of each k neighbours: what enters is added, what leaves is taken away."""
    change = values.copy()
    change[k:] -= values[:-k]
    return np.cumsum(change)[k - 1 :]


def grams(codes: U64, k: int) -> U64:
    """The hash of each run of k codes; equal runs have equal hashes anywhere."""
    return levelled(windows(weighted(codes), k))


def previous(codes: U64) -> I64:
    """For each place the last earlier place of the same code (its upper half tells), else -1."""
    upper = codes >> np.uint64(32)
    order = np.argsort(upper.astype(np.uint16), kind="stable")  # sorted by radix
    order = order.take(
        np.argsort((upper >> np.uint64(16)).astype(np.uint16).take(order), kind="stable")
    )
    upper = upper.take(order)
    again = np.flatnonzero(upper[1:] == upper[:-1])
    before = np.full(len(codes), -1, np.int64)
    before[order.take(again + 1)] = order.take(again)
    return before


def firsts(ranked: NDArray[np.integer]) -> Mask:
    """Which of sorted values differ from those before; numpy's `unique` takes longer for few."""
    first = np.ones(len(ranked), bool)
    np.not_equal(ranked[1:], ranked[:-1], out=first[1:])
    return first


def distinct(values: NDArray[np.integer]) -> int:
    """How many different values; quicker than numpy's own for the short arrays met here."""
    if not len(values):
        return 0
    return 1 + int(np.count_nonzero(np.diff(np.sort(values))))


def smallest(values: Numbers, w: int) -> Numbers:
    """The smallest of each w neighbours, by doubling."""
    lowest, span = values, 1
    while span < w:
        step = min(span, w - span)
        lowest = np.minimum(lowest[: len(lowest) - step], lowest[step:])
        span += step
    return lowest


def _ties(size: int) -> U32:
    """Places from behind, modulo 16."""
    return np.resize(_COUNTDOWN, size) if size > len(_COUNTDOWN) else _COUNTDOWN[:size]


def choose(hashes: U64, w: int, keep: Mask) -> I64:
    """Winnow: of any w neighbours (at most 16) the smallest is chosen, and always the same one.

    Hashes outside `keep` carry too little information and are never chosen. Among equal hashes the
    place decides (robust winnowing). The upper 27 bits are compared, so that 32 hold an order.
    """
    size = len(hashes)
    w = min(w, size)
    if not size:
        return np.empty(0, np.int64)
    order = (hashes >> np.uint64(37)).astype(np.uint32)
    order <<= np.uint32(4)
    order |= _ties(size)
    order |= np.subtract(keep.view(np.int8), 1, dtype=np.int32).view(np.uint32)
    lowest = smallest(order, w)
    first = np.flatnonzero(lowest[1:] != lowest[:-1]) + 1
    first = np.concatenate([_START, first])
    lowest = lowest.take(first)
    found: I64 = first + (((_TIES - lowest) - first.astype(np.uint32)) & _TIES)
    return found.compress(lowest != _NONE)


@cache
def cipher(key: bytes) -> Cipher[modes.ECB]:
    """Single blocks of AES: made once for a key."""
    return Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305 - of one block: a keyed permutation


def keyed(hashes: U64, keys: Keys, stream: str) -> U64:
    """The hashes under the register key: AES-256 of each one, cut to 48 bits.

    A block cipher and not a keyed rolling hash: from texts that a thief knows (licences), linear
    hashes would give the key away.
    """
    blocks = np.zeros((len(hashes), 2), "<u8")
    blocks[:, 0] = hashes
    sealer = cipher(keys.sub(f"hashes of {stream}")).encryptor()
    sealed = np.frombuffer(sealer.update(blocks.tobytes()), "<u8")[::2]
    return (sealed >> np.uint64(64 - BITS)).astype(np.uint64)
