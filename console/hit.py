"""The page of one hit: what, where, how alike, why it matters, and what was decided."""

from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from console import captures, errors, history, inbox, offers, proofs, quarantine, walk
from console.visit import Visit
from fingerprints.works import Party
from hits import risk
from hits.hit import Hit, Seen


def show(visit: Visit) -> Response:
    """The hit, with one of its proofs side by side."""
    hit = find(visit, visit.part("hit"))
    seen = visit.services.record.visits(hit.id)
    way = walk.around(visit, hit.id, visit.request.url.query)
    listed = proofs.listed(seen)
    chosen = _chosen(visit, listed)
    return visit.page(
        "hit.html",
        hit=hit,
        walk=way,
        proofs=[proofs.linked(proof, hit, way.query) for proof in listed[: proofs.LISTED]],
        more_proofs=max(0, len(listed) - proofs.LISTED),
        proof=proofs.fill(visit, hit, proofs.linked(chosen, hit, way.query)) if chosen else None,
        match_reasons=chosen.seen.match.reasons if chosen else (),
        history=_history(visit, hit),
        captures=captures.of(seen),
        offers=offers.of(visit, hit),
        found=_found(seen),
        start=risk.START,
        mark=quarantine.marks(visit, [hit.id]).get(hit.id),
        revocable=_revocable(visit, hit),
        **inbox.decided(visit),
        **_from_register(visit, hit),
    )


def find(visit: Visit, key: str) -> Hit:
    """The hit, or a page that says there is none."""
    hit = visit.services.record.hit(key)
    if hit is None:
        raise errors.not_here("This hit")
    return hit


def _chosen(visit: Visit, listed: Sequence[proofs.Proof]) -> proofs.Proof | None:
    number = visit.asked("proof")
    at = int(number) if number.isdecimal() and len(number) < 6 else 0  # noqa: PLR2004
    return listed[at if at < len(listed) else 0] if listed else None


def _history(visit: Visit, hit: Hit) -> list[history.Event]:
    record = visit.services.record
    return history.events(hit, record.changes(hit.id), record.decisions(hit.id))


def _from_register(visit: Visit, hit: Hit) -> dict[str, Any]:
    """The work's name, who was given it, and the known party that sells here."""
    with visit.services.register() as register:
        asset = register.asset(hit.asset)
        party = register.party(hit.party) if hit.party else None
        return {
            "name": asset.shown if asset else hit.asset,
            "given_to": register.given_to(hit.asset),
            "party": _named(party),
        }


def _revocable(visit: Visit, hit: Hit) -> bool:
    """Whether a decision authorised it, which can be taken back, and not our configuration."""
    rules = visit.services.record.authorisations() if hit.authorised_by else ()
    return any(rule.words == hit.authorised_by and not rule.withdrawn_at for rule in rules)


def _named(party: Party | None) -> str:
    return "" if party is None else (party.names[0] if party.names else party.id)


def _found(seen: Sequence[Seen]) -> str:
    """How the page was come by, in one sentence."""
    if not seen:
        return "Nothing is kept about how it was found."
    sighting = seen[0].sighting
    if sighting.captured_by == "person":
        return "A person of your team added it."
    robots = sighting.robots or "no decision about robots was recorded"
    said = f"Read by Copywatch under its public name; {robots}."
    return f"{said} The page itself says: {sighting.meta_robots}." if sighting.meta_robots else said
