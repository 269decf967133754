"""Step 2 of a match: which protected parts share hashes with a text."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fingerprints import background, code_tokens, text_chars, text_words, winnow
from fingerprints.fold import Folded
from fingerprints.kind import U32, U64
from fingerprints.snapshot import Snapshot
from fingerprints.stream import Stream
from fingerprints.winnow import I64, Mask
from matcher.sample import of_grams

STREAMS: tuple[Stream, ...] = (text_chars.STREAM, text_words.STREAM, code_tokens.STREAM)


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


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """What one stream of a text gave."""

    candidates: tuple[Candidate, ...]  # most shared first
    sample: U64  # keyed hashes of the text, for look-back


def lookup(stream: Stream, text: Folded, snapshot: Snapshot, limit: int) -> Looked:
    """The candidates of a text. All its grams are asked for, not only winnowed ones."""
    grams = stream.read(text, stream.k)
    kept = np.flatnonzero(grams.keep)
    hashes = winnow.keyed(grams.hashes[kept], snapshot.keys, stream.name)
    sample = of_grams(stream.name, stream.w, grams, kept, hashes)
    table = snapshot.table(stream.name)
    if table is None:
        return Looked((), sample)
    asked, postings = table.find(hashes)
    places = kept[asked]
    own = ~background.known(stream.name, grams.hashes[places])
    found = _by_entry(table.owner(postings), own, limit)
    candidates = [
        Candidate(
            entry,
            grams.starts[places[pairs]],
            grams.ends[places[pairs]],
            postings[pairs],
            own[pairs],
            winnow.distinct(postings[pairs][own[pairs]]),
            winnow.distinct(postings[pairs][~own[pairs]]),
        )
        for entry, pairs in found.items()
    ]
    candidates.sort(key=lambda c: (-c.distinct - c.public, -c.distinct, c.entry))
    return Looked(tuple(candidates), sample)


def _by_entry(owners: U32, own: Mask, limit: int) -> Mapping[int, I64]:
    """Pairs by entry, for the entries that share most; own hashes count before public ones."""
    if not len(owners):
        return {}
    order = np.argsort(owners, kind="stable")
    entries, first, count = np.unique(owners[order], return_index=True, return_counts=True)
    weight = np.add.reduceat(own[order].astype(np.float64), first) + count / (1 + count)
    best = np.lexsort((entries, -weight))[:limit]
    return {int(entries[b]): order[first[b] : first[b] + count[b]] for b in best}
