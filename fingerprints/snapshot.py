"""The published register: immutable, mapped files that any number of processes share."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from fingerprints.bits_table import BitsTable
from fingerprints.entry import Entry, Known, known_from_bytes
from fingerprints.errors import ConfigurationError
from fingerprints.keys import Keys
from fingerprints.names_table import Name, names_from_bytes
from fingerprints.seal import unseal
from fingerprints.snapshot_write import (
    ENTRIES,
    FORMAT,
    MANIFEST,
    NAMES,
    OFFSETS,
    digest,
    versions,
    write,
)
from fingerprints.tokens_table import TokensTable, open_table

__all__ = ["Entry", "Known", "Snapshot", "newest", "write"]
REMEMBERED = 4_096  # entries that stay opened


def newest(folder: Path) -> Path | None:
    """The newest snapshot below a folder."""
    found = versions(folder)
    return found[-1] if found else None


class Snapshot:
    """One opened snapshot; it is pickled by its path, and a worker opens it again."""

    def __init__(self, path: Path, keys: Keys, manifest: dict[str, Any]) -> None:
        self.path = path
        self.keys = keys
        self.nonce: str = manifest["nonce"]
        self.files: dict[str, list[Any]] = manifest["files"]
        self.size: int = manifest["entries"]
        self._tables = {
            kind: open_table(path / kind, keys, self.nonce) for kind in manifest["kinds"]
        }
        self._offsets = np.memmap(path / OFFSETS, "<u8", "r")
        self._known: dict[int, Known] = {}
        self._names: tuple[Name, ...] | None = None
        self._bits: BitsTable | None = None

    @classmethod
    def open(cls, path: Path, keys: Keys) -> "Snapshot":
        """Open a snapshot folder; a wrong key, version or size is refused in plain words."""
        try:
            manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
            _check(path, manifest, keys)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ConfigurationError(_damaged(path)) from error
        return cls(path, keys, manifest)

    def __reduce__(self) -> tuple[Any, ...]:
        return Snapshot.open, (self.path, self.keys)

    @property
    def version(self) -> str:
        """The name of this snapshot."""
        return self.path.name

    def table(self, kind: str) -> TokensTable | None:
        """The look-up of a kind of Tokens; None where nothing of it is protected."""
        return self._tables.get(kind)

    def entry(self, number: int) -> Known:
        """What is known of an entry, unsealed when it is first asked for."""
        known = self._known.get(number)
        if known is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            start, end = (int(offset) for offset in self._offsets[number : number + 2])
            with (self.path / ENTRIES).open("rb") as file:
                file.seek(start)
                sealed = file.read(end - start)
            opened = unseal(self.keys, sealed, f"entry {number} in {self.nonce}")
            known = self._known[number] = known_from_bytes(opened)
        return known

    @property
    def names(self) -> tuple[Name, ...]:
        """All names."""
        if self._names is None:
            data = (self.path / NAMES).read_bytes()
            self._names = names_from_bytes(data, self.keys, self.nonce)
        return self._names

    @property
    def bits(self) -> BitsTable:
        """The outlines of all pictures."""
        if self._bits is None:
            self._bits = BitsTable.open(self.path, self.keys)
        return self._bits

    def verify(self) -> list[str]:
        """The files whose checksum is wrong; reads everything, for `doctor`."""
        return [
            name for name, (_, wanted) in self.files.items() if digest(self.path / name) != wanted
        ]


def _check(path: Path, manifest: dict[str, Any], keys: Keys) -> None:
    if manifest["format"] > FORMAT:
        message = (
            f"The snapshot {path} was written by a newer Copywatch (format {manifest['format']}, "
            f"this one reads up to {FORMAT}). Update Copywatch."
        )
        raise ConfigurationError(message)
    if manifest["key"] != keys.id:
        message = (
            f"The register key does not fit the snapshot {path}: it was made with another key. "
            "Use the key that `copywatch key export` printed for this home."
        )
        raise ConfigurationError(message)
    for name, (size, _) in manifest["files"].items():
        if (path / name).stat().st_size != size:
            raise ValueError(name)


def _damaged(path: Path) -> str:
    return (
        f"The snapshot {path} cannot be read: a file is missing or damaged. Delete that folder; "
        "the next command that needs it writes it again from the register."
    )
