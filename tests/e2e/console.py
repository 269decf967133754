"""The console as a browser meets it: a login link used once, then pages."""

import contextlib
import http.cookiejar
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.copywatch.commands import environment


def _opener() -> urllib.request.OpenerDirector:
    jar = http.cookiejar.CookieJar()
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))


@dataclass(slots=True)
class Client:
    """Keeps its cookies, follows redirects."""

    base: str
    opener: urllib.request.OpenerDirector = field(default_factory=_opener)

    def get(self, path: str) -> tuple[int, str]:
        return self._answer(urllib.request.Request(self.base + path))  # noqa: S310  # loopback

    def enter(self, link: str) -> int:
        """Open a login link and press its button, as a person does."""
        path = link.removeprefix(self.base)
        status, page = self.get(path)
        fields = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', page))
        if status != 200:
            return status
        request = urllib.request.Request(  # noqa: S310  # loopback
            self.base + path,
            data=urllib.parse.urlencode(fields).encode(),
            headers={"Origin": self.base},
        )
        return self._answer(request)[0]

    def _answer(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()


@dataclass(slots=True)
class Served:
    """A running `copywatch serve`: what it said so far, and the way in."""

    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    def told(self, pattern: str, seconds: float = 60) -> str:
        """The first group of what it says, waited for."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = re.search(pattern, "".join(self.said))
            if found:
                return found[1]
            assert self.process.poll() is None, self.said
            time.sleep(0.05)
        raise AssertionError(self.said)

    @property
    def address(self) -> str:
        return self.told(r"Console: (http\S+)\n")

    @property
    def link(self) -> str:
        return self.told(r"Log in [^:]*: (http\S+)\n")

    def listen(self) -> None:
        assert self.process.stderr is not None
        with self.process.stderr as lines:
            self.said.extend(lines)  # one by one, until it ends


@contextlib.contextmanager
def served(home: Path) -> Iterator[Served]:
    """`copywatch serve` on a free port, in a group of its own; killed if it is still there."""
    process = subprocess.Popen(
        [sys.executable, "-m", "copywatch", "serve", "--port", "0"],
        cwd=home.parent,
        env=environment(home),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    running = Served(process)
    reader = threading.Thread(target=running.listen)
    reader.start()
    try:
        yield running
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)
        reader.join(20)
