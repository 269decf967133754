"""`copywatch scan`: match files that are here, and say what was compared."""

import asyncio
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated

import typer

from copywatch.cli.app import SOME_FAILED, Json, app, opened
from copywatch.cli.output import bar, line, out, say
from copywatch.follow import after
from copywatch.fresh import Fresh
from copywatch.installation import Installation
from copywatch.plain import clean
from copywatch.pool import Pool
from copywatch.saved import saved_page
from copywatch.saving import Saver
from copywatch.scan import Scanned, files, scan, sightings
from copywatch.shown import candidate_lines, match_lines
from copywatch.targets import web_address
from fingerprints.blobs import Blobs
from fingerprints.errors import ConfigurationError
from fingerprints.works import Asset
from hits.looked import Looked
from matcher.match import HITS
from matcher.sentence import sentence

NOTHING = "Nothing is protected yet: run `copywatch protect PATH` first."


@dataclass(slots=True)
class Scan:
    """One scan as it goes: prints each answer, counts, saves where asked to."""

    installation: Installation
    every: bool
    candidates: bool
    as_json: bool
    saver: Saver | None = None
    looked: Looked = field(default_factory=Looked)
    failed: int = 0
    matched: int = 0
    works: dict[str, Asset] = field(init=False)

    def __post_init__(self) -> None:
        self.works = {asset.id: asset for asset in self.installation.register.assets()}

    async def run(self, paths: list[Path], url: str, blobs: Blobs, bodies: Path | None) -> None:
        """Match everything below the paths."""
        found = (
            pair
            for path in files(paths)
            for pair in sightings(path, url, blobs, saved_page, bodies)
        )
        desk = replace(self.installation.desk(blobs), every=self.candidates)
        with (
            Pool(desk, self.installation.config.crawl.workers) as pool,
            bar("matching") as progress,
        ):
            async for answer in scan(found, pool):
                progress.advance(progress.task_ids[0])
                self.take(answer)

    def take(self, answer: Scanned) -> None:
        """One answer: shown, counted, saved."""
        if answer.error:
            self.failed += 1
            self.looked = self.looked.count("unreadable", answer.error)
            if self.as_json:
                line({"page": answer.page, "error": answer.error})
            else:
                say(f"{answer.page}: {answer.error}")
            return
        if answer.unseen:
            self.unseen(answer.unseen)
            return
        self.show(answer)
        assert answer.sighting is not None
        self.looked = self.looked.add(answer.sighting.place, answer.examined)
        if self.saver:
            self.saver.take(answer.sighting, answer.examined)

    def unseen(self, item: Mapping[str, str]) -> None:
        """A page of a feed that the crawl could not read."""
        if self.saver:
            self.saver.unseen(item)
        elif item["state"] != "gone":
            what = "failed" if item["state"] == "failed" else "refused"
            self.looked = self.looked.count(what, item["why"])

    def show(self, answer: Scanned) -> None:
        """What matched, a line each; nothing where nothing did."""
        self.matched += any(match.verdict in HITS for match in answer.examined.matches)
        if self.candidates:
            for found in candidate_lines(answer.page, answer.examined):
                line(found)
        elif self.as_json:
            for found in match_lines(answer.page, answer.examined, every=self.every):
                line(found)
        else:
            for match in answer.examined.matches:
                if self.every or match.verdict in HITS:
                    work = self.works[match.asset]
                    told = sentence(match, secret=work.secrecy == "secret")
                    said = f"{answer.page}: {work.shown}, {match.verdict}: {told}"
                    out.print(clean(said), markup=False)


@app.command("scan")
def command(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders, or .jsonl feeds.")],
    url: Annotated[str, typer.Option(help="Where a saved page or file comes from.")] = "",
    save: Annotated[bool, typer.Option("--save", help="Make hits of what matches.")] = False,
    show_all: Annotated[bool, typer.Option("--all", help="Show every verdict.")] = False,
    candidates: Annotated[
        bool, typer.Option("--candidates", help="Show what the lookup returned.")
    ] = False,
    blobs_folder: Annotated[
        Path | None,
        typer.Option(
            "--blobs", help="Where the pictures of a .jsonl feed lie (else looked for beside it)."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Match given files, saved pages or sightings with the protected works."""
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise ConfigurationError(f"no such file or folder: {', '.join(map(str, missing))}")
    if url:
        web_address(url)
    if blobs_folder and not blobs_folder.is_dir():
        raise ConfigurationError(f"no such folder: {blobs_folder}")
    with opened() as installation:
        if not installation.register.assets():
            raise ConfigurationError(NOTHING)
        with tempfile.TemporaryDirectory(prefix="copywatch-") as scratch:
            blobs = Fresh(installation.blobs.root if save else Path(scratch))
            saver = Saver(installation, blobs) if save else None
            job = Scan(installation, show_all, candidates, as_json, saver)
            asyncio.run(job.run(paths, url, blobs, blobs_folder))
            blobs.sweep()
        if saver:
            say(saver.finish().words())
            for told in after(installation):
                say(told)
        else:
            say(job.looked.words(matched=job.matched))
    if job.failed:
        raise typer.Exit(SOME_FAILED)
