"""Any page, site, shop or sitemap that a user names."""

import asyncio
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, ClassVar, Literal
from urllib.parse import unquote, urlsplit

from scrapy.http import HtmlResponse, Response, XmlResponse

from spiders import software
from spiders.base import Answers, CopywatchSpider
from spiders.code.files import content
from spiders.reading import Expects
from spiders.sighting import Channel
from spiders.unseen import NotSeen
from spiders.web import addresses, page, sitemap
from spiders.web.links import Trap, score
from spiders.web.page import Page

# a whole site; the cards of a list; one page beside others; one page and all that is on it
Scope = Literal["auto", "site", "list", "item", "page"]
INDEXES = 3  # levels of sitemaps
AHEAD = 5  # addresses of a sitemap that wait per page of the budget


class SiteSpider(CopywatchSpider):
    """Reads markup where there is some and what a reader sees where there is none."""

    name = "site"
    channel: ClassVar[Channel] = "web"
    summary = "Any page, whole site, shop or sitemap by its address"
    expects = Expects(sightings_per_run=(1, 20_000))

    def __init__(self, *args: Any, scope: Scope = "auto", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope: Scope = scope
        self.trap = Trap()
        self.asked: set[str] = set()

    async def start(self) -> Any:
        for target in self.targets:
            inner = urlsplit(target).path.strip("/")
            scope = self.scope if self.scope != "auto" or inner else "site"
            alone = len(self.targets) == 1 and self.settings.getbool("COPYWATCH_HAND_OVER")
            yield self.ask(target, self.parse, priority=100, scope=scope, alone=alone)

    async def parse(
        self,
        response: Response,
        scope: Scope = "auto",
        level: int = 0,
        *,
        alone: bool = False,
        **_: Any,
    ) -> Answers:
        """A page, a sitemap or a file; scope says how far to go from here.

        A target that stands `alone` is left to a better reader, if its software has one.
        """
        reader = await self.reader(response) if alone else ""
        if reader:
            self.crawler.stats.set_value("copywatch/reader", reader)
            return
        if isinstance(response, HtmlResponse) and not sitemap.looks_like_one(response.body):
            async for line in self.read_page(response, scope):
                yield line
            return
        body = sitemap.unpacked(response.body) if _may_be_sitemap(response) else b""
        if sitemap.looks_like_one(body):
            for request in self.read_sitemap(response, sitemap.read(body), level):
                yield request
            return
        async for line in self.read_file(response):
            yield line

    async def reader(self, response: Response) -> str:
        """The spider for the software behind a page, or behind a file as it is stored."""
        beside = "" if isinstance(response, HtmlResponse) else software.front(response.url)
        try:
            return software.recognise(await self.fetch(beside) if beside else response)
        except NotSeen:
            return ""

    async def revisited(self, response: Response, **_: Any) -> Answers:
        """The page of a known hit, read again; its links are not followed."""
        async for line in self.parse(response, scope="item"):
            yield line

    async def read_page(self, response: HtmlResponse, scope: Scope) -> Answers:
        """Read off the event loop, then fetch the pictures, then go on to the links."""
        kind = (response.headers.get("Content-Type") or b"").decode("latin-1")
        alone = scope == "page"
        read = await asyncio.to_thread(page.read, response.url, response.body, kind, alone=alone)
        if scope == "auto":
            scope = "list" if read.listing else "page"
            alone = scope == "page"
            if alone:
                read = await asyncio.to_thread(
                    page.read, response.url, response.body, kind, alone=True
                )
        images = await self.pictures(response, read.pictures)
        yield self.sighting(
            response,
            place=read.place,
            channel="marketplace" if read.product or read.price else "web",
            title=read.title,
            contents=(*read.contents, *images),
            meta_robots=read.meta_robots,
            notes=read.notes,
            **offer(read),
        )
        for request in self.follow(read, scope):
            yield request

    def follow(self, read: Page, scope: Scope) -> Iterator[Any]:
        """Links to the same site, best first, until the trap or the memory says no."""
        if scope in ("page", "item") or (scope == "list" and (read.product or read.price)):
            return
        for link in read.links:
            if scope == "list" and not link.listed:
                continue
            if link.url in self.asked or self.trap.catches(link.url):
                continue
            self.asked.add(link.url)
            onward: Scope = "site" if scope == "site" else "list"
            yield self.ask(link.url, self.parse, priority=link.score, scope=onward)

    def read_sitemap(self, response: Response, found: sitemap.Sitemap, level: int) -> Iterator[Any]:
        """The pages of a sitemap that lie on its own site, products first."""
        own = addresses.site(response.url)
        if level < INDEXES:
            for url in found.sitemaps[:50]:
                if addresses.site(url) == own:
                    yield self.ask(url, self.parse, priority=90, scope="item", level=level + 1)
        pages = [url for url in found.pages if addresses.site(url) == own]
        self.count("sitemap addresses", len(pages))
        best = sorted(pages, key=score, reverse=True)[: self.pages * AHEAD]
        for number, url in enumerate(best):
            if url not in self.asked:
                self.asked.add(url)
                yield self.ask(url, self.parse, priority=score(url) - number // 1_000, scope="item")

    async def read_file(self, response: Response) -> Answers:
        """A picture, document, archive or text that stands at an address of its own."""
        kind = (response.headers.get("Content-Type") or b"").decode("latin-1").split(";")[0]
        name = PurePosixPath(unquote(urlsplit(response.url).path)).name[:200]
        found = content(response.body, name, self.blobs, url=response.url, media_type=kind)
        if found is None:
            why = "there is nothing to read at this address"
            yield self.unseen(response.url, "failed", "nothing to read", why)
            return
        place = addresses.place(response.url)
        yield self.sighting(response, place=place, title=name, contents=[found])


def _may_be_sitemap(response: Response) -> bool:
    packed = response.body[:2] == b"\x1f\x8b" and ".xml" in response.url
    return packed or isinstance(response, XmlResponse | HtmlResponse) or response.body[:1] == b"<"


def offer(read: Page) -> dict[str, Any]:
    """Price, currency, seller and country where the page tells them."""
    product = read.product
    return {
        "price": read.price.amount if read.price else None,
        "currency": read.price.currency if read.price else "",
        "seller": product.seller if product else "",
        "country": product.country if product else "",
    }
