"""How much a cell tells by its form and by how common its words are everywhere."""

import zlib
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fingerprints.arrays import F64, U64
from fingerprints.cell_marks import Marks

FILE = Path(__file__).parent / "known" / "cell_words.bin"
SLOTS = 1 << 22  # two words in one slot count as the commoner
STEP = 4  # parts of a bit that a slot tells
UNKNOWN = 16.0  # bits of a word that is in no list: rarer than 1 in 65,000 names, towns or words
LETTER = 4.0  # bits that one letter of a word tells at most
DIGIT = 3.32  # log2(10)
DATE = 14.3  # a day of the last 55 years


@cache
def known() -> NDArray[np.uint8]:
    """Bits of common words in quarters, by the last 22 bits of their code; 0 where unknown.

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


def slot(codes: U64) -> NDArray[np.int64]:
    """The slot of each word."""
    return (codes & np.uint64(SLOTS - 1)).astype(np.int64)


def word_bits(found: Marks) -> F64:
    """Bits of each mark that is a word; 0 for numbers, which are told by their digits."""
    told = known()[slot(found.codes)] / STEP
    told = np.where(told > 0, told, UNKNOWN)
    bits = np.minimum(told, LETTER * (found.ends - found.starts))
    return np.where(found.codes > 0, bits, 0.0)
