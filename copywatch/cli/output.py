"""How commands talk: results on stdout, progress and prose on stderr."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

from copywatch.plain import clean
from fingerprints.errors import ConfigurationError

WIDTH = 150  # characters where there is no terminal to ask

out = Console(soft_wrap=True, highlight=False, width=None if sys.stdout.isatty() else WIDTH)
err = Console(stderr=True, soft_wrap=True, highlight=False)


def line(values: Any) -> None:
    """One JSON line on stdout, and nothing else."""
    sys.stdout.write(json.dumps(values, ensure_ascii=False) + "\n")


def say(text: str) -> None:
    """A sentence for a person; crawled text in it can neither colour nor control the terminal."""
    err.print(Text(clean(text)))


def writable(output: Path) -> None:
    """Refuse a file that cannot be written before the work is done, in words."""
    if output.is_dir():
        raise ConfigurationError(f"{output} is a folder; name a file in it")
    if not output.absolute().parent.is_dir():
        raise ConfigurationError(f"{output.parent} is not there; make the folder first")
    if not os.access(output if output.exists() else output.absolute().parent, os.W_OK):
        raise ConfigurationError(f"{output} cannot be written: not allowed; name another place")


def table(title: str, columns: list[str], rows: list[list[str]], *, result: bool = True) -> None:
    """A table on stdout; what is no result goes to stderr."""
    shown = Table(title=title or None, title_justify="left", header_style="bold", expand=False)
    for column in columns:
        shown.add_column(column, overflow="fold")
    for row in rows:
        shown.add_row(*(Text(clean(cell)) for cell in row))
    (out if result else err).print(shown)


@contextmanager
def bar(what: str) -> Iterator[Progress]:
    """A progress bar on stderr; without a terminal nothing is drawn."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        progress.add_task(what, total=None)
        yield progress
