"""One transaction: what a sighting and its matches change in the record, alerts included."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import sqlalchemy as sa

from fingerprints.keys import Keys
from hits import outbox, seen
from hits.authorise import Authorisation, authorised_by
from hits.clock import normal
from hits.describe import sentence
from hits.hit import Hit, hit_id
from hits.insert import insert_new
from hits.risk import Facts, assess
from hits.rows import as_hit, as_values, clean, lock, next_seq, status_of
from hits.tables import authorisations, changes, decisions, hits, pieces, visits
from hits.visits import match_to_json, pack, visit_id
from matcher.match import HITS, Match
from spiders.sighting import Sighting

STRENGTH = {name: rank for rank, name in enumerate(("name", "logo", "part copy", "copy"))}
FOLLOWED = ("price", "currency", "seller", "seller_id", "title", "country")


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
    run: str
    watch: str
    warc: Mapping[str, Any]
    announce: outbox.Announce
    keys: Keys | None


def take(
    connection: sa.Connection,
    delivery: Delivery,
    matches: Sequence[Match],
    facts: Mapping[str, Facts],
    page: seen.SeenPage | None,
) -> Taken:
    """Take in a sighting; the same one twice changes nothing."""
    lock(connection)
    delivery = replace(delivery, sighting=_clean(delivery.sighting))
    if page is not None:
        seen.write(connection, page)
    rules = [
        Authorisation(**row) for row in connection.execute(sa.select(authorisations)).mappings()
    ]
    taken = Taken()
    for match in sorted(matches, key=lambda match: match.asset):
        if match.verdict in HITS:
            taken = _one(connection, delivery, match, facts[match.asset], rules, taken)
    return taken


def _clean(sighting: Sighting) -> Sighting:
    """Crawled words as a database can hold them: no NUL, no half characters, not endless."""
    named = ("url", "place", "site", "seller", "seller_id", "country", "currency", "title")
    cleaned: dict[str, Any] = {name: clean(getattr(sighting, name)) for name in named}
    return replace(sighting, **cleaned)


def _one(
    connection: sa.Connection,
    delivery: Delivery,
    match: Match,
    facts: Facts,
    rules: Sequence[Authorisation],
    taken: Taken,
) -> Taken:
    key = hit_id(match.asset, delivery.sighting.place)
    stored = connection.execute(sa.select(hits).where(hits.c.id == key)).mappings().first()
    before = as_hit(stored) if stored else None
    by_rule = facts.authorised_by or authorised_by(rules, asdict(delivery.sighting))
    facts = replace(facts, authorised_by=by_rule)
    hit = _merged(before, delivery, match, facts)
    if before is None:
        connection.execute(sa.insert(hits).values(as_values(hit)))
    fresh = _visit(connection, delivery, match, facts, hit)
    if before is not None and hit.returned_at != before.returned_at:
        note(connection, key, "", hit.returned_at, "presence", "gone", "returned")
    hit = replace(hit, pieces=_pieces(connection, hit, match))
    hit = replace(hit, status=_status(connection, hit))
    if before is not None and not fresh and _same(before, hit):
        return replace(taken, known=(*taken.known, key))
    hit = replace(hit, seq=next_seq(connection))
    connection.execute(sa.update(hits).where(hits.c.id == key).values(as_values(hit)))
    return _announced(connection, delivery, before, hit, taken)


def _announced(
    connection: sa.Connection, delivery: Delivery, before: Hit | None, hit: Hit, taken: Taken
) -> Taken:
    """Sort the hit into what happened, and write its alerts."""
    returned = before is not None and hit.returned_at != before.returned_at
    if hit.status == "authorised":
        return replace(taken, authorised=(*taken.authorised, hit.id))
    if before is not None and not returned:
        return replace(taken, known=(*taken.known, hit.id))
    event: outbox.Event = "returned" if returned else "new"
    wanted = delivery.announce(hit, event)
    at = normal(delivery.sighting.seen_at)
    alerts = taken.alerts + outbox.write(connection, hit, event, wanted, at)
    if returned:
        return replace(taken, returned=(*taken.returned, hit.id), alerts=alerts)
    return replace(taken, new=(*taken.new, hit.id), alerts=alerts)


def _merged(before: Hit | None, delivery: Delivery, match: Match, facts: Facts) -> Hit:
    """The hit after this sighting: strongest proof ever, newest facts, widest time."""
    now = _alone(delivery, match, facts)
    if before is None:
        return now
    newest, other = (now, before) if now.last_seen >= before.last_seen else (before, now)
    best = now if _strength(now) > _strength(before) else before
    strongest = replace(match, verdict=best.verdict, score=best.score)  # type: ignore[arg-type]
    risk, reasons = assess(delivery.sighting, strongest, facts)
    if newest is before:
        risk, reasons = before.risk, before.risk_reasons
    came_back = bool(before.gone_at) and now.last_seen > before.gone_at
    return replace(
        before,
        **{name: getattr(best, name) for name in ("url", "verdict", "score", "sentence")},
        **{name: _told(getattr(newest, name), getattr(other, name)) for name in FOLLOWED},
        risk=risk,
        risk_reasons=reasons,
        kinds=tuple(sorted({*before.kinds, *now.kinds})),
        first_seen=min(before.first_seen, now.first_seen),
        last_seen=max(before.last_seen, now.last_seen),
        authorised_by=newest.authorised_by,
        party=newest.party or other.party,
        gone_at="" if came_back else before.gone_at,
        returned_at=now.last_seen if came_back else before.returned_at,
        watch=before.watch or now.watch,
    )


def _told(newest: Any, other: Any) -> Any:
    return other if newest in (None, "") else newest


def _alone(delivery: Delivery, match: Match, facts: Facts) -> Hit:
    """The hit as if this sighting were its first."""
    sighting = delivery.sighting
    at = normal(sighting.seen_at)
    risk, reasons = assess(sighting, match, facts)
    return Hit(
        id=hit_id(match.asset, sighting.place),
        asset=match.asset,
        **{name: getattr(sighting, name) for name in ("place", "url", "site", "channel")},
        **{name: getattr(sighting, name) for name in FOLLOWED},
        verdict=match.verdict,
        score=match.score,
        risk=risk,
        risk_reasons=reasons,
        sentence=sentence(match),
        kinds=tuple(sorted({evidence.kind for evidence in match.evidence})),
        first_seen=at,
        last_seen=at,
        status="authorised" if facts.authorised_by else "open",
        authorised_by=facts.authorised_by,
        party=facts.party.id if facts.party else "",
        watch=delivery.watch,
    )


def _strength(hit: Hit) -> tuple[int, float, str]:
    """Total order, so that the same sightings in any order give the same hit."""
    return (STRENGTH.get(hit.verdict, -1), hit.score, hit.url)


def _visit(
    connection: sa.Connection, delivery: Delivery, match: Match, facts: Facts, hit: Hit
) -> bool:
    """Store the visit; False when this very state of the page was stored before."""
    sighting = delivery.sighting.to_json()
    proof = match_to_json(match)
    key = visit_id(hit.id, sighting, proof)
    at = normal(delivery.sighting.seen_at)
    told = {name: getattr(delivery.sighting, name) for name in FOLLOWED}
    known = connection.execute(sa.select(visits.c.last_seen).where(visits.c.id == key)).scalar()
    if known is None or at > known:
        _follow(connection, hit.id, delivery.sighting.url, told, at)
    if known is not None:
        if at > known:
            moved = {"last_seen": at, "gone_at": "", "run": delivery.run}
            connection.execute(sa.update(visits).where(visits.c.id == key).values(moved))
        return at > known
    secret = facts.asset.secrecy == "secret"
    body = {"sighting": sighting, "match": proof, "warc": dict(delivery.warc)}
    connection.execute(
        sa.insert(visits).values(
            id=key,
            hit=hit.id,
            url=delivery.sighting.url,
            first_seen=at,
            last_seen=at,
            run=delivery.run,
            verdict=match.verdict,
            score=match.score,
            facts=told,
            sealed=secret,
            body=pack(body, key, delivery.keys, secret=secret),
        )
    )
    return True


def _follow(
    connection: sa.Connection, hit: str, url: str, facts: Mapping[str, Any], at: str
) -> None:
    """Write down what changed since the last state of the same page."""
    earlier = sa.select(visits.c.facts).where(
        visits.c.hit == hit, visits.c.url == url, visits.c.last_seen < at
    )
    before = connection.execute(earlier.order_by(visits.c.last_seen.desc()).limit(1)).scalar()
    for name in facts if before else ():
        if before[name] != facts[name]:
            note(connection, hit, url, at, name, before[name], facts[name])


def note(
    connection: sa.Connection, hit: str, url: str, at: str, name: str, before: Any, after: Any
) -> None:
    """One line of a hit's history; the same line twice is one."""
    key = hashlib.sha256("\n".join((hit, url, at, name)).encode()).hexdigest()[:24]
    values = {"before": _shown(before), "after": _shown(after), "field": name}
    insert_new(connection, changes, {"id": key, "hit": hit, "url": url, "at": at, **values})


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def _pieces(connection: sa.Connection, hit: Hit, match: Match) -> int:
    """Keep the strongest proof of each part; how many parts are proven now."""
    for evidence in match.evidence:
        key = {"hit": hit.id, "kind": evidence.kind, "part": evidence.part}
        if not insert_new(connection, pieces, {**key, "score": evidence.score}):
            weaker = (pieces.c.score < evidence.score) & sa.and_(
                *(pieces.c[name] == value for name, value in key.items())
            )
            connection.execute(sa.update(pieces).where(weaker).values(score=evidence.score))
    parts = sa.select(sa.func.count(sa.distinct(pieces.c.part))).where(pieces.c.hit == hit.id)
    return connection.execute(parts).scalar_one()


def _status(connection: sa.Connection, hit: Hit) -> str:
    newest = sa.select(decisions.c.outcome).where(decisions.c.hit == hit.id)
    newest = newest.order_by(decisions.c.number.desc()).limit(1)
    return status_of(connection.execute(newest).scalar() or "", hit.authorised_by)


def _same(before: Hit, after: Hit) -> bool:
    return replace(before, seq=0) == replace(after, seq=0)


def gone(connection: sa.Connection, place: str, at: str, url: str) -> list[str]:
    """Mark pages of a place gone; a hit is gone when none of its pages stands any more."""
    lock(connection)
    ours = sa.select(hits.c.id).where(hits.c.place == clean(place))
    standing = visits.c.hit.in_(ours) & (visits.c.gone_at == "") & (visits.c.last_seen <= at)
    if url:
        standing &= visits.c.url == clean(url)
    connection.execute(sa.update(visits).where(standing).values(gone_at=at))
    left = sa.select(visits.c.hit).where(visits.c.gone_at == "")
    empty = sa.select(hits).where(
        hits.c.place == clean(place), hits.c.gone_at == "", hits.c.id.not_in(left)
    )
    found = [as_hit(row) for row in connection.execute(empty).mappings()]
    for hit in found:
        note(connection, hit.id, "", at, "presence", hit.presence, "gone")
        changed = {"gone_at": at, "seq": next_seq(connection)}
        connection.execute(sa.update(hits).where(hits.c.id == hit.id).values(changed))
    return [hit.id for hit in found]
