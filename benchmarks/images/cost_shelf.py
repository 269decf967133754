"""What the benchmark of costs protects: the pictures of `parts`, and a hundred times as many.

These are drawn from the real ones: a third of their words and of the bits of their outlines are
moved by chance, and all bits of their features. Only the real ones can be opened.
"""

from dataclasses import dataclass

import numpy as np

from benchmarks.images import both_tiers
from fingerprints.arrays import U32
from fingerprints.bits_table import BitsPart, BitsTable
from fingerprints.image_words import WORDS
from fingerprints.logos_table import LogosTable
from fingerprints.points_table import PointsPart, PointsTable

TIMES = 106  # 947 pictures: 1e5
MOVED = 1 / 3


@dataclass(frozen=True, slots=True)
class Shelf:
    """A snapshot, as far as pictures go."""

    bits: BitsTable
    points: PointsTable
    logos: LogosTable
    lines: PointsTable


def real() -> Shelf:
    """Outlines and features of all protected pictures."""
    opened = both_tiers.opened()
    return Shelf(opened.bits, opened.points, opened.logos, opened.lines)


def grown(shelf: Shelf) -> Shelf:
    """The same pictures among 1e5."""
    return Shelf(_more_bits(shelf.bits), _more_points(shelf.points), shelf.logos, shelf.lines)


def _more_bits(table: BitsTable) -> BitsTable:
    """The same outlines, and TIMES - 1 like them."""
    dice = np.random.default_rng(3)
    part = table.parts[0]
    size = len(part.owners)
    columns = []
    for column in part.words:
        moved = np.tile(column, TIMES)
        masks = np.zeros(len(moved), np.uint64)
        for bit in range(64):
            masks |= (dice.random(len(moved)) < MOVED).astype(np.uint64) << np.uint64(bit)
        masks[:size] = 0
        columns.append(moved ^ masks)
    owners: U32 = np.tile(part.owners, (TIMES, 1))
    grown = BitsPart(tuple(columns), owners, part.marks, None, 0)
    return BitsTable([grown], table.known)


def _more_points(table: PointsTable) -> PointsTable:
    """The same features, and TIMES - 1 like them; only the first can be opened."""
    dice = np.random.default_rng(2)
    part = table.parts[0]
    words = np.tile(part.words, TIMES)
    moved = dice.random(len(words)) < MOVED
    moved[: len(part.words)] = False
    words[moved] = dice.integers(0, WORDS, int(moved.sum()), dtype=np.uint32)
    order = np.argsort(words, kind="stable")
    place = np.empty(len(order), np.uint32)
    place[order] = np.arange(len(order), dtype=np.uint32)
    step = int(part.owners.max()) + 1
    owners = np.concatenate([part.owners + n * step for n in range(TIMES)])
    codes = np.tile(part.codes, (TIMES, 1))
    masks = dice.integers(0, (1 << 64) - 1, codes.shape, dtype=np.uint64, endpoint=True)
    masks[: len(part.words)] = 0
    grown = PointsPart(
        words[order], (codes ^ masks)[order], np.tile(part.poses, (TIMES, 1))[order],
        owners[order], np.tile(part.ranks, TIMES)[order], place[part.members], part.bounds,
        None, 0, np.tile(part.marks, TIMES),
    )  # fmt: skip
    return PointsTable([grown], table.known, table.keys)
