"""Which spider reads a watch target, and what ships with Copywatch."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from fingerprints.errors import ConfigurationError
from spiders import settings as ours
from spiders.base import CopywatchSpider
from spiders.reading import Expects
from spiders.sighting import Channel

GENERIC = "site"


@dataclass(frozen=True, slots=True)
class SiteInfo:
    """A spider as it is shown to people."""

    name: str
    channel: Channel
    summary: str
    expects: Expects
    accepts: tuple[str, ...] = ()


@cache
def spiders() -> dict[str, type[CopywatchSpider]]:
    """All spiders that Scrapy finds in our modules, by name."""
    settings = Settings()
    settings.setmodule(ours)
    loader = SpiderLoader.from_settings(settings)
    found = {name: loader.load(name) for name in loader.list()}
    return {name: kind for name, kind in found.items() if issubclass(kind, CopywatchSpider)}


def sites() -> list[SiteInfo]:
    """What ships, in alphabetical order."""
    return [
        SiteInfo(name, kind.channel, kind.summary, kind.expects, kind.accepts)
        for name, kind in sorted(spiders().items())
    ]


def choose(target: str) -> tuple[str, dict[str, Any]]:
    """The spider for a target and its arguments; ConfigurationError when there is none.

    A target is a URL, `site:NAME URL`, `NAME:URL` for a site that ships, or what a site's own
    prefix says (`github:OWNER/REPOSITORY`).
    """
    target = target.strip()
    if target.startswith("site:"):
        return _by_name(*target.removeprefix("site:").split(maxsplit=1))
    for name, kind in spiders().items():
        if target.startswith((*kind.accepts, f"{name}:")):
            return name, {"targets": [_inner(target, name, kind.accepts)]}
    if target.startswith("git@github.com:"):
        return "github", {"targets": [f"github:{target.removeprefix('git@github.com:')}"]}
    if (urlsplit(target).hostname or "").removeprefix("www.") == "github.com":
        return "github", {"targets": [target]}
    return GENERIC, {"targets": [address(target)]}


def _inner(target: str, name: str, accepts: Sequence[str]) -> str:
    """A prefix that the spider itself reads stays; our own `NAME:` before a URL goes."""
    kept = any(target.startswith(prefix) for prefix in accepts)
    return target if kept else address(target.removeprefix(f"{name}:"))


def _by_name(name: str = "", where: str = "") -> tuple[str, dict[str, Any]]:
    if name not in spiders():
        close = get_close_matches(name, spiders(), 3) or sorted(spiders())
        message = f"there is no site {name!r}; these ship: {', '.join(close)}"
        raise ConfigurationError(message)
    return name, {"targets": [address(where)] if where else []}


def address(text: str) -> str:
    """A web address as typed by a person; ConfigurationError when it cannot be one."""
    full = text if "://" in text else f"https://{text}"
    parts = urlsplit(full)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not ("." in host or host == "localhost"):
        message = (
            f"{text!r} is no web address, no github:OWNER and no site that ships with Copywatch"
            " (see: copywatch sites)"
        )
        raise ConfigurationError(message)
    return full
