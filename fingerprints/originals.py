"""The protected side of a comparison, read from the original when somebody looks at it."""

import hashlib
import json
import os
import secrets
from pathlib import Path

from fingerprints.blobs import Blobs
from fingerprints.content import Content, Image, Text, from_json, to_json
from fingerprints.errors import CopywatchError, Unreadable
from fingerprints.kind import Context
from fingerprints.protect_parts import contents_of
from fingerprints.read.files import load
from fingerprints.register import Register
from fingerprints.register_rows import Part
from fingerprints.seal import seal, unseal

FOLDER = "originals"
MARK = b"\0content\0"  # what follows is one content as JSON, not a file


def content(register: Register, asset: str, part: str, blobs: Blobs) -> Content | None:
    """The protected content; None where the original moved or changed and no copy is kept."""
    known = register.part(asset, part)
    if known is None:
        return None
    if known.content == "name":
        work = register.asset(asset)
        return Text("\n".join((*work.names, *work.slogans)), where=part) if work else None
    data = kept(register, known.sha256) or _original(known)
    if data is None:
        return None
    if data.startswith(MARK):
        return from_json(json.loads(data.removeprefix(MARK)))
    if known.content == "image":
        return Image(blobs.put(data), where=part, url=known.original)
    return _read(data, known, Context(register.keys, blobs))


def _original(part: Part) -> bytes | None:
    """The file where it was, if it still holds the same bytes."""
    try:
        data = load(Path(part.original)) if "://" not in part.original else b""
    except Unreadable:
        return None
    return data if hashlib.sha256(data).hexdigest() == part.sha256 else None


def _read(data: bytes, part: Part, context: Context) -> Content | None:
    file = Path(part.original).name
    head, _, _ = part.name.partition(f"{file}#")
    name = head + file if head != part.name else part.name
    try:
        return dict(contents_of(data, name, context)).get(part.name)
    except Unreadable:
        return None


def pack(thing: Content) -> bytes:
    """A content without a file of its own, as bytes that can be kept."""
    return MARK + json.dumps(to_json(thing), ensure_ascii=False).encode()


def keep(register: Register, data: bytes) -> None:
    """Store an encrypted copy under a name that tells nothing; the same bytes are stored once."""
    digest = hashlib.sha256(data).hexdigest()
    path = _path(register, digest)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{secrets.token_hex(8)}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(seal(register.keys, data, f"original:{digest}"))
        draft.replace(path)
    except OSError as error:
        message = f"The copy could not be kept in {path.parent}: {error.strerror}. Make room there."
        raise CopywatchError(message) from error
    finally:
        draft.unlink(missing_ok=True)


def kept(register: Register, sha256: str) -> bytes | None:
    """The bytes of a kept copy, or None."""
    path = _path(register, sha256)
    if not path.exists():
        return None
    return unseal(register.keys, path.read_bytes(), f"original:{sha256}")


def remove(register: Register, asset: str) -> bool:
    """Forget a work, its fingerprints and its kept copies; False when there was none."""
    mine = {sha256 for part in register.parts(asset) for sha256 in _all(register, part)}
    removed = register.remove(asset)
    others = {part.sha256 for work in register.assets() for part in register.parts(work.id)}
    for sha256 in mine - others:
        forget(register, sha256)
    return removed


def _all(register: Register, part: Part) -> set[str]:
    """The hashes of every revision of a part."""
    return {sha256 for _, sha256, _ in register.revisions(part.asset, part.name)}


def forget(register: Register, sha256: str) -> None:
    """Drop a kept copy, if there is one."""
    _path(register, sha256).unlink(missing_ok=True)


def _path(register: Register, sha256: str) -> Path:
    name = hashlib.blake2b(sha256.encode(), key=register.keys.sub("originals"), digest_size=32)
    return register.home / FOLDER / f"{name.hexdigest()}.sealed"
