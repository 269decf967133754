"""Writes the local features of pictures into a segment, and merges those of several."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from fingerprints.arrays import U8, U32, U64
from fingerprints.entry import Entry
from fingerprints.image_words import WORDS
from fingerprints.kind import Points
from fingerprints.points_table import GROUPS, LISTED, LOGOS, PointsPart
from fingerprints.snapshot_arrays import Writer
from fingerprints.tokens_table import GONE

PIECES = 16  # ranges of words that a merge holds in memory one after another
Columns = tuple[U32, U64, U8, U32, U32]  # words, codes, poses, owners, ranks


def write_points(made: Writer, entries: Sequence[Entry]) -> None:
    """The features of all entries of Points, sorted by word: photos, logos and drawings apart."""
    for kind, group in GROUPS.items():
        numbers = [number for number, entry in enumerate(entries) if entry.kind == kind]
        _write_group(made, entries, numbers, group)
        if group == LOGOS and numbers:
            made.add(LISTED, np.array(numbers, np.uint32))


def _write_group(made: Writer, entries: Sequence[Entry], numbers: list[int], group: str) -> None:
    held = [
        (number, value)
        for number in numbers
        if isinstance(value := entries[number].value, Points) and len(value.words)
    ]
    if not held:
        return
    counts = [len(value.words) for _, value in held]
    owners = np.repeat(np.array([number for number, _ in held], np.uint32), counts)
    ranks = np.concatenate([np.arange(count, dtype=np.uint32) for count in counts])
    columns = (
        np.concatenate([value.words for _, value in held]),
        np.concatenate([value.codes for _, value in held]),
        np.concatenate([value.poses for _, value in held]),
        owners,
        ranks,
    )
    _write(made, iter([columns]), group)


def merge_points(
    made: Writer, parts: Sequence[PointsPart | None], numbers: Sequence[U32], group: str
) -> None:
    """The features of the entries that go on, one range of words after the other."""
    held = [(part, new) for part, new in zip(parts, numbers, strict=True) if part is not None]
    if held:
        _write(made, _ranges(held), group)


def merge_listed(made: Writer, listed: Sequence[U32], numbers: Sequence[U32]) -> None:
    """The logos that go on, by their new numbers."""
    kept = np.concatenate([new[old] for old, new in zip(listed, numbers, strict=True)])
    kept = np.sort(kept[kept != GONE])
    if len(kept):
        made.add(LISTED, kept)


def _ranges(held: Sequence[tuple[PointsPart, U32]]) -> Iterator[Columns]:
    for low, high in pairwise(np.linspace(0, WORDS, PIECES + 1).astype(np.uint32)):
        pieces: list[Columns] = []
        for part, new in held:
            start, end = np.searchsorted(part.words, [low, high]).tolist()
            owners = new[part.owners[start:end]]
            kept = owners != GONE
            rows = (part.words, part.codes, part.poses)
            words, codes, poses = (column[start:end][kept] for column in rows)
            pieces.append((words, codes, poses, owners[kept], part.ranks[start:end][kept]))
        yield tuple(np.concatenate(column) for column in zip(*pieces, strict=True))  # type: ignore[misc]


def _write(made: Writer, pieces: Iterator[Columns], group: str) -> None:
    """Pieces in the order of words; within a word by owner, so that merging changes nothing."""
    owners: list[U32] = []
    ranks: list[U32] = []
    for piece in pieces:
        if not len(piece[0]):
            continue
        order = np.lexsort((piece[4], piece[3], piece[0]))
        words, codes, poses, owner, rank = (column[order] for column in piece)
        sorted_ = (words, codes, poses, owner, rank)
        for name, column in zip(
            ("words", "codes", "poses", "owners", "ranks"), sorted_, strict=True
        ):
            made.add(f"{group}/{name}", column)
        owners.append(owner.astype(np.uint32))
        ranks.append(rank.astype(np.uint32))
    if not owners:
        return
    owned = np.concatenate(owners)
    made.add(f"{group}/members", np.lexsort((np.concatenate(ranks), owned)).astype(np.uint32))
    numbers, counts = np.unique(owned, return_counts=True)
    first = np.concatenate([[0], np.cumsum(counts)[:-1]])
    made.add(f"{group}/bounds", np.stack([numbers, first], axis=1).astype(np.uint32))
