"""Writes a snapshot: a folder that appears whole or not at all, and never changes."""

import hashlib
import json
import secrets
import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from fingerprints import tokens_table
from fingerprints.bits_table import write_bits
from fingerprints.entry import Entry, known_to_bytes
from fingerprints.keys import Keys
from fingerprints.kind import Bits, Names, Tokens
from fingerprints.names_table import names_to_bytes
from fingerprints.seal import seal

FORMAT = 1
MANIFEST, ENTRIES, OFFSETS, NAMES = "manifest.json", "entries.bin", "entries.offsets", "names.bin"


def write(folder: Path, entries: Iterable[Entry], keys: Keys) -> Path:
    """Write a new snapshot below `folder` and return its path; the highest number is the newest."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    collected = list(entries)
    nonce = secrets.token_hex(8)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=folder) as name:
        making = Path(name) / "snapshot"
        making.mkdir(mode=0o700)
        kinds = _fill(making, collected, keys, nonce)
        manifest = {
            "format": FORMAT,
            "key": keys.id,
            "nonce": nonce,
            "entries": len(collected),
            "kinds": kinds,
            "files": {p.name: [p.stat().st_size, digest(p)] for p in sorted(making.iterdir())},
        }
        (making / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        return _publish(making, folder, nonce)


def _publish(making: Path, folder: Path, nonce: str) -> Path:
    """Give the folder its number; another process may have taken it in the meantime."""
    number = max((int(path.name[:8]) for path in versions(folder)), default=0) + 1
    while True:
        path = folder / f"{number:08d}-{nonce[:8]}"
        if not path.exists():
            return making.rename(path)
        number += 1


def versions(folder: Path) -> list[Path]:
    """The snapshots below a folder, oldest first."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.name[:8].isdigit())


def _fill(making: Path, entries: list[Entry], keys: Keys, nonce: str) -> list[str]:
    """All files but the manifest; returns the kinds of Tokens written."""
    tokens: dict[str, list[tuple[int, Tokens]]] = {}
    names: list[tuple[int, Names]] = []
    totals: dict[tuple[str, str], dict[str, int]] = {}
    for number, entry in enumerate(entries):
        if isinstance(entry.value, Tokens) and len(entry.value.hashes):
            tokens.setdefault(entry.kind, []).append((number, entry.value))
            totals.setdefault((entry.asset, entry.part), {})[entry.kind] = entry.value.total
        elif isinstance(entry.value, Names):
            names.append((number, entry.value))
    _write_entries(making, entries, totals, keys, nonce)
    (making / NAMES).write_bytes(names_to_bytes(names, keys, nonce))
    bits = [(e.asset, e.part, e.kind, e.value) for e in entries if isinstance(e.value, Bits)]
    write_bits(making, bits, keys)
    for kind, values in tokens.items():
        tokens_table.write(making / kind, values, keys, nonce)
    return sorted(tokens)


def _write_entries(
    making: Path,
    entries: list[Entry],
    totals: dict[tuple[str, str], dict[str, int]],
    keys: Keys,
    nonce: str,
) -> None:
    offsets = np.zeros(len(entries) + 1, "<u8")
    with (making / ENTRIES).open("wb") as file:
        for number, entry in enumerate(entries):
            data = known_to_bytes(entry, totals.get((entry.asset, entry.part), {}))
            file.write(seal(keys, data, f"entry {number} in {nonce}"))
            offsets[number + 1] = file.tell()
    offsets.tofile(making / OFFSETS)


def digest(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
