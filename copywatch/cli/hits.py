"""`hits list|show|decide|export` and `report`: what was found, for people and scripts."""

import csv
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, get_args

import typer

from copywatch.cli.app import Json, app, opened
from copywatch.cli.output import line, out, say, table, writable
from copywatch.follow import after
from copywatch.installation import Installation
from copywatch.plain import clean
from copywatch.report import write_report
from copywatch.shown import hit_line
from fingerprints.errors import ConfigurationError
from hits.flood import named
from hits.hit import OUTCOMES, Decision, Hit
from hits.index import IndexDown, Page, Query
from spiders.sighting import Channel

group = typer.Typer(no_args_is_help=True, help="What was found, and what people decided.")
app.add_typer(group, name="hits")
STATUSES = ("open", *OUTCOMES)
COLUMNS = ("id", "risk", "status", "work", "verdict", "score", "where", "what")
EXPORTED = (
    *("id", "asset", "work", "place", "url", "site", "channel", "title", "seller", "country"),
    *(
        "price",
        "currency",
        "verdict",
        "score",
        "risk",
        "sentence",
        "first_seen",
        "last_seen",
        "status",
    ),
    *("authorised_by", "party", "gone_at", "given_to"),
)


def names(installation: Installation) -> dict[str, str]:
    """What works may be called, by id."""
    return {asset.id: asset.shown for asset in installation.register.assets()}


@group.command("list")
def list_hits(
    text: Annotated[str, typer.Argument(help="Words that must all be found.")] = "",
    status: Annotated[str, typer.Option(help="open, confirmed, authorised, ...")] = "",
    channel: Annotated[str, typer.Option(help="marketplace, trade_show, code, paste, web")] = "",
    asset: Annotated[str, typer.Option(help="Id of a work.")] = "",
    min_risk: Annotated[int, typer.Option(min=0, max=100)] = 0,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    silent: Annotated[
        bool, typer.Option("--silent", help="Open ones that nobody was told of: quarantine.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Hits, the most urgent first."""
    if silent and (text or status or channel or min_risk):
        raise ConfigurationError("--silent goes with --asset and --limit only")
    chosen = {"status": status, "channel": channel, "asset": asset}
    query = Query(
        text=text,
        min_risk=min_risk,
        limit=limit,
        **{key: (value,) for key, value in chosen.items() if value},  # type: ignore[arg-type]
    )
    allowed("--status", status, STATUSES)
    allowed("--channel", channel, get_args(Channel))
    with opened() as installation:
        if asset and installation.register.asset(asset) is None:
            raise ConfigurationError(f"no such work: {asset} (see `copywatch works`)")
        for told in after(installation):
            say(told)
        try:
            page = quiet(installation, query) if silent else installation.index.search(query)
        except IndexDown as error:
            raise IndexDown(f"{error} `copywatch hits export` works without the index.") from error
        found = installation.record.hits(page.ids)
        shown = names(installation)
        if as_json:
            for hit in found:
                line(one_json(installation, hit))
            return
    rows = [row(hit, shown) for hit in found]
    table(f"{page.total} hits", list(COLUMNS), rows)


def quiet(installation: Installation, query: Query) -> Page:
    """The hits that are silent because what they rest on floods; the record knows them."""
    found = installation.record.quarantine.silent(asset="".join(query.asset))
    return Page(ids=tuple(found[: query.limit]), total=len(found))


def allowed(option: str, value: str, choices: Sequence[str]) -> None:
    """A slip in a word would give no hit, which is an answer too, and a wrong one."""
    if value and value not in choices:
        raise ConfigurationError(f"{option} {value!r} is none of: {', '.join(choices)}")


def row(hit: Hit, shown: dict[str, str]) -> list[str]:
    """A hit as a line of the table."""
    work = shown.get(hit.asset, hit.asset)
    facts = (hit.id[:8], str(hit.risk), hit.status, work, hit.verdict, f"{hit.score:.2f}")
    return [*facts, hit.url, hit.sentence]


def one_json(installation: Installation, hit: Hit) -> dict[str, object]:
    """A hit with its evidence and who was given the work."""
    assets = {asset.id: asset for asset in installation.register.assets()}
    return {
        **hit_line(hit, assets, installation.record.match(hit.id)),
        "given_to": installation.register.given_to(hit.asset),
        "quarantine": flooding(installation, hit),
    }


def flooding(installation: Installation, hit: Hit) -> str:
    """The fingerprint on which the hit rests, while it is in quarantine."""
    mark = installation.record.quarantine.marks([hit.id]).get(hit.id)
    asset = installation.register.asset(hit.asset)
    return named(mark.flood, asset) if mark and mark.flood.since else ""


def chosen_hit(installation: Installation, name: str) -> Hit:
    """A hit by its id or the beginning of it."""
    found = [hit for hit in installation.record.every_hit() if hit.id.startswith(name)]
    if len(found) != 1:
        raise ConfigurationError(
            f"{'no hit' if not found else f'{len(found)} hits'} with an id that begins with {name}"
        )
    return found[0]


@group.command("show")
def show_hit(hit: str, as_json: Json = False) -> None:
    """One hit: what, where, how alike and why, who was given the work, what people decided."""
    with opened() as installation:
        found = chosen_hit(installation, hit)
        if as_json:
            decided = [asdict(decision) for decision in installation.record.decisions(found.id)]
            line({**one_json(installation, found), "decisions": decided})
            return
        for text in told(installation, found):
            out.print(clean(text), markup=False)


def told(installation: Installation, hit: Hit) -> list[str]:
    """A hit in words."""
    party = installation.register.party(hit.party) if hit.party else None
    given = installation.register.given_to(hit.asset)
    price = f", {hit.price:.2f} {hit.currency}" if hit.price is not None else ""
    lines = [
        f"{names(installation).get(hit.asset, hit.asset)}: {hit.sentence}",
        f"{hit.verdict}, score {hit.score:.2f}, risk {hit.risk}, status {hit.status}",
        f"at {hit.url} ({hit.channel}, place {hit.place})",
        f"“{hit.title}”{price}{', seller ' + hit.seller if hit.seller else ''}",
        f"first seen {hit.first_seen}, last seen {hit.last_seen}",
    ]
    lines += [f"in quarantine: {name} floods"] if (name := flooding(installation, hit)) else []
    lines += [f"gone since {hit.gone_at}"] if hit.gone_at else []
    lines += [f"authorised by {hit.authorised_by}"] if hit.authorised_by else []
    lines += [f"known party: {party.names[0]}"] if party else []
    lines += [f"given to: {given}"] if given else []
    lines += [f"  risk {r.effect:+.0f} {r.name}: {r.detail}" for r in hit.risk_reasons]
    lines += [
        f"  {d.at} {d.by} decided: {d.outcome}{' (' + d.note + ')' if d.note else ''}"
        for d in installation.record.decisions(hit.id)
    ]
    return lines


@group.command("decide")
def decide_hit(
    hit: str,
    outcome: Annotated[str, typer.Argument(help=f"One of: {', '.join(OUTCOMES)}.")],
    note: Annotated[str, typer.Option(help="Why.")] = "",
    by: Annotated[str, typer.Option(help="Who decides.")] = "admin",
) -> None:
    """Decide on a hit; earlier decisions stay."""
    if outcome not in OUTCOMES:
        raise ConfigurationError(f"{outcome!r} is no outcome; use one of: {', '.join(OUTCOMES)}")
    with opened() as installation:
        found = chosen_hit(installation, hit)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        decision = Decision(outcome=outcome, by=by, at=at, note=note)  # type: ignore[arg-type]
        after_it = installation.record.decide(found.id, decision)
        for text in after(installation):
            say(text)
        say(f"{found.id[:8]} is now: {after_it.status}")


@group.command("export")
def export_hits(
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A .csv file.")] = None,
    as_json: Json = False,
) -> None:
    """All hits, as CSV or, with --json, one object a line."""
    if output is None and not as_json:
        raise ConfigurationError("say where to: `hits export -o hits.csv`, or --json")
    if output is not None:
        writable(output)
    with opened() as installation:
        if output is None:
            for hit in installation.record.every_hit():
                line(one_json(installation, hit))
            return
        hits = installation.record.every_hit()
        known = names(installation)
        rows = [exported(installation, hit, known) for hit in hits]
    with output.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows([list(EXPORTED), *rows])
    say(f"{len(rows)} hits written to {output}")


def exported(installation: Installation, hit: Hit, known: dict[str, str]) -> list[str]:
    """A hit as a row of the CSV file."""
    given = installation.register.given_to(hit.asset)
    beside = {"work": known.get(hit.asset, hit.asset), "given_to": given}
    return [safe(beside[name] if name in beside else getattr(hit, name)) for name in EXPORTED]


def safe(value: object) -> str:
    """A cell that no spreadsheet takes for a formula (crawled text may try)."""
    text = "" if value is None else clean(str(value))
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t"} and not _number(text) else text


def _number(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).isdigit()


@app.command("report")
def report(
    output: Annotated[Path, typer.Option("--output", "-o", help="The HTML file to write.")] = Path(
        "report.html"
    ),
) -> None:
    """One self-contained HTML file to forward: hits with proof, and what was looked at."""
    writable(output)
    with opened() as installation:
        count = write_report(installation, output)
    say(f"{count} hits written to {output}")
