"""What all spiders share: targets, polite fetching, pictures, sightings and what was not seen."""

from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Iterable,
    Mapping,
    Sequence,
)
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from fingerprints.blobs import Blobs
from fingerprints.content import Content, Image
from spiders import pictures, unseen
from spiders.reading import Expects
from spiders.sighting import Capture, Channel, Sighting
from spiders.unseen import NotSeen, State

Answers = AsyncGenerator[Any, None]
Callback = Callable[..., Answers]
PAGES = 200
WHOLE_SITE = ("budget", "daily budget", "stopped")


class CopywatchSpider(Spider):
    """A spider takes targets and a page budget and yields sightings as plain JSON."""

    channel: ClassVar[Channel] = "web"
    summary: ClassVar[str] = ""
    expects: ClassVar[Expects] = Expects(sightings_per_run=(1, 10_000))
    accepts: ClassVar[tuple[str, ...]] = ()  # prefixes of targets: "github:"

    def __init__(
        self, targets: str | Iterable[str] = "", pages: int | str = PAGES, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.targets = targets.split() if isinstance(targets, str) else list(targets)
        self.pages = int(pages)
        self.told: set[tuple[str, str]] = set()
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.download: Callable[[Request], Awaitable[Response]] = self._download

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Put the contact into the user agent, unless one was set by hand."""
        super().update_settings(settings)
        contact = settings.get("COPYWATCH_CONTACT")
        if contact:
            agent = f"Copywatch/{settings.get('COPYWATCH_VERSION', 'dev')} (+{contact})"
            settings.set("USER_AGENT", agent, priority="spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.blobs = Blobs(Path(crawler.settings["COPYWATCH_BLOBS"]))
        return spider

    blobs: Blobs

    async def start(self) -> AsyncIterator[Any]:
        """Ask for each target; sites override `parse` or this."""
        for target in self.targets:
            yield self.ask(target, self.parse)

    def ask(
        self,
        url: str,
        callback: Callback,
        *,
        kind: str = "page",
        priority: int = 0,
        headers: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> Request:
        """A request for a page; `kwargs` reach the callback and must be plain JSON.

        `kind` is page, picture, or api and git, to which robots.txt does not speak.
        """
        return Request(
            url,
            callback=callback,
            errback=self.failed,
            cb_kwargs=kwargs,
            priority=priority,
            headers=dict(headers or {}),
            meta={"kind": kind},
        )

    async def revisited(self, response: Response, **_: Any) -> Answers:
        """The page of a known hit is still there; one that is gone goes to `failed`."""
        self.count("revisited")
        return
        yield

    async def failed(self, failure: Failure) -> Answers:
        """A page that could not be had becomes an `unseen` line; what closes a whole site is
        told once for the site and counted for each page."""
        request: Request = failure.request  # type: ignore[attr-defined]
        seen = unseen.of_error(failure.value or NotSeen("failed", "unknown", "it failed"))
        whole = (host(request.url), seen.reason)
        if seen.reason in WHOLE_SITE and whole in self.told:
            self.count(f"{seen.state}/{seen.reason}")
            return
        self.told.add(whole)
        yield self.unseen(
            request.url, seen.state, seen.reason, seen.why, robots=request.meta.get("robots", "")
        )

    async def fetch(
        self,
        url: str,
        *,
        kind: str = "page",
        headers: Mapping[str, str] | None = None,
        accept: Sequence[int] = (),
        body: bytes = b"",
        largest: int = 0,
    ) -> Response:
        """One more page under the same guards and manners; NotSeen when it cannot be had.

        A body makes it a POST; `largest` is a limit in bytes other than DOWNLOAD_MAXSIZE.
        """
        meta: dict[str, Any] = {"kind": kind, "handle_httpstatus_list": list(accept)}
        meta |= {"download_maxsize": largest} if largest else {}
        request = Request(
            url,
            callback=NO_CALLBACK,
            method="POST" if body else "GET",
            headers=dict(headers or {}),
            body=body,
            meta=meta,
        )
        try:
            response = await self.download(request)
        except Exception as error:  # downloads raise anything; `unseen` has a name for each
            raise unseen.of_error(error) from error
        refused = None if response.status in accept else unseen.of_status(response.status)
        if refused:
            raise refused
        return response

    async def _download(self, request: Request) -> Response:
        engine = self.crawler.engine
        assert engine is not None
        return await engine.download_async(request)

    async def pictures(
        self, response: Response, urls: Iterable[str], limit: int | None = None
    ) -> list[Image]:
        """Fetch the pictures of a page and keep those of 200 pixels and more."""
        limit = self.settings.getint("COPYWATCH_PICTURES") if limit is None else limit
        absolute = [response.urljoin(url) for url in urls if url and not url.startswith("data:")]
        found: dict[str, Image] = {}
        for url in pictures.worth_asking(absolute, limit):
            image = await self._picture(url)
            if image is not None:
                found.setdefault(image.sha256, image)
        return list(found.values())

    async def _picture(self, url: str) -> Image | None:
        try:
            response = await self.fetch(url, kind="picture")
        except NotSeen as seen:
            self.count(f"{seen.state}/picture: {seen.reason}")
            return None
        refusal = pictures.refusal(response.body)
        self.count(f"pictures/{refusal or 'kept'}")
        if refusal:
            return None
        return Image(self.blobs.put(response.body), where="img", url=response.url)

    def capture(self, response: Response) -> Capture:
        """Keep the body of a response and say where, with what the server said about it."""
        headers = response.headers.to_unicode_dict()
        return Capture(
            sha256=self.blobs.put(response.body),
            url=response.url,
            status=response.status,
            headers=tuple((str(name), str(value)) for name, value in headers.items()),
            fetched_at=self.stamp(),
            media_type=headers.get("Content-Type", "").split(";")[0].strip().lower(),
        )

    def sighting(
        self,
        response: Response,
        *,
        place: str,
        contents: Iterable[Content] = (),
        captures: Iterable[Capture] = (),
        **fields: Any,
    ) -> dict[str, Any]:
        """What was seen at a place, with the page itself captured first."""
        seen = Sighting(
            url=fields.pop("url", response.url),
            place=place,
            channel=fields.pop("channel", self.channel),
            site=fields.pop("site", host(response.url)),
            seen_at=self.stamp(),
            contents=tuple(contents),
            captures=(self.capture(response), *captures),
            robots=response.meta.get("robots", ""),
            meta_robots=meta_robots(response, fields.pop("meta_robots", None)),
            **fields,
        )
        self.count("sightings")
        return seen.to_json()

    def unseen(
        self, url: str, state: State, reason: str, why: str, *, place: str = "", robots: str = ""
    ) -> dict[str, Any]:
        """A fact about a page that gave no sighting, counted under its reason."""
        self.count(f"{state}/{reason}")
        return unseen.item(url, NotSeen(state, reason, why), place=place, robots=robots)

    def count(self, what: str, times: int = 1) -> None:
        """Add to the crawl's statistics under `copywatch/`."""
        self.crawler.stats.inc_value(f"copywatch/{what}", times)

    def stamp(self) -> str:
        """Now, in UTC, to the second."""
        return self.now().astimezone(UTC).isoformat(timespec="seconds")


def host(url: str) -> str:
    """The site of an address: its host in lower case, without `www.`; ports are kept."""
    return urlsplit(url).netloc.rsplit("@", 1)[-1].lower().removeprefix("www.")


META_ROBOTS = "//meta[translate(@name, 'ROBTS', 'robts')='robots']/@content"


def meta_robots(response: Response, said: str | None = None) -> str:
    """What head and header say to robots; recorded only, robots.txt decides.

    A spider that has parsed the page anyway hands in what its head `said`.
    """
    if said is None and isinstance(response, HtmlResponse):  # JSON responses refuse XPath
        said = ", ".join(response.xpath(META_ROBOTS).getall()[:3])
    header = (response.headers.get("X-Robots-Tag") or b"").decode("latin-1")
    return ", ".join(filter(None, (header.strip(), (said or "").strip())))[:200]
