"""Match files that are here: saved pages, documents, source trees, pictures, sightings."""

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from copywatch.pool import Pool
from fingerprints.blobs import Blobs
from fingerprints.content import File, Image
from fingerprints.errors import Unreadable
from fingerprints.read.tree import printable
from matcher.match import Examined
from spiders.sighting import Capture, Sighting, read_sighting

LARGEST = 256 * 2**20  # bytes of one file
PAGES = (".html", ".htm", ".xhtml")
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".tif", ".tiff", ".bmp")
SKIPPED = {".git", ".hg", ".svn", "__pycache__", "node_modules"}
STATES = ("refused", "failed", "gone", "challenge")
Reader = Callable[[bytes, str], Sighting]  # a saved page and its URL
Found = Sighting | Mapping[str, str] | str  # seen; not seen, with its reason; not readable


@dataclass(frozen=True, slots=True)
class Scanned:
    """The answer for one file or sighting; `error` where it could not be read."""

    page: str
    sighting: Sighting | None = None
    examined: Examined = field(default_factory=Examined)
    error: str = ""
    unseen: Mapping[str, str] = field(default_factory=dict)  # a page of a feed without a sighting


def files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files below the paths, in order; links out of a folder are not followed."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        shut: list[Path] = []
        for folder, folders, names in os.walk(path, onerror=partial(_shut, shut)):
            folders[:] = sorted(name for name in folders if name not in SKIPPED)
            found = (Path(folder, name) for name in sorted(names))
            yield from (file for file in found if not file.is_symlink())
        yield from shut  # so that they are told, and counted


def _shut(found: list[Path], error: OSError) -> None:
    found.append(Path(error.filename))


def sightings(
    path: Path, url: str, blobs: Blobs, reader: Reader, bodies: Path | None = None
) -> Iterator[tuple[str, Found]]:
    """What one file holds: itself, or one sighting a line; a string says why it is unreadable.

    `bodies` is the folder in which a feed's pictures lie by SHA-256.
    """
    if path.suffix == ".jsonl":
        for page, found in lines(path):
            if isinstance(found, Sighting):
                borrow(found, bodies_of(path, bodies), blobs)
            yield page, found
        return
    try:
        yield url or printable(str(path)), one(path, url, blobs, reader)
    except Unreadable as error:
        yield printable(str(path)), str(error)
    except OSError as error:
        yield printable(str(path)), f"cannot be read: {error.strerror}"


def bodies_of(feed: Path, given: Path | None) -> list[Path]:
    """Where the bodies of a feed may lie: as given, else beside it or where Scrapy was run."""
    if given:
        return [given]
    beside = feed.absolute().parent
    names = ("captures/blobs", "blobs", f"{feed.stem}.blobs")
    return [folder / name for folder in (beside, Path.cwd()) for name in names]


def borrow(sighting: Sighting, folders: Sequence[Path], blobs: Blobs) -> None:
    """Lay the bodies that a sighting names where the matcher looks; one not found is unreadable."""
    names = {content.sha256 for content in sighting.contents if isinstance(content, Image | File)}
    for name in names | {capture.sha256 for capture in sighting.captures}:
        for folder in folders:
            with contextlib.suppress(OSError, ValueError):
                path = Blobs(folder).path(name)
                if path.stat().st_size <= LARGEST:
                    blobs.put(path.read_bytes())
                    break


def lines(path: Path) -> Iterator[tuple[str, Found]]:
    """The sightings of a feed; a bad line is told with its number and the rest goes on."""
    try:
        with path.open(encoding="utf-8", errors="replace") as feed:
            for number, line in enumerate(feed, start=1):
                if not line.strip():
                    continue
                try:
                    values = json.loads(line)
                    if isinstance(values, dict) and values.get("type") == "unseen":
                        yield str(values.get("url", "")), unseen(values)
                        continue
                    sighting = read_sighting(values)
                except (ValueError, RecursionError, AttributeError, TypeError) as error:
                    yield f"{path}:{number}", f"not a sighting: {str(error)[:200]}"
                else:
                    yield sighting.url, sighting
    except OSError as error:
        yield str(path), f"cannot be read: {error.strerror}"


def unseen(values: Mapping[str, Any]) -> Mapping[str, str]:
    """A line about a page that gave no sighting; anything unexpected raises ValueError."""
    told = {name: values.get(name, "") for name in ("url", "place", "state", "why", "robots")}
    if told["state"] not in STATES or not all(isinstance(text, str) for text in told.values()):
        message = "a page that was not seen, without the reason"
        raise ValueError(message)
    return told


def one(path: Path, url: str, blobs: Blobs, reader: Reader) -> Sighting:
    """A file as a person's sighting: a saved page through the page reader, the rest as bytes."""
    if path.is_dir():
        raise Unreadable("a folder that cannot be opened")
    if not path.is_file():
        raise Unreadable("not a regular file")
    size = path.stat().st_size
    if size > LARGEST:
        raise Unreadable(f"larger than {LARGEST // 2**20} MB")
    if size == 0:
        raise Unreadable("empty")
    data = path.read_bytes()
    name = printable(path.name)
    if path.suffix.lower() in PAGES:
        return replace(reader(data, url or path.absolute().as_uri()), captured_by="person")
    digest = blobs.put(data)
    picture = path.suffix.lower() in PICTURES
    content = Image(digest, name, url) if picture else File(digest, name, name, url)
    address = url or path.absolute().as_uri()
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return Sighting(
        url=address,
        place=address,
        channel="web",
        site=address.split("/")[2] or "this machine",
        seen_at=at,
        title=name,
        contents=(content,),
        captured_by="person",
        captures=(Capture(sha256=digest, url=address, fetched_at=at),),
        robots="not asked: brought by a person",
    )


async def scan(
    found: Iterable[tuple[str, Found]], pool: Pool, window: int = 8
) -> AsyncIterator[Scanned]:
    """Match in the pool, a few at a time; answers come in the order of the input."""
    waiting: list[asyncio.Task[Scanned]] = []
    for page, sighting in found:
        waiting.append(asyncio.create_task(_scanned(page, sighting, pool)))
        if len(waiting) >= window:
            yield await waiting.pop(0)
    for task in waiting:
        yield await task


async def _scanned(page: str, sighting: Found, pool: Pool) -> Scanned:
    if isinstance(sighting, str):
        return Scanned(page, error=sighting)
    if not isinstance(sighting, Sighting):
        return Scanned(page, unseen=sighting)
    examined = await pool.examine(sighting.contents, sighting.title)
    if len(sighting.contents) == 1 and examined.unreadable and not any(examined.compared.values()):
        reason = examined.unreadable[0].partition(": ")[2].removeprefix(f"{sighting.title}: ")
        return Scanned(page, sighting, examined, reason)
    return Scanned(page, sighting, examined)
