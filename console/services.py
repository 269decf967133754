"""What the console is given: stores to read, and the few things it may set going."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from fingerprints.blobs import Blobs
from fingerprints.content import Content
from fingerprints.register import Register
from hits.captures import Captures
from hits.follow import Lag
from hits.index import Index
from hits.record import Record
from spiders.sighting import Sighting


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of the health page."""

    name: str
    state: Literal["good", "warn", "bad"]
    words: str


def _no_checks() -> Sequence[Check]:
    return ()


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Handlers run in threads: everything here may be called from any of them."""

    record: Record
    index: Index
    register: Callable[[], AbstractContextManager[Register]]  # SQLite: one per request and thread
    blobs: Blobs
    desk: Blobs  # where pictures lie while somebody looks at them; emptied by the console
    captures: Captures
    public_url: str  # "https://..." makes the cookie Secure
    add_suspect: Callable[[Sighting], Sequence[str]]  # matched at once; ids of hits
    protected_content: Callable[[str, str], Content | None]  # asset, part; None: it has moved
    lag: Callable[[], Lag]  # how far the index is behind the record, and whether it answers
    checks: Callable[[], Sequence[Check]] = _no_checks  # what doctor knows beside the record
    version: str = ""
    now: Callable[[], datetime] = _now

    @property
    def https(self) -> bool:
        """Whether browsers reach this console by TLS."""
        return self.public_url.startswith("https://")
