"""`copywatch drill`: the user's own proof that the watch works."""

from typing import Annotated

import typer

from copywatch.cli.app import SOME_FAILED, Json, app, opened
from copywatch.cli.output import bar, line, say, table
from copywatch.drill.drill import Drilled, Row, drill

WORDS = {"found": "yes", "in part": "in part", "missed": "NO", "not tried": "not tried"}


@app.command("drill")
def command(
    asset: Annotated[str, typer.Argument(help="A protected work, as `copywatch works` names it.")],
    parts: Annotated[
        int, typer.Option(min=1, max=20, help="So many parts of a work of many files.")
    ] = 3,
    as_json: Json = False,
) -> None:
    """Disguise an own work in twenty ways, serve and crawl it here, and show what is found."""
    with opened() as installation, bar("disguising") as progress:

        def tell(what: str, done: int, total: int) -> None:
            progress.update(progress.task_ids[0], description=what, completed=done, total=total)

        done = drill(installation, asset, parts, tell)
    if as_json:
        for row in done.rows:
            line(row.to_json(asset))
    else:
        table("", ["disguise", "found", "score", "how"], [_shown(row) for row in done.rows])
    _told(asset, done)
    if done.trouble or done.chosen.lost:
        raise typer.Exit(SOME_FAILED)


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
    chosen = done.chosen
    if chosen.parts > len(chosen.pieces):
        names = ", ".join(piece.part for piece in chosen.pieces)
        say(f"Disguised {len(chosen.pieces)} of {chosen.parts} parts of {asset}: {names}")
    for path in chosen.lost:
        say(f"The original is not where it was, or has changed: {path}")
    tried = [row for row in done.rows if row.tried]
    missed = [row.disguise for row in tried if row.state != "found"]
    say(f"Found in {len(tried) - len(missed)} of {len(tried)} disguises.")
    if missed:
        say(f"Not, or not every time: {', '.join(missed)}")
    skipped = [row.disguise for row in done.rows if not row.tried]
    if skipped:
        say(f"Not tried, the work is too small for it: {', '.join(skipped)}")
    if done.trouble:
        say(done.trouble)
