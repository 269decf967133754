"""Writes the look-up of one kind of Tokens into a segment, in pieces of bounded size.

Bytes for each of n postings: 4 + 2 hash (48 bits, upper and lower), 4 owner, at most 0.5 buckets,
at most 1.5 filter: at most 12 (and 15 bytes for the table); 4 more of places, sealed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fingerprints.arrays import I64, U32, U64
from fingerprints.keys import Keys
from fingerprints.kind import Tokens
from fingerprints.snapshot_arrays import Writer
from fingerprints.tokens_table import (
    GONE,
    LOWER,
    SIZES,
    START,
    TokensPart,
    keystream,
    places_purpose,
    second_bits,
)
from fingerprints.winnow import BITS

PIECE = 1 << 19  # postings that are sorted at once
DEEPEST = 28  # bits of a hash that choose a bucket
WIDEST = 36  # bits that choose a bit of the filter
WORD = 6  # bits of a hash that choose a bit in a word of the filter


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Postings of a range of hashes, sorted by hash, owner and place."""

    hashes: U64
    owners: U32
    places: U32


def depths(count: int) -> tuple[int, int]:
    """How many bits of a hash choose the bucket, and how many the bit of the filter."""
    bucket = max(0, (count // 8).bit_length() - 1)
    return min(DEEPEST, bucket), max(WORD, min(WIDEST, (12 * count).bit_length() - 1))


def cuts(count: int) -> int:
    """The range of hashes is cut into two to the power of this many pieces."""
    bucket, width = depths(count)
    return min(bucket, width - WORD, (count // PIECE).bit_length())


class TokensWriter:
    """Takes the pieces of one kind in the order of their hashes: 2 ** cuts(count) of them."""

    def __init__(self, writer: Writer, kind: str, count: int, keys: Keys, nonce: str) -> None:
        self.writer = writer
        self.kind = kind
        self.count = count
        self.keys = keys
        self.purpose = places_purpose(kind, nonce)
        self.depth, self.width = depths(count)
        self.cuts = cuts(count)
        self.written = self.pieces = 0

    def add(self, piece: Piece) -> None:
        """Append one piece; the last one must bring the count that was promised."""
        first, last = self.written, self.written + len(piece.hashes)
        self._add("upper", (piece.hashes >> LOWER).astype("<u4"))
        self._add("lower", piece.hashes.astype("<u2"))
        self._add("owners", piece.owners.astype("<u4"))
        self._add("places", self._sealed(piece.places))
        held = np.bincount(
            self._within(piece.hashes, self.depth), minlength=self._share(self.depth)
        )
        self._add("buckets", (first + np.cumsum(held) - held).astype("<u4"))
        bits = np.zeros(self._share(self.width), np.uint8)
        first_bits = self._within(piece.hashes, self.width)
        bits[first_bits] = bits[second_bits(first_bits, piece.hashes.view(np.int64))] = 1
        self._add("filter", np.packbits(bits, bitorder="little"))
        self.written, self.pieces = last, self.pieces + 1
        if self.pieces == 1 << self.cuts:
            assert self.written == self.count
            self._add("buckets", np.array([self.count], "<u4"))

    def _add(self, part: str, values: NDArray[Any]) -> None:
        self.writer.add(f"{self.kind}/{part}", values)

    def _share(self, depth: int) -> int:
        return 1 << (depth - self.cuts)

    def _within(self, hashes: U64, depth: int) -> I64:
        """Which bucket of this piece."""
        places = (hashes >> np.uint64(BITS - depth)).astype(np.int64)
        return places - self.pieces * self._share(depth)

    def _sealed(self, places: U32) -> U32:
        first, last = self.written, self.written + len(places)
        blocks = np.arange(first >> 2, (last + 3) >> 2, dtype=np.uint64)
        stream = keystream(self.keys, self.purpose, blocks).ravel()
        sealed: U32 = places ^ stream[first & 3 :][: len(places)]
        return sealed


def write_tokens(
    writer: Writer, kind: str, values: Sequence[tuple[int, Tokens]], keys: Keys, nonce: str
) -> None:
    """Write what lies in memory; `values` come with the number of their entry."""
    hashes = np.concatenate([value.hashes for _, value in values])
    owners = np.concatenate([np.full(len(v.hashes), owner, np.uint32) for owner, v in values])
    places = np.concatenate([packed(value) for _, value in values])
    order = np.lexsort((owners, hashes))
    made = TokensWriter(writer, kind, len(hashes), keys, nonce)
    ordered = Piece(hashes[order], owners[order], places[order])
    for first, last in _ranges(ordered.hashes, made.cuts):
        made.add(
            Piece(
                ordered.hashes[first:last], ordered.owners[first:last], ordered.places[first:last]
            )
        )


def merge_tokens(
    writer: Writer,
    kind: str,
    parts: Sequence[tuple[TokensPart, U32]],
    keys: Keys,
    nonce: str,
) -> bool:
    """Merge the tables of several segments; each comes with the new numbers of its entries.

    False, and nothing is written, where no posting is left.
    """
    count = sum(_live(part, numbers) for part, numbers in parts)
    if not count:
        return False
    made = TokensWriter(writer, kind, count, keys, nonce)
    ranges = [list(_ranges(part.upper, made.cuts, BITS - int(LOWER))) for part, _ in parts]
    for number in range(1 << made.cuts):
        found = [
            _taken(part, numbers, *spans[number])
            for (part, numbers), spans in zip(parts, ranges, strict=True)
        ]
        hashes, owners, places = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
        order = np.lexsort((owners, hashes))
        made.add(Piece(hashes[order], owners[order], places[order]))
    return True


def _live(part: TokensPart, numbers: U32) -> int:
    """Postings whose entry goes on."""
    if not (numbers == GONE).any():
        return len(part.upper)
    return sum(
        int(np.count_nonzero(numbers[part.owners[first : first + PIECE]] != GONE))
        for first in range(0, len(part.owners), PIECE)
    )


def _taken(part: TokensPart, numbers: U32, first: int, last: int) -> tuple[U64, U32, U32]:
    """The postings of a range, opened, without those whose entry is gone."""
    owners = numbers[part.owners[first:last]]
    kept = np.flatnonzero(owners != GONE)
    postings = np.arange(first, last)
    places = part.opened(postings)
    return part.hashes(postings)[kept], owners[kept], places[kept]


def _ranges(hashes: U64 | U32, cut: int, bits: int = BITS) -> Iterator[tuple[int, int]]:
    """Where each of the pieces begins and ends."""
    starts = np.arange(1, 1 << cut, dtype=np.uint64) << np.uint64(bits - cut)
    edges = [0, *np.searchsorted(hashes, starts.astype(hashes.dtype)).tolist(), len(hashes)]
    yield from pairwise(edges)


def packed(value: Tokens) -> U32:
    """Where a gram starts and how long it is, in four bytes."""
    sizes = np.minimum(value.ends - value.starts, SIZES).astype(np.uint32)
    places: U32 = (value.starts << START) | sizes
    return places
