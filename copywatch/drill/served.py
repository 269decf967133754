"""Serves disguised works on loopback, has the real crawler read them, and lets go of them."""

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from copywatch.crawl import Tell, follow, manners, trouble
from copywatch.demo.server import MISSING, Answer, Asked, Running, html
from copywatch.drill.disguise import PICTURE, Disguised
from copywatch.installation import Installation
from copywatch.job import Job
from fingerprints.errors import CopywatchError
from spiders.web.links import never

HOST = "127.0.0.46"  # an address of its own, so that no other site here is meant
ONLY = "127.0.0.1"  # where a system knows but one
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".ipynb": "application/x-ipynb+json",
    ".md": "text/markdown; charset=utf-8",
    ".pdf": "application/pdf",
    ".tar": "application/x-tar",
    ".zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class Crawled:
    """What the crawler saw: a feed of sightings, and the bodies beside it."""

    feed: Path
    bodies: Path
    trouble: str = ""


def path_of(number: int, page: Disguised) -> str:
    """The address of a page; names that no crawler follows are served without their suffix."""
    path = f"/sheet-{number}/{page.name}"
    return path.removesuffix(PurePosixPath(page.name).suffix) if never(f"http://x{path}") else path


def number_of(url: str) -> int:
    """Which page an address is; -1 for the list itself."""
    head = urlsplit(url).path.split("/")[1]
    return int(head.removeprefix("sheet-")) if head.startswith("sheet-") else -1


@contextmanager
def crawled(
    installation: Installation, pages: Sequence[Disguised], tell: Tell
) -> Iterator[Crawled]:
    """One crawl of all pages, linked from one list.

    All of it lies in a temporary folder (0700) that is gone afterwards; the installation's own
    record, index, alerts and bodies are not touched.
    """
    with tempfile.TemporaryDirectory(prefix="copywatch-drill-") as scratch:
        folder = Path(scratch)
        site = _site(pages)
        try:
            yield _crawl(installation, site, folder, len(pages) + 1, tell)
        finally:
            site.stop()


def _site(pages: Sequence[Disguised]) -> Running:
    answers = {
        path_of(number, page): Answer(
            page.data, TYPES.get(PurePosixPath(page.name).suffix, "text/plain; charset=utf-8")
        )
        for number, page in enumerate(pages)
    }
    pictures = {
        f"/sheet-{number}/{PICTURE}": Answer(page.picture, "image/jpeg")
        for number, page in enumerate(pages)
        if page.picture
    }
    links = "".join(f'<li><a href="{path}">{path}</a></li>' for path in answers)
    served: Mapping[str, Answer] = {**answers, **pictures}
    listed = html(f"<!doctype html><title>Sheets</title><h1>Sheets</h1><ul>{links}</ul>")

    def answer(asked: Asked) -> Answer:
        return listed if asked.path == "/" else served.get(asked.path, MISSING)

    try:
        site = Running(HOST)
    except OSError:
        site = Running(ONLY)
    site.site = answer
    return site


def _crawl(
    installation: Installation, site: Running, folder: Path, pages: int, tell: Tell
) -> Crawled:
    job = Job(
        home=str(folder),
        run="drill",
        watch="",
        spider="site",
        targets=(f"{site.base}/",),
        pages=pages,
        snapshot="",
        settings={
            **manners(installation.config.crawl),
            "DOWNLOAD_DELAY": 0,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
            "COPYWATCH_ALLOW": [site.allow],  # and nobody else
            "COPYWATCH_DAILY_PAGES": 10 * pages,
        },
        feed=str(folder / "feed.jsonl"),
    )
    code = follow([sys.executable, "-m", "copywatch.crawler", str(job.write())], tell)
    if not Path(job.feed).exists():
        raise CopywatchError(f"The crawl of the drill failed: {trouble(job.folder, code)}")
    return Crawled(Path(job.feed), folder / "blobs", trouble(job.folder, code) if code else "")
