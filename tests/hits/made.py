"""Small hits, sightings and matches that the tests of this room are made of."""

from collections.abc import Sequence
from typing import Any

from fingerprints.content import Text
from fingerprints.works import Asset
from hits.hit import Hit, hit_id
from hits.outbox import Event, Outgoing
from hits.risk import Facts
from matcher.match import Evidence, Match, Span
from spiders.sighting import Sighting

DAY = "2026-03-0{}T10:00:00+00:00"


def sighting(**changed: Any) -> Sighting:
    values: dict[str, Any] = {
        "url": "https://shop.example/item/7?ref=a",
        "place": "shop.example/item/7",
        "channel": "marketplace",
        "site": "shop.example",
        "seen_at": DAY.format(1),
        "title": "Ball valve DN50",
        "contents": (Text("a valve"),),
        "price": 10.0,
        "currency": "EUR",
        "seller": "Valve Bazaar",
        "country": "CN",
    }
    return Sighting(**values | changed)


def match(asset: str = "valve", **changed: Any) -> Match:
    evidence = Evidence(
        kind="text_words@1",
        part=changed.pop("part", "spec.pdf#1"),
        where="div.description",
        score=changed.get("score", 0.9),
        spans=((Span(0, 5, 1, 1), Span(3, 8)),),
    )
    values: dict[str, Any] = {"verdict": "copy", "score": 0.9, "evidence": (evidence,)}
    return Match(asset=asset, **values | changed)


def facts(asset: str = "valve", **changed: Any) -> dict[str, Facts]:
    work = Asset(id=asset, title=asset.title(), secrecy=changed.pop("secrecy", "internal"))
    return {asset: Facts(asset=work, **changed)}


def announce(hit: Hit, event: Event) -> Sequence[Outgoing]:
    return (Outgoing(rule="all", target="chat"),)


def hit(number: int, **changed: Any) -> Hit:
    place = f"shop.example/item/{number}"
    values: dict[str, Any] = {
        "id": hit_id("valve", place),
        "asset": "valve",
        "place": place,
        "url": f"https://{place}",
        "site": "shop.example",
        "channel": "marketplace",
        "title": f"Ball valve number {number}",
        "seller": "Valve Bazaar",
        "seller_id": "",
        "country": "CN",
        "price": 10.0,
        "currency": "EUR",
        "verdict": "copy",
        "score": 0.9,
        "risk": 50,
        "risk_reasons": (),
        "sentence": "the same picture as front.jpg",
        "kinds": ("image_hash@1",),
        "first_seen": DAY.format(1),
        "last_seen": DAY.format(1),
        "status": "open",
        "seq": number,
    }
    return Hit(**values | changed)
