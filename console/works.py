"""The protected works: what they consist of, who was given them, and their hits."""

from dataclasses import dataclass

from starlette.responses import Response

from console import errors, quarantine
from console.visit import Visit
from fingerprints.register import Register
from fingerprints.works import Asset
from matcher import promise

PARTS = 300  # listed on one page


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One line of the list."""

    asset: Asset
    parts: int
    refused: int
    protectable: float
    given_to: str
    hits: int


def listed(visit: Visit) -> Response:
    """Every work with its numbers."""
    counted = visit.services.record.tally("asset")
    with visit.services.register() as register:
        works = [_work(register, asset, counted.get(asset.id, 0)) for asset in register.assets()]
    return visit.page("works.html", works=works, promise=promise.said())


def _work(register: Register, asset: Asset, hits: int) -> Work:
    parts = register.parts(asset.id)
    read = [part.protectable for part in parts if not part.refused]
    return Work(
        asset=asset,
        parts=len(parts),
        refused=len(parts) - len(read),
        protectable=sum(read) / len(read) if read else 0.0,
        given_to=register.given_to(asset.id),
        hits=hits,
    )


def one(visit: Visit) -> Response:
    """A work and its parts."""
    with visit.services.register() as register:
        asset = register.asset(visit.part("asset"))
        if asset is None:
            raise errors.not_here("This work")
        parts = register.parts(asset.id)
        given_to = register.given_to(asset.id)
    return visit.page(
        "work.html",
        asset=asset,
        parts=parts[:PARTS],
        more=max(0, len(parts) - PARTS),
        given_to=given_to,
        floods=quarantine.lines(visit, asset),
        released=visit.asked("released"),
        hits=visit.services.record.tally("asset").get(asset.id, 0),
    )
