"""Merges segments into one, without what is dead, reading and writing in pieces."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fingerprints.arrays import I64, U32
from fingerprints.keys import Keys
from fingerprints.points_table import GROUPS
from fingerprints.snapshot_manifest import Listed
from fingerprints.snapshot_points import merge_listed, merge_points
from fingerprints.snapshot_segment import (
    ENDS,
    MARKS,
    OFFSETS,
    OUTLINES,
    OWNERS,
    SEALED,
    NewSegment,
    Segment,
)
from fingerprints.snapshot_tokens import merge_tokens
from fingerprints.tokens_table import GONE

TOGETHER = 1 << 12  # sealed entries that are copied at once


@dataclass(frozen=True, slots=True, eq=False)
class Merged:
    """The new segment, and for each old one the new numbers of its entries (GONE: dropped)."""

    listed: Listed | None  # None where nothing was left
    numbers: tuple[U32, ...]


def merge(folder: Path, segments: Sequence[Segment], keys: Keys) -> Merged:
    """One segment of the entries that count; damage in an old one is told, never copied."""
    order, numbers = _renumbered([segment.sound() for segment in segments])
    if not len(order):
        return Merged(None, numbers)
    with NewSegment(folder, keys) as made:
        marks = np.concatenate([segment.marks for segment in segments])
        made.add(MARKS, marks[order])
        made.add(ENDS, np.concatenate([segment.arrays[ENDS] for segment in segments])[order])
        _copy_entries(made, segments, order)
        made.add_names(
            [
                (int(new[entry]), word)
                for segment, new in zip(segments, numbers, strict=True)
                for entry, word in segment.names()
            ]
        )
        for segment, new in zip(segments, numbers, strict=True):
            _copy_outlines(made, segment, new)
        for group in GROUPS.values():
            merge_points(made, [segment.points(group) for segment in segments], numbers, group)
        merge_listed(made, [segment.logos() for segment in segments], numbers)
        for kind in sorted({kind for segment in segments for kind in segment.kinds}):
            tables = [(s.tokens(kind), new) for s, new in zip(segments, numbers, strict=True)]
            held = [(table, new) for table, new in tables if table is not None]
            if merge_tokens(made, kind, held, keys, made.nonce):
                made.kinds.append(kind)
        return Merged(made.listed(len(order)), numbers)


def _renumbered(segments: Sequence[Segment]) -> tuple[I64, tuple[U32, ...]]:
    """Which entries go on, by mark, as numbers across all segments; and their new numbers."""
    marks = np.concatenate([segment.marks for segment in segments])
    alive = np.ones(len(marks), bool)
    edges = np.cumsum([0, *(len(segment.marks) for segment in segments)])
    for first, segment in zip(edges, segments, strict=False):
        alive[first + segment.listed.dead.astype(np.int64)] = False
    order = np.argsort(marks, kind="stable")
    order = order[alive[order]]
    numbers = np.full(len(marks), GONE, np.uint32)
    numbers[order] = np.arange(len(order), dtype=np.uint32)
    return order, tuple(np.split(numbers, edges[1:-1]))


def _copy_entries(made: NewSegment, segments: Sequence[Segment], order: I64) -> None:
    edges = np.cumsum([0, *(len(segment.marks) for segment in segments)])
    which = np.searchsorted(edges, order, side="right") - 1
    within = order - edges[which]
    sizes = [np.zeros(1, np.uint64)]
    for first in range(0, len(order), TOGETHER):
        places = zip(
            which[first : first + TOGETHER].tolist(),
            within[first : first + TOGETHER].tolist(),
            strict=True,
        )
        blobs = [segments[segment].sealed(entry) for segment, entry in places]
        made.add(SEALED, np.frombuffer(b"".join(blobs), np.uint8))
        sizes.append(np.array([len(blob) for blob in blobs], np.uint64))
    made.add(OFFSETS, np.cumsum(np.concatenate(sizes)))


def _copy_outlines(made: NewSegment, segment: Segment, numbers: U32) -> None:
    outlines = segment.outlines()
    if outlines is None:
        return
    owners = outlines.owners.copy()
    owners[:, 0] = numbers[owners[:, 0]]
    kept = owners[:, 0] != GONE
    if not kept.any():
        return
    made.add(OWNERS, owners[kept])
    for name, column in zip(OUTLINES, outlines.words, strict=True):
        made.add(name, column[kept])
