"""Who was given what; it names nobody as the source of a leak."""

from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response

from console import errors
from console.visit import Visit
from fingerprints import parties
from fingerprints.works import Party
from hits.authorise import Authorisation
from hits.follow import catch_up
from hits.index import IndexDown
from hits.record import BATCH


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """A party, what it was given, and how many hits stand where it sells."""

    party: Party
    above: str  # the party it is a subcontractor of, by name
    given: tuple[str, ...]
    hits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """Somebody who may, because a person of the team said so."""

    rule: Authorisation
    hits: int


def listed(visit: Visit) -> Response:
    """Every known party, and everybody who was allowed by a decision."""
    counted = visit.services.record.tally("party")
    with visit.services.register() as register:
        names = {asset.id: asset.shown for asset in register.assets()}
        given = register.disclosures()
        known = {party.id: party.names[0] for party in register.parties() if party.names}
        vendors = [
            Vendor(
                party=party,
                above=known.get(party.subcontractor_of, party.subcontractor_of),
                given=tuple(
                    parties.given(names.get(one.asset, one.asset), one)
                    for one in given
                    if one.party == party.id
                ),
                hits=counted.get(party.id, 0),
            )
            for party in register.parties()
        ]
    return visit.page(
        "vendors.html", vendors=vendors, allowed=_allowed(visit), opened=visit.asked("opened")[:9]
    )


def _allowed(visit: Visit) -> list[Allowed]:
    """Newest first; what was taken back stays to be read."""
    record = visit.services.record
    closed = record.tally("authorised_by")
    return [
        Allowed(rule=rule, hits=0 if rule.withdrawn_at else closed.get(rule.words, 0))
        for rule in reversed(record.authorisations())
    ]


def take_back(visit: Visit) -> Response:
    """Withdraw what a decision allowed; what only that closed is open again."""
    record, index = visit.services.record, visit.services.index
    key = visit.part("rule")
    if key not in {rule.id for rule in record.authorisations() if not rule.withdrawn_at}:
        raise errors.not_here("This permission")
    opened = record.withdraw(key, visit.now.isoformat())
    with suppress(IndexDown):  # it catches up by itself
        catch_up(record, index, most=BATCH)
    return visit.go(f"/vendors?{urlencode({'opened': opened})}#allowed")
