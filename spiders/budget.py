"""How much is read: pages per site in this crawl, and per site and day over all crawls."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.utils.httpobj import urlparse_cached

from spiders.unseen import NotSeen

FREE = ("robots", "picture")  # bounded elsewhere: one per site, so many per page
CALLS = ("api", "git")  # a budget of their own


class Days:
    """Pages read per site and day; shared by all crawls of an installation."""

    def __init__(self, folder: str) -> None:
        path = ":memory:"
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            path = str(Path(folder) / "budget.db")
        self.db = sqlite3.connect(path, isolation_level=None, timeout=10)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=NORMAL")  # no page waits for the disk: it is a count
        self.db.execute(
            "CREATE TABLE IF NOT EXISTS days"
            " (day TEXT, site TEXT, pages INTEGER, PRIMARY KEY (day, site)) WITHOUT ROWID"
        )

    def take(self, site: str, limit: int) -> bool:
        """Count one page; False when the day's budget for the site is spent."""
        day = datetime.now(UTC).date().isoformat()
        (pages,) = self.db.execute(
            "INSERT INTO days VALUES (?, ?, 1)"
            " ON CONFLICT DO UPDATE SET pages = pages + 1 RETURNING pages",
            (day, site),
        ).fetchone()
        return bool(pages <= limit)


class Budget:
    """Refuses pages beyond the budget of the spider, and calls beyond that of an API."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.limit = crawler.settings.getint("COPYWATCH_DAILY_PAGES")
        self.days = Days(crawler.settings.get("COPYWATCH_STATE") or "")
        self.read: dict[str, int] = {}
        self.calls: dict[str, int] = {}
        self.most_calls = crawler.settings.getint("COPYWATCH_API_CALLS")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        meta = request.meta
        again = meta.get("retry_times") or meta.get("redirect_times")
        if again or meta.get("kind", "page") in FREE:
            return
        site = urlparse_cached(request).netloc
        if meta.get("kind") in CALLS:
            self._call(site)
            return
        pages = getattr(self.crawler.spider, "pages", 0)
        if pages and self.read.get(site, 0) >= pages:
            raise NotSeen("refused", "budget", f"the page budget of {pages} for {site} is spent")
        self.read[site] = self.read.get(site, 0) + 1
        if self.limit and not self.days.take(site, self.limit):
            raise NotSeen(
                "refused", "daily budget", f"today's {self.limit} pages of {site} are read"
            )
        self.crawler.stats.inc_value("copywatch/pages")

    def _call(self, site: str) -> None:
        self.calls[site] = self.calls.get(site, 0) + 1
        if self.calls[site] > self.most_calls:
            why = f"the budget of {self.most_calls} calls to {site} is spent"
            raise NotSeen("refused", "budget", why)
        self.crawler.stats.inc_value("copywatch/calls")
