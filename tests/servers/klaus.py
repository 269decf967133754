"""klaus, a git viewer, over repositories that the test makes."""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from dulwich import porcelain
from dulwich.repo import Repo

from tests.servers.process import Server, free_port, running

Files = Mapping[str, bytes]
WHO = b"A. Tester <tester@copywatch.test>"
WHEN = 1_700_000_000  # fixed, so that commits and saved pages are the same each time
SERVE = """
import json, sys, klaus, waitress
host, port, paths = sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3])
waitress.serve(klaus.make_app(paths, "Test forge"), host=host, port=port, threads=4)
"""


@contextlib.contextmanager
def start(
    folder: Path,
    repositories: Mapping[str, Files],
    *,
    host: str = "127.0.0.11",
    branch: str = "master",
) -> Iterator[Server]:
    """Serve repositories given as {name: {path: bytes}}; each has one commit on `branch`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, files in repositories.items():
        make_repository(folder / name, files, branch)
    port = free_port(host)
    paths = "[" + ",".join(f'"{folder / name}"' for name in repositories) + "]"
    arguments = ["-c", SERVE, host, str(port), paths]
    with running(arguments, host=host, port=port, folder=folder) as server:
        yield server


def make_repository(path: Path, files: Files, branch: str = "master") -> None:
    """A git repository with one commit that holds the files."""
    path.mkdir(parents=True)
    with Repo.init(str(path), default_branch=branch.encode()) as repository:
        for name, data in files.items():
            file = path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        porcelain.add(repository, [str(path / name) for name in files])
        porcelain.commit(
            repository,
            message=b"first\n",
            author=WHO,
            committer=WHO,
            author_timestamp=WHEN,
            commit_timestamp=WHEN,
            author_timezone=0,
            commit_timezone=0,
        )
