"""The names of a segment: public words, sealed all the same, since they name secret assets."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fingerprints.keys import Keys
from fingerprints.names import key
from fingerprints.seal import seal, unseal

Row = tuple[int, str]  # entry, word


@dataclass(frozen=True, slots=True)
class Name:
    """One watched name, its folded letters and digits, and the entry it belongs to."""

    word: str
    key: str
    entry: int


def sealed_names(rows: Iterable[Row], keys: Keys, nonce: str) -> NDArray[np.uint8]:
    """The sealed table of a segment."""
    data = json.dumps(list(rows), ensure_ascii=False).encode()
    return np.frombuffer(seal(keys, data, f"names in {nonce}"), np.uint8)


def opened_names(sealed: NDArray[np.uint8], keys: Keys, nonce: str) -> list[Row]:
    """The table again."""
    rows = json.loads(unseal(keys, sealed.tobytes(), f"names in {nonce}"))
    return [(entry, word) for entry, word in rows]


def named(rows: Iterable[Row]) -> tuple[Name, ...]:
    """Names with their folded letters."""
    return tuple(Name(word, key(word), entry) for entry, word in rows)
