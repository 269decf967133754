"""What a crawl still has to read, on disk, so that a killed crawl goes on where it was."""

import base64
import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.core.scheduler import Scheduler
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.request import request_from_dict

MARK = "copywatch_page"
SCHEMA = """
CREATE TABLE IF NOT EXISTS requests(
    mark TEXT PRIMARY KEY, request TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS looked(page TEXT PRIMARY KEY, counts TEXT NOT NULL) WITHOUT ROWID;
"""


class Frontier:
    """Pending and finished requests of one run, and what each page added to its counts."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.database = sqlite3.connect(path, timeout=30, isolation_level=None)
        self.database.execute("PRAGMA journal_mode=WAL")
        self.database.execute("PRAGMA synchronous=NORMAL")
        self.database.executescript(SCHEMA)

    def add(self, mark: str, request: dict[str, Any]) -> None:
        """Remember a request before it is sent; one already known stays as it is."""
        self.database.execute(
            "INSERT OR IGNORE INTO requests(mark, request) VALUES (?, ?)",
            (mark, json.dumps(request)),
        )

    def finish(self, mark: str) -> None:
        """The page and everything it gave are matched and recorded."""
        self.database.execute("UPDATE requests SET done = 1 WHERE mark = ?", (mark,))

    def known(self) -> set[str]:
        """The marks of every request ever added."""
        return {mark for (mark,) in self.database.execute("SELECT mark FROM requests")}

    def pending(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The requests that are not finished."""
        rows = self.database.execute("SELECT mark, request FROM requests WHERE done = 0")
        for mark, request in rows.fetchall():
            yield mark, json.loads(request)

    def finished(self) -> int:
        """How many pages are matched and recorded."""
        (count,) = self.database.execute("SELECT count(*) FROM requests WHERE done").fetchone()
        return int(count)

    def count(self, page: str, counts: dict[str, Any]) -> None:
        """What one page added; counted once however often the page is read."""
        self.database.execute("REPLACE INTO looked VALUES (?, ?)", (page, json.dumps(counts)))

    def counts(self) -> Iterator[dict[str, Any]]:
        """What each page added, one after the other."""
        for (counts,) in self.database.execute("SELECT counts FROM looked ORDER BY page"):
            yield json.loads(counts)

    def close(self) -> None:
        """Let the file go."""
        self.database.close()


def plain(request: Request, spider: Spider) -> dict[str, Any]:
    """The request as JSON; callbacks by name, bytes in base64."""
    fields = request.to_dict(spider=spider)
    fields["body"] = base64.b64encode(fields["body"]).decode()
    fields["headers"] = {
        key.decode("latin-1"): [value.decode("latin-1") for value in values]
        for key, values in fields["headers"].items()
        if key != b"Authorization"  # tokens are not written down
    }
    return fields


def rebuilt(fields: dict[str, Any], spider: Spider) -> Request:
    """The request again, bound to the methods of this spider."""
    request = request_from_dict({**fields, "body": base64.b64decode(fields["body"])}, spider=spider)
    token = getattr(spider, "token", "")
    if token and request.meta.get("kind") == "api":
        request.headers["Authorization"] = f"Bearer {token}"
    return request


class ResumingScheduler(Scheduler):
    """Scrapy's scheduler, with every request written down first and taken up again."""

    frontier: Frontier
    before: set[str]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        scheduler = super().from_crawler(crawler)
        scheduler.frontier = Frontier(Path(crawler.settings["COPYWATCH_FRONTIER"]))
        scheduler.before = scheduler.frontier.known()
        return scheduler

    def open(self, spider: Spider) -> Any:
        opened = super().open(spider)
        for mark, fields in self.frontier.pending():
            request = rebuilt(fields, spider)
            request.meta[MARK] = mark
            super().enqueue_request(request.replace(dont_filter=True))
        return opened

    def enqueue_request(self, request: Request) -> bool:
        mark = request.meta.get(MARK)
        if mark is None:
            assert self.crawler is not None
            assert self.crawler.request_fingerprinter is not None
            mark = self.crawler.request_fingerprinter.fingerprint(request).hex()
            if mark in self.before:
                return False
            fields = plain(request, self.spider)
            request.meta[MARK] = mark
            self.frontier.add(mark, fields)
        return super().enqueue_request(request)

    def close(self, reason: str) -> Any:
        self.frontier.close()
        return super().close(reason)


class Finished:
    """Marks a page as finished when its callback ended and all its items are recorded."""

    def __init__(self, crawler: Crawler, finish: Callable[[str], None]) -> None:
        self.finish = finish
        self.open: dict[str, int] = {}
        self.ended: set[str] = set()
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(self.item_done, signal=signal)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        frontier = Frontier(Path(crawler.settings["COPYWATCH_FRONTIER"]))
        return cls(crawler, frontier.finish)

    async def process_spider_output(self, response: Response, result: Any) -> Any:
        """Count what leaves the callback; requests pass as they are."""
        mark = response.meta.get(MARK, "")
        async for output in result:
            if not isinstance(output, Request):
                self.open[mark] = self.open.get(mark, 0) + 1
            yield output
        self.ended.add(mark)
        self.settle(mark)

    def item_done(self, response: Any) -> None:
        """One item of a page is recorded, dropped or failed."""
        mark = response.meta.get(MARK, "") if isinstance(response, Response) else ""
        if mark in self.open:
            self.open[mark] -= 1
        self.settle(mark)

    def settle(self, mark: str) -> None:
        """Finish the page when nothing of it is under way."""
        if mark in self.ended and not self.open.get(mark):
            self.finish(mark)
            self.ended.discard(mark)
            self.open.pop(mark, None)
