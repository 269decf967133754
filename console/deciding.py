"""What people decide about hits, one at a time or many at once."""

from collections.abc import Sequence
from contextlib import suppress
from typing import cast

from starlette.responses import JSONResponse, Response

from console import errors, hit, may, offers, walk
from console.visit import Visit
from hits.follow import catch_up
from hits.hit import OUTCOMES, Decision, Outcome
from hits.index import IndexDown
from hits.record import BATCH

MANY = 200


def one(visit: Visit) -> Response:
    """Decide a hit; a form goes on to the next one, the script gets the new status."""
    found = hit.find(visit, visit.part("hit"))
    decision = _decision(visit)
    if "application/json" in visit.request.headers.get("accept", ""):
        return JSONResponse({"status": _save(visit, [found.id], decision)})
    way = walk.around(visit, found.id, visit.field("walk"))
    closed = _remember(visit, found.id) if decision.outcome == "authorised" else 0
    _save(visit, [found.id], decision)
    if closed:  # the next of the list may be one of them
        way = walk.around(visit, found.id, visit.field("walk"))
    return visit.go(walk.onward(way, done=found.id, closed=closed))


def many(visit: Visit) -> Response:
    """Decide all ticked hits alike."""
    ticked = [value for value in visit.form.getlist("hit") if isinstance(value, str)][:MANY]
    if not ticked:
        raise errors.Refusal(400, "No hit was ticked", "Go back, tick some hits and decide again.")
    decision = _decision(visit)
    _save(visit, [found.id for found in visit.services.record.hits(ticked)], decision)
    back = visit.field("back")
    return visit.go(back if back.startswith("/?") else "/")


def _save(visit: Visit, ids: Sequence[str], decision: Decision) -> str:
    """Append the decision to each, and let the index know at once if it is there."""
    record, index = visit.services.record, visit.services.index
    for key in ids:
        record.decide(key, decision)
    with suppress(IndexDown):  # it catches up by itself
        catch_up(record, index, most=BATCH)
    return decision.outcome


def _decision(visit: Visit) -> Decision:
    outcome = visit.field("outcome")
    if outcome not in OUTCOMES:
        words = f"Choose one of: {', '.join(OUTCOMES)}."
        raise errors.Refusal(400, "That is no outcome", words)
    return Decision(
        outcome=cast(Outcome, outcome),
        by=visit.user,
        at=visit.now.isoformat(),
        note=visit.field("note"),
    )


def _remember(visit: Visit, key: str) -> int:
    """Authorise what the person chose of our own offers; how many other hits that closed."""
    wanted = visit.field("remember")
    found = hit.find(visit, key)
    chosen = next((offer for offer in offers.of(visit, found) if offer.kind == wanted), None)
    if chosen is None or not may.may(visit.user, "authorise"):
        return 0
    at = visit.now.isoformat()
    closed = visit.services.record.authorise(chosen.kind, chosen.value, visit.user, at)
    return max(0, closed - (found.status in {"open", "needs information"}))
