"""What a person may type after `copywatch watch`: a URL, a list of them, a site, a repository."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from fingerprints.blobs import Blobs
from fingerprints.content import Table, Text
from fingerprints.errors import ConfigurationError, Unreadable
from fingerprints.read import parts
from hits.watches import Watch, watch_id
from spiders.choose import choose

LISTS = (".txt", ".csv", ".xlsx", ".tsv")


def watch_of(
    target: str, every: str, pages: int, scratch: Blobs, *, allow: Sequence[str] = ()
) -> Watch:
    """The watch that a target asks for; ConfigurationError says what a target may be."""
    path = Path(target)
    if path.suffix.lower() in LISTS and path.exists():
        urls = listed(path, scratch)
        spider, args = "site", {"targets": urls, "scope": "page"}
        target = str(path.absolute())
    else:
        spider, args = choose(target)
    if allow:
        args = {**args, "allow": host_ports(allow)}
    return Watch(
        id=watch_id(target), target=target, spider=spider, args=args, every=every, pages=pages
    )


def host_ports(allow: Sequence[str]) -> list[str]:
    """Own servers at private addresses, each as HOST:PORT and nothing wider."""
    for value in allow:
        host, _, port = value.rpartition(":")
        if not host or "/" in value or not port.isdecimal():
            raise ConfigurationError(
                f"--allow wants HOST:PORT, such as 192.168.1.20:80, not {value!r}"
            )
    return list(allow)


def web_address(url: str) -> str:
    """Where a saved page comes from, as typed by a person."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ConfigurationError(
            f"--url wants an address like https://shop.example/item/7, not {url!r}"
        )
    return url


def listed(path: Path, scratch: Blobs) -> list[str]:
    """The addresses in a list, whatever column they stand in; none at all is an error."""
    words: list[str] = []
    try:
        found = list(parts(path, path.name, scratch))
    except Unreadable as error:
        raise ConfigurationError(
            f"{path} cannot be read as a list of addresses: {error}"
        ) from error
    for _, content in found:
        if isinstance(content, Text):
            words += content.body.split()
        elif isinstance(content, Table):
            words += [word for row in content.rows for cell in row for word in cell.split()]
    urls = [word for word in words if urlsplit(word).scheme in {"http", "https"}]
    if not urls:
        raise ConfigurationError(f"{path} holds no address that begins with http:// or https://")
    return list(dict.fromkeys(urls))
