"""When a fingerprint goes into quarantine, and when it leaves; in the transaction of its cause."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from hits.clock import stamp
from hits.flood import Limits, covers, fingerprint_id
from hits.hit import Hit
from hits.insert import put
from hits.merge import STRENGTH
from hits.tables import floods, hits, pieces, rests

Rows = Mapping[str, sa.RowMapping]
given = sa.bindparam

# Asked for each new hit, and so put together once.
OF_WORK = sa.select(floods).where(
    floods.c.asset == given("asset"),
    sa.or_(floods.c.since != "", floods.c.id.in_(given("ids", expanding=True))),
)
RESTING = (
    sa.select(rests.c.at, rests.c.hit)
    .join(hits, hits.c.id == rests.c.hit)
    .where(
        rests.c.fingerprint == given("lead"),
        rests.c.at.between(given("low"), given("high")),
        rests.c.at > given("released"),
        hits.c.status == "open",
        hits.c.verdict.in_(given("verdicts", expanding=True)),
    )
    .order_by(rests.c.at, rests.c.hit)
)


def known(connection: sa.Connection, asset: str, ids: Collection[str]) -> Rows:
    """What of a work is in quarantine, and what else is known of these fingerprints; by id."""
    found = connection.execute(OF_WORK, {"asset": asset, "ids": list(ids)})
    return {row["id"]: row for row in found.mappings()}


def inside(rows: Rows, key: str) -> bool:
    """Whether a fingerprint is in quarantine."""
    return key in rows and bool(rows[key]["since"])


def shut(rows: Rows, key: str, verdict: str) -> bool:
    """Whether nobody is told of a hit that says this and rests on it alone."""
    return inside(rows, key) and covers(rows[key]["verdict"], verdict)


def count(connection: sa.Connection, hit: Hit, lead: str, rows: Rows, limits: Limits) -> None:
    """Put the fingerprint `lead` into quarantine if too many open hits rest on it by now.

    Sightings come in any order: the flood may lie before this hit, around or after it.
    """
    row = rows.get(lead)
    if hit.status != "open" or (row is not None and row["confirmed_at"]):
        return
    moment = datetime.fromisoformat(hit.first_seen)
    wanted = {
        "lead": lead,
        "low": stamp(moment - limits.span),
        "high": stamp(moment + limits.span),
        "released": row["released_at"] if row is not None else "",
        "verdicts": [name for name in STRENGTH if not shut(rows, lead, name)],
    }
    near = connection.execute(RESTING, wanted).all()
    if len(near) < limits.hits:
        return
    times = [datetime.fromisoformat(one.at) for one in near]
    for first, last in enumerate(range(limits.hits - 1, len(near))):
        if times[last] - times[first] <= limits.span:
            some = near[first : last + 1]
            _shut_away(connection, hit, [one.hit for one in some], (some[0].at, some[-1].at))
            return


def _shut_away(
    connection: sa.Connection, hit: Hit, flooding: Sequence[str], times: tuple[str, str]
) -> None:
    """What stands in every one of these hits is no evidence of its own, and goes along:
    a text's other readings, and parts that are always shown together.

    Left out is what was confirmed, or released since these hits began.
    """
    shown = sa.select(pieces.c.kind, pieces.c.part).where(pieces.c.hit.in_(flooding))
    grouped = shown.group_by(pieces.c.kind, pieces.c.part)
    all_of_them = grouped.having(sa.func.count() == len(flooding))
    parts = {
        fingerprint_id(hit.asset, kind, part): {"kind": kind, "part": part}
        for kind, part in connection.execute(all_of_them)
    }
    rows = known(connection, hit.asset, parts)
    said = connection.execute(sa.select(hits.c.verdict).where(hits.c.id.in_(flooding))).scalars()
    verdict = max(said, key=lambda name: STRENGTH[name])
    for key, names in parts.items():
        row = rows.get(key)
        if row is None or not (row["confirmed_at"] or row["released_at"] > times[0]):
            state = {"since": times[1], "hits": len(flooding), "verdict": verdict, "hit": hit.id}
            put(connection, floods, {"id": key, "asset": hit.asset, **names, **state})


def confirmed(connection: sa.Connection, hit: Hit, at: str) -> None:
    """A reviewer confirmed the hit: what it rests on never floods, and leaves the quarantine."""
    rested = sa.select(rests.c.fingerprint).where(rests.c.hit == hit.id)
    lead = connection.execute(rested).scalar()
    mine = sa.select(pieces.c.kind, pieces.c.part).where(pieces.c.hit == hit.id)
    rows = known(connection, hit.asset, ())
    for kind, part in connection.execute(mine).all():
        key = fingerprint_id(hit.asset, kind, part)
        if key == lead or (inside(rows, key) and inside(rows, lead or "")):
            names = {"asset": hit.asset, "kind": kind, "part": part}
            put(connection, floods, {"id": key, **names, "since": "", "confirmed_at": at})
