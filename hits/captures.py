"""Proof that stands: what became a hit, as WARC records (ISO 28500) checked by SHA-256."""

import errno
import hashlib
import io
import os
import re
import tempfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from fingerprints.blobs import Blobs
from fingerprints.content import File, Image
from fingerprints.errors import ConfigurationError, CopywatchError
from fingerprints.keys import Keys
from fingerprints.seal import seal, unseal
from hits.clock import normal
from spiders.sighting import Capture, Sighting

ABOUT = "capture:"
SEALED = ".sealed"
DIGEST = "sha256:"
LINE = 4_000  # characters of one header
LARGEST = 256 * 1024 * 1024  # bytes of one body that is read back
# The body is kept as it was read: these described how it travelled.
TRAVEL = {"content-encoding", "transfer-encoding", "content-length", "connection"}
CHANGED = "The capture {} is damaged: it is not what was stored. Restore it from a backup."


@dataclass(frozen=True, slots=True)
class Captures:
    """A folder with one WARC file per sighting that became a hit; written whole or not at all."""

    root: Path
    keys: Keys | None = None

    def keep(self, sighting: Sighting, blobs: Blobs, *, secret: bool = False) -> dict[str, Any]:
        """Keep the page and pictures of a hit; the same sighting again is the same file.

        The answer is plain JSON: {"file", "sealed", "records": {SHA-256: {"url", "offset"}}}.
        """
        wanted = _captures(sighting)
        name = _name(sighting, wanted) + (SEALED if secret else "")
        if not (self.root / name).is_file():
            data = _warc(sighting, wanted, blobs)
            _write(self.root / name, seal(self._key(), data, ABOUT + name) if secret else data)
        with self._open(name) as stream:
            records = _contents(stream)
        missing = [one.sha256 for one in wanted if one.sha256 not in records]
        return {"file": name, "sealed": secret, "records": records, "missing": missing}

    def read(self, warc: Mapping[str, Any], sha256: str) -> bytes:
        """One body of a sighting's WARC file, checked by its SHA-256."""
        return self.record(warc, sha256)[1]

    def record(self, warc: Mapping[str, Any], sha256: str) -> tuple[Capture, bytes]:
        """One record with what the server said, checked by its SHA-256."""
        known = warc.get("records", {}).get(sha256)
        if known is None:
            message = f"No capture {sha256[:12]} belongs to this sighting."
            raise CopywatchError(message)
        with self._open(str(warc["file"])) as stream:
            stream.seek(known["offset"])
            try:
                record = next(iter(ArchiveIterator(stream)))
                body = record.content_stream().read(LARGEST)
            except (ArchiveLoadFailed, StopIteration, zlib.error) as error:
                raise CopywatchError(CHANGED.format(warc["file"])) from error
        if hashlib.sha256(body).hexdigest() != sha256:
            raise CopywatchError(CHANGED.format(warc["file"]))
        return _capture(record, sha256), body

    def verify(self, warc: Mapping[str, Any]) -> int:
        """Check every record of a sighting; how many are as they were written."""
        return sum(bool(self.record(warc, sha256)) for sha256 in warc.get("records", {}))

    def export(self, warc: Mapping[str, Any]) -> bytes:
        """The WARC file itself, unsealed, for a lawyer or another tool."""
        with self._open(str(warc["file"])) as stream:
            return stream.read()

    def _open(self, name: str) -> io.BytesIO:
        path = self.root / name
        if ".." in Path(name).parts or Path(name).is_absolute() or not path.is_file():
            message = f"The capture {name[:80]!r} is not here. Restore captures/ from a backup."
            raise CopywatchError(message)
        data = path.read_bytes()
        if name.endswith(SEALED):
            data = unseal(self._key(), data, ABOUT + name)
        return io.BytesIO(data)

    def _key(self) -> Keys:
        if self.keys is None:
            message = "Captures of a secret work are sealed: the register key is needed."
            raise ConfigurationError(message)
        return self.keys


def bodies(sighting: Sighting) -> set[str]:
    """The SHA-256 of every stored body that a sighting names."""
    shown = {one.sha256 for one in sighting.contents if isinstance(one, Image | File)}
    return shown | {capture.sha256 for capture in sighting.captures}


def _captures(sighting: Sighting) -> list[Capture]:
    """The responses, and pictures that came without one, each body once."""
    found = {capture.sha256: capture for capture in sighting.captures}
    for content in sighting.contents:
        if isinstance(content, Image | File):
            bare = Capture(sha256=content.sha256, url=content.url or sighting.url)
            found.setdefault(content.sha256, bare)
    return list(found.values())


def _name(sighting: Sighting, captures: list[Capture]) -> str:
    """Named by what was seen, so that an unchanged page is kept once."""
    seen = "\n".join([sighting.url, *sorted(capture.sha256 for capture in captures)])
    month = re.sub(r"[^0-9-]", "", normal(sighting.seen_at)[:7])
    return f"{month}/{hashlib.sha256(seen.encode()).hexdigest()[:32]}.warc.gz"


def _warc(sighting: Sighting, captures: list[Capture], blobs: Blobs) -> bytes:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=True)
    info = {"software": "Copywatch", "format": "WARC File Format 1.0", "robots": sighting.robots}
    writer.write_record(writer.create_warcinfo_record("copywatch.warc.gz", info))
    for capture in captures:
        if blobs.path(capture.sha256).is_file():
            _response(writer, sighting, capture, blobs.get(capture.sha256))
    return stream.getvalue()


def _response(writer: Any, sighting: Sighting, capture: Capture, body: bytes) -> None:
    told = [pair for pair in capture.headers if pair[0].lower() not in TRAVEL]
    told = [(_line(name), _line(value)) for name, value in told]
    if capture.media_type and not any(name.lower() == "content-type" for name, _ in told):
        told.append(("Content-Type", _line(capture.media_type)))
    status = StatusAndHeaders(str(capture.status), [*told, ("Content-Length", str(len(body)))])
    status.protocol = "HTTP/1.1"
    at = datetime.fromisoformat(normal(capture.fetched_at or sighting.seen_at))
    headers = {
        "WARC-Date": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "WARC-Payload-Digest": f"{DIGEST}{capture.sha256}",
    }
    web = capture.url.startswith(("http://", "https://"))
    record = writer.create_warc_record(
        _line(capture.url),
        "response" if web else "resource",  # what a person brought came by no protocol
        payload=io.BytesIO(body),
        length=len(body),
        http_headers=status if web else None,
        warc_headers_dict=headers,
    )
    writer.write_record(record)


def _line(text: str) -> str:
    """Hostile text as one header line."""
    return re.sub(r"[\x00-\x1f\x7f]+", " ", text).encode("utf-8", "replace").decode()[:LINE]


def _contents(stream: io.BytesIO) -> dict[str, Any]:
    """Where each response begins, by SHA-256."""
    found: dict[str, Any] = {}
    records = ArchiveIterator(stream)
    for record in records:
        digest = str(record.rec_headers.get_header("WARC-Payload-Digest", ""))
        if record.rec_type in {"response", "resource"} and digest.startswith(DIGEST):
            url = record.rec_headers.get_header("WARC-Target-URI")
            place = {"url": url, "offset": records.get_record_offset()}
            found[digest.removeprefix(DIGEST)] = place
    return found


def _capture(record: Any, sha256: str) -> Capture:
    told = record.http_headers
    headers = tuple((str(name), str(value)) for name, value in told.headers) if told else ()
    return Capture(
        sha256=sha256,
        url=record.rec_headers.get_header("WARC-Target-URI"),
        status=int(told.get_statuscode()) if told else 200,
        headers=headers,
        fetched_at=normal(record.rec_headers.get_header("WARC-Date").replace("Z", "+00:00")),
        media_type=told.get_header("Content-Type", "") if told else "",
    )


def _write(path: Path, data: bytes) -> None:
    """The file appears whole, on the disk, or not at all."""
    name = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError as error:
        if name:
            Path(name).unlink(missing_ok=True)
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            message = "The disk is full. This capture was not kept: make room and run it again."
            raise CopywatchError(message) from error
        raise
