"""Every page ever seen, so that zero hits is an answer and a new work meets the past."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from w3lib.url import canonicalize_url, url_query_cleaner

from hits.clock import normal
from hits.database import Database
from hits.insert import put
from hits.tables import pages, samples
from matcher.match import NearMiss
from matcher.sample import HASH

PageState = Literal["matched", "clean", "refused", "failed", "gone", "challenge"]
TRACKING = (
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
    "gclid",
    "fbclid",
    "msclkid",
    "spm",
    "_ga",
)
U64 = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPage:
    """One page at its last visit."""

    url: str
    place: str = ""
    channel: str = ""
    site: str = ""
    title: str = ""
    state: PageState = "clean"
    why: str = ""  # why it was refused or failed
    robots: str = ""
    seen_at: str = ""
    run: str = ""
    compared: Mapping[str, int] = field(default_factory=dict)
    near: tuple[NearMiss, ...] = ()
    unreadable: tuple[str, ...] = ()
    candidates: tuple[tuple[str, str, str, int], ...] = ()  # asset, part, kind, shared hashes
    matches: tuple[tuple[str, str, float], ...] = ()  # asset, verdict, score
    sample: Mapping[str, bytes] = field(default_factory=dict)  # by kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A page of the past that shares fingerprints with an asset."""

    url: str
    place: str
    seen_at: str
    kind: str
    shared: int  # hashes shared, or pictures within the radius
    of: int  # hashes in the page's sample


BODY = ("compared", "near", "unreadable", "candidates", "matches")


def write(connection: sa.Connection, page: SeenPage) -> None:
    """Put a page as it was seen now; an older visit never replaces a newer one."""
    key = page_id(page.url)
    at = normal(page.seen_at)
    before = connection.execute(sa.select(pages.c.seen_at).where(pages.c.id == key)).scalar()
    if before is not None and before > at:
        return
    values = asdict(page)
    body = {name: values.pop(name) for name in BODY}
    sample = values.pop("sample")
    put(
        connection,
        pages,
        {**values, "id": key, "seen_at": at, "variant": variant(page.url), "body": body},
    )
    if sample or before is None:
        connection.execute(sa.delete(samples).where(samples.c.page == key))
        for kind, data in sample.items():
            connection.execute(sa.insert(samples).values(page=key, kind=kind, data=data))


def page_id(url: str) -> str:
    """The key of one exact URL."""
    return hashlib.sha256(url.encode()).hexdigest()[:24]


def variant(url: str) -> str:
    """What differently written links to one page have in common."""
    bare = url_query_cleaner(url, TRACKING, remove=True) if "?" in url else url
    parts = urlsplit(canonicalize_url(bare))
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    path = parts.path.rstrip("/")
    return host + port + path + (f"?{parts.query}" if parts.query else "")


@dataclass(frozen=True, slots=True)
class SeenPages:
    """Reads and writes the pages seen."""

    database: Database

    def put(self, page: SeenPage) -> None:
        """Remember a page; `Record.take` does it for pages that were matched."""
        with self.database.write() as connection:
            write(connection, page)

    def page(self, url: str) -> SeenPage | None:
        """The page at this URL, or the newest one that is written differently only."""
        exact = (pages.c.id == page_id(url),)
        loose = (pages.c.variant == variant(url),)
        with self.database.read() as connection:
            for chosen in (exact, loose):
                wanted = sa.select(pages).where(*chosen).order_by(pages.c.seen_at.desc()).limit(1)
                if row := connection.execute(wanted).mappings().first():
                    return _page(connection, dict(row))
        return None

    def of_place(self, place: str) -> list[str]:
        """URLs seen at a place, newest first."""
        wanted = sa.select(pages.c.url).where(pages.c.place == place)
        with self.database.read() as connection:
            return list(connection.execute(wanted.order_by(pages.c.seen_at.desc())).scalars())

    def has(self, url: str, run: str) -> bool:
        """Whether this run has dealt with the page already."""
        chosen = (pages.c.id == page_id(url)) & (pages.c.run == run)
        with self.database.read() as connection:
            return connection.execute(sa.select(pages.c.id).where(chosen)).first() is not None

    def count(self) -> int:
        """How many pages were ever seen."""
        with self.database.read() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(pages)).scalar_one()

    def lookback(self, kind: str, hashes: U64, *, least: int = 1, radius: int = 31) -> list[Past]:
        """Pages whose sample of this kind shares hashes with the given ones, most first.

        One column of hashes is compared for equality, four columns (256 bits) by Hamming distance.
        """
        wanted = (
            sa.select(pages.c.url, pages.c.place, pages.c.seen_at, samples.c.data)
            .join(samples, samples.c.page == pages.c.id)
            .where(samples.c.kind == kind)
        )
        ours = np.sort(hashes) if hashes.ndim == 1 else hashes
        found: list[Past] = []
        with self.database.read() as connection:
            for row in connection.execution_options(yield_per=500).execute(wanted):
                shared, size = _shared(ours, row.data, radius)
                if shared >= least:
                    found.append(
                        Past(
                            url=row.url,
                            place=row.place,
                            seen_at=row.seen_at,
                            kind=kind,
                            shared=shared,
                            of=size,
                        )
                    )
        return sorted(found, key=lambda past: (-past.shared, past.url))


def _shared(ours: U64, data: bytes, radius: int) -> tuple[int, int]:
    if ours.ndim == 1:
        words = np.zeros((len(data) // HASH, 8), np.uint8)
        words[:, :HASH] = np.frombuffer(data[: len(words) * HASH], np.uint8).reshape(-1, HASH)
        theirs = words.view("<u8").ravel()
        return int(np.isin(theirs, ours).sum()), len(theirs)
    rows = np.frombuffer(data[: len(data) // 32 * 32], dtype="<u8").reshape(-1, 4)
    if not len(rows) or not len(ours):
        return 0, len(rows)
    distances = np.bitwise_count(rows[:, None, :] ^ ours[None, :, :]).sum(axis=2)
    return int((distances.min(axis=1) <= radius).sum()), len(rows)


def _page(connection: sa.Connection, row: dict[str, Any]) -> SeenPage:
    key = row.pop("id")
    row.pop("variant")
    body = row.pop("body")
    stored = sa.select(samples.c.kind, samples.c.data).where(samples.c.page == key)
    return SeenPage(
        **row,
        compared=body["compared"],
        near=tuple(NearMiss(**near) for near in body["near"]),
        unreadable=tuple(body["unreadable"]),
        candidates=tuple((a, p, k, n) for a, p, k, n in body["candidates"]),
        matches=tuple((asset, verdict, score) for asset, verdict, score in body["matches"]),
        sample={row[0]: row[1] for row in connection.execute(stored)},
    )
