"""Where the demo's alerts arrive: a chat webhook and a mailbox, both on loopback."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote

LARGEST = 1_000_000  # bytes of a message
PERSON = "brand.protection@quellmark.example"


@dataclass(frozen=True, slots=True)
class Arrived:
    """One alert as its reader sees it."""

    by: str  # "chat" or "mail"
    subject: str
    body: str


@dataclass(slots=True)
class Receivers:
    """What arrived so far, and the targets that lead here."""

    hook: int
    mail: int
    arrived: list[Arrived] = field(default_factory=list)

    @property
    def targets(self) -> dict[str, str]:
        """Apprise URLs by name, as they stand in copywatch.toml."""
        sender = quote("copywatch@quellmark.example")
        people = f"from={sender}&to={quote(PERSON)}&mode=insecure"
        return {
            "chat": f"json://127.0.0.1:{self.hook}/alerts",
            "mail": f"mailto://127.0.0.1:{self.mail}/?{people}",
        }


@contextmanager
def receivers() -> Iterator[Receivers]:
    """Both receivers for the time of the block."""
    kept = Receivers(0, 0)
    servers = (_Hooks(("127.0.0.1", 0), _hook(kept)), _Mails(("127.0.0.1", 0), _mail(kept)))
    kept.hook, kept.mail = (server.server_address[1] for server in servers)
    for server in servers:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield kept
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


class _Hooks(ThreadingHTTPServer):
    daemon_threads = True


class _Mails(socketserver.ThreadingTCPServer):
    daemon_threads = True


def _hook(kept: Receivers) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 10  # seconds

        def do_POST(self) -> None:  # the name http.server calls
            size = min(int(self.headers.get("Content-Length", 0)), LARGEST)
            told = json.loads(self.rfile.read(size))
            kept.arrived.append(Arrived("chat", told["title"], told["message"]))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its signature
            """Stay silent."""

    return Handler


def _mail(kept: Receivers) -> type[socketserver.StreamRequestHandler]:
    """As much of RFC 5321 as one sender needs."""

    class Handler(socketserver.StreamRequestHandler):
        timeout = 10  # seconds

        def handle(self) -> None:
            self.say("220 mailbox of the demo")
            while line := self.rfile.readline(1000):
                word = line[:4].strip().upper()
                if word == b"DATA":
                    self.say("354 go on")
                    self.letter()
                elif word == b"QUIT":
                    self.say("221 bye")
                    return
                self.say("250 mailbox of the demo")

        def letter(self) -> None:
            lines: list[bytes] = []
            while (line := self.rfile.readline(LARGEST)) not in (b".\r\n", b""):
                lines.append(line[1:] if line.startswith(b"..") else line)
            read = message_from_bytes(b"".join(lines), policy=policy.default)
            body = read.get_content().replace("\r\n", "\n")
            kept.arrived.append(Arrived("mail", str(read["Subject"]), body))

        def say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    return Handler
