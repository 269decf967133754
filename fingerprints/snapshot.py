"""The published register: immutable, mapped segments that any number of processes share."""

from pathlib import Path
from typing import Any

import numpy as np

from fingerprints import code_sketch
from fingerprints.arrays import I64
from fingerprints.bits_table import BitsTable
from fingerprints.entry import Entry, Known
from fingerprints.keys import Keys
from fingerprints.logos_table import LogosTable
from fingerprints.names_table import Name, named
from fingerprints.points_table import LINES, LOGOS, PHOTOS, PointsTable
from fingerprints.snapshot_manifest import DEAD, Manifest, read_manifest, versions
from fingerprints.snapshot_segment import Segment
from fingerprints.snapshot_write import write
from fingerprints.tokens_table import TokensTable

__all__ = ["Entry", "Known", "Snapshot", "newest", "write"]
REMEMBERED = 4_096  # entries that stay opened


def newest(folder: Path) -> Path | None:
    """The newest snapshot below a folder."""
    found = versions(folder)
    return found[-1] if found else None


class Snapshot:
    """One opened snapshot; it is pickled by its path, and a worker opens it again."""

    def __init__(self, path: Path, keys: Keys, manifest: Manifest) -> None:
        self.path = path
        self.keys = keys
        self._sound = manifest.sound
        counts = [listed.entries for listed in manifest.segments]
        self._first = np.cumsum([0, *counts])
        self.segments = tuple(
            Segment(path.parent, listed, keys, first)
            for listed, first in zip(manifest.segments, self._first.tolist(), strict=False)
        )
        self._tables: dict[str, TokensTable | None] = {}
        self._known: dict[int, Known] = {}
        self._names: tuple[Name, ...] | None = None
        self._bits: BitsTable | None = None
        self._points: dict[str, PointsTable] = {}
        self._logos: LogosTable | None = None

    @classmethod
    def open(cls, path: Path, keys: Keys) -> "Snapshot":
        """Open a snapshot folder; a wrong key, version or size is refused in plain words."""
        return cls(path, keys, read_manifest(path, keys))

    def __reduce__(self) -> tuple[Any, ...]:
        return Snapshot.open, (self.path, self.keys)

    @property
    def version(self) -> str:
        """The name of this snapshot."""
        return self.path.name

    @property
    def size(self) -> int:
        """How many entries count."""
        return sum(segment.listed.live for segment in self.segments)

    @property
    def numbers(self) -> I64:
        """The numbers of the entries that count; others are gaps."""
        alive = [
            first + np.setdiff1d(np.arange(segment.listed.entries), segment.listed.dead)
            for first, segment in zip(self._first, self.segments, strict=False)
        ]
        return np.concatenate([np.empty(0, np.int64), *alive])

    def table(self, kind: str) -> TokensTable | None:
        """The look-up of a kind of Tokens; None where nothing of it is protected."""
        if kind not in self._tables:
            self._tables[kind] = self._table(kind)
        return self._tables[kind]

    def _table(self, kind: str) -> TokensTable | None:
        found = [(segment.tokens(kind), segment.first) for segment in self.segments]
        parts = [(part, first) for part, first in found if part is not None]
        if not parts:
            return None
        postings = np.cumsum([0, *(len(part.upper) for part, _ in parts)])
        entries = np.array([first for _, first in parts], np.int64)
        return TokensTable([part for part, _ in parts], entries, postings)

    def entry(self, number: int) -> Known:
        """What is known of an entry, unsealed when it is first asked for."""
        known = self._known.get(number)
        if known is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            segment = self._segment(number)
            known = self._known[number] = segment.known(number - segment.first)
        return known

    def sketch(self, number: int) -> Known | None:
        """The sketch of the part that this entry belongs to; None where it has none."""
        segment = self._segment(number)
        mark = segment.marks[number - segment.first]
        first = int(np.searchsorted(segment.marks, mark)) + segment.first
        last = int(np.searchsorted(segment.marks, mark, side="right")) + segment.first
        found = (self.entry(one) for one in range(first, last))
        return next((known for known in found if known.kind == code_sketch.NAME), None)

    def _segment(self, number: int) -> Segment:
        return self.segments[int(np.searchsorted(self._first, number, side="right")) - 1]

    def mark(self, number: int) -> int:
        """What orders entries the same way in every snapshot of a home, however it was written."""
        segment = self._segment(number)
        return int(segment.marks[number - segment.first])

    @property
    def names(self) -> tuple[Name, ...]:
        """All names."""
        if self._names is None:
            self._names = named(
                (segment.first + entry, word)
                for segment in self.segments
                for entry, word in segment.names()
            )
        return self._names

    @property
    def bits(self) -> BitsTable:
        """The outlines of all pictures."""
        if self._bits is None:
            found = [segment.outlines() for segment in self.segments]
            self._bits = BitsTable([part for part in found if part is not None], self.entry)
        return self._bits

    @property
    def points(self) -> PointsTable:
        """The local features of all pictures."""
        return self._pointed(PHOTOS)

    @property
    def lines(self) -> PointsTable:
        """The local features of all line drawings."""
        return self._pointed(LINES)

    @property
    def logos(self) -> LogosTable:
        """All logos."""
        if self._logos is None:
            listed = [
                segment.first + np.setdiff1d(segment.logos(), segment.listed.dead)
                for segment in self.segments
            ]
            entries = np.concatenate([np.empty(0, np.int64), *listed]).tolist()
            self._logos = LogosTable(self._pointed(LOGOS), entries)
        return self._logos

    def _pointed(self, group: str) -> PointsTable:
        if group not in self._points:
            found = [segment.points(group) for segment in self.segments]
            parts = [part for part in found if part is not None]
            self._points[group] = PointsTable(parts, self.entry, self.keys)
        return self._points[group]

    def verify(self) -> list[str]:
        """The files whose checksum is wrong; reads everything, for `doctor`."""
        own = [] if self._sound else [DEAD]
        return own + [name for segment in self.segments for name in segment.damaged()]
