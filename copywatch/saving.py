"""Making hits outside a crawl: scans with --save, and suspects that a person brings."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from copywatch.installation import Installation
from copywatch.judge import Judge, Judged
from copywatch.runs import sorted_out
from copywatch.telling import announce
from fingerprints.blobs import Blobs
from hits.looked import Looked
from hits.watches import Run
from matcher.match import Examined
from spiders.sighting import Sighting


def judge(
    installation: Installation, *, run: str = "", watch: str = "", first: bool = False,
    new_assets: Iterable[str] = (), blobs: Blobs | None = None,
) -> Judge:  # fmt: skip
    """A judge over the rooms of this installation."""
    return Judge(
        record=installation.record,
        captures=installation.captures,
        blobs=blobs or installation.blobs,
        assets={asset.id: asset for asset in installation.register.assets()},
        parties=tuple(installation.register.parties()),
        owner=installation.config.owner,
        announce=announce(installation, run, first=first, new_assets=frozenset(new_assets)),
        run=run,
        watch=watch,
    )


@dataclass(slots=True)
class Saver:
    """One run of a scan: takes what is found, adds it up, ends the run."""

    installation: Installation
    blobs: Blobs | None = None  # where the bodies lie, if not with the installation
    looked: Looked = field(default_factory=Looked)
    touched: set[str] = field(default_factory=set)
    run: Run = field(init=False)
    judge: Judge = field(init=False)

    def __post_init__(self) -> None:
        self.run = self.installation.record.start_run("", datetime.now(UTC), spider="scan")
        self.judge = judge(self.installation, run=self.run.id, blobs=self.blobs)

    def take(self, sighting: Sighting, examined: Examined) -> Judged:
        """Record one page."""
        judged = self.judge.take(sighting, examined)
        self.looked = self.looked.merge(judged.looked)
        self.touched.update(judged.hits)
        return judged

    def finish(self) -> Looked:
        """End the run, so that its messages may leave."""
        record = self.installation.record
        looked = sorted_out(record, self.looked, self.touched, (), self.run.started_at)
        record.finish_run(self.run.id, looked, datetime.now(UTC))
        return looked
