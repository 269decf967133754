"""klaus, a small git viewer."""

import re
from collections.abc import Sequence
from urllib.parse import quote, unquote, urlsplit

from scrapy import Request
from scrapy.http import Response

from spiders.code.git_host import Folder, GitHostSpider, place
from spiders.reading import Expects, PageChanged, one, some

FILE_VIEWS = ("blob", "blame", "raw")
VIEW = re.compile(
    r"^(?P<repository>/.*?[^/]+)/(?P<view>blob|blame|raw|commit|tarball)/(?P<rest>.+)$"
)


class KlausSpider(GitHostSpider):
    name = "klaus"
    summary = "Repositories on a klaus git viewer: every file as it is stored, of any view"
    expects = Expects(sightings_per_run=(1, 20_000))

    @classmethod
    def recognises(cls, response: Response) -> bool:
        """Whether a page was made by this software."""
        return bool(response.css('footer a[href="https://github.com/jonashaag/klaus"]'))

    def open(self, url: str) -> Request:
        found = VIEW.match(urlsplit(url).path)
        if not found:
            return super().open(url)
        repository, rest = found["repository"], found["rest"].rstrip("/")
        if found["view"] in FILE_VIEWS:
            path = unquote(rest.partition("/")[2])
            files = [[path, _on(url, f"{repository}/raw/{rest}")]]
            name = unquote(repository.strip("/"))
            return self.ask_files(files, place=place(url, name), title=name, page=url, said="")
        revision = re.sub(r"\.(diff|patch|tar\.gz)$", "", rest)
        return super().open(_on(url, f"{repository}/tree/{revision}/"))

    def repositories(self, response: Response) -> Sequence[str]:
        return response.css("ul.repolist:not(.invalid) a::attr(href)").getall()

    def folder(self, response: Response) -> Folder:
        if response.css("ul.repolist"):
            return Folder("", "")  # a list without repositories
        tree = response.css("div.tree")
        if not tree:
            raise PageChanged("a klaus page without a tree of files")
        repository = some(response.css(".breadcrumbs a::attr(href)"), "the repository")[0]
        commit = one(tree.css("h2 > a::attr(href)"), "the revision")
        revision = commit.removeprefix(f"{repository}commit/").strip("/")
        links = tree.css("li a:not([class])::attr(href)").getall()
        return Folder(
            repository=unquote(repository),
            title=some(response.css(".breadcrumbs a::text"), "the repository's name")[0],
            folders=tuple(
                link.attrib["href"]
                for link in tree.css("li a.dir")
                if link.css("::text").get("").strip() != ".."
            ),
            files=tuple(_file(link, f"{repository}blob/{revision}/") for link in links),
        )


def _file(link: str, start: str) -> tuple[str, str]:
    path = link.removeprefix(start)
    if path == link:
        message = f"a file that does not lie under {start}"
        raise PageChanged(message)
    return unquote(path), start.replace("/blob/", "/raw/", 1) + path


def _on(url: str, path: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{quote(path, safe='/%~+:@!$&()*,;=')}"
