"""`lookback`: what was seen before, met by works that are protected now."""

from typing import Annotated

import typer

from copywatch.cli.app import SOME_FAILED, Json, app, opened
from copywatch.cli.output import line, say, table
from copywatch.cli.watching import visit
from copywatch.installation import Installation
from copywatch.lookback import Candidate, look_back, watches

LISTED = 100  # pages of a table


@app.command("lookback")
def lookback(
    asset: Annotated[str, typer.Argument(help="A work that is protected.")],
    visit_them: Annotated[
        bool, typer.Option("--visit", help="Crawl the found pages now, so that hits arise.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Match a work with every page seen before: which pages to look at again."""
    with opened() as installation:
        found = look_back(installation, asset)
        for one in found if as_json else ():
            line(one.to_json())
        if not as_json:
            listed(installation, asset, found, visiting=visit_them)
        if visit_them and not visited(installation, asset, found, as_json=as_json):
            raise typer.Exit(SOME_FAILED)


def listed(
    installation: Installation, asset: str, found: list[Candidate], *, visiting: bool
) -> None:
    """The pages as a table, and what they are worth."""
    rows = [
        [one.past.url, one.past.seen_at[:10], one.past.part, f"{one.past.share:.0%}",
         f"{one.past.shared} of {one.past.of}", proof(one)]
        for one in found[:LISTED]
    ]  # fmt: skip
    count = installation.record.pages.count()
    columns = ["page", "seen", "part", "of the part", "shared fingerprints", "kept"]
    table(f"{len(found)} of {count} pages seen before", columns, rows)
    if len(found) > LISTED:
        say(f"The {LISTED} that share most; --json lists all {len(found)}.")
    if found and not visiting:
        say(
            "These pages share fingerprints with the work as it is now. They are no hits yet: "
            f"copywatch lookback {asset} --visit"
        )


def proof(one: Candidate) -> str:
    """What there is of the page beside its sample."""
    if one.captured:
        return "page as seen"
    return "hit" if one.hits else ""


def visited(
    installation: Installation, asset: str, found: list[Candidate], *, as_json: bool
) -> bool:
    """Crawl the pages; a visit that is cut off goes on with `copywatch crawl`."""
    made = watches(installation, asset, found)
    if not made:
        say("No page to visit.")
    failed = False
    for watch in made:
        installation.record.watch_save(watch)
        failed = visit(installation, watch, as_json=as_json) or failed
        left = [run for run in installation.record.runs(watch.id) if run.state == "running"]
        if not left:
            installation.record.watch_remove(watch.id)
    return not failed
