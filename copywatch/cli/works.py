"""`protect`, `works` and `vendors`: what is protected, and who was given it."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from copywatch import shop
from copywatch.cli import quarantine
from copywatch.cli.app import SOME_FAILED, Json, app, opened
from copywatch.cli.output import bar, line, say, table
from copywatch.installation import Installation
from copywatch.lookback import offer
from copywatch.targets import host_ports
from fingerprints import inventory, originals, vendors
from fingerprints.backgrounds import stays
from fingerprints.errors import ConfigurationError
from fingerprints.protect import Request
from fingerprints.protect import protect as protect_request
from fingerprints.protect_report import AssetReport, Report

if TYPE_CHECKING:
    from matcher.image_twins import Twin

LISTED = 30
LOOKED_AT = 200  # new pictures that are compared with the others at once, 40 ms each
people = typer.Typer(no_args_is_help=True, help="Who was given what.")
app.add_typer(people, name="vendors")

FIRST_RUN = """A register key was made for this home: {path}
Everything protected is fingerprinted under it, and nothing can be read without it.
Keep a copy in a safe now:  copywatch key export"""


@app.command()
def protect(
    works: Annotated[
        list[str] | None, typer.Argument(help="Files, folders, or the URL of your own shop.")
    ] = None,
    each: Annotated[
        bool, typer.Option("--each", help="Every file below a folder is a work of its own.")
    ] = False,
    name: Annotated[list[str] | None, typer.Option(help="A brand or product name.")] = None,
    slogan: Annotated[list[str] | None, typer.Option(help="A slogan.")] = None,
    logo: Annotated[
        list[Path] | None,
        typer.Option(help="A logo's file (SVG, or on a plain or clear ground), or a folder."),
    ] = None,
    inventory_file: Annotated[
        Path | None, typer.Option("--inventory", help="A list (xlsx, csv): one work per row.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Save an inventory without asking.")] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="Store an encrypted copy of each original.")
    ] = False,
    pages: Annotated[int, typer.Option(min=1, help="Page budget for a shop.")] = 200,
    allow: Annotated[
        list[str] | None,
        typer.Option(help="HOST:PORT of an own shop at a private address that may be read."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Add works to the register, and say what was fingerprinted."""
    urls = [work for work in works or () if work.startswith(("http://", "https://"))]
    paths = tuple(Path(work) for work in works or () if work not in urls)
    logos = tuple(logo or ())
    missing = [str(path) for path in (*paths, *logos) if not path.exists()]
    if missing:
        raise ConfigurationError(f"no such file or folder: {', '.join(missing)}")
    if not (works or name or slogan or logos or inventory_file):
        raise ConfigurationError(
            "say what to protect: a file, a folder, --name, --logo, --inventory, ..."
        )
    request = Request(
        paths=paths, each=each, names=tuple(name or ()), slogans=tuple(slogan or ()), logos=logos,
        keep=keep,
    )  # fmt: skip
    with opened() as installation:
        reports = [protected(installation, request)] if paths or logos or name or slogan else []
        own = host_ports(allow or ())
        reports += [shop_report(installation, url, pages, own) for url in urls]
        if inventory_file:
            reports.append(listed(installation, inventory_file, yes=yes, keep=keep))
        told(reports, as_json=as_json)
        advised(name or ())
        public(installation, reports)
        advised_twins(installation, reports)
        offer_lookback(installation, reports)
        if installation.made_key:
            say(FIRST_RUN.format(path=installation.home / "register.key"))
    if any(report.failed for report in reports):
        raise typer.Exit(SOME_FAILED)


def protected(installation: Installation, request: Request) -> Report:
    """Files, folders and words, with a bar."""
    register = installation.register
    with bar("fingerprinting") as progress:

        def step(what: str, done: int, total: int) -> None:
            progress.update(progress.task_ids[0], completed=done, total=total, description=what)

        return protect_request(request, register, step)


def advised(names: Sequence[str]) -> None:
    """How a name is searched, where it is a common word or short."""
    if not names:
        return
    from matcher.name_advice import advice  # noqa: PLC0415 - reads word lists

    for name in names:
        if told := advice(name):
            say(f"  {told}")


def public(installation: Installation, reports: Sequence[Report]) -> None:
    """Works that are a public package themselves stay protected; it is said."""
    backgrounds = installation.register.backgrounds
    backgrounds.settle()
    for work in (work for report in reports for work in report.assets if work.saved):
        for origin in backgrounds.origins(work.asset):
            say(stays(work.shown, origin))


def shop_report(installation: Installation, url: str, pages: int, allow: Sequence[str]) -> Report:
    """An own shop, page by page."""
    say(f"Reading {url}: at most {pages} pages, one every {installation.config.crawl.delay:g} s")
    with bar("pages") as progress:
        report = shop.protect_shop(
            installation, url, pages, lambda _: progress.advance(progress.task_ids[0]), allow
        )
    say(f"Put the shop's domain under [owner] domains in {installation.home / 'copywatch.toml'}, "
        "so that it is authorised everywhere.")  # fmt: skip
    return report


def listed(installation: Installation, path: Path, *, yes: bool, keep: bool) -> Report:
    """An inventory: shown first, saved when a person (or --yes) agrees."""
    if not path.exists():
        raise ConfigurationError(f"no such file: {path}")
    plan = inventory.plan(path)
    if not plan.rows:
        raise ConfigurationError(f"{path} holds no row below its header")
    understood(plan)
    if not yes and not sys.stdin.isatty():
        raise ConfigurationError("Nothing was saved. Say --yes to protect these rows.")
    if not yes and not typer.confirm("Protect these rows?", err=True):
        say("Nothing was saved.")
        raise typer.Exit
    with bar("fingerprinting") as progress:

        def step(what: str, done: int, total: int) -> None:
            progress.update(progress.task_ids[0], completed=done, total=total, description=what)

        return inventory.save(plan, installation.register, keep=keep, progress=step)


def understood(plan: inventory.Inventory) -> None:
    """How an inventory was read: columns, what is left out, the first rows, what is wrong."""
    columns = [[header, field] for header, field in plan.columns.items()]
    title = f"{plan.path.name}: {len(plan.rows)} rows"
    table(title, ["column", "taken as"], columns, result=False)
    if plan.unknown:
        say(f"Not understood, and left out: {', '.join(plan.unknown)}")
    for row in plan.first:
        files = ", ".join(file.name for file in row.files)
        say(f"  row {row.number}: {row.asset.shown} ({row.asset.id}) {files}")
    for problem in plan.problems:
        say(f"  {problem}")


def told(reports: list[Report], *, as_json: bool) -> None:
    """What was fingerprinted, how much of it is protectable, what was refused and why."""
    works = [work for report in reports for work in report.assets]
    if as_json:
        for report in reports:
            line(report.to_json())
        return
    rows = [
        [w.shown, w.saved or "not saved", w.right, str(len(w.parts)), f"{w.protectable:.0%}",
         ", ".join(sorted({kind.split("@")[0] for p in w.parts for kind in p.kinds}))]
        for w in works
    ]  # fmt: skip
    table("", ["work", "", "right", "parts", "protectable", "fingerprints"], rows)
    for work in works:
        refusals(work)


def refusals(work: AssetReport) -> None:
    """Why a work, or a part of it, is not watched for."""
    if work.error:
        say(f"{work.shown}: {work.error}" if work.shown else work.error)
    for note in work.notes:
        say(f"{work.shown}: {note}")
    for part in work.parts:
        if part.detectable and not part.refused:
            say(f"{work.shown}, {part.name}: a logo, to be found {part.detectable}")
    for part in work.refused[:LISTED]:
        say(f"{work.shown}, {part.name}: not watched for: {part.refused}")
    if len(work.refused) > LISTED:
        say(f"{work.shown}: and {len(work.refused) - LISTED} more parts")
    if work.skipped:
        first = list(work.skipped.items())[:LISTED]
        reasons = "; ".join(f"{name}: {reason}" for name, reason in first)
        say(f"{work.shown}: left out {len(work.skipped)}: {reasons}")


def offer_lookback(installation: Installation, reports: list[Report]) -> None:
    """New works may have been copied before they were protected."""
    new = [w.asset for report in reports for w in report.assets if w.saved in {"new", "changed"}]
    if told := offer(installation, new):
        say(told)


def advised_twins(installation: Installation, reports: Sequence[Report]) -> None:
    """How many of the new pictures are found wherever another protected one is."""
    new = {
        (work.asset, part.name)
        for report in reports
        for work in report.assets
        if work.saved in {"new", "changed"}
        for part in work.parts
        if part.content == "image" and part.kinds and not part.same
    }
    if not new or len(new) > LOOKED_AT:
        return
    from matcher.image_twins import all_twins  # noqa: PLC0415 - loads OpenCV

    found = all_twins(installation.register.snapshot().points, new)
    many = len({(one.asset, one.part) for one in found if one})
    if many:
        say(f"Of {len(new)} new pictures {many} have twins in the register; to see them: "
            "copywatch works --twins")  # fmt: skip


def told_twins(installation: Installation, *, as_json: bool) -> None:
    """Every pair of pictures of which one is found where the other is."""
    from matcher.image_twins import all_twins  # noqa: PLC0415 - loads OpenCV

    points = installation.register.snapshot().points
    with bar("comparing") as progress:
        progress.update(progress.task_ids[0], total=len(points.entries()))
        pairs: dict[frozenset[tuple[str, str]], Twin] = {}
        for one in all_twins(points):
            if one is None:
                progress.advance(progress.task_ids[0])
            else:
                key = frozenset({(one.asset, one.part), (one.other_asset, one.other_part)})
                pairs.setdefault(key, one)
    found = list(pairs.values())
    for one in found if as_json else ():
        line(asdict(one))
    if not as_json:
        rows = [[f"{t.asset}, {t.part}", f"{t.other_asset}, {t.other_part}", t.told] for t in found]
        table("", ["picture", "is like", "what that means"], rows)


@app.command("works")
def list_works(
    work: Annotated[str, typer.Argument(help="Id of one work: its numbers, its quarantine.")] = "",
    remove: Annotated[str, typer.Option(help="Forget this work and its fingerprints.")] = "",
    twins: Annotated[
        bool, typer.Option("--twins", help="Pictures that are found wherever another one is.")
    ] = False,
    release: Annotated[
        str, typer.Option(help="Let this part of the work (or this id) out of quarantine.")
    ] = "",
    by: Annotated[str, typer.Option(help="Who releases.")] = "admin",
    as_json: Json = False,
) -> None:
    """What is protected; of one work also what is in quarantine because it floods."""
    if (work or release) and (remove or twins):
        raise ConfigurationError("ASSET and --release do not go with --remove or --twins")
    with opened() as installation:
        register = installation.register
        if work or release:
            one_work(installation, work, release, by, as_json=as_json)
            return
        if twins:
            told_twins(installation, as_json=as_json)
            return
        if remove:
            if not originals.remove(register, remove):
                raise ConfigurationError(f"no such work: {remove} (see `copywatch works`)")
            say(f"{remove} is no longer protected; its hits stay.")
            return
        every_work(installation, as_json=as_json)


def every_work(installation: Installation, *, as_json: bool) -> None:
    """A line for each work."""
    register = installation.register
    for asset in register.assets() if as_json else ():
        line({"id": asset.id, "title": asset.shown, "right": asset.right,
              "parts": len(register.parts(asset.id)),
              "given_to": register.given_to(asset.id)})  # fmt: skip
    if as_json:
        return
    rows = [
        [a.id, a.shown, a.right, str(len(register.parts(a.id))), register.given_to(a.id)]
        for a in register.assets()
    ]
    table("", ["id", "work", "right", "parts", "given to"], rows)
    for flooded in sorted({one.asset for one in installation.record.quarantine.inside()}):
        say(f"{flooded}: a fingerprint is in quarantine, see `copywatch works {flooded}`")


def one_work(installation: Installation, key: str, part: str, by: str, *, as_json: bool) -> None:
    """A work with what is in quarantine, after a release if one was asked for."""
    asset = installation.register.asset(key)
    if asset is None:
        raise ConfigurationError(f"no such work: {key or '(none named)'} (see `copywatch works`)")
    if part:
        quarantine.release(installation, asset, part, by)
    quarantine.show(installation, asset, as_json=as_json)


@people.command("import")
def import_vendors(
    file: Annotated[Path, typer.Argument(help="xlsx, csv or toml with parties and disclosures.")],
) -> None:
    """Read who was given which work, when and under which contract."""
    if not file.exists():
        raise ConfigurationError(f"no such file: {file}")
    with opened() as installation:
        plan = vendors.plan(file, installation.register)
        changed = vendors.save(plan, installation.register)
    if plan.unknown:
        say(f"Not understood, and left out: {', '.join(plan.unknown)}")
    say(
        f"{len(plan.parties)} parties, {len(plan.disclosures)} disclosures; "
        f"{changed} new or changed"
    )


@people.command("list")
def list_vendors(as_json: Json = False) -> None:
    """Everybody who was given something."""
    with opened() as installation:
        register = installation.register
        given = register.disclosures()
        rows = [
            [p.id, p.names[0], p.country, ", ".join(p.domains),
             ", ".join(sorted({d.asset for d in given if d.party == p.id}))]
            for p in register.parties()
        ]  # fmt: skip
    columns = ["id", "name", "country", "domains", "was given"]
    for row in rows if as_json else ():
        line(dict(zip(columns, row, strict=True)))
    if not as_json:
        table("", columns, rows)
