"""The proof behind a hit: each distinct state of its pages, each part, what changed, what went."""

import hashlib
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from fingerprints.keys import Keys
from hits.insert import insert_new
from hits.merge import Proof
from hits.rows import as_hit, clean, lock, next_seq
from hits.tables import changes, hits, pieces, visits
from hits.visits import match_to_json, pack, visit_id
from matcher.match import Evidence, Match


def store_visit(
    connection: sa.Connection, hit: str, proof: Proof, run: str, extra: Mapping[str, Any]
) -> bool:
    """Keep the visit; False when this very state of the page was seen then or later.

    `extra` holds the register keys and the WARC references.
    """
    sighting, match = proof.sighting.to_json(), match_to_json(proof.match)
    key = visit_id(hit, sighting, match)
    known = connection.execute(sa.select(visits.c.last_seen).where(visits.c.id == key)).scalar()
    if known is not None and proof.at <= known:
        return False
    _follow(connection, hit, proof)
    if known is not None:
        moved = {"last_seen": proof.at, "gone_at": "", "run": run}
        connection.execute(sa.update(visits).where(visits.c.id == key).values(moved))
        return True
    body = {"sighting": sighting, "match": match, "warc": dict(extra["warc"])}
    keys: Keys | None = extra["keys"]
    secret = proof.facts.asset.secrecy == "secret"
    values = {
        "id": key,
        "hit": hit,
        "url": proof.sighting.url,
        "first_seen": proof.at,
        "last_seen": proof.at,
        "run": run,
        "verdict": proof.match.verdict,
        "score": proof.match.score,
        "facts": proof.told(),
        "sealed": secret,
        "body": pack(body, key, keys, secret=secret),
    }
    connection.execute(sa.insert(visits).values(values))
    return True


def count_parts(connection: sa.Connection, hit: str, match: Match) -> tuple[int, list[Evidence]]:
    """Remember which parts are proven; how many there are now, and the evidence that is new."""
    fresh: list[Evidence] = []
    for evidence in match.evidence:
        key = {"hit": hit, "kind": evidence.kind, "part": clean(evidence.part)}
        if insert_new(connection, pieces, {**key, "score": evidence.score}):
            fresh.append(evidence)
        else:
            same = sa.and_(*(pieces.c[name] == value for name, value in key.items()))
            stronger = sa.update(pieces).where(same, pieces.c.score < evidence.score)
            connection.execute(stronger.values(score=evidence.score))
    parts = sa.select(sa.func.count(sa.distinct(pieces.c.part))).where(pieces.c.hit == hit)
    return connection.execute(parts).scalar_one(), fresh


def note(
    connection: sa.Connection, hit: str, at: str, *, field: str, before: Any, after: Any, url: str
) -> None:
    """One line of a hit's history; the same line twice is one."""
    key = hashlib.sha256(f"{hit}\n{url}\n{at}\n{field}".encode()).hexdigest()[:24]
    told = {"before": _shown(before), "after": _shown(after), "field": field}
    insert_new(connection, changes, {"id": key, "hit": hit, "url": url, "at": at, **told})


def gone(connection: sa.Connection, place: str, at: str, url: str) -> list[str]:
    """Mark pages of a place gone; a hit is gone when none of its pages stands any more."""
    lock(connection)
    here = hits.c.place == clean(place)
    mark = sa.update(visits).where(
        visits.c.hit.in_(sa.select(hits.c.id).where(here)),
        visits.c.gone_at == "",
        visits.c.last_seen <= at,
    )
    if url:
        mark = mark.where(visits.c.url == clean(url))
    connection.execute(mark.values(gone_at=at))
    left = sa.select(visits.c.hit).where(visits.c.gone_at == "")
    empty = sa.select(hits).where(here, hits.c.gone_at == "", hits.c.id.not_in(left))
    found = [as_hit(row) for row in connection.execute(empty).mappings()]
    for hit in found:
        note(
            connection, hit.id, at, field="presence", before=hit.presence, after="gone", url=hit.url
        )
        changed = {"gone_at": at, "seq": next_seq(connection)}
        connection.execute(sa.update(hits).where(hits.c.id == hit.id).values(changed))
    return [hit.id for hit in found]


def _follow(connection: sa.Connection, hit: str, proof: Proof) -> None:
    """Write down what changed since the last state of the same page."""
    url, told = proof.sighting.url, proof.told()
    earlier = sa.select(visits.c.facts).where(
        visits.c.hit == hit, visits.c.url == url, visits.c.last_seen < proof.at
    )
    before = connection.execute(earlier.order_by(visits.c.last_seen.desc()).limit(1)).scalar()
    if before is None:
        return
    for field, after in told.items():
        if before[field] != after:
            note(connection, hit, proof.at, field=field, before=before[field], after=after, url=url)


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
