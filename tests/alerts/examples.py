"""Hits and works of an invented company, for the tests of alerts."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from alerts.message import Lookups
from alerts.rules import Rule, announce
from fingerprints.works import Asset
from hits.hit import Hit, hit_id
from hits.outbox import Announce
from hits.record import Record
from hits.risk import Facts
from matcher.match import Evidence, Match, Reason
from spiders.sighting import Sighting

ASSETS = {
    "ball-valve": Asset(id="ball-valve", title="Ball valve BV-20", secrecy="public"),
    "seal-recipe": Asset(
        id="seal-recipe", title="Fluoro seal compound", code_name="Heron", secrecy="secret"
    ),
}
HIT = Hit(
    id="",
    asset="ball-valve",
    place="shop.test/p/17",
    url="http://shop.test/p/17?ref=mail",
    site="shop.test",
    channel="marketplace",
    title="Brass valve, new",
    seller="Fixit Trading",
    seller_id="fixit",
    country="CN",
    price=1234.5,
    currency="USD",
    verdict="copy",
    score=0.97,
    risk=82,
    risk_reasons=(Reason("price_below_range", 15, "60 % below"), Reason("unknown_seller", 10)),
    sentence="the same picture as front.jpg, resized, grey",
    kinds=("image_hash@1",),
    first_seen="2026-11-22T09:00:00+00:00",
    last_seen="2026-11-22T09:00:00+00:00",
    status="open",
)


def hit(place: str = HIT.place, **changes: Any) -> Hit:
    made = replace(HIT, place=place, **changes)
    return replace(made, id=hit_id(made.asset, made.place))


NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LOOKUPS = Lookups(public_url="https://watch.firm.test", asset=ASSETS.get)
PROOF = Evidence(kind="image_hash@1", part="front.jpg", where="img#main", score=0.97)
MATCH = Match(asset="ball-valve", verdict="copy", score=0.97, evidence=(PROOF,))


def sighting(place: str) -> Sighting:
    return Sighting(
        url=f"http://{place}",
        place=place,
        channel="marketplace",
        site="shop.test",
        seen_at=NOW.isoformat(),
        title="Brass valve, new",
        seller="Fixit Trading",
    )


def take(record: Record, place: str, tell: Announce, run: str = "") -> str:
    """One hit at a place, taken in as a crawl does; its id."""
    facts = {"ball-valve": Facts(asset=ASSETS["ball-valve"])}
    return record.take(sighting(place), [MATCH], facts, tell, run).hits[0]


def telling(*targets: str, **more: Any) -> Announce:
    """One rule for all hits."""
    rule = Rule(name="all", targets=targets, digest=more.pop("digest", "none"))
    return announce([rule], **{"run": "r1", "now": lambda: NOW, **more})
