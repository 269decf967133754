"""Where the spiders of git hosts go first, whatever view they are pointed at."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response
from twisted.python.failure import Failure

from fingerprints.content import Code, File, Image, Text
from spiders.code import files
from spiders.code.git_host import CHARACTERS, GitHostSpider
from spiders.code.hgweb import HgwebSpider
from spiders.code.klaus import KlausSpider
from spiders.reading import PageChanged
from spiders.unseen import NotSeen
from tests.servers.samples import TABLE, VALVE, picture
from tests.spiders.alone import alone as spider

KLAUS = "http://git.example/git"


class Failed(Failure):
    """A failure as Scrapy hands it to an errback."""

    def __init__(self, why: str, request: Request) -> None:
        super().__init__(NotSeen("failed", "500", why))  # type: ignore[no-untyped-call]  # Twisted's
        self.request = request


def answer(url: str, body: bytes) -> Response:
    return Response(url, body=body, request=Request(url))


def all_of(answers: AsyncGenerator[Any, None]) -> list[Any]:
    async def collect() -> list[Any]:
        return [answer async for answer in answers]

    return asyncio.run(collect())


@pytest.mark.parametrize("view", ["blob", "blame", "raw"])
def test_a_view_of_one_file_is_read_as_that_file_in_its_repository(
    view: str, tmp_path: Path
) -> None:
    target = f"{KLAUS}/pump/{view}/master/src/va%20lve.py?markup"
    request = spider(KlausSpider, tmp_path).open(target)
    assert request.url == f"{KLAUS}/pump/raw/master/src/va%20lve.py"
    assert request.cb_kwargs["place"] == "git.example/git/pump"
    assert request.cb_kwargs["files"] == [["src/va lve.py", request.url]]


@pytest.mark.parametrize(
    ("target", "asked"),
    [
        ("/", "/"),
        ("/pump/", "/pump/"),
        ("/pump/tree/master/src", "/pump/tree/master/src"),
        ("/pump/commit/master/", "/pump/tree/master/"),
        ("/pump/commit/abc123.diff", "/pump/tree/abc123/"),
        ("/pump/tarball/master/", "/pump/tree/master/"),
        ("/~team/pump/commit/master/", "/~team/pump/tree/master/"),
    ],
)
def test_klaus_views_without_files_lead_to_the_tree(
    target: str, asked: str, tmp_path: Path
) -> None:
    request = spider(KlausSpider, tmp_path).open(f"http://git.example{target}")
    assert request.url == f"http://git.example{asked}"


@pytest.mark.parametrize(
    ("target", "asked"),
    [
        ("/pump", "/pump"),
        ("/pump/file/tip/src", "/pump/file/tip/src"),
        ("/pump/raw-file/tip/src/a.c", "/pump/file/tip/src/a.c"),
        ("/pump/annotate/2/src/a.c", "/pump/file/2/src/a.c"),
        ("/pump/rev/abc", "/pump/file/abc"),
        ("/pump/shortlog", "/pump/file/tip"),
        ("/team/pump/log/5/a.c", "/team/pump/file/5/a.c"),
        ("/pump/archive/tip.tar.gz", "/pump/file/tip"),
        ("/graph", "/file/tip"),
    ],
)
def test_hgweb_views_lead_to_the_files(target: str, asked: str, tmp_path: Path) -> None:
    request = spider(HgwebSpider, tmp_path).open(f"http://hg.example{target}")
    assert request.url == f"http://hg.example{asked}"


@pytest.mark.parametrize("kind", [KlausSpider, HgwebSpider])
def test_a_page_of_other_software_is_a_changed_page(
    kind: type[GitHostSpider], tmp_path: Path
) -> None:
    page = HtmlResponse("http://git.example/pump/", body=b"<html><h1>Hello</h1></html>")
    with pytest.raises(PageChanged):
        all_of(spider(kind, tmp_path).parse(page))


def test_a_first_file_that_fails_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    klaus = spider(KlausSpider, tmp_path)
    names = [["a", "http://git.example/p/raw/master/a"], ["b", "http://git.example/p/raw/master/b"]]
    about = {"place": "git.example/p", "title": "p", "page": "http://git.example/p/", "said": ""}
    failure = Failed("the site answered with an error", klaus.ask_files(names, **about))
    line, follows = all_of(klaus.file_failed(failure))
    assert (line["state"], line["place"]) == ("failed", "git.example/p")
    assert isinstance(follows, Request)
    assert follows.cb_kwargs["files"] == names[1:]


def test_a_spent_budget_ends_the_batch_with_one_line(tmp_path: Path) -> None:
    klaus = spider(KlausSpider, tmp_path)
    asked = []

    async def spent(request: Request) -> Response:
        asked.append(request.url)
        raise NotSeen("refused", "budget", "spent")

    klaus.download = spent
    names = [[f"{n}.c", f"http://git.example/p/raw/master/{n}.c"] for n in range(9)]
    first = answer(names[0][1], VALVE.encode())
    lines = all_of(klaus.read_files(first, files=names, place="p", title="p", page="x", said=""))
    assert [line["type"] for line in lines] == ["unseen", "sighting"]
    assert len(asked) == 1


def test_large_files_are_split_into_several_sightings_of_one_place(tmp_path: Path) -> None:
    klaus = spider(KlausSpider, tmp_path)
    body = b"// a line of code that is long enough to fill the batch quickly\n" * 12_000

    async def large(request: Request) -> Response:
        return answer(request.url, body)

    klaus.download = large
    names = [[f"{n}.c", f"http://git.example/p/raw/master/{n}.c"] for n in range(12)]
    first = answer(names[0][1], body)
    lines = all_of(klaus.read_files(first, files=names, place="p", title="p", page="x", said=""))
    sizes = [sum(len(content["body"]) for content in line["contents"]) for line in lines]
    assert len(lines) > 1 and sum(len(line["contents"]) for line in lines) == 12
    assert max(sizes) < CHARACTERS + files.INLINE
    assert {line["place"] for line in lines} == {"p"}


def test_files_become_contents_by_bytes_and_name(tmp_path: Path) -> None:
    blobs = spider(KlausSpider, tmp_path).blobs
    assert files.content(VALVE.encode(), "a/valve.py", blobs) == Code(VALVE, "python", "a/valve.py")
    assert files.content(b"Some words.\n", "README", blobs) == Text("Some words.\n", "", "README")
    assert isinstance(files.content(TABLE.encode(), "parts.csv", blobs), File)
    assert isinstance(files.content(picture(1), "front.png", blobs), Image)
    assert isinstance(files.content(b"%PDF-1.7\n...", "datasheet", blobs), File)
    assert files.content(picture(1, (40, 40)), "icon.png", blobs) is None
    assert files.content(bytes(range(256)) * 9, "firmware.bin", blobs) is None
    assert files.content(b" \n", "empty.txt", blobs) is None


def test_text_in_another_charset_is_read_as_its_characters(tmp_path: Path) -> None:
    blobs = spider(KlausSpider, tmp_path).blobs
    words = "Das Gehäuse wird aus dem Vollen gedreht, der Sitz von Hand geläppt.\n" * 5
    found = files.content(words.encode("utf-16"), "notes.txt", blobs)
    assert isinstance(found, Text)
    assert "geläppt" in found.body


def test_a_very_long_text_goes_by_its_sha256(tmp_path: Path) -> None:
    blobs = spider(KlausSpider, tmp_path).blobs
    found = files.content(b"x = 1\n" * 400_000, "long.py", blobs)
    assert isinstance(found, File)
    assert len(blobs.get(found.sha256)) == 2_400_000
