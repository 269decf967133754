"""The look-up of one kind of Tokens: sorted hashes in each segment, a filter before each.

At most twelve bytes a posting lie open (keyed hash, owner, buckets, filter); four more (the place)
are sealed with AES in counter mode, so that only the places of candidates are ever opened.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fingerprints.arrays import I64, U32, U64, Mask
from fingerprints.errors import CopywatchError
from fingerprints.keys import Keys
from fingerprints.winnow import BITS, cipher

SIZES = 255  # characters of a gram's span that a place can tell
START = np.uint32(8)  # bits below the start in a place
LOWER = np.uint64(16)  # bits of a hash in its lower array
PARTS = ("upper", "lower", "owners", "buckets", "filter", "places")  # arrays of a segment
COMMON = 256  # postings of one hash that are given, each owner's first ones first
CROWDS = 2_048  # such hashes that a table remembers
GONE = np.uint32(2**32 - 1)  # the number of an entry that no longer counts
DAMAGED = (
    "The snapshot is damaged: a place lies outside of its document. `copywatch doctor` names the "
    "file and says what to do."
)


class Hits(NamedTuple):
    """What a look-up gave: pairs, by index into what was asked."""

    asked: I64
    postings: I64
    cut: I64  # indices of which only the first COMMON postings are given


def keystream(keys: Keys, purpose: str, blocks: U64) -> U32:
    """AES-CTR (NIST SP 800-38A) at any blocks in one call; four words for each block.

    Of counters, each block by itself is just that.
    """
    counters = np.zeros((len(blocks), 2), "<u8")
    counters[:, 0] = blocks
    return np.frombuffer(
        cipher(keys.sub(purpose)).encryptor().update(counters.tobytes()), "<u4"
    ).reshape(-1, 4)


def places_purpose(kind: str, nonce: str) -> str:
    """What the key of a segment's places is for."""
    return f"places of {kind} in {nonce}"


def second_bits(first: I64, hashes: I64) -> I64:
    """The other bit that a hash sets in the filter, in the same word (a blocked Bloom filter).

    Putze, Sanders and Singler, "Cache-, hash- and space-efficient Bloom filters", 2007.
    """
    return (first & ~np.int64(63)) | (hashes & np.int64(63))


@dataclass(frozen=True, slots=True, eq=False)
class TokensPart:
    """The table of one segment; arrays are mapped, not read."""

    upper: U32  # of the hashes, sorted
    lower: NDArray[np.uint16]
    owners: U32  # entries of the segment
    buckets: U32
    filter: NDArray[np.uint8]
    places: U32  # sealed
    marks: U64  # of the entries
    ends: U32  # of the entries: no place lies beyond
    dead: Mask | None  # entries
    keys: Keys
    purpose: str

    def ranges(self, wanted: U64) -> tuple[I64, I64, I64]:
        """(index into wanted, first posting, one after the last) where the upper halves agree."""
        some = self._perhaps(wanted.view(np.int64))
        hashes = wanted[some].view(np.int64)
        bucket = hashes >> (BITS - (len(self.buckets) - 2).bit_length())
        low = self.buckets[bucket].astype(np.int64)
        high = self.buckets[bucket + 1].astype(np.int64)
        upper = (hashes >> int(LOWER)).astype(np.uint32)
        first = self._first(low, high, upper)
        there = np.flatnonzero(self.upper.take(first, mode="clip") == upper)
        there = there[first[there] < high[there]]
        upper, high = upper[there], high[there]
        more = self.upper.take(first[there] + 1, mode="clip") == upper
        last = first[there] + 1
        last[more] = self._first(last[more], high[more], upper[more], after=True)
        return some[there], first[there], last

    def _perhaps(self, wanted: I64) -> I64:
        """Which hashes pass the filter: all that are there, and few that are not."""
        shift = BITS - (8 * len(self.filter) - 1).bit_length()
        some = np.flatnonzero(self._bit(wanted >> shift))
        wanted = wanted[some]
        return some[np.flatnonzero(self._bit(second_bits(wanted >> shift, wanted)))]

    def _bit(self, places: I64) -> Mask:
        bits = self.filter.take(places >> 3, mode="clip")
        bits >>= places.astype(np.uint8) & np.uint8(7)
        bits &= np.uint8(1)
        return bits.view(bool)

    def _first(self, low: I64, high: I64, wanted: U32, *, after: bool = False) -> I64:
        """The first place from `low` on, at most `high`, whose hash is not below the wanted one.

        With `after`, that is above it. A binary search of all at once, by halving steps.
        """
        places, final = low.copy(), high - 1
        step = 1 << int((high - low).max(initial=0)).bit_length() >> 1
        while step:
            probe = places + (step - 1)
            found = self.upper.take(probe, mode="clip")
            right = (found <= wanted) if after else (found < wanted)
            right &= probe <= final
            places += right * step
            step >>= 1
        return places

    def alive(self, postings: I64) -> I64:
        """Those whose entry still counts."""
        return postings if self.dead is None else postings[~self.dead[self.owners[postings]]]

    def hashes(self, postings: I64) -> U64:
        """The whole hashes."""
        upper = self.upper[postings].astype(np.uint64) << LOWER
        hashes: U64 = upper | self.lower[postings]
        return hashes

    def opened(self, postings: I64) -> U32:
        """The places of postings; one that cannot be is told as damage."""
        stream = keystream(self.keys, self.purpose, (postings >> 2).astype(np.uint64))
        places: U32 = self.places[postings] ^ stream[np.arange(len(postings)), postings & 3]
        if ((places >> START) + (places & SIZES) > self.ends[self.owners[postings]]).any():
            raise CopywatchError(DAMAGED)
        return places


@dataclass(frozen=True, slots=True, eq=False)
class TokensTable:
    """All segments' tables of one kind; postings and entries have numbers across all of them."""

    parts: Sequence[TokensPart]
    entries: I64  # the first entry of each part
    postings: I64  # the first posting of each part, and their count
    _crowds: dict[int, tuple[I64, bool]] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return int(self.postings[-1])

    def find(self, wanted: U64) -> tuple[I64, I64]:
        """All pairs (index into wanted, posting), by index; see `look` for crowded hashes."""
        return self.look(wanted)[:2]

    def look(self, wanted: U64) -> Hits:
        """All pairs; of a hash with more than COMMON postings the first ones of each owner.

        Each of the first COMMON owners gives one before any gives a second, in the order of their
        marks, so that near twins give the same few for every hash they share.
        """
        found = [self._plain(number, wanted) for number in range(len(self.parts))]
        asked, postings = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
        if len(found) > 1:
            order = np.argsort(asked, kind="stable")
            asked, postings = asked[order], postings[order]
        edges = np.flatnonzero(np.diff(asked, prepend=-1, append=-1))
        crowded = asked[edges[:-1]][np.diff(edges) > COMMON]
        if not len(crowded):
            return Hits(asked, postings, crowded)
        return self._thinned(wanted, asked, postings, crowded)

    def _plain(self, number: int, wanted: U64) -> tuple[I64, I64]:
        """Pairs in one part; of a crowded hash just enough to know that it is."""
        part = self.parts[number]
        some, first, last = part.ranges(wanted)
        count = np.minimum(last - first, COMMON + 1)
        wide = last - first > COMMON
        asked = np.repeat(some, count)
        within = np.arange(len(asked)) - np.repeat(np.cumsum(count) - count, count)
        postings = np.repeat(first, count) + within
        sure = part.lower[postings] == wanted[asked].astype(np.uint16)
        if part.dead is not None:
            sure &= ~part.dead[part.owners[postings]]
        sure |= np.repeat(wide, count)
        return asked[sure], postings[sure] + self.postings[number]

    def _thinned(self, wanted: U64, asked: I64, postings: I64, crowded: I64) -> Hits:
        """The pairs again, with those of crowded hashes chosen."""
        plain = ~np.isin(asked, crowded)
        chosen = [self._crowd(int(value)) for value in wanted[crowded]]
        counts = [len(postings) for postings, _ in chosen]
        asked = np.concatenate([asked[plain], np.repeat(crowded, counts)])
        postings = np.concatenate([postings[plain], *(postings for postings, _ in chosen)])
        order = np.argsort(asked, kind="stable")
        cut = crowded[[was_cut for _, was_cut in chosen]]
        return Hits(asked[order], postings[order], cut)

    def _crowd(self, wanted: int) -> tuple[I64, bool]:
        """The chosen postings of one crowded hash, and whether any were left out."""
        known = self._crowds.get(wanted)
        if known is None:
            if len(self._crowds) >= CROWDS:
                self._crowds.clear()
            known = self._crowds[wanted] = self._choose(self._all(wanted))
        return known

    def _all(self, wanted: int) -> I64:
        """Every live posting of a hash."""
        one = np.array([wanted], np.uint64)
        found = [np.empty(0, np.int64)]
        for number, part in enumerate(self.parts):
            for _, first, last in zip(*part.ranges(one), strict=True):
                start, end = first + np.searchsorted(
                    part.lower[first:last], [wanted & 0xFFFF, (wanted & 0xFFFF) + 1]
                )
                found.append(part.alive(np.arange(start, end)) + self.postings[number])
        return np.concatenate(found)

    def _choose(self, postings: I64) -> tuple[I64, bool]:
        if len(postings) <= COMMON:
            return postings, False
        marks = self.mark(postings)
        order = np.argsort(marks, kind="stable")
        first = np.flatnonzero(np.diff(marks[order], prepend=~marks[order[0]]))
        counts = np.diff(first, append=len(order))
        rank = np.arange(len(order)) - np.repeat(first, counts)
        kept = order[rank < max(1, COMMON // len(first))][:COMMON]
        return np.sort(postings[kept]), True

    def owner(self, postings: I64) -> U32:
        """The entry of the snapshot that each of these postings belongs to."""
        owners = np.zeros(len(postings), np.uint32)
        for part, mine, own, entries in self._by_part(postings):
            owners[mine] = part.owners[own] + np.uint32(entries)
        return owners

    def mark(self, postings: I64) -> U64:
        """The mark of the part each posting belongs to: the same in every snapshot of a home."""
        marks = np.zeros(len(postings), np.uint64)
        for part, mine, own, _ in self._by_part(postings):
            marks[mine] = part.marks[part.owners[own]]
        return marks

    def places(self, postings: I64) -> tuple[U32, U32]:
        """Start and size of the span of these postings, opened from the sealed side file."""
        places = np.zeros(len(postings), np.uint32)
        for part, mine, own, _ in self._by_part(postings):
            places[mine] = part.opened(own)
        return places >> START, places & np.uint32(SIZES)

    def _by_part(self, postings: I64) -> "list[tuple[TokensPart, Mask | slice, I64, int]]":
        """(part, which of the postings lie there, their numbers there, its first entry)."""
        if len(self.parts) == 1:
            return [(self.parts[0], slice(None), postings, int(self.entries[0]))]
        which = np.searchsorted(self.postings, postings, side="right") - 1
        return [
            (
                self.parts[n],
                which == n,
                postings[which == n] - self.postings[n],
                int(self.entries[n]),
            )
            for n in np.unique(which).tolist()
        ]
