"""`background`: public packages and pictures, which are no leak wherever they stand."""

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from copywatch.cli.app import SOME_FAILED, Json, app, opened
from copywatch.cli.output import bar, line, say, table
from copywatch.installation import Installation
from fingerprints import background_add, bounded
from fingerprints.background_add import Outcome
from fingerprints.backgrounds import stays
from fingerprints.content import Content
from fingerprints.errors import ConfigurationError
from fingerprints.kind import Context
from matcher import archives

LISTED = 10
SECONDS, MEGABYTES = 120.0, 2_048  # for one archive

public = typer.Typer(no_args_is_help=True, help="Public packages and pictures that are no leak.")
app.add_typer(public, name="background")


@public.command("add")
def add(
    paths: Annotated[
        list[Path], typer.Argument(help="Folders of dependencies, files, archives, pictures.")
    ],
    origin: Annotated[
        str, typer.Option(help="What all of it is called, as in 'jquery 3.7.1'.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Tell of public code and pictures: what also stands there is no leak, and told as such."""
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise ConfigurationError(f"no such file or folder: {', '.join(missing)}")
    with opened() as installation:
        outcome = _added(installation, paths, origin)
        _told(installation, outcome, as_json=as_json)
    if not outcome.packages:
        say("Nothing was added: there is no text, code or picture that could be found again.")
        raise typer.Exit(SOME_FAILED)


def _added(installation: Installation, paths: Sequence[Path], origin: str) -> Outcome:
    with bar("reading") as progress:

        def step(what: str, done: int, total: int) -> None:
            progress.update(progress.task_ids[0], completed=done, total=total, description=what)

        return background_add.add(
            paths, installation.register, unpacked, origin=origin, progress=step
        )


def unpacked(path: Path, context: Context) -> list[tuple[str, Content]]:
    """The members of an archive, opened in the bounded process."""
    call = partial(bounded.call, seconds=SECONDS, megabytes=MEGABYTES)
    found, _ = call(archives.unpack_path, str(path), path.name, str(context.blobs.root))
    return [(_member(how) or path.name, content) for how, content in found]


def _member(how: Sequence[str]) -> str:
    """The place of a member in its archive."""
    return "/".join(one.partition(":")[2] for one in how if ":" in one)


def _told(installation: Installation, outcome: Outcome, *, as_json: bool) -> None:
    watched = {one.origin: one.watched for one in installation.register.backgrounds.all()}
    for origin, files, marks in outcome.packages if as_json else ():
        line({"origin": origin, "files": files, "marks": marks, "watched": watched[origin]})
    if not as_json:
        rows = [[origin, str(files), str(marks)] for origin, files, marks in outcome.packages]
        table("", ["origin", "files", "fingerprints"], rows)
    for name, reason in list(outcome.skipped.items())[:LISTED]:
        say(f"{name}: left out: {reason}")
    if len(outcome.skipped) > LISTED:
        say(f"and {len(outcome.skipped) - LISTED} more files were left out")
    for origin, _, _ in outcome.packages:
        for asset in watched[origin]:
            work = installation.register.asset(asset)
            say(stays(work.shown if work else asset, origin))


@public.command("list")
def list_all(as_json: Json = False) -> None:
    """The public packages that were added, and the works that are one of them."""
    with opened() as installation:
        installation.register.backgrounds.settle()
        known = installation.register.backgrounds.all()
    for one in known if as_json else ():
        line(asdict(one))
    if not as_json:
        rows = [[b.origin, str(b.files), b.added_at[:10], ", ".join(b.watched)] for b in known]
        table("", ["origin", "files", "added", "stays watched"], rows)


@public.command("remove")
def remove(
    origin: Annotated[str, typer.Argument(help="As `background list` shows it.")],
) -> None:
    """Forget a public package: what also stands there counts again."""
    with opened() as installation:
        if not installation.register.backgrounds.remove(origin):
            message = f"no such origin: {origin} (see `copywatch background list`)"
            raise ConfigurationError(message)
    say(f"{origin} is no longer background; what was decided on hits stays.")
