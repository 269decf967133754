"""Opens archives and documents; runs in the bounded process and gives contents back."""

import bz2
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from fingerprints import read
from fingerprints.blobs import Blobs
from fingerprints.content import Content, Text
from fingerprints.errors import Unreadable
from fingerprints.read import compiled

DEPTH = 3
MEMBERS = 400
BYTES = 16 << 20  # unpacked, of one file
BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    RuntimeError,  # an encrypted member, or a method nobody uses
)
Member = tuple[str, bytes]
Inside = tuple[tuple[str, ...], Content]  # how it was reached, what it is


@dataclass(slots=True)
class _Opening:
    """What is left to spend, and what came of it."""

    blobs: Blobs
    found: list[Inside] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    room: int = BYTES
    members: int = MEMBERS


def unpack_path(path: str, name: str, root: str) -> tuple[list[Inside], list[str]]:
    """As `unpack`, of a stored file."""
    return unpack(Path(path).read_bytes(), name, root)


def unpack(data: bytes, name: str, root: str) -> tuple[list[Inside], list[str]]:
    """All contents of an archive or document, and what could not be read in it."""
    opening = _Opening(Blobs(Path(root)))
    _open(opening, data, name, ())
    return opening.found, opening.problems


def _open(opening: _Opening, data: bytes, name: str, how: tuple[str, ...]) -> None:
    kind = _archive(data)
    try:
        if not kind and compiled.kind(data):
            _strings(opening, data, name, how)
        elif not kind:
            for part, content in read.data(data, name, opening.blobs):
                place = part[len(name) :] if part.startswith(name) else ""
                opening.found.append(((*how, place) if place else how, content))
        elif len(how) >= DEPTH:
            opening.problems.append(f"{name}: archives inside archives are opened to depth {DEPTH}")
        else:
            _members(opening, data, name, how)
    except Unreadable as reason:
        opening.problems.append(f"{name}: {reason}")
    except BROKEN:
        opening.problems.append(f"{name}: the archive is damaged, encrypted or of an unknown kind")


def _strings(opening: _Opening, data: bytes, name: str, how: tuple[str, ...]) -> None:
    """What a compiled file says, as one text."""
    body = compiled.strings(data)
    if body:
        told = (*how, f"strings of {compiled.kind(data)}")
        opening.found.append((told, Text(body, where=name)))


def _members(opening: _Opening, data: bytes, name: str, how: tuple[str, ...]) -> None:
    kind = _archive(data)
    reader = {"zip": _zip, "tar": _tar}.get(kind)
    members = reader(data, opening) if reader else _packed(data, name, kind, opening)
    for member, inner in members:
        _open(opening, inner, member, (*how, f"{kind}:{member}" if reader else kind))


def _archive(data: bytes) -> str:
    if data.startswith(b"PK\x03\x04"):
        return "" if _is_office(data) else "zip"
    if _is_tar(data):
        return "tar"
    heads = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz"}
    return next((kind for head, kind in heads.items() if data.startswith(head)), "")


def _is_tar(data: bytes) -> bool:
    return data[257:262] == b"ustar"


def _is_office(data: bytes) -> bool:
    head = data[:4_000]
    return b"[Content_Types].xml" in head or b"mimetypeapplication/vnd" in head


def _spend(opening: _Opening, size: int) -> None:
    opening.room -= size
    opening.members -= 1
    if opening.room < 0 or opening.members < 0:
        message = f"it unpacks to more than {BYTES >> 20} MB or {MEMBERS} files; the rest was left"
        raise Unreadable(message)


def _zip(data: bytes, opening: _Opening) -> Iterator[Member]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            with archive.open(info) as file:
                inner = file.read(opening.room + 1)
            _spend(opening, len(inner))
            yield _safe(info.filename), inner


def _tar(data: bytes, opening: _Opening) -> Iterator[Member]:
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
        for info in archive:
            file = archive.extractfile(info) if info.isfile() else None
            if file is None:
                continue
            inner = file.read(opening.room + 1)
            _spend(opening, len(inner))
            yield _safe(info.name), inner


def _packed(data: bytes, name: str, kind: str, opening: _Opening) -> Iterator[Member]:
    room = opening.room + 1
    if kind == "gzip":
        inner = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, room)
    elif kind == "bzip2":
        inner = bz2.BZ2Decompressor().decompress(data, room)
    else:
        inner = lzma.LZMADecompressor(memlimit=128 << 20).decompress(data, room)
    _spend(opening, len(inner))
    plain = PurePosixPath(name)
    yield (plain.stem if plain.suffix.lower() in {".gz", ".bz2", ".xz"} else name), inner


def _safe(name: str) -> str:
    """A member's name without control characters, short enough to show."""
    return "".join(filter(str.isprintable, name))[-200:]
