"""Codes of words: BLAKE2b once per word, then a dictionary look-up; bounded for hostile pages."""

import hashlib
from collections.abc import Sequence

import numpy as np

from fingerprints.arrays import U64

MOST = 300_000  # words remembered


class Codes(dict[str, int]):
    """64-bit codes of words, the same in every process and on every machine."""

    def __init__(self, purpose: str) -> None:
        super().__init__()
        self.purpose = purpose.encode()

    def __missing__(self, word: str) -> int:
        if len(self) >= MOST:
            self.clear()
        data = word.encode("utf-8", "surrogatepass")
        digest = hashlib.blake2b(data, digest_size=8, person=self.purpose).digest()
        self[word] = code = int.from_bytes(digest, "little")
        return code

    def of(self, words: Sequence[str]) -> U64:
        """The codes of words in order."""
        return np.fromiter(map(self.__getitem__, words), np.uint64, len(words))
