"""Starts other people's real software on loopback, waits until it answers, stops it by its id."""

import contextlib
import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
READY_SECONDS = 40.0


class NotReady(Exception):
    """A server did not come up; the text holds the last lines it wrote."""


@dataclass(frozen=True, slots=True)
class Server:
    """One running server; `url` ends with a slash."""

    host: str
    port: int
    pid: int

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}/"

    @property
    def allow(self) -> str:
        """What the address guard's exact list needs."""
        return f"{self.host}:{self.port}"


def python() -> Path:
    """The interpreter of the servers' environment; a missing one fails the test and says why."""
    given = os.environ.get("COPYWATCH_SERVERS_PYTHON")
    path = Path(given) if given else ROOT / ".venv-servers" / "bin" / "python"
    if not path.exists():
        message = f"the servers' environment is missing ({path}): `make test` sets it up"
        raise NotReady(message)
    return path


def free_port(host: str) -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port


def run(arguments: Sequence[str], *, folder: Path, environment: Mapping[str, str] = {}) -> str:
    """Run one command of the servers' environment to its end and return what it printed."""
    done = subprocess.run(
        [str(python()), *arguments],
        cwd=folder,
        env=_environment(folder, environment),
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    if done.returncode:
        message = f"{' '.join(arguments)[:200]} failed: {done.stderr[-2000:]}"
        raise NotReady(message)
    return done.stdout


@contextlib.contextmanager
def running(
    arguments: Sequence[str],
    *,
    host: str,
    port: int,
    folder: Path,
    environment: Mapping[str, str] = {},
    ready: str = "/",
) -> Iterator[Server]:
    """A server for the time of the block; its output lies in `folder`/server.log."""
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(python()), *arguments],
            cwd=folder,
            env=_environment(folder, environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        _wait(process, host, port, ready, log)
        yield Server(host, port, process.pid)
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(5)


def _wait(process: subprocess.Popen[bytes], host: str, port: int, path: str, log: Path) -> None:
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        if _answers(host, port, path):
            return
        time.sleep(0.05)
    message = f"no answer on {host}:{port}; it wrote: {log.read_text(errors='replace')[-2000:]}"
    raise NotReady(message)


def _answers(host: str, port: int, path: str) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", path)
        connection.getresponse().read()
    except OSError:
        return False
    finally:
        connection.close()
    return True


def _environment(folder: Path, more: Mapping[str, str]) -> dict[str, str]:
    """Nothing of the caller's settings reaches the server, and its home is its own folder."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
        **more,
    }
