"""`watch`, `watches`, `sites`, `crawl` and `why`: visit places, again and again."""

import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress

from copywatch import schedule
from copywatch.cli.app import SOME_FAILED, Json, app, opened
from copywatch.cli.output import bar, line, say, table
from copywatch.crawl import Crawled, crawl
from copywatch.follow import after
from copywatch.installation import Installation
from copywatch.targets import watch_of
from copywatch.why import explain
from fingerprints.blobs import Blobs
from fingerprints.errors import ConfigurationError, CopywatchError
from hits.watches import Watch
from spiders.choose import sites as known_sites

WAY_ROUND = "You may look yourself: save the page, then `copywatch scan FILE --url {url} --save`."
OWN = " If the server is yours, say --allow HOST:PORT."


@dataclass(slots=True)
class Teller:
    """What a crawl says while it runs: the robots decision, the first pages, refusals."""

    progress: Progress
    pages: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    robots: set[str] = field(default_factory=set)

    def __call__(self, facts: Mapping[str, Any]) -> None:
        """One line of the crawl's process."""
        if "unseen" in facts:
            self.unseen(facts["unseen"])
        if "reader" in facts:
            say(f"This place is made by {facts['reader']}, which has a reader of its own: using it")
        if "url" not in facts:
            return
        self.pages += 1
        self.progress.advance(self.progress.task_ids[0])
        if "first" in facts:
            self.first(str(facts["url"]), facts["first"])

    def first(self, url: str, read: Mapping[str, Any]) -> None:
        """What could be read of one of the first pages."""
        if read["robots"] and read["robots"] not in self.robots:
            self.robots.add(read["robots"])
            say(f"robots.txt: {read['robots']}")
        kinds = list(read["contents"])
        counted = ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))
        price = f", {read['price']:.2f} {read['currency']}" if read["price"] is not None else ""
        say(f"  {url}: “{read['title'] or 'no title'}”{price} ({counted or 'nothing to read'})")

    def unseen(self, facts: Mapping[str, Any]) -> None:
        """A page that was refused or failed; each reason is told once, with the way round."""
        if facts["state"] == "gone":
            return
        self.refused[facts["why"]] = self.refused.get(facts["why"], 0) + 1
        if self.refused[facts["why"]] == 1:
            way = "" if facts["state"] == "failed" else " " + WAY_ROUND.format(url=facts["url"])
            way = OWN if "private or local address" in facts["why"] else way
            say(f"{facts['url']}: {facts['why']}.{way}")


@app.command()
def watch(
    targets: Annotated[
        list[str],
        typer.Argument(
            help="A page, site or sitemap; a list of URLs (txt, csv, xlsx); "
            "github:OWNER[/REPO]; or the name of a site (see `copywatch sites`)."
        ),
    ],
    every: Annotated[str, typer.Option(help="Visit again: hour, day, week, or 30m, 6h, 3d.")] = "",
    pages: Annotated[
        int | None, typer.Option(min=1, help="Page budget of one visit (200 if nothing is set).")
    ] = None,
    allow: Annotated[
        list[str] | None,
        typer.Option(help="HOST:PORT of an own server at a private address that may be visited."),
    ] = None,
    later: Annotated[bool, typer.Option("--later", help="Keep the watch, crawl later.")] = False,
    as_json: Json = False,
) -> None:
    """Watch a place: crawl it now, record what it shows, and with --every again and again."""
    schedule.interval(every)
    with opened() as installation, tempfile.TemporaryDirectory(prefix="copywatch-") as scratch:
        budget = pages or installation.config.crawl.pages
        blobs = Blobs(Path(scratch))
        watches = [watch_of(target, every, budget, blobs, allow=allow or ()) for target in targets]
        failed = 0
        for one in watches:
            kept = keep(installation, one)
            if not later:
                failed += visit(installation, kept, as_json=as_json)
            if every:
                say(f"{one.target} is visited every {every} while `copywatch serve` runs.")
    if failed:
        raise typer.Exit(SOME_FAILED)


def keep(installation: Installation, watch: Watch) -> Watch:
    """Remember the watch; what is known of it stays."""
    known = installation.record.watch(watch.id)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    fresh = replace(watch, created_at=now, next_run=now if watch.every else "")
    if known:
        fresh = replace(
            known,
            args=watch.args,
            spider=watch.spider,
            pages=watch.pages,
            every=watch.every or known.every,
        )
    installation.record.watch_save(fresh)
    return fresh


def visit(installation: Installation, watch: Watch, *, as_json: bool) -> bool:
    """Crawl one watch and say what was looked at; True when something failed."""
    section = installation.config.crawl
    say(f"Watching {watch.target}: at most {watch.pages} pages, one every {section.delay:g} s")
    try:
        with bar("pages") as progress:
            progress.update(progress.task_ids[0], total=watch.pages)
            done = crawl(installation, watch, Teller(progress))
    except ConfigurationError:
        raise
    except CopywatchError as error:
        say(str(error))
        return True
    told(done, watch, as_json=as_json)
    for text in after(installation):
        say(text)
    return bool(done.failed) or not done.looked.pages


def told(done: Crawled, watch: Watch, *, as_json: bool) -> None:
    """The end of a crawl: what was looked at, and what failed."""
    if as_json:
        line({"watch": watch.id, "target": watch.target, "run": done.run,
              "loop_ms": done.loop_ms, **done.looked.to_json()})  # fmt: skip
    if done.resumed:
        say("This crawl went on where an earlier one was stopped.")
    say(done.looked.words())
    if done.failed:
        say(done.failed)


@app.command("crawl")
def crawl_now(
    watches: Annotated[
        list[str] | None, typer.Argument(help="Ids or targets; none means all.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Crawl now what is watched."""
    with opened() as installation:
        chosen = [find(installation, name) for name in watches or ()]
        failed = [
            visit(installation, one, as_json=as_json)
            for one in chosen or installation.record.watches()
            if chosen or not one.paused
        ]
    if not failed:
        say("Nothing is watched yet: `copywatch watch https://...`")
    if any(failed):
        raise typer.Exit(SOME_FAILED)


def find(installation: Installation, name: str) -> Watch:
    """A watch by id or target."""
    for watch in installation.record.watches():
        if name in {watch.id, watch.target}:
            return watch
    raise ConfigurationError(f"no such watch: {name} (see `copywatch watches`)")


@app.command("watches")
def list_watches(
    remove: Annotated[str, typer.Option(help="Stop watching this id or target.")] = "",
    as_json: Json = False,
) -> None:
    """What is watched, how it is, and when it runs next."""
    with opened() as installation:
        if remove:
            gone = find(installation, remove)
            for run in installation.record.runs(gone.id):
                if run.state == "running":  # killed, and now never taken up again
                    now = datetime.now(UTC)
                    installation.record.finish_run(run.id, run.looked, now, "stopped")
            installation.record.watch_remove(gone.id)
            say(f"{gone.target} is no longer watched; its hits stay.")
            return
        watches = installation.record.watches()
    if as_json:
        for watch in watches:
            line(asdict(watch))
        return
    rows = [
        [w.id, w.target, w.every or "once", w.health, w.health_words, w.last_run, w.next_run]
        for w in watches
    ]
    table("", ["id", "target", "every", "health", "why", "last run", "next run"], rows)


@app.command("sites")
def list_sites(as_json: Json = False) -> None:
    """The spiders that ship with Copywatch."""
    found = known_sites()
    if as_json:
        for site in found:
            line({"name": site.name, "channel": site.channel, "summary": site.summary})
        return
    table("", ["name", "channel", "what it reads"], [[s.name, s.channel, s.summary] for s in found])


@app.command("why")
def why(
    url: Annotated[str, typer.Argument(help="A page that was seen.")],
    asset: Annotated[str, typer.Argument(help="One work only.")] = "",
    as_json: Json = False,
) -> None:
    """What was seen there, what was compared, and why it is or is not a hit."""
    with opened() as installation:
        answer = explain(installation, url, asset)
    if as_json:
        line(answer.to_json())
    else:
        typer.echo(answer.words())
    if not answer.seen:
        raise typer.Exit(SOME_FAILED)
