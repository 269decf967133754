"""One file of named arrays: written once, checksummed each, and then only mapped.

Layout: the arrays, each from a multiple of 64 bytes on; a directory as JSON; a footer that says
where the directory lies. An array of a new sort needs a name and nothing else.
"""

import hashlib
import json
import mmap
import os
import shutil
import struct
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

import numpy as np
from numpy.typing import NDArray

ALIGNED = 64
MAGIC = b"copywatch arrays"
FOOTER = struct.Struct("<QQ16s")  # where the directory starts, its size, the magic
SPOOLED = 1 << 20  # bytes of one array that stay in memory while a file is written
PIECE = 1 << 20


@dataclass(slots=True)
class _Column:
    """One array as far as it was written."""

    dtype: str
    tail: list[int]  # the shape without the first dimension
    file: IO[bytes]
    rows: int = 0
    sha256: Any = None


class Writer:
    """Takes arrays piece by piece; nothing lies under a name before `finish` has synced it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._columns: dict[str, _Column] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for column in self._columns.values():
            column.file.close()

    def add(self, name: str, values: NDArray[Any]) -> None:
        """Append to the array of this name; all pieces have one type and one shape of row."""
        values = np.ascontiguousarray(values, values.dtype.newbyteorder("<"))
        column = self._columns.get(name)
        if column is None:
            file = tempfile.SpooledTemporaryFile(SPOOLED, dir=str(self.folder))  # noqa: SIM115 - closed with self
            column = _Column(values.dtype.str, [*values.shape[1:]], file, sha256=hashlib.sha256())
            self._columns[name] = column
        column.rows += len(values)
        data = values.reshape(-1).view(np.uint8).data
        column.sha256.update(data)
        column.file.write(data)

    def finish(self, path: Path, facts: dict[str, Any]) -> tuple[int, str]:
        """Write the file; returns its size and the SHA-256 of its directory."""
        listed: dict[str, Any] = {}
        with path.open("xb") as file:
            for name, column in sorted(self._columns.items()):
                file.write(bytes(-file.tell() % ALIGNED))
                start = file.tell()
                column.file.seek(0)
                shutil.copyfileobj(column.file, file, PIECE)
                shape = [column.rows, *column.tail]
                size = file.tell() - start
                listed[name] = [column.dtype, shape, start, size, column.sha256.hexdigest()]
            directory = json.dumps({"facts": facts, "arrays": listed}).encode()
            file.write(directory)
            file.write(FOOTER.pack(file.tell() - len(directory), len(directory), MAGIC))
            file.flush()
            os.fsync(file.fileno())
            return file.tell(), hashlib.sha256(directory).hexdigest()


class Arrays:
    """A file of arrays, mapped: every process that opens it shares its pages."""

    def __init__(self, path: Path, size: int, digest: str) -> None:
        """Refuse by ValueError what has not this size and this directory."""
        self.path = path
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size != size:
                raise ValueError(path.name)
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        start, length, magic = FOOTER.unpack(self._map[-FOOTER.size :].rjust(FOOTER.size))
        directory = self._map[start : start + length]
        if magic != MAGIC or hashlib.sha256(directory).hexdigest() != digest:
            raise ValueError(path.name)
        listed = json.loads(directory)
        self.facts: dict[str, Any] = listed["facts"]
        self._listed: dict[str, list[Any]] = listed["arrays"]

    def __contains__(self, name: object) -> bool:
        return name in self._listed

    def __getitem__(self, name: str) -> NDArray[Any]:
        dtype, shape, start, size, _ = self._listed[name]
        if not size:
            return np.empty(shape, dtype)
        count = size // np.dtype(dtype).itemsize
        return np.frombuffer(self._map, dtype, count, start).reshape(shape)

    def sizes(self) -> dict[str, int]:
        """The bytes of each array."""
        return {name: listed[3] for name, listed in self._listed.items()}

    def damaged(self) -> list[str]:
        """The arrays whose checksum is wrong; reads everything."""
        return [name for name in self._listed if not self._sound(name)]

    def _sound(self, name: str) -> bool:
        _, _, start, size, wanted = self._listed[name]
        digest = hashlib.sha256()
        with memoryview(self._map) as view:
            for at in range(start, start + size, PIECE):
                digest.update(view[at : min(at + PIECE, start + size)])
        return bool(digest.hexdigest() == wanted)
