"""`lookback` and `purge`: pages seen before, met by works protected now, or forgotten."""

import sys
from typing import Annotated

import typer

from copywatch.cli.app import SOME_FAILED, Json, app, opened
from copywatch.cli.output import line, say, table
from copywatch.cli.watching import visit
from copywatch.installation import Installation
from copywatch.lookback import Candidate, look_back, watches
from copywatch.purge import idle, purge
from fingerprints.errors import ConfigurationError, CopywatchError
from hits.clock import normal
from hits.forget import Wanted, count

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


@app.command("purge")
def purge_pages(
    site: Annotated[str, typer.Option(help="A host, such as shop.example, and those below.")] = "",
    before: Annotated[str, typer.Option(help="A day: pages not seen since, 2025-12-31.")] = "",
    asset: Annotated[str, typer.Option(help="A work: every page that had to do with it.")] = "",
    with_hits: Annotated[
        bool, typer.Option("--hits", help="Forget hits too, with evidence and decisions.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
    as_json: Json = False,
) -> None:
    """Forget pages seen, their samples and whatever was kept of them; no byte is left."""
    wanted = asked(site, before, asset)
    with opened() as installation:
        idle(installation)
        if not yes:
            agreed(installation, wanted, with_hits=with_hits)
        done = purge(installation, wanted, with_hits=with_hits)
    if as_json:
        line(done.to_json())
    gone = f"{done.pages} pages and {done.hits} hits" if with_hits else f"{done.pages} pages"
    say(f"Forgotten: {gone}, {done.answers} answers kept for re-visits, {done.runs} crawls cut off")
    if done.hits_kept:
        say(f"{done.hits_kept} hits stay, with evidence and decisions: they are records. "
            "To forget them too, say --hits.")  # fmt: skip
    if site:
        say("What is watched stays watched: `copywatch watches --remove TARGET`.")


def asked(site: str, before: str, asset: str) -> Wanted:
    """What to forget; one thing at a time."""
    if [bool(site), bool(before), bool(asset)].count(True) != 1:
        raise ConfigurationError("say one of --site HOST, --before DATE and --asset ID")
    try:
        day = normal(before)
    except CopywatchError as error:
        raise ConfigurationError(f"--before: {error}") from error
    host = site.partition("://")[2] or site
    host = host.partition("/")[0].lower().removeprefix("www.")
    return Wanted(site=host, before=day, asset=asset)


def agreed(installation: Installation, wanted: Wanted, *, with_hits: bool) -> None:
    """Ask, with numbers; without a terminal only --yes will do."""
    found = count(installation.record.database, wanted)
    hits = "forgotten too" if with_hits else "kept"
    say(f"{found.pages} pages seen would be forgotten; {found.hits_kept} hits would be {hits}.")
    if not sys.stdin.isatty():
        raise ConfigurationError("Nothing was forgotten. Say --yes to do it.")
    if not typer.confirm("Forget them for good?", err=True):
        say("Nothing was forgotten.")
        raise typer.Exit
