"""Making hits outside a crawl: scans with --save, and suspects that a person brings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from copywatch.installation import Installation
from copywatch.judge import Judge, Judged
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
    new: set[str] = field(default_factory=set)
    returned: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    run: Run = field(init=False)
    judge: Judge = field(init=False)

    def __post_init__(self) -> None:
        self.run = self.installation.record.start_run("", datetime.now(UTC), spider="scan")
        self.judge = judge(self.installation, run=self.run.id, blobs=self.blobs)

    def take(self, sighting: Sighting, examined: Examined) -> Judged:
        """Record one page."""
        return self.add(self.judge.take(sighting, examined))

    def unseen(self, item: Mapping[str, Any]) -> Judged:
        """Record a page of a feed that gave no sighting."""
        return self.add(self.judge.unseen(item, datetime.now(UTC).isoformat(timespec="seconds")))

    def add(self, judged: Judged) -> Judged:
        """Count what one page gave."""
        self.looked = self.looked.merge(judged.looked)
        self.touched.update(judged.hits)
        self.new.update(judged.new)
        self.returned.update(judged.returned)
        self.gone.update(judged.gone)
        return judged

    def finish(self) -> Looked:
        """End the run, so that its messages may leave.

        What a feed tells was seen before the run began: the record says what is new.
        """
        record = self.installation.record
        hits = record.hits(sorted(self.touched))
        ours = {hit.id for hit in hits if hit.status != "authorised"}
        new, returned = ours & self.new, (ours & self.returned) - self.new
        looked = replace(
            self.looked,
            new=len(new),
            returned=len(returned),
            known=len(ours - new - returned),
            authorised=len(hits) - len(ours),
            gone=len(self.gone - self.touched),
        )
        record.finish_run(self.run.id, looked, datetime.now(UTC))
        return looked
