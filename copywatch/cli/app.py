"""The Typer application and what all commands share."""

import errno
import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from click.exceptions import Abort

from copywatch import __version__
from copywatch.cli.output import err, say
from copywatch.installation import HOME, Installation
from fingerprints.errors import ConfigurationError, CopywatchError

DONE, SOME_FAILED, USAGE = 0, 1, 2
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line on stdout.")]

WHERE = {
    "protect": "works",
    "works": "works",
    "vendors": "works",
    "watch": "watching",
    "watches": "watching",
    "sites": "watching",
    "crawl": "watching",
    "why": "watching",
    "scan": "scanning",
    "hits": "hits",
    "report": "hits",
    "serve": "running",
    "login-link": "running",
    "demo": "demo",
    "doctor": "upkeep",
    "key": "upkeep",
    "reindex": "upkeep",
    "alerts": "upkeep",
    "lookback": "past",
    "purge": "past",
    "drill": "drill",
    "background": "background",
}  # a test holds this against the commands

app = typer.Typer(
    name="copywatch",
    help="Watches the public web for copies and leaks of your works.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def version(value: bool) -> None:  # Typer's callback shape
    """Print the version and stop."""
    if value:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def everywhere(
    home: Annotated[
        Path | None,
        typer.Option(
            "--home",
            help="The folder where this installation keeps everything "
            "(else $COPYWATCH_HOME, else ~/.copywatch).",
        ),
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Watches the public web for copies and leaks of your works."""
    if home is not None:
        os.environ[HOME] = str(home)


@contextmanager
def opened() -> Iterator[Installation]:
    """The installation that this command works on, closed at the end."""
    installation = Installation.at()
    try:
        yield installation
    finally:
        installation.close()


def home_first(arguments: Sequence[str]) -> list[str]:
    """`--home DIR` may stand anywhere on the line; Typer wants it first."""
    rest = list(arguments)
    for position, word in enumerate(rest):
        if word == "--":
            break
        if word == "--home" and position + 1 < len(rest):
            return ["--home", rest[position + 1], *rest[:position], *rest[position + 2 :]]
        if word.startswith("--home="):
            return [word, *rest[:position], *rest[position + 1 :]]
    return rest


def load(arguments: Sequence[str]) -> None:
    """Import the file of the command that was typed; for help or a slip, all of them."""
    words = list(arguments)
    if words[:1] == ["--home"]:
        words = words[2:]
    elif words and words[0].startswith("--home="):
        words = words[1:]
    wanted = {WHERE[word] for word in words[:1] if word in WHERE} or set(WHERE.values())
    for name in sorted(wanted):
        importlib.import_module(f"copywatch.cli.{name}")


def run(arguments: Sequence[str] | None = None) -> None:
    """Run a command; what a user can put right is one clear line and exit code 1 or 2."""
    typed = home_first(sys.argv[1:] if arguments is None else arguments)
    load(typed)
    try:
        try:
            app(typed)
        finally:
            sys.stdout.flush()  # a reader that has gone is met here, not at the very end
    except ConfigurationError as error:
        stop(str(error), USAGE)
    except CopywatchError as error:
        stop(str(error), SOME_FAILED)
    except BrokenPipeError:  # the reader of our lines has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(SOME_FAILED)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            stop("The disk is full. Make room and run the command again; nothing was lost.", 1)
        if error.errno in {errno.EACCES, errno.EROFS, errno.EPERM}:
            stop(f"{error.filename}: not allowed ({error.strerror}). Choose another --home.", USAGE)
        raise
    except (KeyboardInterrupt, Abort):
        stop("Stopped. A crawl that was cut off goes on with `copywatch crawl`.", 130)


def stop(message: str, code: int) -> None:
    """Say why, and leave with a code."""
    err.quiet = False
    say(message)
    sys.exit(code)
