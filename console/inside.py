"""What stood inside a file that was found (archive, spreadsheet, PDF): opened again to be shown."""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from fingerprints import bounded
from fingerprints.blobs import Blobs
from fingerprints.content import Content, File, Image
from fingerprints.errors import CopywatchError, Unreadable
from matcher import archives
from matcher.match import Evidence

SECONDS = 5.0
MEGABYTES = 256
Shown = tuple[Content, bytes]  # a picture comes with its bytes


def look(evidence: Evidence, file: File, data: bytes, desk: Path) -> Shown | None:
    """The content that the evidence speaks of; None when it is not in there (any more)."""
    desk.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=desk) as folder:
        name = file.name or file.where or "file"  # as the matcher called it
        unpack = archives.unpack
        try:
            found, _ = bounded.call(
                unpack, data, name, folder, seconds=SECONDS, megabytes=MEGABYTES
            )
        except Unreadable:
            return None
        content = _meant(evidence, found)
        if content is None:
            return None
        if isinstance(content, Image):
            return content, Blobs(Path(folder)).get(content.sha256)
        return content, b""


def bytes_of(file: File, fresh: Blobs, kept: Callable[[str], bytes]) -> bytes:
    """The file as it was fetched, or as it was kept; b"" when it is gone."""
    try:
        return fresh.get(file.sha256)
    except OSError:
        pass
    try:
        return kept(file.sha256)
    except (CopywatchError, OSError):
        return b""


def _meant(evidence: Evidence, found: Sequence[archives.Inside]) -> Content | None:
    """The one reached in the way that the evidence tells, a picture also by its SHA-256."""
    digest = str(evidence.details.get("sha256", ""))
    fitting = [
        (len(how), content)
        for how, content in found
        if _reached(evidence.unwrapped, tuple(how))
        and isinstance(content, Image) == evidence.in_picture
        and (not isinstance(content, Image) or content.sha256 == digest)
    ]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def _reached(told: tuple[str, ...], how: tuple[str, ...]) -> bool:
    """Whether the way leads there: what is left of it only decodes a text."""
    rest = told[len(how) :]
    return told[: len(how)] == how and not any(one.startswith(("zip:", "tar:")) for one in rest)
