"""What the place of a stored pair holds: its row, which two columns, and how much it tells."""

import numpy as np

from fingerprints.arrays import I64, U8, U32

LAST = 28  # the highest number of a pair: of eight columns
PAIR, FINE = 5, 2  # bits of a mark that number the pair; bits of the level that stand by the row
ROWS = 1 << (24 - FINE)
LEVELS = np.array(
    [8.0, 10.0, 12.0, 14.0, *range(15, 22), *np.arange(22.0, 29.0, 0.5), *range(29, 35), 36.0]
)  # bits, rounded down to halves where it is decided; weaker pairs are left out
NONE = 255  # the level of a pair that is not stored


def level(bits: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> U8:
    """The highest level that these bits reach; NONE below the lowest."""
    found = np.searchsorted(LEVELS, bits, side="right") - 1
    return np.where(found < 0, NONE, found).astype(np.uint8)


def packed(rows: I64, number: int, levels: U8) -> tuple[U32, U32]:
    """`starts` and `ends` of pairs of one number."""
    starts = (rows << FINE | levels & ((1 << FINE) - 1)).astype(np.uint32)
    return starts, starts + (number | (levels >> FINE).astype(np.uint32) << PAIR)


def unpacked(starts: I64, sizes: I64) -> tuple[I64, I64, I64]:
    """Rows, numbers of pairs and levels."""
    fine = (1 << FINE) - 1
    return starts >> FINE, sizes & ((1 << PAIR) - 1), sizes >> PAIR << FINE | starts & fine
