"""Real crawls in the tests: a small server on loopback and a spider in a process of its own.

with serve({"/": page("<h1>Hello</h1>")}) as site:
    seen = run_spider("site", [site.url], allow=[site])
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Answer:
    """A response; `send` writes the body itself where bytes do not do."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    send: Callable[[Any], None] | None = None


Routes = Mapping[str, Answer | Callable[["Asked"], Answer]]


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it."""

    path: str
    headers: Mapping[str, str]
    count: int  # how often this path was asked, this time included


@dataclass
class Site:
    """A running server; `asked` is what it was asked for, in order."""

    host: str
    port: int
    asked: list[Asked] = field(default_factory=list)

    @property
    def netloc(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.netloc}/"

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]


def page(html: str, **headers: str) -> Answer:
    return Answer(html.encode(), headers={"Content-Type": "text/html; charset=utf-8"} | headers)


@contextmanager
def serve(routes: Routes, host: str = "127.0.0.2") -> Iterator[Site]:
    """Serve paths (with their query) or prefixes ending in `*` until the end of the block."""
    server = Server((host, 0), Handler)
    server.routes = routes
    server.site = Site(host, server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server.site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    routes: Routes
    site: Site

    def handle_error(self, *_: Any) -> None:
        """Spiders hang up on what they do not want; that is no error here."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        site, routes = self.server.site, self.server.routes
        count = 1 + site.paths().count(self.path)
        site.asked.append(Asked(self.path, dict(self.headers), count))
        route = routes.get(self.path) or _prefix(routes, self.path) or Answer(status=404)
        self.reply(route if isinstance(route, Answer) else route(site.asked[-1]))

    def reply(self, answer: Answer) -> None:
        self.send_response(answer.status)
        length = {"Connection": "close"} if answer.send else {"Content-Length": len(answer.body)}
        for name, value in (length | dict(answer.headers)).items():
            self.send_header(name, str(value))
        self.end_headers()
        if answer.send:
            answer.send(self.wfile)
        else:
            self.wfile.write(answer.body)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


def _prefix(routes: Routes, path: str) -> Answer | Callable[[Asked], Answer] | None:
    for route, answer in routes.items():
        if route.endswith("*") and path.startswith(route[:-1]):
            return answer
    return None


@dataclass(frozen=True)
class Seen:
    """What a crawl gave: its items, its statistics and its log."""

    items: list[dict[str, Any]]
    stats: dict[str, Any]
    log: str

    @property
    def sightings(self) -> list[dict[str, Any]]:
        return [item for item in self.items if item["type"] == "sighting"]

    @property
    def unseen(self) -> list[dict[str, Any]]:
        return [item for item in self.items if item["type"] == "unseen"]

    def of(self, url: str) -> dict[str, Any]:
        (item,) = [item for item in self.items if item["url"] == url]
        return item


def run_spider(
    name: str,
    targets: Sequence[str],
    settings: Mapping[str, Any] | None = None,
    *,
    allow: Sequence[Site | str] = (),
    seconds: float = 40,
    env: Mapping[str, str] | None = None,
    **arguments: Any,
) -> Seen:
    """Crawl in a subprocess, quickly, and give back items and statistics."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.json"
        allowed = [site if isinstance(site, str) else site.netloc for site in allow]
        quick = {"DOWNLOAD_DELAY": 0, "COPYWATCH_ALLOW": allowed, "COPYWATCH_BLOBS": folder}
        order = {
            "spider": name,
            "arguments": {"targets": list(targets), **arguments},
            "settings": {**quick, "COPYWATCH_MAX_WAIT": 2, **(settings or {})},
            "out": str(out),
        }
        plain = {name: value for name, value in os.environ.items() if name != "GITHUB_TOKEN"}
        command = [sys.executable, "-m", "tests.spiders.crawl", json.dumps(order)]
        # Linux counts the peak memory of whoever started a process as its own: a shell is small
        done = subprocess.run(
            ["sh", "-c", '"$@"; exit $?', "sh", *command],
            cwd=ROOT,
            env=plain | dict(env or {}),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-4_000:]
        result = json.loads(out.read_text())
        return Seen(result["items"], result["stats"], done.stderr)


def _crawl(order: dict[str, Any]) -> None:
    from scrapy import signals  # noqa: PLC0415 - only the subprocess crawls
    from scrapy.crawler import AsyncCrawlerProcess  # noqa: PLC0415

    from tests.spiders.saved import our_settings  # noqa: PLC0415

    settings = our_settings()
    settings.update(order["settings"], priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(order["spider"])
    items: list[dict[str, Any]] = []

    def keep(item: dict[str, Any]) -> None:
        items.append(item)

    crawler.signals.connect(keep, signal=signals.item_scraped)
    process.crawl(crawler, **order["arguments"])
    process.start()
    result = {"items": items, "stats": crawler.stats.get_stats()}
    Path(order["out"]).write_text(json.dumps(result, default=str))


if __name__ == "__main__":
    _crawl(json.loads(sys.argv[1]))
