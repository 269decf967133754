"""A small site on loopback with a log of what was asked."""

import contextlib
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(slots=True)
class Page:
    """One answer."""

    body: bytes
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Site:
    """Pages may be added and removed while it runs."""

    pages: dict[str, Page]
    host: str
    port: int = 0
    asked: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)  # answered with 304

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def allow(self) -> str:
        return f"{self.host}:{self.port}"

    def html(self, path: str, title: str, body: str, links: list[str] | None = None) -> None:
        listed = "".join(f'<li><a href="{link}">{link}</a></li>' for link in links or [])
        text = (
            f"<!doctype html><html><head><title>{title}</title></head>"
            f"<body><h1>{title}</h1><main>{body}</main><ul>{listed}</ul></body></html>"
        )
        self.pages[path] = Page(text.encode())


@contextlib.contextmanager
def site(host: str = "127.0.0.31") -> Iterator[Site]:
    made = Site({}, host)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # the name http.server calls
            made.asked.append(self.path)
            page = made.pages.get(self.path, Page(b"not here", status=404))
            known = page.headers.get("ETag")
            if known and self.headers.get("If-None-Match") == known:
                made.unchanged.append(self.path)
                page = Page(b"", status=304, headers=page.headers)
            self.send_response(page.status)
            self.send_header("Content-Type", page.media_type)
            self.send_header("Content-Length", str(len(page.body)))
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.end_headers()
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(page.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its signature
            """Stay silent."""

    server = ThreadingHTTPServer((host, 0), Handler)
    server.daemon_threads = True
    made.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
