"""Conditional re-visits (RFC 9110, section 13): an unchanged page is not sent again.

Scrapy's own cache does the work, under two rules of ours: every page is asked for anew, with its
validators, so that one that is gone is noticed; and what is kept is sealed, for a page may show a
secret work.
"""

import json
import sqlite3
import time
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.httpcache import HttpCacheMiddleware
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes
from scrapy.settings import BaseSettings
from scrapy.utils.request import RequestFingerprinterProtocol

from fingerprints import keys as register_keys
from fingerprints.errors import CopywatchError
from fingerprints.seal import seal, unseal

LARGEST = 4 * 2**20  # bytes of one body
KEPT = 30 * 24 * 3600  # seconds after the last visit
VALIDATORS = {b"If-None-Match": b"ETag", b"If-Modified-Since": b"Last-Modified"}
UNCHANGED = 304
SCHEMA = """
CREATE TABLE IF NOT EXISTS answers(
    mark BLOB PRIMARY KEY, at REAL NOT NULL, sealed BLOB NOT NULL) WITHOUT ROWID
"""


class AskAlways:
    """The policy: validators go out with every request, and nothing is used unasked."""

    def __init__(self, settings: BaseSettings) -> None:
        self.settings = settings

    def should_cache_request(self, request: Request) -> bool:
        """Only plain reading of the web, and nothing that carries a token."""
        return request.method == "GET" and "Authorization" not in request.headers

    def should_cache_response(self, response: Response, request: Request) -> bool:
        """Only whole pages that the server can recognise again."""
        said = (response.headers.get("Cache-Control") or b"").lower()
        known = any(name in response.headers for name in VALIDATORS.values())
        whole = response.status == 200 and len(response.body) <= LARGEST  # noqa: PLR2004
        return known and whole and b"no-store" not in said

    def is_cached_response_fresh(self, cachedresponse: Response, request: Request) -> bool:
        """Never: a page that is gone must be noticed."""
        for ours, theirs in VALIDATORS.items():
            if theirs in cachedresponse.headers:
                request.headers[ours] = cachedresponse.headers[theirs]
        return False

    def is_cached_response_valid(
        self, cachedresponse: Response, response: Response, request: Request
    ) -> bool:
        """The server says that nothing has changed."""
        return response.status == UNCHANGED


class Revisits(HttpCacheMiddleware):
    """Scrapy's cache, but a site that is down is down: no old page stands in for it."""

    def process_exception(
        self, request: Request, exception: Exception, spider: Spider | None = None
    ) -> Request | Response | None:
        request.meta.pop("cached_response", None)
        return None


class SealedAnswers:
    """Scrapy's cache storage: one SQLite file, each answer sealed under the register key."""

    def __init__(self, settings: BaseSettings) -> None:
        self.path = Path(settings["HTTPCACHE_DIR"]) / "answers.db"
        keys = register_keys.load(Path(settings["COPYWATCH_HOME"]))
        if keys is None:
            raise CopywatchError("the register key is missing; nothing can be kept for re-visits")
        self.keys = keys

    def open_spider(self, spider: Spider) -> None:
        """Open the file and forget what nobody has visited for long."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.database = sqlite3.connect(self.path, timeout=30, isolation_level=None)
        self.database.execute("PRAGMA journal_mode=WAL")
        self.database.execute("PRAGMA synchronous=NORMAL")
        self.database.execute("PRAGMA secure_delete=ON")
        self.database.execute(SCHEMA)
        self.database.execute("DELETE FROM answers WHERE at < ?", (time.time() - KEPT,))
        marker: RequestFingerprinterProtocol | None = spider.crawler.request_fingerprinter
        assert marker is not None
        self.marker = marker

    def close_spider(self, spider: Spider) -> None:
        """Let the file go."""
        self.database.close()

    def retrieve_response(self, spider: Spider, request: Request) -> Response | None:
        """What the page answered last time; None where it is not kept or cannot be read."""
        mark = self.marker.fingerprint(request)
        row = self.database.execute("SELECT sealed FROM answers WHERE mark = ?", (mark,)).fetchone()
        if row is None:
            return None
        head, _, body = unseal(self.keys, row[0], f"answer:{mark.hex()}").partition(b"\n")
        told: dict[str, Any] = json.loads(head)
        headers = Headers({name: list(values) for name, values in told["headers"].items()})
        kind = responsetypes.from_args(headers=headers, url=told["url"], body=body)
        return kind(url=told["url"], headers=headers, status=told["status"], body=body)

    def store_response(self, spider: Spider, request: Request, response: Response) -> None:
        """Keep an answer for the next visit."""
        mark = self.marker.fingerprint(request)
        headers = {
            name.decode("latin-1"): [value.decode("latin-1") for value in values]
            for name, values in response.headers.items()
        }
        told = {"url": response.url, "status": response.status, "headers": headers}
        plain = json.dumps(told).encode() + b"\n" + response.body
        sealed = seal(self.keys, plain, f"answer:{mark.hex()}")
        self.database.execute("REPLACE INTO answers VALUES (?, ?, ?)", (mark, time.time(), sealed))
