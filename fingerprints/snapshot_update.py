"""Adds to a snapshot and takes from it without writing it anew (a log-structured merge tree).

O'Neil et al., "The log-structured merge-tree", 1996: what is new becomes a small segment; small
segments are merged at once, large ones by `tidied`, beside the work.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from fingerprints.arrays import U64
from fingerprints.entry import Entry
from fingerprints.keys import Keys
from fingerprints.snapshot_manifest import Listed, publish_version, read_manifest, segment_path
from fingerprints.snapshot_merge import Merged, merge
from fingerprints.snapshot_segment import Segment
from fingerprints.snapshot_write import write_segment
from fingerprints.tokens_table import GONE

FLOOR = 4 << 20  # bytes: segments up to this size are merged with whatever comes
CEILING = 24 << 20  # bytes that one publication merges beside what it brings
FACTOR = 4  # a segment is merged with smaller ones that are not much smaller
MOST = 4  # segments, beyond which large ones are merged
SHARE = 4  # one of so many entries dead is too many


def updated(base: Path, changed: U64, entries: Iterable[Entry], keys: Keys) -> Path:
    """A snapshot like `base` where the parts with the `changed` marks have these entries only."""
    folder = base.parent
    left = _without(read_manifest(base, keys).segments, folder, changed, keys)
    new = write_segment(folder, entries, keys)
    segments = [*left, new] if new else left
    chosen = _small(left, new)
    if len(chosen) > 1 or any(_wasteful(one) for one in chosen):
        opened = [Segment(folder, one, keys) for one in chosen]
        names = {one.name for one in chosen}
        kept = [one for one in segments if one.name not in names]
        merged = merge(folder, opened, keys).listed
        if new:
            segment_path(folder, new.name).unlink()
        segments = [*kept, merged] if merged else kept
    return publish_version(folder, _ordered(segments), keys)


def _without(segments: Sequence[Listed], folder: Path, changed: U64, keys: Keys) -> list[Listed]:
    """The segments with these parts dead; one with nothing left is dropped."""
    left = []
    for listed in segments:
        gone = Segment(folder, listed, keys).having(changed)
        one = replace(listed, dead=np.union1d(listed.dead, gone).astype(np.uint32))
        if one.live:
            left.append(one)
    return left


def _ordered(segments: Iterable[Listed]) -> list[Listed]:
    """The largest first."""
    return sorted(segments, key=lambda one: (-one.size, one.name))


def _small(left: Sequence[Listed], new: Listed | None) -> list[Listed]:
    """What is merged at once: the new segment and those that are not much larger than it."""
    chosen = [new] if new else []
    total = new.size if new else 0
    budget = max(CEILING, total)
    for one in reversed(_ordered(left)):
        if one.size > budget or one.size > max(FLOOR, FACTOR * total):
            break
        chosen.append(one)
        total += one.size
        budget -= one.size
    return chosen


def _wasteful(one: Listed) -> bool:
    """Too much of it is dead."""
    return len(one.dead) * SHARE > one.entries


def due(path: Path, keys: Keys) -> list[Listed]:
    """The large segments of a snapshot that ought to be merged; empty where all is well."""
    segments = _ordered(read_manifest(path, keys).segments)
    wasteful = [one for one in segments if _wasteful(one)]
    if len(segments) <= MOST:
        return wasteful
    names = {one.name for one in wasteful}
    return wasteful + [one for one in segments[MOST // 2 :] if one.name not in names]


def tidied(path: Path, chosen: Sequence[Listed], keys: Keys) -> Merged:
    """Merge large segments; reads and writes for long, and locks nobody out."""
    return merge(path.parent, [Segment(path.parent, one, keys) for one in chosen], keys)


def exchanged(path: Path, chosen: Sequence[Listed], merged: Merged, keys: Keys) -> Path | None:
    """A snapshot like `path` with the merged segment in the place of the chosen ones.

    What died in the meantime is dead in the new one too. None where others merged one of them.
    """
    now = {one.name: one for one in read_manifest(path, keys).segments}
    if any(one.name not in now for one in chosen):
        return None
    names = {one.name for one in chosen}
    kept = [one for one in now.values() if one.name not in names]
    if merged.listed:
        pairs = zip(chosen, merged.numbers, strict=True)
        dead = np.sort(np.concatenate([numbers[now[one.name].dead] for one, numbers in pairs]))
        kept.append(replace(merged.listed, dead=dead[dead != GONE].astype(np.uint32)))
    return publish_version(path.parent, _ordered(one for one in kept if one.live), keys)
