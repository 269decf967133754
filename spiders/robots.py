"""robots.txt as RFC 9309 says, with the decision recorded for every page."""

import asyncio
from dataclasses import dataclass
from typing import Any, Self

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from spiders import guards
from spiders.unseen import NotSeen

LARGEST = 512 * 1024  # RFC 9309 2.5: at least 500 KiB must be parsed
APART = {  # what RFC 9309 does not speak of: it is about crawlers of pages
    "robots": "",
    "api": "official API",
    "git": "git protocol",
}
SLOWEST = 30.0  # seconds of Crawl-delay that we honour in full


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site says; `refused` closes the whole site."""

    said: str
    rules: Protego | None = None
    refused: bool = False

    def allow(self, url: str, agent: str) -> bool:
        return not self.refused and (self.rules is None or self.rules.can_fetch(url, agent))

    def delay(self, agent: str) -> float:
        asked = self.rules.crawl_delay(agent) if self.rules else None
        return min(float(asked or 0), SLOWEST)


def read(response: Response) -> Rules:
    """RFC 9309 2.3.1: 4xx allows everything; 5xx (and 429) forbids everything."""
    status = response.status
    if status == 429 or status >= 500:  # noqa: PLR2004
        return Rules(
            f"robots.txt not available (HTTP {status}), so nothing may be read", refused=True
        )
    if status >= 400:  # noqa: PLR2004
        return Rules("no robots.txt")
    body = response.body[:LARGEST]
    text = body.decode("utf-8-sig", errors="replace")
    rules = Protego.parse(text)
    if text.lstrip()[:1] == "<":
        return Rules("robots.txt is a web page without rules", rules)
    return Rules("robots.txt", rules)


class Robots:
    """Asks each site once, before its first page."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self.crawler = crawler
        self.agent = crawler.settings.get("ROBOTSTXT_USER_AGENT") or "Copywatch"
        self.sites: dict[str, asyncio.Future[Rules]] = {}
        self.delays: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Refuse what the site forbids and note the decision in the request."""
        kind = request.meta.get("kind")
        if kind in APART:
            request.meta["robots"] = APART[kind]
            return
        rules = await self._of_site(request)
        if rules.allow(request.url, self.agent):
            allowed = f"allowed by {rules.said}"
            request.meta["robots"] = allowed if rules.rules else rules.said
            request.meta["crawl_delay"] = rules.delay(self.agent)
            return
        request.meta["robots"] = rules.said if rules.refused else "forbidden by robots.txt"
        raise NotSeen("refused", "robots", f"{request.meta['robots']}")

    async def _of_site(self, request: Request) -> Rules:
        parts = urlparse_cached(request)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self.sites:
            self.sites[site] = asyncio.get_running_loop().create_future()
            self.sites[site].set_result(await self._ask(site))
        return await asyncio.shield(self.sites[site])

    async def _ask(self, site: str) -> Rules:
        spider: Any = self.crawler.spider
        try:
            return read(
                await spider.fetch(f"{site}/robots.txt", kind="robots", accept=range(400, 600))
            )
        except NotSeen as seen:  # RFC 9309 2.3.1.4: unreachable means forbidden
            if seen.reason == guards.REASON:
                return Rules("not asked")  # the page itself meets the guard next
            said = f"robots.txt could not be read ({seen.why}), so nothing may be read"
            return Rules(said, refused=True)
