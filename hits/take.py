"""One transaction: what a sighting and its matches change in the record, alerts included."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import sqlalchemy as sa

from fingerprints.keys import Keys
from hits import outbox, rests, seen
from hits.authorise import Authorisation, authorised_by
from hits.flood import Limits
from hits.hit import Hit, hit_id
from hits.merge import Proof, alone, merge
from hits.proofs import count_parts, note, store_visit
from hits.risk import Facts
from hits.rows import as_hit, as_values, clean, lock, next_seq, status_of
from hits.tables import authorisations, decisions, hits
from matcher.match import HITS, Match
from matcher.sentence import counted
from spiders.sighting import Sighting


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What one delivery did; ids of hits."""

    new: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    authorised: tuple[str, ...] = ()
    alerts: int = 0

    @property
    def hits(self) -> tuple[str, ...]:
        """Every hit that the sighting touched."""
        return (*self.new, *self.known, *self.returned, *self.authorised)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Everything that is taken in together."""

    sighting: Sighting
    matches: Sequence[Match]
    facts: Mapping[str, Facts]  # by asset id
    announce: outbox.Announce
    run: str
    watch: str
    page: seen.SeenPage | None
    warc: Mapping[str, Any]
    keys: Keys | None
    limits: Limits


def take(connection: sa.Connection, delivery: Delivery) -> Taken:
    """Take in a sighting; the same one twice changes nothing."""
    lock(connection)
    if delivery.page is not None:
        seen.write(connection, delivery.page)
    sighting = _clean(delivery.sighting)
    given = connection.execute(sa.select(authorisations).order_by(authorisations.c.at)).mappings()
    rule = authorised_by([Authorisation(**row) for row in given], asdict(sighting))
    taken = Taken()
    for match in sorted(delivery.matches, key=lambda match: match.asset):
        if match.verdict in HITS:
            facts = delivery.facts[match.asset]
            facts = replace(facts, authorised_by=facts.authorised_by or rule)
            proof = Proof(sighting=sighting, match=match, facts=facts, watch=delivery.watch)
            taken = _one(connection, delivery, proof, taken)
    return taken


def _one(connection: sa.Connection, delivery: Delivery, proof: Proof, taken: Taken) -> Taken:
    before = _stored(connection, hit_id(proof.match.asset, proof.sighting.place))
    hit = alone(proof) if before is None else merge(before, proof)
    if before is None:
        hit = replace(hit, seq=next_seq(connection))
        connection.execute(sa.insert(hits).values(as_values(hit)))
    extra = {"warc": delivery.warc, "keys": delivery.keys}
    store_visit(connection, hit.id, proof, delivery.run, extra)
    pieces, fresh = count_parts(connection, hit.id, proof.match)
    hit = replace(hit, pieces=pieces, sentence=counted(hit.sentence, pieces))
    hit = replace(hit, status=_status(connection, hit))
    if hit != before:
        hit = replace(hit, seq=next_seq(connection))
        connection.execute(sa.update(hits).where(hits.c.id == hit.id).values(as_values(hit)))
    step = rests.Step(before=before, hit=hit, evidence=proof.match.evidence, fresh=fresh)
    return _announced(connection, delivery, step, taken)


def _announced(
    connection: sa.Connection, delivery: Delivery, step: rests.Step, taken: Taken
) -> Taken:
    """Sort the hit into what happened, and write its alerts unless it must be silent."""
    before, hit, returned = step.before, step.hit, step.returned
    voice = rests.settle(connection, step, delivery.limits)
    if before is not None and returned:
        note(
            connection, hit.id, hit.returned_at, field="presence", before="gone", after="returned",
            url=hit.url,
        )  # fmt: skip
    if hit.status == "authorised":
        return replace(taken, authorised=(*taken.authorised, hit.id))
    known = before is not None and not returned
    alerts = taken.alerts
    if voice == "woken" or not (known or voice == "silent"):
        event: outbox.Event = "returned" if hit.returned_at else "new"
        wanted = delivery.announce(hit, event)
        alerts += outbox.write(connection, hit, event, wanted)
    if known:
        return replace(taken, known=(*taken.known, hit.id), alerts=alerts)
    if returned:
        return replace(taken, returned=(*taken.returned, hit.id), alerts=alerts)
    return replace(taken, new=(*taken.new, hit.id), alerts=alerts)


def _clean(sighting: Sighting) -> Sighting:
    """Crawled words as a database can hold them: no NUL, no half characters, not endless."""
    named = ("url", "place", "site", "seller", "seller_id", "country", "currency", "title")
    cleaned: dict[str, Any] = {name: clean(getattr(sighting, name)) for name in named}
    return replace(sighting, **cleaned)


def _stored(connection: sa.Connection, key: str) -> Hit | None:
    row = connection.execute(sa.select(hits).where(hits.c.id == key)).mappings().first()
    return as_hit(row) if row else None


def _status(connection: sa.Connection, hit: Hit) -> str:
    newest = sa.select(decisions.c.outcome).where(decisions.c.hit == hit.id)
    newest = newest.order_by(decisions.c.number.desc()).limit(1)
    return status_of(connection.execute(newest).scalar() or "", hit.authorised_by)
