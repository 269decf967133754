"""Set up what the tests need, run them all, and say plainly what could not run here."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.hits import postgres

ROOT = Path(__file__).parents[1]
SERVERS = ROOT / ".venv-servers"


def found(*programs: str) -> Callable[[], bool]:
    """True when every program is on the path."""
    return lambda: all(shutil.which(program) for program in programs)


def browser_found() -> bool:
    """Chromium under any of the names that Debian and Ubuntu give it."""
    return any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))


@dataclass(frozen=True)
class Need:
    """A real part that marked tests start, and the Debian packages that bring it."""

    marker: str
    what: str
    packages: tuple[str, ...]
    here: Callable[[], bool]


SERVERS_NEED = Need("servers", "shop, forges, paste site and chat server", ("git",), found("git"))
NEEDS = (
    Need("elastic", "Elasticsearch", ("default-jdk-headless", "maven"), found("java", "mvn")),
    Need("postgres", "PostgreSQL", ("postgresql",), lambda: postgres.programs() is not None),
    Need("browser", "the browser", ("chromium",), browser_found),
    SERVERS_NEED,
)


def install(needs: list[Need]) -> None:
    """Bring the Debian packages; only ever as root, never by sudo."""
    packages = sorted({package for need in needs for package in need.packages})
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=False, env=environment)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)


def servers() -> bool:
    """Make the environment of the real servers from its lock, once."""
    lock = ROOT / "locks" / "servers.lock"
    stamp = SERVERS / "locked"
    if stamp.exists() and stamp.read_bytes() == lock.read_bytes():
        return True
    print("installing the servers that tests start (once)", flush=True)
    shutil.rmtree(SERVERS, ignore_errors=True)
    steps = (
        [sys.executable, "-m", "venv", str(SERVERS)],
        [str(SERVERS / "bin" / "pip"), "install", "-q", "--require-hashes", "-r", str(lock)],
    )
    if any(subprocess.run(step, check=False).returncode for step in steps):
        return False
    stamp.write_bytes(lock.read_bytes())
    return True


def processes(arguments: list[str]) -> list[str]:
    """Two for everything; one for the tests that somebody named."""
    if any(not argument.startswith("-") for argument in arguments):
        return []
    return ["-n", "2", "--dist", "loadscope", "--no-loadscope-reorder"]


def main(arguments: list[str]) -> int:
    """Run pytest with everything that is here; with CI=true anything missing is a failure."""
    missing = [need for need in NEEDS if not need.here()]
    if missing and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        install(missing)
        missing = [need for need in NEEDS if not need.here()]
    if not servers():
        missing = [need for need in missing if need.marker != "servers"] + [SERVERS_NEED]
    lines = [f"not run here: {n.what} (apt install {' '.join(n.packages)})" for n in missing]
    if missing and os.environ.get("CI") == "true":
        print("\n".join(lines), "CI leaves nothing out, so this is a failure.", sep="\n")
        return 1
    marks = " and ".join(f"not {need.marker}" for need in missing)
    command = [sys.executable, "-m", "pytest", "-q", *processes(arguments)]
    command += [*(["-m", marks] if marks else []), *arguments]
    code = subprocess.run(command, check=False, cwd=ROOT).returncode
    for line in lines:
        print(line)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
