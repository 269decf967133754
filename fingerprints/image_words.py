"""The vocabulary of local features: 1,024 x 1,024 cells, and 128 bits inside a cell, keyed.

Babenko and Lempitsky, "The inverted multi-index", 2012: two halves of the descriptor's principal
axes have 1,024 centres each. Jegou, Douze and Schmid, "Hamming embedding", 2008: signs of a fixed
rotation refine the cell. The key permutes the cells and the bits and masks the bits of each cell:
every distance stays what it was, and a stolen store cannot be searched with a picture.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from fingerprints.arrays import F32, I64, U32, U64
from fingerprints.image_features import Ints
from fingerprints.keys import Keys

FILE = Path(__file__).parent / "known" / "image_words.npz"
HALF = 1_024  # centres of one half
WORDS = HALF * HALF
BITS = 128
NEAREST = 4  # centres of each half that are combined


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Learnt from pictures that are neither protected nor asked; holds statistics only."""

    mean: F32  # (128,)
    axes: F32  # (128, 2 * d + 128): both halves' principal axes, and the rotation of the bits
    centres: tuple[F32, F32]  # (HALF, d + 1) each: -2 times the centres, their squared lengths
    middle: F32  # (128,): the median of each rotated number

    def parts(self, descriptors: F32) -> tuple[F32, F32, F32]:
        """Both halves (n, d) and the numbers whose signs are the bits (n, 128)."""
        made = ((descriptors - self.mean) @ self.axes).astype(np.float32)
        size = self.centres[0].shape[1] - 1
        numbers = (made[:, 2 * size :] - self.middle).astype(np.float32)
        return made[:, :size], made[:, size : 2 * size], numbers

    def cells(self, first: F32, second: F32, probes: int) -> I64:
        """(n, probes) nearest cells, without the key; the nearest alone for one probe."""
        apart = [
            np.asarray(np.c_[half, np.ones(len(half), np.float32)] @ centres.T, np.float32)
            for half, centres in zip((first, second), self.centres, strict=True)
        ]
        if probes == 1:
            nearest: I64 = apart[0].argmin(axis=1) * HALF + apart[1].argmin(axis=1)
            return nearest[:, None]
        (near, far), (near_too, far_too) = map(_nearest, apart)
        total = (far[:, :, None] + far_too[:, None, :]).reshape(len(first), -1)
        cells = (near[:, :, None] * HALF + near_too[:, None, :]).reshape(len(first), -1)
        chosen = np.argpartition(total, probes, axis=1)[:, :probes]
        return np.asarray(np.take_along_axis(cells, chosen, axis=1))


def _nearest(apart: F32) -> tuple[I64, F32]:
    """The NEAREST columns of each row (n, HALF), nearest first, and how far they are."""
    lines = np.arange(len(apart))
    columns, values = [], []
    for _ in range(NEAREST):  # four sweeps are a quarter of a partition
        column = apart.argmin(axis=1)
        columns.append(column)
        values.append(apart[lines, column])
        apart[lines, column] = np.inf
    return np.stack(columns, axis=1), np.stack(values, axis=1)


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The shipped vocabulary."""
    with np.load(FILE) as file:
        held = {name: file[name].astype(np.float32) for name in file.files}
    first, second = (_folded(held[half]) for half in ("first", "second"))
    return Vocabulary(held["mean"], held["axes"], (first, second), held["middle"])


def _folded(centres: F32) -> F32:
    """(HALF, d) centres, so folded that one product gives how far they are, less what all share."""
    return np.asarray(np.c_[-2 * centres, (centres**2).sum(axis=1)], np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Secrets:
    """What one register key makes of cells and bits."""

    words: U32  # (WORDS,): the keyed word of each cell
    order: Ints  # (BITS,)
    masks: U64  # (WORDS, 2): by keyed word


@lru_cache(maxsize=4)
def secrets(keys: Keys) -> Secrets:
    """Made once for a process (0.2 s, 20 MB)."""
    words = np.argsort(_stream(keys, "image words", 8 * WORDS).view("<u8"), kind="stable")
    order = np.argsort(_stream(keys, "image point bits", 8 * BITS).view("<u8"), kind="stable")
    masks = _stream(keys, "image point masks", 16 * WORDS).view("<u8").reshape(-1, 2)
    return Secrets(words.astype(np.uint32), order, masks.astype(np.uint64))


def _stream(keys: Keys, purpose: str, size: int) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    """AES in counter mode over zeros: bytes that only the key tells."""
    cipher = Cipher(algorithms.AES(keys.sub(purpose)), modes.CTR(bytes(16)))
    return np.frombuffer(cipher.encryptor().update(bytes(size)), np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """Descriptors as keyed words and bits; `plain` bits are never stored."""

    words: U32  # (n, probes)
    plain: U64  # (n, 2): permuted, not masked


def coded(descriptors: F32, keys: Keys, probes: int = 1) -> Coded:
    """The words a descriptor is looked for in (one: where it is stored) and its bits."""
    if not len(descriptors):
        return Coded(np.empty((0, probes), np.uint32), np.empty((0, 2), np.uint64))
    secret, known = secrets(keys), vocabulary()
    first, second, numbers = known.parts(descriptors)
    words = secret.words[known.cells(first, second, probes)]
    bits = np.packbits(numbers[:, secret.order] > 0, axis=1)
    return Coded(words, np.ascontiguousarray(bits).view("<u8").astype(np.uint64))


def masked(words: U32, bits: U64, keys: Keys) -> U64:
    """(n, 2) bits as they are stored under these words (n,), and the reverse."""
    return np.asarray(bits ^ secrets(keys).masks[words])
