"""The snapshot's outlines of pictures: a flat array scanned whole, exactly, from a mapped file."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fingerprints.errors import CopywatchError
from fingerprints.keys import Keys
from fingerprints.kind import U64, Bits
from fingerprints.seal import seal, unseal

ROWS, OWNERS, EXTRA, ENTRIES = "bits.rows.npy", "bits.owners.npy", "bits.extra", "bits.entries"
FILES = (ROWS, OWNERS, EXTRA, ENTRIES)
HALF = 2  # of the four words are compared first


@dataclass(frozen=True, slots=True)
class Near:
    """A stored outline close to one that was asked for."""

    entry: int
    view: int  # which of the entry's views
    row: int  # which of the asked rows
    distance: int


@dataclass(frozen=True, slots=True)
class Outlined:
    """One protected picture; `extra` is its sealed second opinion."""

    asset: str
    part: str
    kind: str
    labels: tuple[str, ...]
    quality: int
    extra: bytes


def write_bits(folder: Path, rows: Iterable[tuple[str, str, str, Bits]], keys: Keys) -> list[Path]:
    """Write (asset, part, kind, value) and return the files; what has no outline is left out.

    Names of assets and parts are sealed: a secret work's file name may tell what it is.
    """
    words: list[U64] = []
    owners: list[tuple[int, int]] = []
    entries: list[tuple[str, str, str, tuple[str, ...], int, int, int]] = []
    with (folder / EXTRA).open("wb") as extra:
        for asset, part, kind, bits in rows:
            if not len(bits.rows):
                continue
            start = extra.tell()
            extra.write(bits.extra)
            owners += [(len(entries), view) for view in range(len(bits.rows))]
            entries.append((asset, part, kind, bits.labels, bits.quality, start, extra.tell()))
            words.append(bits.rows)
    table = np.concatenate(words) if words else np.empty((0, 4), np.uint64)
    np.save(folder / ROWS, np.asfortranarray(table))  # by column: a scan reads the first two
    np.save(folder / OWNERS, np.array(owners, dtype=np.uint32).reshape(-1, 2))
    (folder / ENTRIES).write_bytes(seal(keys, json.dumps(entries).encode(), ENTRIES))
    return [folder / name for name in FILES]


@dataclass(frozen=True, slots=True, eq=False)
class BitsTable:
    """All outlines of a snapshot; opening it reads only the list of entries."""

    rows: U64
    owners: NDArray[np.uint32]
    entries: tuple[tuple[str, str, str, tuple[str, ...], int, int, int], ...]
    extra: Path

    @classmethod
    def open(cls, folder: Path, keys: Keys) -> "BitsTable":
        """Map the files of a snapshot; CopywatchError when they are damaged."""
        try:
            listed = json.loads(unseal(keys, (folder / ENTRIES).read_bytes(), ENTRIES))
            rows = np.load(folder / ROWS, mmap_mode="r" if listed else None)  # empty: no map
            owners = np.load(folder / OWNERS)
            entries = tuple((*entry[:3], tuple(entry[3]), *entry[4:]) for entry in listed)
        except (OSError, ValueError, TypeError, IndexError) as error:
            raise CopywatchError(
                "the snapshot's pictures cannot be read; protect anything again to write another"
            ) from error
        return cls(rows, owners, entries, folder / EXTRA)

    def __len__(self) -> int:
        return len(self.entries)

    def entry(self, number: int) -> Outlined:
        """What a stored outline belongs to."""
        asset, part, kind, labels, quality, start, end = self.entries[number]
        with self.extra.open("rb") as file:
            file.seek(start)
            return Outlined(asset, part, kind, labels, quality, file.read(end - start))

    def near(self, rows: U64, limit: int) -> list[Near]:
        """Every stored outline within `limit` bits of one of the rows, nearest first (exact)."""
        found = [near for number, row in enumerate(rows) for near in self._near(number, row, limit)]
        return sorted(found, key=lambda near: (near.distance, near.row, near.entry, near.view))

    def nearest(self, row: U64) -> list[Near]:
        """The stored outline nearest to a row, however far it is; none in an empty table."""
        if not len(self.rows):
            return []
        distances = np.bitwise_count(self.rows ^ row).sum(axis=1, dtype=np.int64)
        place = int(distances.argmin())
        entry, view = (int(value) for value in self.owners[place])
        return [Near(entry, view, 0, int(distances[place]))]

    def _near(self, number: int, row: U64, limit: int) -> Iterable[Near]:
        first = np.zeros(len(self.rows), np.uint16)
        for column in range(HALF):
            first += np.bitwise_count(self.rows[:, column] ^ row[column])
        left = np.flatnonzero(first <= limit)
        rest = np.bitwise_count(self.rows[left][:, HALF:] ^ row[HALF:]).sum(axis=1)
        distances = first[left] + rest
        for place in np.flatnonzero(distances <= limit):
            entry, view = (int(value) for value in self.owners[left[place]])
            yield Near(entry, view, number, int(distances[place]))
