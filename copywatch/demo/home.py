"""The demo's own home: made new for each run, and never one that holds anything else."""

import contextlib
import fcntl
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from copywatch.config import FILE
from copywatch.demo.stock import OWN_SELLER
from fingerprints.errors import ConfigurationError

USUAL = Path("~/.copywatch-demo")
MARK = "this-is-a-demo"


@contextlib.contextmanager
def fresh(wished: Path | None) -> Iterator[Path]:
    """An empty home; while another demo uses the usual one, a temporary one."""
    home = (wished or USUAL).expanduser().absolute()
    home.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        lock = stack.enter_context(home.with_name(f"{home.name}.lock").open("a"))
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="copywatch-demo-")))
        yield emptied(home)


def emptied(home: Path) -> Path:
    """The folder without what an earlier demo left; a folder of anybody else is refused."""
    if home.exists() and any(home.iterdir()):
        if not (home / MARK).exists():
            raise ConfigurationError(
                f"{home} is not empty and no demo made it. Give the demo a folder of its own."
            )
        shutil.rmtree(home)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    (home / MARK).touch()
    return home


def configure(home: Path, allow: list[str], targets: Mapping[str, str], console: str) -> None:
    """Write copywatch.toml: this world may be asked, quickly, and alerts go to chat and mail."""
    lines = [
        f"[owner]\nsellers = [{json.dumps(OWN_SELLER)}]",
        f"[crawl]\ndelay = 0\nworkers = 1\nallow = {json.dumps(allow)}",
        f"contact = {json.dumps(console)}",
        f"[console]\npublic_url = {json.dumps(console)}",
        "[targets]",
        *(f"{name} = {json.dumps(url)}" for name, url in targets.items()),
        '[[alerts]]\nname = "everything to the chat"\ntargets = ["chat"]',
        '[[alerts]]\nname = "urgent by mail"\ntargets = ["mail"]\nmin_risk = 50',
    ]
    (home / FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")
