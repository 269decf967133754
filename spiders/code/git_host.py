"""Hosts of repositories: whole trees by their raw addresses, one place for each repository."""

from abc import abstractmethod
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from fingerprints.content import Code, Content, Text
from spiders import unseen
from spiders.base import Answers, CopywatchSpider, host
from spiders.code.files import content
from spiders.sighting import Capture
from spiders.unseen import NotSeen

FILES = 50  # read for one sighting, so that memory stays bounded however large the tree is
CHARACTERS = 4_000_000  # of text that one sighting carries
ENOUGH = ("budget", "daily budget", "stopped")  # what refuses one file refuses them all


@dataclass(frozen=True, slots=True)
class Folder:
    """What one page of a tree lists; `files` are paths in the repository with raw addresses."""

    repository: str  # its path on the host: "/pump/"
    title: str
    folders: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Batch:
    """Files that go into one sighting."""

    first: Response | None = None
    contents: list[Content] = field(default_factory=list)
    captures: list[Capture] = field(default_factory=list)

    @property
    def full(self) -> bool:
        texts = (item for item in self.contents if isinstance(item, Text | Code))
        return sum(len(item.body) for item in texts) >= CHARACTERS


class GitHostSpider(CopywatchSpider):
    """Base of git hosts. A site says how its pages look; the reading of files is the same."""

    channel = "code"

    async def start(self) -> AsyncIterator[Any]:
        """Each target may be the list of repositories, one of them, or any page inside it."""
        for target in self.targets:
            yield self.open(target)

    def open(self, url: str) -> Request:
        """The first request for a target; sites send views of one file to its raw address."""
        return self.ask(url, self.parse)

    @abstractmethod
    def repositories(self, response: Response) -> Sequence[str]:
        """The addresses in a list of repositories; empty when the page is no such list."""

    @abstractmethod
    def folder(self, response: Response) -> Folder:
        """What a page of a tree lists; PageChanged when it is no such page."""

    async def parse(self, response: Response, **kwargs: Any) -> Answers:
        """A list of repositories or a folder: asks for what it lists."""
        for url in self.repositories(response):
            yield self.ask(response.urljoin(url), self.parse)
        if not self.repositories(response):
            for request in self.requests(response, self.folder(response)):
                yield request

    def requests(self, response: Response, folder: Folder) -> Iterable[Request]:
        """The folders below, then the files, so many at a time."""
        for url in folder.folders:
            yield self.ask(response.urljoin(url), self.parse)
        files = [[path, response.urljoin(url)] for path, url in folder.files]
        for start in range(0, len(files), FILES):
            yield self.ask_files(
                files[start : start + FILES],
                place=place(response.url, folder.repository),
                title=folder.title,
                page=response.url,
                said=self.said(response),
            )

    def said(self, response: Response) -> str:
        """What the page says to robots; raw files have no place for it."""
        found: list[str] = response.css("meta[name=robots]::attr(content)").getall()
        return ", ".join(found)[:200]

    def ask_files(self, files: list[list[str]], **about: Any) -> Request:
        """One request for the first file; its callback fetches the others."""
        request = self.ask(files[0][1], self.read_files, files=files, **about)
        return request.replace(errback=self.file_failed, dont_filter=True)

    async def file_failed(self, failure: Failure) -> Answers:
        """The first file could not be had: go on with the next."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        about = dict(request.cb_kwargs)
        files = about.pop("files")
        assert failure.value is not None
        seen = unseen.of_error(failure.value)
        yield self.unseen(
            request.url,
            seen.state,
            seen.reason,
            seen.why,
            place=about["place"],
            robots=request.meta.get("robots", ""),
        )
        if files[1:] and seen.reason not in ENOUGH:
            yield self.ask_files(files[1:], **about)

    async def read_files(
        self,
        response: Response,
        *,
        files: list[list[str]],
        place: str,
        title: str,
        page: str,
        said: str,
    ) -> Answers:
        """The files of one batch as sightings of their repository."""
        about = {"place": place, "title": title, "url": page, "meta_robots": said}
        batch = Batch()
        for path, url in files:
            try:
                answer = response if url == files[0][1] else await self.fetch(url)
            except NotSeen as seen:
                yield self.unseen(url, seen.state, seen.reason, seen.why, place=place)
                if seen.reason in ENOUGH:
                    break
                continue
            self.add(batch, path, answer)
            if batch.full:
                yield self.seen(batch, about)
                batch = Batch()
        if batch.first is not None:
            yield self.seen(batch, about)

    def data(self, response: Response) -> bytes:
        """The bytes of the file in an answer."""
        return response.body

    def add(self, batch: Batch, path: str, response: Response) -> None:
        """Put a file into the batch, or count why it is not in it."""
        found = content(self.data(response), path, self.blobs, url=response.url)
        self.count("files/read" if found else "files/nothing to compare")
        if found is None:
            return
        batch.contents.append(found)
        if batch.first is None:
            batch.first = response
        else:
            batch.captures.append(self.capture(response))

    def seen(self, batch: Batch, about: dict[str, Any]) -> dict[str, Any]:
        assert batch.first is not None
        return self.sighting(batch.first, contents=batch.contents, captures=batch.captures, **about)


def place(url: str, repository: str) -> str:
    """A repository's place: host and path, whatever the view."""
    return f"{host(url)}/{repository.strip('/')}".rstrip("/")
