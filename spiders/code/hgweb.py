"""hgweb, the web pages that come with Mercurial, in any of its themes."""

import json
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from scrapy import Request
from scrapy.http import Response

from spiders.base import Answers
from spiders.code.git_host import Folder, GitHostSpider
from spiders.reading import Expects, PageChanged

VIEW = re.compile(
    r"^(?P<repository>.*?)/(?P<view>file|raw-file|annotate|diff|comparison|log|filelog|shortlog"
    r"|changelog|graph|rev|changeset|archive)(?:/(?P<rest>.*))?$"
)
ARCHIVE = re.compile(r"\.(zip|tar\.gz|tar\.bz2)$")
# A row of a listing shows permissions in every theme: drwxr-xr-x, -rw-r--r--, lrwxrwxrwx.
ROWS = "//tr[td[re:test(normalize-space(), '^[-dl]r[w-][x-]r[w-][x-]r[w-][x-]')]]"
FIRST = "(.//a[contains(@href, '/file/')])[1]"


class HgwebSpider(GitHostSpider):
    name = "hgweb"
    summary = "Repositories on Mercurial's own web pages: every file as it is stored, of any view"
    expects = Expects(sightings_per_run=(1, 20_000))

    @classmethod
    def recognises(cls, response: Response) -> bool:
        """Whether a page was made by this software."""
        return bool(response.css('script[src$="/static/mercurial.js"]'))

    def open(self, url: str) -> Request:
        parts = urlsplit(url)
        found = VIEW.match(parts.path)
        if not found:
            return super().open(url)
        rest = ARCHIVE.sub("", found["rest"] or "tip")
        tree = f"{parts.scheme}://{parts.netloc}{found['repository']}/file/{rest}"
        return super().open(tree)

    def data(self, response: Response) -> bytes:
        return _lines(response.body) if "/json-file/" in response.url else response.body

    def repositories(self, response: Response) -> Sequence[str]:
        if "Mercurial repositories index" not in response.css("title::text").get(""):
            return ()
        links = response.xpath("//tr/td[1]//a[1]/@href").getall()
        return [link for link in links if not link.startswith("?")]

    async def parse(self, response: Response, **kwargs: Any) -> Answers:
        """Beside lists and folders: a file, or the front page of a repository."""
        raw = response.xpath("//a[contains(@href, '/raw-file/')]/@href").get()
        files = response.xpath("//a[contains(@href, '/file/')]/@href").get()
        if self.repositories(response) or response.xpath(ROWS):
            async for answer in super().parse(response):
                yield answer
        elif raw and "/file/" in response.url:
            folder = _listing(response, [_raw(raw)], ())
            for request in self.requests(response, folder):
                yield request
        elif files and "/file/" not in response.url:
            yield self.ask(response.urljoin(files), self.parse)
        elif files is None:
            raise PageChanged("an hgweb page without files")

    def folder(self, response: Response) -> Folder:
        rows = response.xpath(ROWS)
        links = [row.xpath(f"{FIRST}/@href").get() for row in rows]
        names = [row.xpath(f"normalize-space({FIRST})").get("") for row in rows]
        listed = [
            (link, row.xpath("string(td[re:test(normalize-space(), '^[-dl]r')])").get("").strip())
            for link, name, row in zip(links, names, rows, strict=True)
            if link and name not in ("[up]", "..", "[up]/")
        ]
        files = [_raw(link) for link, sort in listed if sort[0] != "d"]
        return _listing(response, files, [link for link, sort in listed if sort[0] == "d"])


def _raw(link: str) -> str:
    """The address of a file's bytes: of its lines where the name is not ASCII.

    hgweb 7.2 answers "500" when it is asked for the bytes of such a file.
    """
    style = "raw-file" if unquote(link).isascii() else "json-file"
    return re.sub(r"/(?:raw-)?file/", f"/{style}/", link, count=1)


def _lines(body: bytes) -> bytes:
    """The bytes of a text, which hgweb keeps in its JSON; nothing for a binary."""
    try:
        lines = [str(entry["line"]) for entry in json.loads(body)["lines"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise PageChanged("a file of hgweb without its lines") from error
    if len(lines) == 1 and lines[0].startswith("(binary:"):
        return b""
    return "".join(lines).encode("utf-8", "surrogateescape")


def _listing(response: Response, files: Sequence[str], folders: Sequence[str]) -> Folder:
    found = VIEW.match(urlsplit(response.url).path)
    if found is None:
        raise PageChanged("files at an address that is none of hgweb's")
    repository = unquote(found["repository"])
    return Folder(
        repository=repository,
        title=repository.strip("/") or response.css("title::text").get("").partition(":")[0],
        folders=tuple(folders),
        files=tuple((_path(link, found["repository"]), link) for link in files),
    )


def _path(link: str, repository: str) -> str:
    """The path inside the repository; the revision before it holds no slash."""
    rest = urlsplit(link).path.removeprefix(f"{repository}/")
    return unquote(rest.split("/", 2)[2])
