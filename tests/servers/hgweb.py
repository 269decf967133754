"""hgweb, the web pages of Mercurial, over repositories that the test makes."""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.servers.process import Server, free_port, run, running

Files = Mapping[str, bytes]
HG = ("-c", "from mercurial import dispatch; dispatch.run()")


@contextlib.contextmanager
def start(
    folder: Path,
    repositories: Mapping[str, Files],
    *,
    host: str = "127.0.0.12",
    style: str = "paper",
) -> Iterator[Server]:
    """Serve repositories given as {name: {path: bytes}}; the name "" stands at the root itself."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, files in repositories.items():
        make_repository(folder / (name or "root"), files)
    paths = "".join(f"{name or '/'} = {folder / (name or 'root')}\n" for name in repositories)
    conf = folder / "hgweb.conf"
    conf.write_text(f"[paths]\n{paths}[web]\nstyle = {style}\n")
    port = free_port(host)
    arguments = [*HG, "serve", "--web-conf", str(conf), "-a", host, "-p", str(port)]
    with running(
        arguments, host=host, port=port, folder=folder, environment=environment()
    ) as server:
        yield server


def make_repository(path: Path, files: Files) -> None:
    """A Mercurial repository with one changeset that holds the files."""
    for name, data in files.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    for command in (
        ["init", "."],
        ["commit", "-A", "-m", "first", "-u", "tester", "-d", "1700000000 0"],
    ):
        run([*HG, *command], folder=path, environment=environment())


def environment() -> dict[str, str]:
    return {"HGRCPATH": "", "HGENCODING": "utf-8"}
