"""Where alerts go: Apprise URLs, given in the configuration or by the environment."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

import apprise
from apprise.plugins.email import NotifyEmail

from alerts.words import LONG, clean
from fingerprints.errors import ConfigurationError

CONNECT, READ = 10.0, 20.0  # seconds
NAMES_ITS_HOST = frozenset(("form", "gotify", "json", "mailto", "matrix", "xml"))  # and with "s"
_ENVIRONMENT = re.compile(r"env:([A-Za-z_][A-Za-z0-9_]*)$")


@dataclass(frozen=True, slots=True)
class Target:
    """One receiver of alerts; `shown` is all that may be printed, `given` the configured name."""

    name: str
    given: str
    url: str = field(repr=False)
    shown: str
    recipient: str = field(default="", repr=False)  # of e-mail: one address a target


def read(
    values: Mapping[str, str | Sequence[str]], environment: Mapping[str, str]
) -> dict[str, Target]:
    """Targets by name; one with several recipients becomes several, so that each hears once."""
    found: dict[str, Target] = {}
    for given, value in values.items():
        urls = [value] if isinstance(value, str) else list(value)
        ends = [(url, who) for text in urls for url, who in _ends(given, text, environment)]
        for number, (url, who) in enumerate(ends, start=1):
            name = given if len(ends) == 1 else f"{given}/{number}"
            found[name] = Target(name, given, url, redacted(url), who)
    return found


def _ends(name: str, text: str, environment: Mapping[str, str]) -> list[tuple[str, str]]:
    url = _value(name, text, environment)
    service = plugin(url)
    if service is None:
        raise ConfigurationError(
            f"the alert target {name} ({redacted(url)}) is not an address that Apprise knows. "
            "Use for instance mailtos://user:password@mail.example?to=you@example or "
            "matrixs://user:password@chat.example/%23room, or env:NAME."
        )
    if not isinstance(service, NotifyEmail):
        return [(url, "")]
    people = [address for _, address in service.targets] + sorted(service.cc | service.bcc)
    return [(url, address) for address in dict.fromkeys(people)]


def _value(name: str, text: str, environment: Mapping[str, str]) -> str:
    if not (named := _ENVIRONMENT.match(text.strip())):
        return text.strip()
    if not (value := environment.get(named[1], "").strip()):
        raise ConfigurationError(
            f"the alert target {name} is read from the environment variable {named[1]}, "
            "which is not set. Set it, or write the address into copywatch.toml."
        )
    return value


def plugin(url: str) -> Any:
    """The Apprise service of an URL with our name and bounded times; None if there is none."""
    ours = apprise.AppriseAsset(
        app_id="Copywatch", app_desc="Copywatch alerts", app_url="", storage_mode="memory"
    )
    service = apprise.Apprise.instantiate(url, asset=ours)
    if service is None:
        return None
    asked = urlsplit(url).query
    if "cto=" not in asked:
        service.socket_connect_timeout = CONNECT
    if "rto=" not in asked:
        service.socket_read_timeout = READ
    if "overflow=" not in asked:
        service.overflow_mode = apprise.OverflowMode.TRUNCATE  # one alert is one message
    return service


def redacted(url: str) -> str:
    """The kind of target and, where that is no secret, its server."""
    parts = urlsplit(url)
    scheme = parts.scheme if re.fullmatch(r"[a-z0-9]+", parts.scheme) else "?"
    if scheme.removesuffix("s") not in NAMES_ITS_HOST:
        return f"{scheme}://…"
    try:
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        port = ""
    return f"{scheme}://{clean(parts.hostname or '')}{port}/…"


def without_secrets(text: str, url: str) -> str:
    """Text that a service gave as its reason, with every piece of the URL blotted out."""
    parts = urlsplit(url)
    asked = [pair.partition("=")[2] for pair in parts.query.split("&")]
    login = parts.netloc.rpartition("@")[0].split(":", 1)
    pieces = {url, parts.password or "", *login, *parts.path.split("/"), *asked}
    if parts.scheme.removesuffix("s") not in NAMES_ITS_HOST:
        pieces.add(parts.netloc)
    for piece in sorted({*pieces, *map(unquote, pieces)}, key=len, reverse=True):
        if len(piece) > 3:  # noqa: PLR2004  # shorter pieces are words, not secrets
            text = text.replace(piece, "…")
    return clean(text, LONG)
