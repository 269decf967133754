"""One byte for each character of a folded text: what all streams read, and codes of its words."""

import numpy as np
from numpy.typing import NDArray

from fingerprints.arrays import I64, U64, Mask
from fingerprints.winnow import POWERS

OTHER = 0xFD  # a sign outside ASCII; the two bytes above it are the lexer's own
FOREIGN = 0x80  # the first byte of letters and digits outside ASCII
_LETTERS = 125  # how many bytes these have
_BLOCK = 256
_WORD = np.uint64(0xD6E8FEB86659FD93)


class _Table:
    """The byte of each character, worked out by blocks when they are first met."""

    def __init__(self) -> None:
        self.bytes = np.zeros(0x110000, np.uint8)  # pages that nothing touches cost no memory
        self.bytes[:FOREIGN] = np.arange(FOREIGN)
        self.known = np.zeros(0x110000 // _BLOCK, bool)

    def of(self, points: NDArray[np.uint32]) -> bytes:
        blocks = points // _BLOCK
        missing = blocks[~self.known.take(blocks)]
        for block in np.unique(missing).tolist():
            for point in range(max(FOREIGN, block * _BLOCK), (block + 1) * _BLOCK):
                letter = chr(point).isalnum()
                self.bytes[point] = FOREIGN + point % _LETTERS if letter else OTHER
            self.known[block] = True
        return self.bytes.take(points).tobytes()


_TABLE = _Table()


def of(text: str) -> bytes:
    """ASCII stands for itself; every other letter or digit is one of 125 bytes.

    Two letters of one alphabet hardly ever share a byte, and a run of twenty says enough anyway.
    """
    if text.isascii():
        return text.encode()
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    return _TABLE.of(points)


def marked(wanted: bytes) -> bytes:
    """A table for `bytes.translate`: 1 for these bytes, 0 for all others."""
    return bytes(int(byte in wanted) for byte in range(256))


ALNUM = bytes(
    byte
    for byte in range(256)
    if (chr(byte).isalnum() if byte < FOREIGN else byte < FOREIGN + _LETTERS)
)


def flags(octets: bytes | bytearray, table: bytes) -> Mask:
    """Which bytes the table marks."""
    return np.frombuffer(octets.translate(table), bool)


def sums(octets: bytes) -> U64:
    """Prefix sums from which the code of any word is told without reading it again."""
    POWERS.grow(len(octets))
    found = np.zeros(len(octets) + 1, np.uint64)
    weights = POWERS.up[: len(octets)] * np.frombuffer(octets, np.uint8)
    np.cumsum(weights, out=found[1:])
    return found


def words(sums: U64, starts: I64, ends: I64) -> U64:
    """A 64-bit code of each span, the same wherever the same bytes stand."""
    codes = sums.take(ends)
    codes -= sums.take(starts)
    codes *= POWERS.down.take(starts)
    codes ^= codes >> np.uint64(32)
    codes *= _WORD
    return codes
