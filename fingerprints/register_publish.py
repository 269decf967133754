"""Writes the register's fingerprints as an immutable snapshot, when anything has changed."""

import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

from fingerprints import snapshot
from fingerprints.errors import CopywatchError
from fingerprints.snapshot_write import versions

if TYPE_CHECKING:
    from fingerprints.register import Register

FOLDER = "snapshots"
KEPT = 3
SECONDS = 86_400


def publish(register: "Register") -> Path:
    """The newest snapshot's folder; a new one is written where the register has changed since."""
    generation = register.fact("generation")
    path = register.home / FOLDER / register.fact("published")
    if generation and register.fact("published of") == generation and path.is_dir():
        return path
    folder = register.home / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = _written(folder, register)
    register.remember("published", path.name)
    register.remember("published of", generation or "0")
    return path


def _written(folder: Path, register: "Register") -> Path:
    try:
        path = snapshot.write(folder, register.entries(), register.keys)
        _prune(folder)
    except OSError as error:
        message = f"No snapshot could be written in {folder}: {error.strerror}. Make room there."
        raise CopywatchError(message) from error
    return path


def _prune(folder: Path) -> None:
    """Drop old snapshots; a running crawl may still open that of its start for a day."""
    for path in versions(folder)[:-KEPT]:
        if time.time() - path.stat().st_mtime > SECONDS:
            shutil.rmtree(path, ignore_errors=True)
