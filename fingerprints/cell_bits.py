"""How much a cell tells by its form and by how common its words are everywhere.

A phrase (Stoke-on-Trent) stands in the lists as one: its words do not become common by it. Each
word and phrase is known by two slots, so that a rare one is hardly ever taken for a common one.
"""

import zlib
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fingerprints.arrays import F64, U64
from fingerprints.cell_marks import Marks

FILE = Path(__file__).parent / "known" / "cell_words.bin"
SLOTS = 1 << 23  # words in one slot count as the commonest of them
SECOND = np.uint64(32)  # where in a code the second slot begins
STEP = 4  # parts of a bit that a slot tells
UNKNOWN = 16.0  # bits of a word that is in no list: rarer than 1 in 65,000 names, towns or words
LETTER = 4.7  # bits that one letter of a word tells at most: log2(26)
DIGIT = 3.32  # log2(10)
LENGTH = 2.0  # bits that the length of a number tells: one in four is as long
DATE = 14.3  # a day of the last 55 years


@cache
def known() -> NDArray[np.uint8]:
    """Bits of common words in quarters, by two parts of their code; 0 where unknown.

    Made by `python -m benchmarks.tables.frequencies` from lists of names, towns and words.
    """
    if not FILE.exists():
        return np.zeros(SLOTS, np.uint8)
    return unpack(FILE.read_bytes())


def pack(slots: NDArray[np.uint8]) -> bytes:
    """The slots as bytes."""
    places = np.flatnonzero(slots)
    steps = np.diff(places, prepend=0).astype("<u4").view(np.uint8).reshape(-1, 4)
    head = len(places).to_bytes(4, "little")
    return zlib.compress(head + steps.T.tobytes() + slots[places].tobytes(), 9)


def unpack(data: bytes) -> NDArray[np.uint8]:
    """The reverse of `pack`."""
    plain = zlib.decompress(data)
    count = int.from_bytes(plain[:4], "little")
    steps = np.frombuffer(plain[4 : 4 + 4 * count], np.uint8).reshape(4, -1).T.copy().view("<u4")
    slots = np.zeros(SLOTS, np.uint8)
    slots[np.cumsum(steps.ravel())] = np.frombuffer(plain[4 + 4 * count :], np.uint8)
    return slots


def slots(codes: U64) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The two slots of each word or phrase."""
    last = np.uint64(SLOTS - 1)
    return (codes & last).astype(np.int64), ((codes >> SECOND) & last).astype(np.int64)


def listed(codes: U64) -> F64:
    """Bits of words and of phrases (sums of the codes of their words); 0 in no list."""
    table = known()
    one, other = (table[places] for places in slots(codes))
    told: F64 = np.where((one > 0) & (other > 0), np.maximum(one, other), 0) / STEP
    return told


def word_bits(found: Marks) -> F64:
    """Bits of each mark that is a word; 0 for numbers, which are told by their digits."""
    told = listed(found.codes)
    told = np.where(told > 0, told, UNKNOWN)
    bits = np.minimum(told, LETTER * (found.ends - found.starts))
    return np.where(found.codes > 0, bits, 0.0)


def phrase_bits(words: U64, spoken: F64) -> F64:
    """Bits of all words of each cell: what they tell one by one, or less where all are listed."""
    told = listed(words)
    return np.where(told > 0, np.minimum(told, spoken), spoken)
