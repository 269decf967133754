"""Bytes by their SHA-256: pictures and bodies that sightings and contents name."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Blobs:
    """A folder of files named by the SHA-256 of their bytes; the same bytes are stored once."""

    root: Path

    def put(self, data: bytes) -> str:
        """Store bytes and return their SHA-256 in hex; the file appears whole or not at all."""
        digest = hashlib.sha256(data).hexdigest()
        path = self.path(digest)
        if path.exists():
            return digest
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(path)
        except BaseException:  # tidied up, and raised again
            Path(name).unlink(missing_ok=True)
            raise
        return digest

    def path(self, digest: str) -> Path:
        """Where the bytes lie; a name that is no SHA-256 raises ValueError."""
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):  # noqa: PLR2004
            message = f"not a SHA-256: {digest[:80]!r}"
            raise ValueError(message)
        return self.root / digest[:2] / digest

    def get(self, digest: str) -> bytes:
        """The bytes; FileNotFoundError when they are not here."""
        return self.path(digest).read_bytes()

    def drop(self, digest: str) -> None:
        """Forget the bytes, if they are here."""
        self.path(digest).unlink(missing_ok=True)
