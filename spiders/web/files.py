"""What is no web page: pictures, documents, archives and plain text, by what they are."""

import re
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from fingerprints.blobs import Blobs
from fingerprints.content import Code, Content, File, Image, Text
from spiders import pictures
from spiders.web.decode import decode

SOURCE = frozenset(
    re.findall(
        r"\w+",
        "py c h cc cpp cxx hpp cs java kt kts scala go rs swift m mm js jsx ts tsx mjs "
        "php rb pl pm sh bash ps1 sql r jl lua dart ex exs erl hs ml fs vb bas pas f90 "
        "for asm s v vhd sv cu proto gradle cmake mk tf yaml yml toml json xml html css "
        "scss less vue svelte ",
    )
)


def name_of(url: str) -> str:
    """The file name at the end of an address."""
    return PurePosixPath(unquote(urlsplit(url).path)).name[:200]


def content(url: str, body: bytes, content_type: str, blobs: Blobs) -> Content | None:
    """A file as one content; None when it is empty."""
    if not body:
        return None
    if pictures.size(body):
        return Image(blobs.put(body), where="file", url=url)
    name = name_of(url)
    ending = PurePosixPath(name).suffix.lstrip(".").lower()
    if b"\x00" in body[:8_000] or body[:4] in (b"%PDF", b"PK\x03\x04") or body[:2] == b"\x1f\x8b":
        return File(blobs.put(body), name=name, where="file", url=url)
    text = decode(body, content_type).text
    return Code(text, ending, where=name) if ending in SOURCE else Text(text, where=name or "file")
