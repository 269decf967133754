"""What a snapshot is made of: a small folder that names immutable segments, and never changes."""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from fingerprints.arrays import U32
from fingerprints.errors import ConfigurationError
from fingerprints.keys import Keys

FORMAT = 3
MANIFEST, DEAD = "manifest.json", "dead.bin"
SEGMENTS, SUFFIX, LOCK = "segments", ".segment", "lock"
NUMBER = 8  # digits of a version


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """One segment as a manifest names it; `dead` are its entries that no longer count."""

    name: str
    size: int  # bytes
    directory: str  # SHA-256 of its directory, which holds those of its arrays
    entries: int
    dead: U32

    @property
    def live(self) -> int:
        """Entries that count."""
        return self.entries - len(self.dead)


@dataclass(frozen=True, slots=True, eq=False)
class Manifest:
    """The segments of one snapshot."""

    segments: tuple[Listed, ...]
    sound: bool  # whether the list of dead entries has the checksum it was written with


def segment_path(folder: Path, name: str) -> Path:
    """Where a segment lies below the folder of the snapshots."""
    return folder / SEGMENTS / f"{name}{SUFFIX}"


def versions(folder: Path) -> list[Path]:
    """The snapshots below a folder, oldest first."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.name[:NUMBER].isdigit())


@contextmanager
def locked(folder: Path, name: str = LOCK, *, wait: bool = True) -> Iterator[bool]:
    """One writer at a time; False where another one holds the lock and we do not wait."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / name).open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


def publish_version(folder: Path, segments: Sequence[Listed], keys: Keys) -> Path:
    """Write the manifest of a new snapshot; it appears whole or not at all."""
    with tempfile.TemporaryDirectory(prefix=".making-", dir=folder) as name:
        making = Path(name) / "snapshot"
        making.mkdir(mode=0o700)
        dead = np.concatenate([np.empty(0, "<u4"), *(one.dead for one in segments)])
        data = dead.astype("<u4").tobytes()
        body = {
            "format": FORMAT,
            "key": keys.id,
            "segments": [[s.name, s.size, s.directory, s.entries, len(s.dead)] for s in segments],
            "dead": hashlib.sha256(data).hexdigest(),
        }
        manifest = json.dumps(body | {"seal": _seal(body, keys)}, indent=1).encode()
        _synced(making / DEAD, data)
        _synced(making / MANIFEST, manifest)
        path = _numbered(making, folder)
    _sync_folder(folder)
    return path


def _numbered(making: Path, folder: Path) -> Path:
    """Give the folder its number; another process may have taken it in the meantime."""
    number = max((int(path.name[:NUMBER]) for path in versions(folder)), default=0) + 1
    return making.rename(folder / f"{number:0{NUMBER}d}-{secrets.token_hex(4)}")


def _synced(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _seal(body: dict[str, Any], keys: Keys) -> str:
    """A keyed checksum of the manifest: with it, all checksums below it hold against a forger."""
    data = json.dumps(body, sort_keys=True).encode()
    key = keys.sub("manifest of a snapshot")
    return hashlib.blake2b(data, key=key, digest_size=16).hexdigest()


def read_manifest(path: Path, keys: Keys) -> Manifest:
    """The manifest of a snapshot; what is wrong with it is said in plain words."""
    try:
        return _understood(path, json.loads((path / MANIFEST).read_bytes()), keys)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigurationError(damaged(path)) from error


def _understood(path: Path, body: dict[str, Any], keys: Keys) -> Manifest:
    _check(path, body, keys)
    data = (path / DEAD).read_bytes()
    dead = np.frombuffer(data, "<u4")
    edges = np.cumsum([0, *(row[4] for row in body["segments"])]).tolist()
    if body.pop("seal") != _seal(body, keys) or edges[-1] != len(dead):
        raise ValueError(path.name)
    segments = tuple(
        Listed(name, size, directory, entries, dead[start:end])
        for (name, size, directory, entries, _), (start, end) in zip(
            body["segments"], pairwise(edges), strict=True
        )
    )
    return Manifest(segments, hashlib.sha256(data).hexdigest() == body["dead"])


def _check(path: Path, body: dict[str, Any], keys: Keys) -> None:
    if body["format"] != FORMAT:
        age, remedy = (
            ("a newer", "Update Copywatch.")
            if body["format"] > FORMAT
            else ("an older", "Run the command again: it writes a new one from the register.")
        )
        message = (
            f"The snapshot {path} was written by {age} Copywatch (format {body['format']}, "
            f"this one reads format {FORMAT}). {remedy}"
        )
        raise ConfigurationError(message)
    if body["key"] != keys.id:
        message = (
            f"The register key does not fit the snapshot {path}: it was made with another key. "
            "Use the key that `copywatch key export` printed for this home."
        )
        raise ConfigurationError(message)


def damaged(path: Path) -> str:
    """What to do about a snapshot that cannot be read."""
    return (
        f"The snapshot {path} cannot be read: a file is missing or damaged. Delete the folder "
        f"{path.parent}; the next command that needs it writes it again from the register."
    )


def prune(folder: Path, kept: int, seconds: float, keys: Keys) -> None:
    """Drop old snapshots beyond the newest, and segments that none names; call it locked."""
    dropped = [path for path in versions(folder)[:-kept] if _old(path, seconds)]
    for path in dropped:
        shutil.rmtree(path, ignore_errors=True)
    if not dropped:
        return
    named = {one.name for path in versions(folder) for one in _named(path, keys)}
    for path in (folder / SEGMENTS).glob("*"):  # an unnamed young one may be under way
        if path.name.removesuffix(SUFFIX) not in named and _old(path, seconds):
            path.unlink(missing_ok=True)


def _named(path: Path, keys: Keys) -> Sequence[Listed]:
    try:
        return read_manifest(path, keys).segments
    except ConfigurationError:
        return ()  # of an older format, or damaged: nobody can open it


def _old(path: Path, seconds: float) -> bool:
    try:
        return time.time() - path.stat().st_mtime > seconds
    except FileNotFoundError:
        return False
