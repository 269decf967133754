"""bepasty, a paste site with a REST API that lists its pastes."""

import base64
import contextlib
import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.servers.process import Server, free_port, running

SERVE = """
import sys, waitress
from bepasty.app import create_app
waitress.serve(create_app(), host=sys.argv[1], port=int(sys.argv[2]), threads=4)
"""


@contextlib.contextmanager
def start(
    folder: Path, *, host: str = "127.0.0.13", permissions: str = "list,read,create"
) -> Iterator[Server]:
    """An empty paste site; what a stranger may do is `permissions`."""
    store = folder / "store"
    store.mkdir(parents=True)
    config = folder / "bepasty.conf"
    config.write_text(
        f"SITENAME = 'Test pastes'\nSTORAGE_FILESYSTEM_DIRECTORY = {str(store)!r}\n"
        f"SECRET_KEY = 'only-for-tests-only-for-tests'\nSESSION_COOKIE_SECURE = False\n"
        f"DEFAULT_PERMISSIONS = {permissions!r}\n"
    )
    port = free_port(host)
    environment = {"BEPASTY_CONFIG": str(config)}
    arguments = ["-c", SERVE, host, str(port)]
    with running(arguments, host=host, port=port, folder=folder, environment=environment) as server:
        yield server


def put(server: Server, data: bytes, *, name: str, media_type: str) -> str:
    """Upload one paste through the REST API and return its id."""
    request = urllib.request.Request(  # noqa: S310 - our own server on loopback
        f"{server.url}apis/rest/items",
        data=base64.b64encode(data),
        method="POST",
        headers={
            "Content-Type": media_type,
            "Content-Filename": name,
            "Content-Range": f"bytes 0-{len(data) - 1}/{len(data)}",
        },
    )
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - as above
        location: str = answer.headers["Content-Location"]
        return location.rpartition("/")[2]


def listing(server: Server) -> dict[str, object]:
    """What the site's own list says."""
    url = f"{server.url}apis/rest/items"
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - our own server
        found: dict[str, object] = json.load(answer)
        return found
