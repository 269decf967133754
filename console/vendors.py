"""Who was given what; it names nobody as the source of a leak."""

from collections import Counter
from dataclasses import dataclass

from starlette.responses import Response

from console.visit import Visit
from fingerprints.works import Disclosure, Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """A party, what it was given, and how many hits stand where it sells."""

    party: Party
    given: tuple[str, ...]
    hits: int


def listed(visit: Visit) -> Response:
    """Every known party."""
    counted = Counter(hit.party for hit in visit.services.record.hits_of() if hit.party)
    with visit.services.register() as register:
        names = {asset.id: asset.shown for asset in register.assets()}
        given = register.disclosures()
        vendors = [
            Vendor(
                party=party,
                given=tuple(_words(one, names) for one in given if one.party == party.id),
                hits=counted[party.id],
            )
            for party in register.parties()
        ]
    return visit.page("vendors.html", vendors=vendors)


def _words(one: Disclosure, names: dict[str, str]) -> str:
    revision = f"rev {one.revision}" if one.revision else ""
    contract = f"contract {one.contract}" if one.contract else ""
    ended = f"ended {one.ended}" if one.ended else ""
    facts = [fact for fact in (revision, one.date, contract, ended) if fact]
    name = names.get(one.asset, one.asset)
    return f"{name} ({', '.join(facts)})" if facts else name
