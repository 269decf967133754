"""Watches, a finished run, and vendors."""

from dataclasses import replace
from datetime import datetime, timedelta

from fingerprints.register import Register
from fingerprints.works import Disclosure, Party
from hits.looked import Looked
from hits.record import Record
from hits.watches import Watch
from matcher.match import NearMiss


def runs(record: Record, now: datetime) -> None:
    """A watch that is well, one that is broken, and what the first has looked at."""
    watch = Watch(
        id="w1",
        target="https://harbour-deals.example",
        spider="site",
        every="day",
        next_run=(now + timedelta(hours=14)).isoformat(),
        last_run=(now - timedelta(hours=10)).isoformat(),
        created_at=now.isoformat(),
        health="well",
    )
    sick = replace(
        watch,
        id="w2",
        target="https://valveworld.example/2026",
        health="broken",
        health_words="The page of an exhibitor has no name any more (12 pages)",
    )
    record.watch_save(watch)
    record.watch_save(sick)
    run = record.start_run("w1", now - timedelta(hours=10), spider="site")
    looked = Looked(
        places=frozenset({"harbour-deals.example/item/4471"}),
        pages=183,
        compared={"texts": 181, "images": 412, "names": 181},
        refused={"forbidden by robots.txt": 3},
        failed={"took too long": 1},
        new=4,
        known=1,
        nearest=(
            NearMiss(
                asset="aquavalve",
                part="drawing.jpg",
                kind="image_hash@1",
                where="https://harbour-deals.example/item/4500",
                score=0.41,
                threshold=0.53,
            ),
        ),
    )
    record.finish_run(run.id, looked, now - timedelta(hours=9))


def vendors(register: Register) -> None:
    """Two vendors, and what each was given."""
    parties = (
        Party(
            id="brightway",
            names=("Brightway Metals", "Brightway Metalworks Co."),
            country="CN",
            domains=("brightway.example",),
        ),
        Party(id="kiran", names=("Kiran Castings",), country="IN", domains=("kiran.example",)),
    )
    given = (
        Disclosure(
            asset="aquavalve",
            party="brightway",
            revision="B",
            date="2024-03-02",
            contract="17",
            clause="7",
        ),
        Disclosure(asset="aquavalve", party="kiran"),
        Disclosure(asset="firmware", party="kiran", revision="2.1", date="2025-01-20"),
    )
    register.save_parties(parties, given)
