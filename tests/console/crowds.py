"""Hits in numbers."""

from fingerprints.works import Asset
from hits.follow import catch_up
from hits.risk import Facts
from matcher.match import Match
from tests.console.world import World, seen


def many(world: World, number: int) -> set[str]:
    """So many hits at one site; their titles."""
    match = Match(asset="firmware", verdict="copy", score=0.5, evidence=())
    facts = {"firmware": Facts(asset=Asset(id="firmware", title="Firmware"))}
    titles = {f"Lot {one:03}" for one in range(number)}
    for title in titles:
        sighting = seen(1, title=title, place=f"many.example/{title[-3:]}")
        world.record.take(sighting, [match], facts, lambda _hit, _event: ())
    catch_up(world.record, world.index)
    return titles
