"""`serve` and `login-link`: the console, and the schedule behind it."""

import logging
import sys
from typing import Annotated
from urllib.parse import urlsplit

import typer

from console.app import build
from copywatch.cli.app import app, opened
from copywatch.cli.output import say
from copywatch.installation import Installation
from copywatch.serve import listening, now
from copywatch.serve import serve as run_server
from copywatch.services import services

ADMIN = "admin"


def login_url(installation: Installation, public_url: str) -> str:
    """A link that logs in once, within a quarter of an hour."""
    token = installation.record.sessions.login_link(ADMIN, now())
    return f"{public_url}/login/{token}"


def reached(public: str, address: str) -> str:
    """[console] public_url, unless it names this machine: then where the console listens."""
    host = urlsplit(public).hostname or ""
    return address if host in {"", "localhost", "127.0.0.1", "::1"} else public.rstrip("/")


@app.command("serve")
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "",
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.")] = -1,
) -> None:
    """Run the console, the schedule and the crawls until interrupted."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    with opened() as installation:
        section = installation.config.console
        bound = listening(host or section.host, section.port if port < 0 else port)
        address = "http://{}:{}".format(*bound.getsockname()[:2])
        public = reached(section.public_url, address)
        link = login_url(installation, public)
        web = build(services(installation, public))

        def started() -> None:
            say(f"Console: {public}\nLog in (once, within 15 minutes): {link}\nStop with Ctrl-C.")

        run_server(web, bound, installation.home, started=started)


@app.command("login-link")
def login_link() -> None:
    """Print a link that logs the administrator in, once."""
    with opened() as installation:
        typer.echo(login_url(installation, installation.public_url))
