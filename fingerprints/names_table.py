"""The names of a snapshot: public words, sealed all the same, since they name secret assets."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from fingerprints.keys import Keys
from fingerprints.kind import Names
from fingerprints.names import key
from fingerprints.seal import seal, unseal


@dataclass(frozen=True, slots=True)
class Name:
    """One watched name, its folded letters and digits, and the entry it belongs to."""

    word: str
    key: str
    entry: int


def names_to_bytes(values: Iterable[tuple[int, Names]], keys: Keys, nonce: str) -> bytes:
    """The sealed table."""
    rows = [[entry, word] for entry, value in values for word in value.words]
    return seal(keys, json.dumps(rows).encode(), f"names in {nonce}")


def names_from_bytes(data: bytes, keys: Keys, nonce: str) -> tuple[Name, ...]:
    """The table again."""
    rows = json.loads(unseal(keys, data, f"names in {nonce}"))
    return tuple(Name(word, key(word), entry) for entry, word in rows)
