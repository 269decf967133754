"""`demo`: the main job on a small local world."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from copywatch.cli.app import app
from copywatch.demo.demo import run


@app.command("demo")
def demo(
    once: Annotated[bool, typer.Option("--once", help="End by itself.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One line per hit on stdout.")] = False,
    home: Annotated[Path | None, typer.Option("--demo-home", help="Keep the demo there.")] = None,
) -> None:
    """A small local world, crawled and matched: the main job in a minute."""
    stay = not once and sys.stdin.isatty() and sys.stdout.isatty()
    raise typer.Exit(run(home, once=not stay, as_json=as_json, serve_console=stay))
