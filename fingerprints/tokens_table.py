"""The look-up of one kind of Tokens in a snapshot: sorted hashes, a table of buckets, owners.

Twelve bytes a posting lie open (keyed hash, owner); four more (the place) are sealed with
AES in counter mode, so that only the places of candidates are ever opened.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from fingerprints.keys import Keys
from fingerprints.kind import U32, U64, Tokens
from fingerprints.winnow import BITS, I64

BLOCK = 16  # bytes of an AES block: the places of four postings
SIZES = 255  # characters of a gram's span that a place can tell
START = np.uint32(8)  # bits below the start in a place
COMMON = 256  # postings of one hash beyond which it says nothing
PARTS = ("hashes", "owners", "buckets", "places")


def _keystream(keys: Keys, purpose: str, blocks: U64) -> U32:
    """AES-CTR (NIST SP 800-38A) at any blocks in one call; four words for each block."""
    counters = np.zeros((len(blocks), 2), "<u8")
    counters[:, 0] = blocks
    cipher = Cipher(algorithms.AES(keys.sub(purpose)), modes.ECB())  # noqa: S305 - of counters: this is CTR
    return np.frombuffer(cipher.encryptor().update(counters.tobytes()), "<u4").reshape(-1, 4)


@dataclass(frozen=True, slots=True, eq=False)
class TokensTable:
    """Opened from a snapshot folder; arrays are mapped, not read."""

    hashes: U64
    owners: U32
    buckets: U32
    sealed: U32
    keys: Keys
    purpose: str

    def find(self, wanted: U64) -> tuple[I64, I64]:
        """All pairs (index into wanted, posting); a hash that too many own gives none."""
        shift = np.uint64(BITS - (len(self.buckets) - 1).bit_length() + 1)
        bucket = (wanted >> shift).astype(np.int64)
        low = self.buckets[bucket].astype(np.int64)
        high = self.buckets[bucket + 1].astype(np.int64)
        some = np.flatnonzero(low < high)
        low, high, wanted = low[some], high[some], wanted[some]
        first = self._bisect(low, high, wanted, after=False)
        last = self._bisect(first, high, wanted, after=True)
        count = last - first
        hit = np.flatnonzero((count > 0) & (count <= COMMON))
        repeated = np.repeat(hit, count[hit])
        within = np.arange(len(repeated)) - np.repeat(
            np.cumsum(count[hit]) - count[hit], count[hit]
        )
        return some[repeated], first[repeated] + within

    def _bisect(self, low: I64, high: I64, wanted: U64, *, after: bool) -> I64:
        low, high = low.copy(), high.copy()
        while len(open_ := np.flatnonzero(low < high)):
            middle = (low[open_] + high[open_]) // 2
            found = self.hashes[middle]
            right = (found <= wanted[open_]) if after else (found < wanted[open_])
            low[open_] = np.where(right, middle + 1, low[open_])
            high[open_] = np.where(right, high[open_], middle)
        return low

    def owner(self, postings: I64) -> U32:
        """The entry that each of these postings belongs to."""
        return self.owners[postings]

    def places(self, postings: I64) -> tuple[U32, U32]:
        """Start and size of the span of these postings, opened from the sealed side file."""
        blocks, where = np.unique(postings >> 2, return_inverse=True)
        stream = _keystream(self.keys, self.purpose, blocks.astype(np.uint64))
        opened = self.sealed[postings] ^ stream[where, postings & 3]
        return opened >> START, opened & np.uint32(SIZES)


def write(stem: Path, values: Iterable[tuple[int, Tokens]], keys: Keys, nonce: str) -> list[Path]:
    """Write the files of one kind; `values` come with the number of their entry."""
    collected = list(values)
    hashes = np.concatenate([value.hashes for _, value in collected])
    owners = np.concatenate([np.full(len(v.hashes), owner, "<u4") for owner, v in collected])
    places = np.concatenate([_places(value) for _, value in collected])
    order = np.lexsort((owners, hashes))
    hashes, places = hashes[order], places[order]
    depth = max(1, min(24, len(hashes).bit_length() - 1))
    edges = np.arange((1 << depth) + 1, dtype=np.uint64) << np.uint64(BITS - depth)
    blocks = np.arange((len(places) + 3) // 4, dtype=np.uint64)
    stream = _keystream(keys, _purpose(stem.name, nonce), blocks).ravel()[: len(places)]
    arrays = {
        "hashes": hashes.astype("<u8"),
        "owners": owners[order].astype("<u4"),
        "buckets": np.searchsorted(hashes, edges).astype("<u4"),
        "places": (places ^ stream).astype("<u4"),
    }
    for part in PARTS:
        arrays[part].tofile(_file(stem, part))
    return [_file(stem, part) for part in PARTS]


def _places(value: Tokens) -> U32:
    sizes = np.minimum(value.ends - value.starts, SIZES).astype(np.uint32)
    places: U32 = (value.starts << START) | sizes
    return places


def _purpose(kind: str, nonce: str) -> str:
    return f"places of {kind} in {nonce}"


def _file(stem: Path, part: str) -> Path:
    return stem.with_name(f"{stem.name}.{part}")


def open_table(stem: Path, keys: Keys, nonce: str) -> TokensTable:
    """Map the files of one kind."""
    owners, buckets, sealed = (np.memmap(_file(stem, part), "<u4", "r") for part in PARTS[1:])
    hashes = np.memmap(_file(stem, PARTS[0]), "<u8", "r")
    return TokensTable(hashes, owners, buckets, sealed, keys, _purpose(stem.name, nonce))
