"""`copywatch drill`: the user's own proof that the watch works."""

from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from copywatch.cli.app import SOME_FAILED, Json, app, opened
from copywatch.cli.output import bar, line, say, table, writable
from copywatch.drill.contact import contact_sheet
from copywatch.drill.drill import Drilled, chosen, drill
from copywatch.drill.pictures.sheet import encoded
from copywatch.drill.tried import Row
from fingerprints.errors import ConfigurationError

WORDS = {"found": "yes", "in part": "in part", "missed": "NO", "not tried": "not tried"}
SUFFIXES = (".jpg", ".jpeg", ".png")


@app.command("drill")
def command(
    asset: Annotated[str, typer.Argument(help="A protected work, as `copywatch works` names it.")],
    parts: Annotated[
        int,
        typer.Option(
            min=1, max=20, help="So many texts, and so many pictures, of a work of many files."
        ),
    ] = 3,
    sheet: Annotated[
        Path | None,
        typer.Option(help="A .jpg or .png to write: each picture, its edits, and which are found."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Disguise an own work, serve and crawl it here, and show what is found.

    Texts are disguised in twenty ways and more, pictures by the 32 edits that sellers make.
    """
    if sheet:
        _free(sheet)
    with opened() as installation, bar("disguising") as progress:

        def tell(what: str, done: int, total: int) -> None:
            progress.update(progress.task_ids[0], description=what, completed=done, total=total)

        of_it = chosen(installation, asset, parts)
        if sheet and not of_it.photos:
            raise ConfigurationError(f"{asset} has no picture to drill: leave --sheet out")
        done = drill(installation, asset, of_it, tell)
    if as_json:
        for row in done.rows:
            line(row.to_json(asset))
    else:
        table("", ["disguise", "found", "score", "how"], [_shown(row) for row in done.rows])
    _told(asset, done)
    if of_it.photos:
        _drawn(asset, done, sheet)
    if done.trouble or of_it.lost or of_it.unreadable:
        raise typer.Exit(SOME_FAILED)


def _free(sheet: Path) -> None:
    """Refuse what cannot become the sheet before the work is done."""
    if sheet.suffix.lower() not in SUFFIXES:
        raise ConfigurationError(f"{sheet}: the sheet is a picture; end its name in .jpg or .png")
    writable(sheet)
    if sheet.exists() and (not sheet.is_file() or sheet.stat().st_size):
        raise ConfigurationError(f"{sheet} is there already; delete it, or name another file")


def _drawn(asset: str, done: Drilled, sheet: Path | None) -> None:
    """The sheet, or a word that there could be one."""
    if sheet is None:
        say(f"To see the pictures: copywatch drill {asset} --sheet sheet.jpg")
        return
    sheet.write_bytes(encoded(contact_sheet(done), sheet.suffix))
    say(f"The pictures and what became of each: {sheet}")


def _shown(row: Row) -> list[str]:
    many = len(row.tried) > 1
    found = WORDS[row.state] + (f" ({row.found} of {len(row.tried)})" if many else "")
    score = f"{row.score:.2f}" if row.tried and row.score else ""
    return [row.disguise, found, score, _how(row)]


def _how(row: Row) -> str:
    """Why not, where one was missed; else how it was opened and what it was taken for."""
    missed = next((one for one in (*row.tried, *row.skipped) if not one.found), None)
    if missed is not None and (row.state != "found" or not row.found):
        return missed.why
    first = next(one for one in row.tried if one.found)
    opened_by = f", unwrapped: {', '.join(first.unwrapped)}" if first.unwrapped else ""
    return f"{first.verdict}{opened_by}"


def _told(asset: str, done: Drilled) -> None:
    """What was disguised, and the sum in words."""
    of_it = done.chosen
    if of_it.parts > len(of_it.names):
        say(
            f"Disguised {len(of_it.names)} of {of_it.parts} parts of {asset}: "
            f"{', '.join(of_it.names)}"
        )
    for path in of_it.lost:
        say(f"The original is not where it was, or has changed: {path}")
    for reason in of_it.unreadable:
        say(f"Cannot be opened: {reason}")
    tried = [row for row in done.rows if row.tried]
    missed = [row.disguise for row in tried if row.state != "found"]
    say(f"Found in {len(tried) - len(missed)} of {len(tried)} disguises.")
    if missed:
        say(f"Not, or not every time: {'; '.join(missed)}")
    skipped = [row for row in done.rows if not row.tried]
    for why, rows in groupby(skipped, key=lambda row: row.skipped[0].why):
        say(f"Not tried, {why}: {'; '.join(row.disguise for row in rows)}")
    if done.trouble:
        say(done.trouble)
