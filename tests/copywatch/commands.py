"""Runs `copywatch` as a user does, in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
Run = Callable[..., tuple[int, str, str]]  # of the fixture `command`


@dataclass(frozen=True, slots=True)
class Done:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


def environment(home: Path, more: Mapping[str, str] = {}) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("COPYWATCH_")}
    return {**kept, "COPYWATCH_HOME": str(home), "COLUMNS": "200", **more}


def copywatch(
    home: Path,
    *arguments: str,
    timeout: float = 110,
    more: Mapping[str, str] = {},
    folder: Path | None = None,
) -> Done:
    """One command to its end; a traceback fails the test wherever it comes up."""
    done = subprocess.run(
        [sys.executable, "-m", "copywatch", *arguments],
        capture_output=True,
        text=True,
        timeout=timeout,
        cwd=folder or home.parent,
        env=environment(home, more),
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr[-3000:]
    return Done(done.returncode, done.stdout, done.stderr)


def configure(home: Path, text: str) -> None:
    home.mkdir(parents=True, exist_ok=True)
    (home / "copywatch.toml").write_text(text, encoding="utf-8")


def quick(allow: Sequence[str], more: str = "") -> str:
    """A configuration for own servers on loopback: no waiting, the addresses allowed by name."""
    return f"[crawl]\ndelay = 0.0\nconcurrency = 4\nallow = {json.dumps(list(allow))}\n{more}"
