"""A trade show in the documented shape of Map Your Show; this server is ours, the data too."""

import contextlib
import http.server
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast
from urllib.parse import parse_qs, urlsplit

from tests.servers.process import Server, free_port
from tests.servers.samples import picture

Mode = Literal["open", "refused", "empty", "challenge"]
COOKIES = ("CFID=4711", "CFTOKEN=0815")
GALLERY = """<!doctype html><html><head><title>Exhibitors - Pump Fair 2026</title></head><body>
<img src="/mys_shared/pump26/images/banner.png" alt=""><div id="exhibitor-gallery"></div>
</body></html>"""
DETAILS = """<!doctype html><html><head><title>{name}</title></head><body><h1>{name}</h1>
<script>Vue.component('exhibitor', {{ data() {{ return {{
 addressValues: {address},
 websiteValue: "https://exhibitor.test" }}; }} }});</script></body></html>"""
CHALLENGE = "<html><head><title>Just a moment...</title></head><body>Checking.</body></html>"


@dataclass(frozen=True, slots=True)
class Exhibitor:
    number: str
    name: str
    description: str = ""
    booth: str = "4-G82"
    country: str = "Germany"
    logo: bytes = b""

    def hit(self) -> dict[str, Any]:
        fields: dict[str, Any] = {
            "exhid_l": self.number,
            "exhname_t": self.name,
            "exhdesc_t": self.description,
            "boothsdisplay_la": [f"{self.booth}randomstring"],
            "hallid_la": ["B"],
        }
        if self.logo:
            fields["exhlogo_t"] = f"{self.number}.png"
        return {"fields": fields}


def some(count: int = 3) -> list[Exhibitor]:
    """Exhibitors of our own making; every second one has a logo."""
    return [
        Exhibitor(
            number=str(9000 + n),
            name=f"Pump Works {n} GmbH",
            description=f"<p>Relief valves, size {n}, turned from one bar.</p>",
            logo=picture(100 + n) if n % 2 else b"",
        )
        for n in range(1, count + 1)
    ]


class Show(http.server.ThreadingHTTPServer):
    """What the show answers depends on its mode; `asked` keeps the paths."""

    daemon_threads = True

    def __init__(
        self, address: tuple[str, int], exhibitors: Sequence[Exhibitor], mode: Mode
    ) -> None:
        super().__init__(address, Answers)
        self.exhibitors = {exhibitor.number: exhibitor for exhibitor in exhibitors}
        self.mode = mode
        self.asked: list[str] = []

    def search(self, query: Mapping[str, list[str]]) -> dict[str, Any]:
        if self.mode == "refused":
            return {"SUCCESS": False, "MESSAGE": "not available"}
        start, size = int(query["start"][0]), int(query["searchsize"][0])
        listed = [] if self.mode == "empty" else list(self.exhibitors.values())
        hits = [exhibitor.hit() for exhibitor in listed[start : start + size]]
        found = {"exhibitor": {"found": len(listed), "hit": hits}}
        return {"SUCCESS": True, "DATA": {"totalhits": len(listed), "results": found}}


class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        show = cast(Show, self.server)
        parts = urlsplit(self.path)
        show.asked.append(self.path)
        if parts.path == "/8_0/explore/exhibitor-gallery.cfm":
            self.answer(GALLERY, cookies=COOKIES)
        elif parts.path == "/8_0/ajax/remote-proxy.cfm":
            self.list(show, parse_qs(parts.query))
        elif parts.path == "/8_0/exhibitor/exhibitor-details.cfm":
            self.details(show, parse_qs(parts.query)["exhid"][0])
        elif parts.path.startswith("/mys_shared/pump26/logos/"):
            number = parts.path.rpartition("/")[2].removesuffix(".png")
            self.answer(show.exhibitors[number].logo, sort="image/png")
        else:
            self.answer("not here", status=404)

    def list(self, show: Show, query: Mapping[str, list[str]]) -> None:
        given = self.headers.get("Cookie", "")
        by_script = self.headers.get("X-Requested-With") == "XMLHttpRequest"
        if not by_script or not all(cookie in given for cookie in COOKIES):
            self.answer("forbidden", status=403)
        else:
            self.answer(json.dumps(show.search(query)), sort="application/json")

    def details(self, show: Show, number: str) -> None:
        if show.mode == "challenge":
            self.answer(CHALLENGE, status=403)
            return
        exhibitor = show.exhibitors[number]
        address = {"ADDRESS1": "Seat Street 1", "CITY": "Ulm", "COUNTRY": exhibitor.country}
        self.answer(DETAILS.format(name=exhibitor.name, address=json.dumps(address)))

    def answer(
        self,
        body: str | bytes,
        *,
        sort: str = "text/html; charset=utf-8",
        status: int = 200,
        cookies: Sequence[str] = (),
    ) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        for cookie in cookies:
            self.send_header("Set-Cookie", f"{cookie}; path=/")
        self.send_header("Content-Type", sort)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        """Tests read `asked` instead."""


@contextlib.contextmanager
def start(
    exhibitors: Sequence[Exhibitor], *, host: str = "127.0.0.16", mode: Mode = "open"
) -> Iterator[tuple[Server, Show]]:
    """The show in a thread of this process."""
    port = free_port(host)
    show = Show((host, port), exhibitors, mode)
    thread = threading.Thread(target=show.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield Server(host, port, 0), show
    finally:
        show.shutdown()
        thread.join()
        show.server_close()
