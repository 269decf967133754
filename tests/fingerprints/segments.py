"""Small works for snapshots that grow by changes."""

import numpy as np

from fingerprints.keys import Keys
from fingerprints.kind import Bits, Names, Tokens
from fingerprints.snapshot import Entry

KEYS = Keys(b"k" * 32)
POOL = np.random.default_rng(3).integers(0, 2**48, 40, dtype=np.uint64)
POOL[1::4] = POOL[0::4] ^ np.uint64(1)  # some differ in the lower half only
POOL[2::8] = POOL[0::8] ^ np.uint64(1 << 20)  # and some in the upper half only


def tokens(seed: int, count: int = 12) -> Tokens:
    """A few hashes of the pool, some of them more than once."""
    chance = np.random.default_rng(seed)
    starts = np.sort(chance.integers(0, 5_000, count).astype(np.uint32))
    sizes = chance.integers(1, 300, count).astype(np.uint32)
    lines = np.arange(0, 5_000, 50, dtype=np.uint32)
    return Tokens(chance.choice(POOL, count), starts, starts + sizes, lines, seed, seed, count)


def part(name: str, seed: int) -> list[Entry]:
    """One part of one work, in several kinds."""
    chance = np.random.default_rng(seed)
    made = [Entry(name, "a.txt", kind, tokens(seed + n), 9) for n, kind in enumerate("st")]
    if seed % 3 == 0:
        made.append(Entry(name, "a.txt", "names@1", Names((f"WORD {seed}", "COMMON")), 0))
    if seed % 3 == 1:
        rows = chance.integers(0, 2**64, (2, 4), dtype=np.uint64)
        made.append(Entry(name, "a.txt", "image_hash@1", Bits(rows, ("a", "b"), 7, b"extra"), 0))
    return made
