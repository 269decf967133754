"""Sites of the demo: each on an address and a free port of its own, on loopback only."""

import http.cookies
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the sites see it."""

    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site says."""

    body: bytes
    type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Site = Callable[[Asked], Answer]
MISSING = Answer(b"<h1>Not here</h1>", status=404)


def html(text: str, status: int = 200) -> Answer:
    """A page."""
    return Answer(text.encode(), status=status)


def plain(text: str) -> Answer:
    """A text as it is."""
    return Answer(text.encode(), "text/plain; charset=utf-8")


class Running:
    """One site in the air; `base` has no slash at its end."""

    def __init__(self, host: str, port: int = 0) -> None:
        self.site: Site = lambda _asked: MISSING
        self.server = _bound(host, port, self.answer)
        self.host, self.port = host, self.server.server_port
        self.base = f"http://{host}:{self.port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    def answer(self, asked: Asked) -> Answer:
        """What the site says now."""
        return self.site(asked)

    @property
    def allow(self) -> str:
        """What the address guard's exact list needs."""
        return f"{self.host}:{self.port}"

    def stop(self) -> None:
        """Let go of the port."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


def _bound(host: str, port: int, site: Site) -> ThreadingHTTPServer:
    """The wished port, or a free one when it is taken."""
    handler = _handler(site)
    try:
        return _Quiet((host, port), handler)
    except OSError:
        if port == 0:
            raise
        return _Quiet((host, 0), handler)


class _Quiet(ThreadingHTTPServer):
    """A client that hangs up is no news."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing to say."""


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 20

        def do_GET(self) -> None:  # the name http.server calls
            answer = site(_asked(self))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", answer.type)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)

        do_HEAD = do_GET  # noqa: N815  # the name http.server calls

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its signature
            """Stay silent."""

    return Handler


def _asked(handler: BaseHTTPRequestHandler) -> Asked:
    parts = urlsplit(handler.path)
    crumbs = http.cookies.SimpleCookie(handler.headers.get("Cookie", ""))
    return Asked(
        path=unquote(parts.path),
        query=dict(parse_qsl(parts.query)),
        headers={name.lower(): value for name, value in handler.headers.items()},
        cookies={name: crumb.value for name, crumb in crumbs.items()},
    )
