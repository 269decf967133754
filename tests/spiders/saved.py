"""Saved pages: each spider reads its own from a folder, as it would from the site.

A case is `pages/<spider>/<case>/` with `meta.json`, the page's files and `sighting.json`:
meta.json   {"url", "callback"="parse", "cb_kwargs"={}, "page": "page.html", "status", "headers",
             "targets", "settings", "files": {url: file or {"file", "status", "headers"}}}
sighting.json   all that the callback yields; requests as {"type": "request", "url", "callback"}.
"""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.test import get_crawler

from spiders import settings as ours
from spiders.base import CopywatchSpider

PAGES = Path(__file__).parent / "pages"
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
TYPES = {".html": "text/html; charset=utf-8", ".json": "application/json", ".xml": "text/xml"}
TYPES |= {".png": "image/png", ".jpg": "image/jpeg", ".txt": "text/plain; charset=utf-8"}


def shipped() -> dict[str, type[CopywatchSpider]]:
    """Every spider that Scrapy finds, by name."""
    loader = SpiderLoader.from_settings(our_settings())
    return {name: loader.load(name) for name in loader.list()}  # type: ignore[misc]


def our_settings() -> Settings:
    settings = Settings()
    settings.setmodule(ours)
    return settings


def cases() -> list[Path]:
    return sorted(path.parent for path in PAGES.glob("*/*/meta.json"))


def answer(request: Request, folder: Path, entry: str | Mapping[str, Any]) -> Response:
    """The response that a saved file stands for."""
    facts: Mapping[str, Any] = {"file": entry} if isinstance(entry, str) else entry
    path = folder / facts["file"]
    headers = {"Content-Type": TYPES.get(path.suffix, "application/octet-stream")}
    headers |= facts.get("headers", {})
    body = path.read_bytes()
    kind = responsetypes.from_args(headers=Headers(headers), url=request.url, body=body)
    status = facts.get("status", 200)
    return kind(request.url, status=status, headers=headers, body=body, request=request)


def build(case: Path, meta: Mapping[str, Any], blobs: Path) -> CopywatchSpider:
    """The spider of the case, reading its further pages and pictures from the folder."""
    spidercls = shipped()[case.parent.name]
    values = {key: getattr(ours, key) for key in dir(ours) if key.isupper()}
    values |= {"COPYWATCH_BLOBS": str(blobs)} | dict(meta.get("settings", {}))
    for name in ("TWISTED_REACTOR", "DOWNLOAD_HANDLERS"):  # no reactor here, no network
        values.pop(name)
    crawler = get_crawler(spidercls, values)
    spider = spidercls.from_crawler(crawler, targets=meta.get("targets", [meta["url"]]))
    files = meta.get("files", {})

    async def download(request: Request) -> Response:
        if request.url not in files:
            message = f"not saved: {request.url}"
            raise CannotResolveHostError(message)
        return answer(request, case, files[request.url])

    spider.download = download
    spider.now = lambda: NOW
    return spider


async def _replay(case: Path, blobs: Path) -> list[dict[str, Any]]:
    meta = json.loads((case / "meta.json").read_text())
    spider = build(case, meta, blobs)
    kwargs = meta.get("cb_kwargs", {})
    request = Request(meta["url"], cb_kwargs=kwargs, meta={"robots": "allowed by robots.txt"})
    facts = {key: meta[key] for key in ("status", "headers") if key in meta}
    response = answer(request, case, {"file": meta["page"], **facts})
    callback = getattr(spider, meta.get("callback", "parse"))
    return [plain(line) async for line in callback(response, **kwargs)]


def replay(case: Path, blobs: Path) -> list[dict[str, Any]]:
    """All that the spider yields for the saved page, as plain JSON."""
    return asyncio.run(_replay(case, blobs))


def plain(line: Any) -> dict[str, Any]:
    if not isinstance(line, Request):
        value: dict[str, Any] = json.loads(json.dumps(line))
        return value
    callback = getattr(line.callback, "__name__", "parse")
    json.dumps([line.cb_kwargs, line.meta])  # the frontier stores them
    return {"type": "request", "url": line.url, "callback": callback}
