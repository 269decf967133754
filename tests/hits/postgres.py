"""A real PostgreSQL for the record suite, where its programs and psycopg are on the machine."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from tests.elastic.nodes import NOBODY, free_port


def programs() -> Path | None:
    """Where initdb and pg_ctl are; None when PostgreSQL cannot be run here."""
    if find_spec("psycopg") is None:
        return None
    folders = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


@contextlib.contextmanager
def server(programs: Path) -> Iterator[str]:
    """A new server in a folder of its own; its address without the database's name."""
    around = Path(tempfile.mkdtemp(prefix="copywatch-postgres-"))
    around.chmod(0o700)
    user = ["setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"]
    user = user if os.geteuid() == 0 else []
    if user:
        os.chown(around, int(NOBODY), int(NOBODY))
    data, port = around / "data", free_port()

    def run(*command: str) -> None:
        subprocess.run(
            [*user, *command], check=True, cwd=around, capture_output=True, stdin=subprocess.DEVNULL
        )

    run(str(programs / "initdb"), "-A", "trust", "-U", "copywatch", "-E", "UTF8", "-D", str(data))
    options = f"-c listen_addresses=127.0.0.1 -p {port} -k {around} -c fsync=off"
    control = [str(programs / "pg_ctl"), "-D", str(data), "-w", "-l", str(around / "log")]
    run(*control, "-o", options, "start")
    try:
        yield f"postgresql://copywatch@127.0.0.1:{port}"
    finally:
        run(*control, "-m", "immediate", "stop")
        shutil.rmtree(around, ignore_errors=True)
