"""Politeness: pace per site, back-off when asked to, and leaving a site alone."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self
from weakref import WeakKeyDictionary

from scrapy import Request, signals
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from spiders.reading import PageChanged
from spiders.unseen import NotSeen

logger = logging.getLogger(__name__)
SLOW_DOWN = (429, 503)
PATIENCE = 3  # pages in a row that want a login before the site is left alone
_sites: WeakKeyDictionary[Crawler, "Sites"] = WeakKeyDictionary()


@dataclass(slots=True)
class Site:
    """How a site has treated us in this crawl."""

    until: float = 0.0  # monotonic: not before
    stopped: str = ""
    refusals: int = 0
    waits: int = 0


class Sites:
    """The sites of one crawl, by host and port."""

    def __init__(self) -> None:
        self.by_host: dict[str, Site] = {}

    def of(self, url: str) -> Site:
        return self.by_host.setdefault(urlparse_cached(Request(url)).netloc, Site())

    def stop(self, url: str, why: str) -> None:
        """Leave a site alone for the rest of the crawl; says so once."""
        site = self.of(url)
        if not site.stopped:
            site.stopped = why
            logger.warning("Stopped reading %s: %s", urlparse_cached(Request(url)).netloc, why)

    def refused(self, url: str, why: str) -> None:
        site = self.of(url)
        site.refusals += 1
        if site.refusals >= PATIENCE:
            self.stop(url, why)


def sites_of(crawler: Crawler) -> Sites:
    """The one record of a crawl's sites, shared by all manners."""
    return _sites.setdefault(crawler, Sites())


def wait_asked(response: Response, now: datetime) -> float | None:
    """Seconds that Retry-After asks for (RFC 9110 10.2.3), or an API's reset; None without."""
    header = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if header.isdigit():
        return float(header)
    reset = response.headers.get("X-RateLimit-Reset") or b""
    if not header and reset.isdigit():
        return max(0.0, float(reset) - now.timestamp())
    try:
        when = parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - now).total_seconds())


def asks_to_slow_down(request: Request, response: Response) -> bool:
    """429 and 503, and an API's 403 that names a limit instead of a right."""
    limited = response.headers.get("X-RateLimit-Remaining") == b"0"
    named = limited or b"Retry-After" in response.headers
    api = request.meta.get("kind") == "api" and response.status == 403  # noqa: PLR2004
    return response.status in SLOW_DOWN or (api and named)


class BackOff(RetryMiddleware):
    """Retries, after the wait that the site asked for; a longer one ends the visit."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler.settings)
        self.crawler = crawler
        self.sites = sites_of(crawler)
        self.longest = crawler.settings.getfloat("COPYWATCH_MAX_WAIT")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(  # type: ignore[override]  # Scrapy's own has a deprecated argument
        self, request: Request, response: Response
    ) -> Request | Response:
        if not asks_to_slow_down(request, response) or request.meta.get("dont_retry"):
            return super().process_response(request, response)
        self._slow_down(request, response)
        answer = self._retry(request, f"HTTP {response.status}") or response
        if answer is response:
            why = f"the site keeps asking us to slow down (HTTP {response.status}); try tomorrow"
            self.sites.stop(request.url, why)
        return answer

    def _slow_down(self, request: Request, response: Response) -> None:
        site = self.sites.of(request.url)
        site.waits += 1
        wait = wait_asked(response, datetime.now(UTC))
        wait = min(5.0 * 2**site.waits, self.longest) if wait is None else wait
        if wait > self.longest:
            why = f"the site asks for a pause of {wait:.0f} seconds (HTTP {response.status})"
            self.sites.stop(request.url, why)
            raise NotSeen("failed", "slow down", why)
        site.until = max(site.until, time.monotonic() + wait)
        self.crawler.stats.inc_value("copywatch/waits")


class Pace:
    """The last stop before the network: waits, and one queue per site and kind."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.sites = sites_of(crawler)
        self.delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self.jitter = crawler.settings.getfloat("DOWNLOAD_DELAY_JITTER")
        self.at_once = crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self.gates: dict[str, asyncio.Semaphore] = {}
        self.inside: dict[Request, asyncio.Semaphore] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let a request through when the ones before it are answered, so that none of those
        that wait is sent after the site has said stop."""
        key = self._queue(request)
        gate = self.gates.setdefault(key, asyncio.Semaphore(self.at_once))
        await gate.acquire()
        self.inside[request] = gate
        site = self.sites.of(request.url)
        while (wait := site.until - time.monotonic()) > 0 and not site.stopped:  # noqa: ASYNC110
            await asyncio.sleep(min(wait, 1.0))  # the wait may have grown meanwhile
        if site.stopped:
            raise NotSeen("refused", "stopped", site.stopped)
        request.meta["download_slot"] = key

    def process_response(self, request: Request, response: Response) -> Response:
        self.process_exception(request)
        return response

    def process_exception(self, request: Request, exception: Exception | None = None) -> None:
        gate = self.inside.pop(request, None)
        if gate is not None:
            gate.release()

    def _queue(self, request: Request) -> str:
        """Pictures and APIs have a queue of their own, four times as quick as that of pages."""
        host = urlparse_cached(request).hostname or ""
        kind = request.meta.get("kind")
        quick = kind in ("picture", "api")
        key = f"{kind} of {host}" if quick else host
        downloader = self.crawler.engine.downloader
        delay = self.delay / 4 if quick else self.delay
        delay = max(delay, float(request.meta.get("crawl_delay", 0)) if self.delay else 0)
        slot = downloader.slots.get(key)
        if slot is None and key not in downloader.per_slot_settings:
            downloader.slots[key] = Slot(downloader.domain_concurrency, delay, self.jitter)
        elif slot is not None:
            slot.delay = max(slot.delay, delay)
        return key


class Outcomes:
    """What a callback raises becomes a counted fact instead of a traceback."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        crawler.signals.connect(self.dropped, signal=signals.request_dropped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def dropped(self, request: Request) -> None:
        """A page that redirects to itself is dropped as seen before; count it at least."""
        if request.url in request.meta.get("redirect_urls", ()):
            self.crawler.stats.inc_value("copywatch/failed/redirects")

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        async for entry in start:
            yield self._with_errback(entry)

    async def process_spider_output(
        self, response: Response, result: AsyncIterator[Any]
    ) -> AsyncIterator[Any]:
        async for entry in result:
            yield self._with_errback(entry)

    def _with_errback(self, entry: Any) -> Any:
        if isinstance(entry, Request) and entry.errback is None:
            entry.errback = self.crawler.spider.failed  # type: ignore[union-attr]
        return entry

    def process_spider_exception(
        self, response: Response, exception: Exception
    ) -> Iterable[Any] | None:
        spider: Any = self.crawler.spider
        robots = response.meta.get("robots", "")
        if isinstance(exception, PageChanged):
            self.crawler.stats.inc_value("copywatch/changed")
            return [spider.unseen(response.url, "failed", "changed", str(exception), robots=robots)]
        if isinstance(exception, NotSeen):
            line = spider.unseen(
                response.url, exception.state, exception.reason, exception.why, robots=robots
            )
            return [line]
        return None
