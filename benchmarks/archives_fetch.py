"""Fetches archives through the registries' ordinary clients, several at once, each checked."""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from benchmarks.archives import Archive, digest, present
from benchmarks.common import cache_root

AT_ONCE = {"wheel": 8, "sdist": 1, "npm": 12, "maven": 12, "deb": 20}  # archives of one call
CALLS = 4  # in parallel
PATIENCE = 600  # seconds of one call
PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
POM = """<project><modelVersion>4.0.0</modelVersion>
<groupId>fetch</groupId><artifactId>fetch</artifactId><version>1</version><packaging>pom</packaging>
<build><plugins><plugin><groupId>org.apache.maven.plugins</groupId>
<artifactId>maven-dependency-plugin</artifactId><version>3.6.1</version>
<configuration><outputDirectory>.</outputDirectory><artifactItems>{items}</artifactItems>
</configuration></plugin></plugins></build></project>
"""
ITEM = """<artifactItem><groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version>
<classifier>sources</classifier></artifactItem>
"""


def _pip(asked: list[Archive], pin: bool, *options: str) -> list[str]:  # noqa: FBT001 - as the others
    names = [a.name if pin and not a.version else f"{a.name}=={a.version}" for a in asked]
    call = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", "."]
    return [*call, *options, *names]


def _wheels(asked: list[Archive], pin: bool, _folder: Path) -> list[str]:  # noqa: FBT001 - as the others
    platform = ("--python-version", "3.11", "--platform", "manylinux2014_x86_64")
    return _pip(asked, pin, "--only-binary=:all:", *platform)


def _sdists(asked: list[Archive], pin: bool, _folder: Path) -> list[str]:  # noqa: FBT001 - as the others
    return _pip(asked, pin, "--no-binary", ",".join(a.name for a in asked))


def _npm(asked: list[Archive], pin: bool, _folder: Path) -> list[str]:  # noqa: FBT001 - as the others
    names = [a.name if pin and not a.version else f"{a.name}@{a.version}" for a in asked]
    return ["npm", "pack", "--silent", "--ignore-scripts", *names]


def _maven(asked: list[Archive], _pin: bool, folder: Path) -> list[str]:  # noqa: FBT001 - as the others
    items = "".join(ITEM.format(*a.name.split(":"), a.version) for a in asked)
    (folder / "pom.xml").write_text(POM.format(items=items), encoding="utf-8")
    return ["mvn", "-q", "-B", PLUGIN]


def _deb(asked: list[Archive], pin: bool, _folder: Path) -> list[str]:  # noqa: FBT001 - as the others
    names = [a.name if pin and not a.version else f"{a.name}={a.version}" for a in asked]
    return ["apt-get", "download", "-q", *names]


CLIENTS: dict[str, Callable[[list[Archive], bool, Path], list[str]]] = {
    "wheel": _wheels,
    "sdist": _sdists,
    "npm": _npm,
    "maven": _maven,
    "deb": _deb,
}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def version_in(archive: Archive, file: str) -> str | None:
    """The version that a file name says; None when the file is another archive's."""
    if archive.kind == "wheel":
        name, version, *_ = file.split("-")
        return version if _plain(name) == _plain(archive.name) else None
    if archive.kind == "deb":
        name, version, *_ = file.split("_")
        return unquote(version) if name == archive.name else None
    end = {"sdist": ".tar.gz", "npm": ".tgz", "maven": "-sources.jar"}[archive.kind]
    start = archive.name.rsplit(":", 1)[-1].removeprefix("@").replace("/", "-")
    name, dash, version = file.removesuffix(end)[: len(start)], "-", file.removesuffix(end)
    version = version[len(start) + len(dash) :]
    right = _plain(name) == _plain(start) and version[:1].isdigit()
    return version if right and file.endswith(end) else None


def fetch(wanted: Iterable[Archive], *, pin: bool) -> tuple[list[Archive], list[str]]:
    """(archives that are there as pinned, what went wrong in words)."""
    listed = list(wanted)
    got = [archive for archive in listed if present(archive)]
    missing = [archive for archive in listed if not present(archive)]
    problems: list[str] = []
    with ThreadPoolExecutor(CALLS) as pool:
        waiting = [pool.submit(_some, part, pin) for part in _parts(missing)]
        for done in as_completed(waiting):
            came, wrong = done.result()
            got += came
            problems += wrong
            print(f"\r{len(got)} of {len(listed)} archives", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return got, problems


def _parts(missing: list[Archive]) -> list[list[Archive]]:
    parts: list[list[Archive]] = []
    for kind, many in AT_ONCE.items():
        these = [archive for archive in missing if archive.kind == kind]
        parts += [these[at : at + many] for at in range(0, len(these), many)]
    return parts


def _some(asked: list[Archive], pin: bool) -> tuple[list[Archive], list[str]]:  # noqa: FBT001 - as the others
    """One call of a client; when it fails for several, each is asked for by itself."""
    with tempfile.TemporaryDirectory(dir=_room()) as name:
        folder = Path(name)
        said = _call(CLIENTS[asked[0].kind](asked, pin, folder), folder)
        came, wrong = _taken(asked, folder, said, pin=pin)
    if not wrong or len(asked) == 1:
        return came, wrong
    wrong = []
    for archive in [a for a in asked if (a.kind, a.name) not in {(c.kind, c.name) for c in came}]:
        one, more = _some([archive], pin)
        came, wrong = came + one, wrong + more
    return came, wrong


def _room() -> Path:
    room = cache_root() / "coming"
    room.mkdir(parents=True, exist_ok=True)
    return room


def _call(command: list[str], folder: Path) -> str:
    if shutil.which(command[0]) is None:
        return f"{command[0]} is not installed"
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        return f"{command[0]} took longer than {PATIENCE} s"
    lines = [
        line for line in (done.stderr or done.stdout).splitlines() if "rror" in line or "E:" in line
    ]
    return lines[0][:200] if lines and done.returncode else ""


def _taken(
    asked: list[Archive], folder: Path, said: str, *, pin: bool
) -> tuple[list[Archive], list[str]]:
    """Move what came to its place when its checksum is right."""
    came, wrong = [], []
    files = [path for path in folder.iterdir() if path.name != "pom.xml"]
    for archive in asked:
        found = [(p, v) for p in files if (v := version_in(archive, p.name)) is not None]
        if not found:
            wrong.append(_absent(archive, said))
            continue
        path, version = found[0]
        checksum = digest(path)
        if not pin and (path.name, checksum) != (archive.file, archive.sha256):
            wrong.append(f"{archive.name}: {path.name} is not the file that was pinned")
            continue
        archive = replace(archive, version=version, file=path.name, sha256=checksum)  # noqa: PLW2901 - as it came
        archive.path.parent.mkdir(parents=True, exist_ok=True)
        path.replace(archive.path)
        came.append(archive)
    return came, wrong


def _absent(archive: Archive, said: str) -> str:
    what = f"{archive.kind} {archive.name} {archive.version}".strip()
    if archive.kind == "deb":
        return f"{what}: this Debian's archive has no such version (any more): {said}"
    return f"{what}: not to be had: {said}"
