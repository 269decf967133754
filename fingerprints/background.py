"""What everybody writes: licence texts and common idiom, as keyless hashes that ship with us.

Made by `python -m benchmarks.background` from licence files that are installed on a Debian
machine; the hashes are those that winnowing chooses, cut to 40 bits.
"""

import json
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fingerprints.arrays import U64, Mask

FOLDER = Path(__file__).parent / "known"
BITS = 40
BYTES = BITS // 8
LEADING = 22
NAMES = "origins.json"
COMMON = "code of several public projects"
Numbers = NDArray[np.uint16]


@cache
def table(stream: str) -> U64:
    """The known hashes of a stream, sorted; empty where none ship."""
    path = FOLDER / f"{stream}.bin"
    return unpack(path.read_bytes()) if path.exists() else np.empty(0, np.uint64)


def known(stream: str, public: U64) -> Mask:
    """Which of these unkeyed hashes belong to the background."""
    hashes = table(stream)
    if not len(hashes):
        return np.zeros(len(public), bool)
    wanted = short(public)
    found = np.zeros(len(wanted), bool)
    maybe = np.flatnonzero(_leading(stream)[wanted >> np.uint64(BITS - LEADING)])
    if not len(maybe):
        return found
    places = np.searchsorted(hashes, wanted[maybe])
    found[maybe] = hashes[np.minimum(places, len(hashes) - 1)] == wanted[maybe]
    return found


def origins(stream: str, public: U64) -> Numbers:
    """For each known unkeyed hash the number of its origin."""
    places = np.searchsorted(table(stream), short(public))
    return _origins(stream)[places]


@cache
def _origins(stream: str) -> Numbers:
    """Two bytes for each hash of the table: where it comes from, 0 where nobody can say."""
    path = FOLDER / f"{stream}.origins.bin"
    size = 2 * len(table(stream))
    stored = path.read_bytes() if path.exists() else b""
    return np.frombuffer(stored if len(stored) == size else bytes(size), "<u2")


@cache
def _names() -> list[str]:
    path = FOLDER / NAMES
    found: list[str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else [COMMON]
    return found


def origin(number: int) -> str:
    """What an origin is called."""
    return _names()[number]


@cache
def _leading(stream: str) -> Mask:
    """Which leading bits any known hash has: most hashes are told unknown by one look."""
    marks = np.zeros(1 << LEADING, bool)
    marks[table(stream) >> np.uint64(BITS - LEADING)] = True
    return marks


def short(public: U64) -> U64:
    """The upper 40 bits."""
    return public >> np.uint64(64 - BITS)


def pack(hashes: U64) -> bytes:
    """Sorted short hashes as 5 bytes each, little-endian."""
    rows = np.ascontiguousarray(hashes, "<u8").view(np.uint8).reshape(-1, 8)
    return rows[:, :BYTES].tobytes()


def unpack(data: bytes) -> U64:
    """The reverse of `pack`."""
    rows = np.zeros((len(data) // BYTES, 8), np.uint8)
    rows[:, :BYTES] = np.frombuffer(data, np.uint8).reshape(-1, BYTES)
    return rows.view("<u8").ravel().astype(np.uint64)
