"""Bodies that a run fetched: they stay until every page that showed them is recorded."""

from collections import Counter
from dataclasses import dataclass, field
from threading import Lock

from fingerprints.blobs import Blobs


@dataclass(frozen=True, slots=True)
class Fresh(Blobs):
    """The blobs of one run, lent to each page that puts them.

    Two pages under way may show the same picture: the first to be recorded must not take it away.
    """

    lent: Counter[str] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)

    def put(self, data: bytes) -> str:
        """Store bytes and lend them once more."""
        with self.lock:
            digest = Blobs.put(self, data)
            self.lent[digest] += 1
            return digest

    def drop(self, digest: str) -> None:
        """Give them back; the last page to do so removes them. Bytes that somebody else put
        (a helper process, an earlier crawl) stay until the sweep."""
        with self.lock:
            self.lent[digest] -= 1
            if self.lent[digest] == 0:
                Blobs.drop(self, digest)

    def sweep(self) -> None:
        """The run is over: remove whatever was ever lent or given back."""
        for digest in self.lent:
            Blobs.drop(self, digest)
