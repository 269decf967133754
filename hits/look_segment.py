"""One immutable, mapped file of the index of samples: which pages hold a hash, 3 bytes each.

A page's hashes stand in buckets by their lowest bits (they are keyed, hence even); of each only
the next eight bits and the page's place in the file are kept. So a few pages are named that do
not hold the hash: who asks looks into the record (a quotient filter: Bender and others 2012).
"""

import os
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from fingerprints.arrays import U64
from fingerprints.errors import CopywatchError
from hits.samples import Sample
from matcher import sample as samples

MAGIC = b"cwseen1\n"
HEAD = struct.Struct("<8s7Q")  # magic, first, last, pages, hashes, bits, outlines, nothing
FILLED = 32  # hashes of a bucket, at most, on the average
REST = np.uint64(0xFF)
PAGES = 1 << 16  # that a place of two bytes can tell apart
WORD_BITS = 16  # of a word in which two outlines within 31 of 256 bits differ (misses 1 in 1e4)
AT_ONCE = 1 << 21  # places looked at together


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """The samples of the record's rows `first` to `last`, both included."""

    first: int
    last: int
    numbers: U64  # (pages,) the rows that are in here, in order
    words: U64  # (outlines,) the first word of each
    starts: NDArray[np.uint32]  # (buckets + 1,)
    owners: NDArray[np.uint16]  # (hashes,) places in `numbers`, by bucket
    word_owners: NDArray[np.uint16]  # (outlines,)
    rests: NDArray[np.uint8]  # (hashes,) eight more bits

    @classmethod
    def of(cls, first: int, last: int, rows: Iterable[Sample]) -> Self:
        """The segment of these rows; at most 65,536."""
        numbers, tokens, pictures = [], [], []
        for row in rows:
            numbers.append(row.number)
            tokens.append(_hashes(row))
            pictures.append(_words(row))
        assert len(numbers) <= PAGES
        owners = _owners(tokens)
        hashes = np.concatenate([np.empty(0, np.uint64), *tokens])
        tokens.clear()  # a large segment holds 1e7 of them
        bits = (len(hashes) // FILLED).bit_length()
        starts, order = _bucketed(hashes & np.uint64((1 << bits) - 1), bits)
        return cls(
            first,
            last,
            np.array(numbers, np.uint64),
            np.concatenate([np.empty(0, np.uint64), *pictures]),
            starts,
            owners[order],
            _owners(pictures),
            (hashes >> np.uint64(bits) & REST).astype(np.uint8)[order],
        )

    @classmethod
    def open(cls, path: Path) -> Self:
        """Map a file; CopywatchError when it is not whole."""
        damaged = CopywatchError(f"{path.name} of the index of pages seen is damaged")
        if path.stat().st_size < HEAD.size:
            raise damaged
        data = np.memmap(path, np.uint8, "r")
        magic, first, last, *counts, _ = HEAD.unpack(data[: HEAD.size].tobytes())
        pages, hashes, bits, outlines = counts
        arrays: list[NDArray[np.uint8]] = []
        at = HEAD.size
        for size in (8 * pages, 8 * outlines, 4 * ((1 << min(bits, 60)) + 1), 2 * hashes,
                     2 * outlines, hashes):  # fmt: skip
            arrays.append(data[at : at + size])
            at += size
        if magic != MAGIC or at != len(data):
            raise damaged
        kinds = ("<u8", "<u8", "<u4", "<u2", "<u2", "u1")
        return cls(first, last, *(a.view(k) for a, k in zip(arrays, kinds, strict=True)))

    def write(self, folder: Path) -> Path:
        """The file appears whole, on the disk, or not at all; one of the same rows is replaced."""
        path = folder / f"{self.first:012}-{self.last:012}.seg"
        draft = path.with_suffix(".new")
        counts = (len(self.numbers), len(self.owners), self.bits, len(self.words))
        with draft.open("wb") as file:
            file.write(HEAD.pack(MAGIC, self.first, self.last, *counts, 0))
            for array in (self.numbers, self.words, self.starts, self.owners, self.word_owners,
                          self.rests):  # fmt: skip
                file.write(np.ascontiguousarray(array, array.dtype.newbyteorder("<")).data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        return path

    @property
    def bits(self) -> int:
        """Of a hash, those that name its bucket."""
        return (len(self.starts) - 1).bit_length() - 1

    def sharing(self, hashes: U64) -> NDArray[np.int64]:
        """How many of these different hashes each page seems to hold, by its place."""
        counts = np.zeros(len(self.numbers), np.int64)
        buckets = (hashes & np.uint64((1 << self.bits) - 1)).astype(np.int64)
        order = np.argsort(buckets)
        buckets, asked = buckets[order], hashes[order] >> np.uint64(self.bits) & REST
        sizes = self.starts[buckets + 1].astype(np.int64) - self.starts[buckets]
        for part in np.array_split(np.arange(len(order)), 1 + int(sizes.sum()) // AT_ONCE):
            size, start = sizes[part], self.starts[buckets[part]].astype(np.int64)
            begin = np.cumsum(size) - size
            places = np.repeat(start - begin, size) + np.arange(size.sum())
            alike = self.rests[places] == np.repeat(asked[part].astype(np.uint8), size)
            counts += np.bincount(self.owners[places[alike]], minlength=len(counts))
        return counts

    def alike(self, words: U64) -> NDArray[np.bool_]:
        """Which pages show a picture whose first word is near one of these."""
        found = np.zeros(len(self.numbers), bool)
        for word in np.unique(words) if len(self.words) else ():
            near = np.bitwise_count(self.words ^ word) <= WORD_BITS
            found[self.word_owners[near]] = True
        return found

    def without(self, gone: U64) -> "Segment | None":
        """The same without these rows; None when it holds none of them."""
        stays = ~np.isin(self.numbers, gone)
        if stays.all():
            return None
        place = (np.cumsum(stays) - 1).astype(np.uint16)
        kept, shown = stays[self.owners], stays[self.word_owners]
        ends = np.concatenate([[0], np.cumsum(kept)])
        return Segment(
            self.first,
            self.last,
            self.numbers[stays],
            self.words[shown],
            ends[self.starts].astype(np.uint32),
            place[self.owners[kept]],
            place[self.word_owners[shown]],
            self.rests[kept],
        )


def _hashes(row: Sample) -> U64:
    """The hashes of all streams; a stream's own key keeps them apart."""
    found = [samples.unpacked(data) for kind, data in row.kinds.items() if not pictured(kind)]
    return np.concatenate([*found, np.empty(0, np.uint64)])


def _words(row: Sample) -> U64:
    found = [samples.outlines(data)[:, 0] for kind, data in row.kinds.items() if pictured(kind)]
    return np.concatenate([*found, np.empty(0, np.uint64)])


def _owners(of_each: Sequence[U64]) -> NDArray[np.uint16]:
    return np.repeat(np.arange(len(of_each), dtype=np.uint16), [len(one) for one in of_each])


def pictured(kind: str) -> bool:
    """Whether a kind's sample holds outlines, not hashes."""
    return kind.startswith("image")


def _bucketed(buckets: U64, bits: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Where each bucket starts, and the order that sorts by bucket."""
    starts = np.zeros((1 << bits) + 1, np.uint32)
    np.cumsum(np.bincount(buckets.astype(np.int64), minlength=1 << bits), out=starts[1:])
    buckets <<= np.uint64(32)  # one sort of whole words: the bucket above, the place below
    buckets |= np.arange(len(buckets), dtype=np.uint64)
    buckets.sort()
    return starts, buckets.astype(np.uint32)
