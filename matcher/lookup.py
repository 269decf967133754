"""Step 2 of a match: which protected parts share hashes with a text."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from fingerprints import background, winnow
from fingerprints.arrays import I64, U32, U64, Mask
from fingerprints.fold import Folded
from fingerprints.snapshot import Snapshot
from fingerprints.stream import Grams, Stream
from fingerprints.tokens_table import TokensTable
from matcher.background import Public, public
from matcher.boilerplate import Boilerplate
from matcher.sample import of_grams

_OWNER = (1 << 32) - 1
Counted = tuple[I64, I64]  # entries, sorted, and how many different hashes each shares


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """One entry that shares hashes with a text: pairs of a place here and a place there."""

    entry: int
    starts: U32  # on the text, one for each pair
    ends: U32
    postings: I64  # in the snapshot
    own: Mask  # outside the background
    distinct: int  # different postings outside the background
    public: int  # different postings inside it
    grams: I64  # of the text, one for each pair
    background: Public


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """What one reading of a text gave."""

    candidates: tuple[Candidate, ...]  # those that share most, most first
    listed: Counted  # every entry with how many different hashes it shares, none left out
    crowded: int  # hashes outside the background that more parts own than were looked at
    public: Callable[[], tuple[I64, I64]]  # spans of the text that are public


def lookup(
    stream: Stream, folded: Folded, plain: Boilerplate, snapshot: Snapshot, limit: int
) -> tuple[list[Looked], U64]:
    """The candidates of each reading of a text, and its sample for look-back.

    All grams of the text are asked for, not only winnowed ones.
    """
    if not stream.sampled and snapshot.table(stream.name) is None:
        return [], np.empty(0, np.uint64)
    grams = stream.read(folded, stream.k)
    asked = _asked(stream, grams, snapshot)
    sample = _sample(stream, asked)
    if asked.known is None:
        return [], sample
    again = stream.again(folded, stream.k)
    readings = [asked] if again is None else [asked, _asked(stream, again, snapshot)]
    return [_looked(stream, reading, plain, snapshot, limit) for reading in readings], sample


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """The grams of one reading, which of them say enough, and the keyed hashes of these."""

    grams: Grams
    kept: I64
    hashes: U64
    known: Mask | None  # which of these the shipped background has; None where nobody asks


def _sample(stream: Stream, asked: _Asked) -> U64:
    if not stream.sampled:
        return np.empty(0, np.uint64)
    grams, kept, keyed = asked.grams, asked.kept, asked.hashes
    return of_grams(stream.name, stream.w, grams, kept, keyed, known=asked.known)


def _asked(stream: Stream, grams: Grams, snapshot: Snapshot) -> _Asked:
    kept = np.flatnonzero(grams.keep)
    hashes = grams.hashes[kept]
    protected = snapshot.table(stream.name) is not None
    known = background.known(stream.name, hashes) if protected else None
    return _Asked(grams, kept, winnow.keyed(hashes, snapshot.keys, stream.name), known)


def _looked(
    stream: Stream, reading: _Asked, plain: Boilerplate, snapshot: Snapshot, limit: int
) -> Looked:
    grams, kept = reading.grams, reading.kept
    table = snapshot.table(stream.name)
    assert table is not None
    assert reading.known is not None
    asked, postings, cut = table.look(reading.hashes)
    publicly = partial(public, stream, grams, kept, reading.hashes, snapshot, known=reading.known)
    if not len(asked):
        none = _counted(np.empty(0, np.uint32), asked)
        return Looked((), none, 0, lambda: _spans(publicly(), grams))
    places = kept[asked]
    owners = table.owner(postings)
    known = publicly()
    dull = plain.holds(grams.starts[places], grams.ends[places])
    own = _own(known, places, owners, snapshot) & ~dull
    ours, theirs = _counted(owners[own], postings[own]), _counted(owners[~own], postings[~own])
    candidates = [
        Candidate(
            entry,
            grams.starts[places[mine]],
            grams.ends[places[mine]],
            postings[mine],
            own[mine],
            _count(ours, entry),
            _count(theirs, entry),
            places[mine],
            known,
        )
        for entry, mine in _by_entry(owners, postings, own, table, limit).items()
    ]
    cut = kept[cut]
    telling = ~known.marks[cut] & ~plain.holds(grams.starts[cut], grams.ends[cut])
    crowded = int(np.count_nonzero(telling))
    listed = _counted(owners, postings)
    return Looked(tuple(candidates), listed, crowded, lambda: _spans(known, grams))


def _spans(known: Public, grams: Grams) -> tuple[I64, I64]:
    public = np.flatnonzero(known.marks)
    return grams.starts[public].astype(np.int64), grams.ends[public].astype(np.int64)


def _own(public: Public, places: I64, owners: U32, snapshot: Snapshot) -> Mask:
    """Which pairs count: what is not public, and what is public as the work it is found in."""
    own = ~public.marks[places]
    watched = public.watched()
    for entry in np.unique(owners).tolist() if watched else ():
        spared = watched.get(snapshot.entry(entry).asset)
        if spared is not None:
            mine = owners == entry
            own[mine] |= spared[places[mine]]
    return own


def _counted(owners: U32, postings: I64) -> Counted:
    """Each entry with its different postings."""
    pairs = np.sort(postings << 32 | owners)  # sorted much quicker than their places
    mine = np.sort(pairs[winnow.firsts(pairs)] & _OWNER)
    edges = np.flatnonzero(winnow.firsts(mine))
    return mine[edges], np.append(edges[1:], len(mine)) - edges


def _count(counted: Counted, entry: int) -> int:
    entries, counts = counted
    at = int(np.searchsorted(entries, entry))
    return int(counts[at]) if at < len(entries) and entries[at] == entry else 0


def most(listed: Sequence[Counted], limit: int) -> list[tuple[int, int]]:
    """The entries that share most in any reading; of equal ones those of earlier readings first."""
    if not listed:
        return []
    entries, marks = (np.concatenate(some) for some in zip(*listed, strict=True))
    order = np.argsort(entries, kind="stable")
    edges = np.flatnonzero(winnow.firsts(entries[order]))
    if not len(edges):
        return []
    first, shared = order[edges], np.maximum.reduceat(marks[order], edges)
    best = np.lexsort((first, -shared))[:limit]
    return list(zip(entries[first[best]].tolist(), shared[best].tolist(), strict=True))


def _by_entry(
    owners: U32, postings: I64, own: Mask, table: TokensTable, limit: int
) -> Mapping[int, I64]:
    """Pairs by entry, for the entries that share most; own hashes count before public ones.

    Equal ones stand in the order of their marks, the same in every snapshot of a home.
    """
    order = np.argsort(owners, kind="stable")
    entries, first, count = np.unique(owners[order], return_index=True, return_counts=True)
    weight = np.add.reduceat(own[order].astype(np.float64), first) + count / (1 + count)
    best = np.lexsort((table.mark(postings[order[first]]), -weight))[:limit]
    return {int(entries[b]): order[first[b] : first[b] + count[b]] for b in best}
