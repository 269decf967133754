"""What people decide about hits, and who may: decisions, authorisations, history."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

import sqlalchemy as sa

from fingerprints.errors import CopywatchError
from hits import floods
from hits.authorise import Authorisation, authorisation_id, authorised_by, covers
from hits.clock import normal
from hits.hit import OUTCOMES, Decision, Hit
from hits.insert import put
from hits.rows import as_hit, as_values, clean, lock, next_seq, status_of
from hits.tables import authorisations, changes, decisions, hits

CLOSES = ("open", "needs information")
CLEARED = ("authorised", "lawful use", "not ours")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that was different at the next visit: a price, a seller, gone, returned."""

    at: str
    field: str
    before: str
    after: str
    url: str


def decide(connection: sa.Connection, key: str, decision: Decision) -> Hit:
    """Append the decision and derive the hit's status from it."""
    if decision.outcome not in OUTCOMES:
        message = f"{decision.outcome!r} is no outcome: choose {', '.join(OUTCOMES)}."
        raise CopywatchError(message)
    lock(connection)
    hit = _hit(connection, key)
    values = asdict(decision) | {
        "hit": key,
        "at": normal(decision.at),
        "note": clean(decision.note),
    }
    connection.execute(sa.insert(decisions).values(values))
    if decision.outcome == "confirmed":
        floods.confirmed(connection, hit, values["at"])
    return _save(connection, replace(hit, status=decision.outcome))


def decisions_of(connection: sa.Connection, key: str) -> list[Decision]:
    """Oldest first."""
    columns = (decisions.c.outcome, decisions.c.by, decisions.c.at, decisions.c.note)
    wanted = sa.select(*columns).where(decisions.c.hit == key).order_by(decisions.c.number)
    return [Decision(**row) for row in connection.execute(wanted).mappings()]


def changes_of(connection: sa.Connection, key: str) -> list[Change]:
    """Oldest first."""
    columns = (changes.c[name] for name in ("at", "field", "before", "after", "url"))
    wanted = sa.select(*columns).where(changes.c.hit == key)
    ordered = wanted.order_by(changes.c.at, changes.c.field)
    return [Change(**row) for row in connection.execute(ordered).mappings()]


def covered(connection: sa.Connection, kind: str, value: str) -> list[str]:
    """Ids of the open hits that an authorisation would close."""
    key = authorisation_id(kind, value)
    rule = Authorisation(id=key, kind=kind, value=value, by="", at="")  # type: ignore[arg-type]
    columns = (hits.c.id, hits.c.url, hits.c.place, hits.c.seller, hits.c.seller_id)
    wanted = sa.select(*columns).where(hits.c.status.in_(CLOSES)).order_by(hits.c.id)
    return [row["id"] for row in connection.execute(wanted).mappings() if covers(rule, dict(row))]


def authorise(connection: sa.Connection, kind: str, value: str, by: str, at: str) -> int:
    """Remember it and close what it covers."""
    lock(connection)
    closing = covered(connection, kind, value)
    key = authorisation_id(kind, value)
    values = {"id": key, "kind": kind, "value": clean(value), "by": by, "at": at}
    put(connection, authorisations, {**values, "withdrawn_at": ""})
    for hit in _each(connection, closing):
        rule = f"{kind}: {clean(value)}"
        _save(connection, replace(hit, authorised_by=rule, status="authorised"))
    return len(closing)


def withdraw(connection: sa.Connection, key: str, at: str) -> int:
    """Take it back; hits that no other rule covers are open again, unless a person decided."""
    lock(connection)
    chosen = authorisations.c.id == key
    row = connection.execute(sa.select(authorisations).where(chosen)).mappings().first()
    if row is None:
        message = f"There is no authorisation {key!r}."
        raise CopywatchError(message)
    rule = Authorisation(**row)
    connection.execute(sa.update(authorisations).where(chosen).values(withdrawn_at=at))
    rest = authorisations_of(connection)
    closed = sa.select(hits.c.id).where(hits.c.authorised_by == rule.words)
    opened = 0
    for hit in _each(connection, connection.execute(closed).scalars().all()):
        decided = decisions_of(connection, hit.id)
        by_rule = authorised_by(rest, asdict(hit))
        status = status_of(decided[-1].outcome if decided else "", by_rule)
        _save(connection, replace(hit, authorised_by=by_rule, status=status))
        opened += status in CLOSES
    return opened


def authorisations_of(connection: sa.Connection) -> list[Authorisation]:
    """Oldest first, withdrawn ones too."""
    ordered = sa.select(authorisations).order_by(authorisations.c.at, authorisations.c.id)
    return [Authorisation(**row) for row in connection.execute(ordered).mappings()]


def history(connection: sa.Connection, seller: str, seller_id: str, site: str) -> tuple[int, int]:
    """Confirmed and cleared hits of one seller at one site."""
    same = [
        hits.c[name] == value
        for name, value in (("seller", seller), ("seller_id", seller_id))
        if value
    ]
    if not same:
        return 0, 0
    counted = sa.select(hits.c.status, sa.func.count()).where(hits.c.site == site, sa.or_(*same))
    rows = connection.execute(counted.group_by(hits.c.status))
    found: dict[str, int] = {row[0]: row[1] for row in rows}
    return found.get("confirmed", 0), sum(found.get(outcome, 0) for outcome in CLEARED)


def _hit(connection: sa.Connection, key: str) -> Hit:
    row = connection.execute(sa.select(hits).where(hits.c.id == key)).mappings().first()
    if row is None:
        message = f"There is no hit {key[:40]!r}."
        raise CopywatchError(message)
    return as_hit(row)


def _each(connection: sa.Connection, ids: Iterable[str]) -> list[Hit]:
    return [_hit(connection, key) for key in ids]


def _save(connection: sa.Connection, hit: Hit) -> Hit:
    numbered = replace(hit, seq=next_seq(connection))
    change = sa.update(hits).where(hits.c.id == hit.id).values(as_values(numbered))
    connection.execute(change)
    return numbered
