"""Every page ever seen, so that zero hits is an answer and a new work meets the past."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

import sqlalchemy as sa
from w3lib.url import canonicalize_url, url_query_cleaner

from hits import samples
from hits.clock import normal
from hits.database import Database
from hits.insert import put
from hits.tables import pages
from matcher.match import NearMiss

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
    public: tuple[tuple[str, str], ...] = ()  # asset, where what it shares stands in public
    sample: Mapping[str, bytes] = field(default_factory=dict)  # by kind
    piece: str = ""  # which of several batches of files at one address; each has its sample


BODY = ("compared", "near", "unreadable", "candidates", "matches", "public")


def write(connection: sa.Connection, page: SeenPage) -> None:
    """Put a page as it was seen now; an older visit never replaces a newer one."""
    key = page_id(page.url)
    at = normal(page.seen_at)
    before = connection.execute(sa.select(pages.c.seen_at).where(pages.c.id == key)).scalar()
    if before is not None and before > at:
        return
    values = asdict(page)
    body = {name: values.pop(name) for name in BODY}
    sample, piece = values.pop("sample"), values.pop("piece")
    put(
        connection,
        pages,
        {**values, "id": key, "seen_at": at, "variant": variant(page.url), "body": body},
    )
    if sample or before is None:
        samples.keep(connection, key, piece, sample)


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


def _page(connection: sa.Connection, row: dict[str, Any]) -> SeenPage:
    key = row.pop("id")
    row.pop("variant")
    body = row.pop("body")
    return SeenPage(
        **row,
        compared=body["compared"],
        near=tuple(NearMiss(**near) for near in body["near"]),
        unreadable=tuple(body["unreadable"]),
        candidates=tuple((a, p, k, n) for a, p, k, n in body["candidates"]),
        matches=tuple((asset, verdict, score) for asset, verdict, score in body["matches"]),
        public=tuple((asset, words) for asset, words in body.get("public", ())),
        sample=samples.of_page(connection, key),
    )
