"""Hashes of k-grams and the choice among them (winnowing: Schleimer, Wilkerson, Aiken 2003)."""

from functools import cache

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from numpy.typing import NDArray

from fingerprints.keys import Keys
from fingerprints.kind import U64

I64 = NDArray[np.int64]
Mask = NDArray[np.bool_]

BITS = 48  # of a hash: enough for 1e8 of them, and too few to say what was hashed
NONE = np.uint64(2**64 - 1)
_BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2**64
_TIES = np.uint64(0xFFFF)
_SMALL = 1 << 16


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


_POWERS = _Powers()


def mix(values: U64) -> U64:
    """Spread every bit over all bits (the finaliser of splitmix64)."""
    mixed = values ^ (values >> np.uint64(30))
    mixed = mixed * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    spread: U64 = mixed ^ (mixed >> np.uint64(31))
    return spread


def weighted(codes: U64) -> U64:
    """Each code times the power of its place."""
    _POWERS.grow(len(codes))
    products: U64 = codes * _POWERS.up[: len(codes)]
    return products


def levelled(sums: U64) -> U64:
    """Sums over windows, freed from where the window stands, and mixed."""
    _POWERS.grow(len(sums))
    return mix(sums * _POWERS.down[: len(sums)])


def grams(codes: U64, k: int) -> U64:
    """The hash of each run of k codes, by prefix sums; equal runs have equal hashes anywhere."""
    if len(codes) < k:
        return np.empty(0, np.uint64)
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(weighted(codes), out=sums[1:])
    return levelled(sums[k:] - sums[:-k])


def previous(codes: NDArray[np.unsignedinteger]) -> I64:
    """For each place the last earlier place of the same code, else -1."""
    if len(codes) and codes.max() < _SMALL:
        codes = codes.astype(np.uint16)  # sorted by radix
    order = np.argsort(codes, kind="stable")
    again = codes[order[1:]] == codes[order[:-1]]
    before = np.full(len(codes), -1, np.int64)
    before[order[1:][again]] = order[:-1][again]
    return before


def distinct(values: NDArray[np.integer]) -> int:
    """How many different values; quicker than numpy's own for the short arrays met here."""
    if not len(values):
        return 0
    return 1 + int(np.count_nonzero(np.diff(np.sort(values))))


def counts(marks: NDArray[np.integer] | Mask, k: int) -> I64:
    """How many marks stand in each window of k."""
    sums = np.zeros(len(marks) + 1, np.int64)
    np.cumsum(marks, out=sums[1:])
    return sums[k:] - sums[:-k] if len(marks) >= k else np.empty(0, np.int64)


def repeats(before: I64, k: int) -> I64:
    """How many places in each window of k repeat an earlier place of the same window."""
    size = len(before)
    if size < k:
        return np.empty(0, np.int64)
    places = np.arange(size)
    inside = places[(before >= 0) & (before > places - k)]
    change = np.zeros(size + k, np.int64)  # windows are counted from -k + 1 on
    change[inside] += 1  # the first window that holds this place
    change[before[inside] + k] -= 1  # the first that no longer holds the earlier one
    return np.cumsum(change)[k - 1 : size]


def choose(hashes: U64, w: int, keep: Mask) -> I64:
    """Winnow: of any w neighbours at least one is chosen, and always the same one.

    Hashes outside `keep` carry too little information and are never chosen. Equal hashes are
    told apart by their place, the last one wins (robust winnowing).
    """
    size = len(hashes)
    w = min(w, size)
    if not size:
        return np.empty(0, np.int64)
    places = np.arange(size, dtype=np.uint64)
    order = (hashes & ~_TIES) | (_TIES - (places & _TIES))
    order[~keep] = NONE
    lowest, span = order, 1
    while span < w:
        step = min(span, w - span)
        lowest = np.minimum(lowest[: len(lowest) - step], lowest[step:])
        span += step
    first = np.arange(len(lowest), dtype=np.uint64)
    ahead = ((_TIES - (lowest & _TIES)) - first) & _TIES
    return np.unique((first + ahead)[lowest != NONE]).astype(np.int64)


@cache
def _cipher(key: bytes) -> Cipher[modes.ECB]:
    return Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305 - one block per hash: a keyed permutation


def keyed(hashes: U64, keys: Keys, stream: str) -> U64:
    """The hashes under the register key: AES-256 of each one, cut to 48 bits.

    A block cipher and not a keyed rolling hash: from texts that a thief knows (licences), linear
    hashes would give the key away.
    """
    blocks = np.zeros((len(hashes), 2), "<u8")
    blocks[:, 0] = hashes
    sealer = _cipher(keys.sub(f"hashes of {stream}")).encryptor()
    sealed = np.frombuffer(sealer.update(blocks.tobytes()), "<u8")[::2]
    return (sealed >> np.uint64(64 - BITS)).astype(np.uint64)
