"""Real receivers on loopback: a webhook and an SMTP server that keep what reaches them."""

import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller

from tests.servers.process import free_port


@dataclass(slots=True)
class Hook:
    """A webhook receiver; `status` is what it answers, `gate` holds each answer back."""

    url: str = ""
    got: list[dict[str, Any]] = field(default_factory=list)
    status: int = 200
    refuse_next: int = 0
    gate: threading.Event = field(default_factory=threading.Event)


@contextlib.contextmanager
def hook() -> Iterator[Hook]:
    kept = Hook()
    kept.gate.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the name http.server calls
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = 500 if kept.refuse_next else kept.status
            kept.refuse_next = max(0, kept.refuse_next - 1)
            if status == 200:
                kept.got.append(json.loads(body))
            kept.gate.wait(10)
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its signature
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    kept.url = f"json://127.0.0.1:{server.server_port}/hook/S3CRETPATH"
    try:
        yield kept
    finally:
        kept.gate.set()
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass  # aiosmtpd looks at every member, which Python 3.11.2 cannot do with slots
class Sink:
    """An SMTP server; addresses in `refused` are answered with 550."""

    port: int = 0
    got: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    def url(self, *people: str) -> str:
        to = ",".join(people)
        return f"mailto://127.0.0.1:{self.port}/?from=watch@firm.test&to={to}&mode=insecure"

    async def handle_RCPT(  # noqa: N802  # the name aiosmtpd calls, and its arguments
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if address in self.refused:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        letter = message_from_bytes(envelope.content, policy=policy.default)
        self.got += [(address, letter) for address in envelope.rcpt_tos]
        return "250 OK"


@contextlib.contextmanager
def sink() -> Iterator[Sink]:
    kept = Sink(port=free_port("127.0.0.1"))
    controller = Controller(kept, hostname="127.0.0.1", port=kept.port)
    controller.start()
    try:
        yield kept
    finally:
        controller.stop()
