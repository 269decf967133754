"""Publishes what changed in the register since the last time as a snapshot."""

import subprocess
import sys
import threading
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from fingerprints import snapshot
from fingerprints.errors import CopywatchError
from fingerprints.snapshot_manifest import locked, prune, segment_path
from fingerprints.snapshot_update import due, exchanged, tidied, updated

if TYPE_CHECKING:
    from fingerprints.register import Register

FOLDER = "snapshots"
MERGING = "merging"  # the lock of whoever merges large segments
KEPT = 3
SECONDS = 86_400


def publish(register: "Register") -> Path:
    """The newest snapshot's folder; a new one is written where the register has changed since."""
    if path := _current(register):
        return path
    folder = register.home / FOLDER
    try:
        with locked(folder):  # another process may have published in the meantime
            path = _current(register) or _published(register, folder)
    except OSError as error:
        message = f"No snapshot could be written in {folder}: {error.strerror}. Make room there."
        raise CopywatchError(message) from error
    if due(path, register.keys):
        _tidy_beside(register)
    return path


def _current(register: "Register") -> Path | None:
    generation = register.fact("generation")
    path = register.home / FOLDER / register.fact("published")
    fresh = generation and register.fact("published of") == generation and path.is_dir()
    return path if fresh else None


def _published(register: "Register", folder: Path) -> Path:
    register.backgrounds.settle()
    with register.reading():
        generation = register.fact("generation") or "0"
        path = _changed(register, folder) or snapshot.write(
            folder, chain(register.entries(), register.backgrounds.entries(0)), register.keys
        )
    register.published(path.name, generation)
    prune(folder, KEPT, SECONDS, register.keys)
    return path


def _changed(register: "Register", folder: Path) -> Path | None:
    """A snapshot that differs from the last one by what changed; None where that one is lost."""
    base, since = folder / register.fact("published"), register.fact("published of")
    if not since or not base.is_dir():
        return None
    backgrounds = register.backgrounds
    marks = register.changed(int(since)) + backgrounds.changed(int(since))
    entries = chain(register.entries_since(int(since)), backgrounds.entries(int(since)))
    try:
        return updated(base, np.array(marks, np.uint64), entries, register.keys)
    except CopywatchError:  # of an older format, or damaged: the register has everything
        return None


def tidy(register: "Register") -> bool:
    """Merge large segments of the newest snapshot where that is due; False where it is not.

    Others may publish meanwhile; what they changed holds in the merged snapshot too.
    """
    folder = register.home / FOLDER
    with locked(folder, MERGING, wait=False) as mine:
        path = folder / register.fact("published")
        if not mine or not path.is_dir() or not (chosen := due(path, register.keys)):
            return False
        merged = tidied(path, chosen, register.keys)
        with locked(folder):
            path = folder / register.fact("published")
            done = exchanged(path, chosen, merged, register.keys)
            if done:
                register.published(done.name, register.fact("published of"))
                prune(folder, KEPT, SECONDS, register.keys)
            elif merged.listed:
                segment_path(folder, merged.listed.name).unlink(missing_ok=True)
    return done is not None


def _tidy_beside(register: "Register") -> None:
    """In a process of its own, so that nobody waits; it ends by itself."""
    child = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "fingerprints.snapshot_tidy", str(register.home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert child.stdin is not None
    with child.stdin:
        child.stdin.write(register.keys.export().encode())
    threading.Thread(target=child.wait, daemon=True).start()  # leaves no zombie
