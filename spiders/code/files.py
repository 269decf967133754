"""What a file of a repository or a paste is made of, from its bytes and its name."""

from pathlib import PurePosixPath

from fingerprints.blobs import Blobs
from fingerprints.content import Code, Content, File, Image, Text
from fingerprints.read.guess import guess
from fingerprints.read.languages import language
from fingerprints.read.text import decode
from spiders import pictures

INLINE = 1_000_000  # bytes of text that a sighting carries itself; more goes by SHA-256
PROSE = ("text/plain", "text/markdown", "text/x-markdown", "text/x-rst", "text/html", "text/csv")
PROGRAM = ("application/javascript", "application/json", "application/x-sh", "application/sql")


def content(
    data: bytes, path: str, blobs: Blobs, *, url: str = "", media_type: str = ""
) -> Content | None:
    """The content of a file; None when it is empty, a binary, or a picture too small to tell."""
    if not data.strip():
        return None
    sort = guess(path, data)
    if sort == "binary":
        return None
    if sort == "image":
        return None if pictures.refusal(data) else Image(blobs.put(data), where=path, url=url)
    if sort in ("text", "code") and len(data) <= INLINE:
        if sort == "code" or is_program(media_type):
            return Code(decode(data), language(path), path)
        return Text(decode(data), where=path)
    return File(blobs.put(data), name=PurePosixPath(path).name, where=path, url=url)


def is_program(media_type: str) -> bool:
    """Whether a site that names the sort of a paste says that it is source code."""
    return media_type in PROGRAM or (media_type.startswith("text/x-") and media_type not in PROSE)
