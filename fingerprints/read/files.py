"""Chooses the reader for a file; what it cannot read it refuses in plain words."""

from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from fingerprints.blobs import Blobs
from fingerprints.content import Content, Image
from fingerprints.errors import Unreadable
from fingerprints.image_formats import HEAD, is_svg
from fingerprints.read import compiled, documents, limits, sheets, text
from fingerprints.read.guess import IMAGES, guess, is_image

Reader = Callable[[bytes, str], Iterator[tuple[str, Content]]]
Part = tuple[str, Content]


def parts(path: Path, name: str, blobs: Blobs) -> Iterator[Part]:
    """The contents of a file on disk, each with the name of its part."""
    yield from read(load(path), name, blobs)


def parts_list(path: Path, name: str, blobs: Blobs) -> list[Part]:
    """The same as a list, for a bounded process."""
    return list(parts(path, name, blobs))


def data_list(data: bytes, name: str, blobs: Blobs) -> list[Part]:
    """The contents of bytes as a list, for a bounded process."""
    return list(read(data, name, blobs))


def load(path: Path) -> bytes:
    """The bytes of a file within the limits."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            message = "not a regular file"
            raise Unreadable(message)
        if size > limits.FILE:
            message = f"larger than {limits.FILE // limits.MEGABYTE} MB"
            raise Unreadable(message)
        with path.open("rb") as file:
            return file.read(limits.FILE)
    except OSError as error:
        message = f"cannot be opened: {error.strerror or 'unknown reason'}"
        raise Unreadable(message) from error


def read(data: bytes, name: str, blobs: Blobs) -> Iterator[Part]:
    """The contents of bytes; archives are refused here, the matcher unwraps them itself."""
    if not data.strip(b"\0 \t\r\n"):
        message = "empty"
        raise Unreadable(message)
    sort = guess(name, data)
    if sort == "image":
        yield from _image(data, name, blobs)
        return
    if sort == "archive":
        message = "an archive: unpack it and protect the folder"
        raise Unreadable(message)
    if sort == "compiled":
        message = f"a compiled file ({compiled.kind(data)}): protect its source"
        raise Unreadable(message)
    if sort == "binary":
        message = "a binary file of unknown format"
        raise Unreadable(message)
    yield from _reader(sort, name, data)(data, name)
    if sort in {"code", "text"} and is_svg(data[:HEAD]):
        yield from _image(data, f"{name}#drawing", blobs)


def _reader(sort: str, name: str, data: bytes) -> Reader:
    suffix = PurePosixPath(name.casefold()).suffix
    if sort == "code":
        return text.code
    if sort == "table":
        return (
            sheets.workbook
            if data.startswith((b"PK", b"\xd0\xcf")) or suffix in {".xlsx", ".xlsm"}
            else sheets.separated
        )
    if sort == "document":
        if b"%PDF-" in data[:1024] or suffix == ".pdf":
            return documents.pdf
        if data.startswith((b"PK", b"\xd0\xcf")) or suffix.startswith(".doc"):
            return documents.word
        return text.html
    return text.text


def _image(data: bytes, name: str, blobs: Blobs) -> Iterator[Part]:
    if not is_image(data) and not is_svg(data[:HEAD]):
        message = f"named like a picture ({', '.join(sorted(IMAGES))}), but it is none of these"
        raise Unreadable(message)
    if len(data) > limits.IMAGE:
        message = f"a picture file larger than {limits.IMAGE // limits.MEGABYTE} MB"
        raise Unreadable(message)
    yield name, Image(blobs.put(data), where=name)
