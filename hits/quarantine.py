"""What people see of fingerprints that flood, and how one is released by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from hits.clock import normal
from hits.database import Database
from hits.flood import Flood, covers
from hits.rows import lock
from hits.tables import floods, hits, rests


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Why a hit is marked: what it rests on floods, or did while nobody was told of it."""

    flood: Flood
    silent: bool  # nobody was told of the hit


@dataclass(frozen=True, slots=True)
class Quarantine:
    """Fingerprints that flood or did; every method is one short transaction."""

    database: Database

    def inside(self, asset: str = "") -> list[Flood]:
        """In quarantine now, of one work or of all, newest first."""
        return [flood for flood in self.known(asset) if flood.since]

    def known(self, asset: str = "") -> list[Flood]:
        """Those in quarantine, then those that left it while open hits were silent."""
        waits = sa.and_(rests.c.silent, hits.c.status == "open")
        silent = sa.func.sum(sa.case((waits, 1), else_=0)).label("silent")
        resting = (
            sa.select(rests.c.fingerprint, silent)
            .join(hits, hits.c.id == rests.c.hit)
            .where(rests.c.silent)
            .group_by(rests.c.fingerprint)
            .subquery()
        )
        counted = sa.func.coalesce(resting.c.silent, 0)
        chosen = sa.or_(floods.c.since != "", counted > 0)
        wanted = sa.select(floods, counted.label("silent")).outerjoin(
            resting, resting.c.fingerprint == floods.c.id
        )
        if asset:
            wanted = wanted.where(floods.c.asset == asset)
        ordered = wanted.where(chosen).order_by(floods.c.since.desc(), counted.desc(), floods.c.id)
        with self.database.read() as connection:
            return [Flood(**row) for row in connection.execute(ordered).mappings()]

    def marks(self, ids: Sequence[str]) -> Mapping[str, Mark]:
        """Marks by hit, of those among these that have one."""
        beside = (hits.c.id.label("of"), hits.c.verdict.label("says"), rests.c.silent.label("mute"))
        wanted = (
            sa.select(floods, *beside)
            .join(rests, rests.c.fingerprint == floods.c.id)
            .join(hits, hits.c.id == rests.c.hit)
            .where(hits.c.id.in_(list(ids)), sa.or_(floods.c.since != "", rests.c.silent))
        )
        found = {}
        with self.database.read() as connection:
            for row in map(dict, connection.execute(wanted).mappings()):
                key, says, silent = (row.pop(name) for name in ("of", "says", "mute"))
                flood = Flood(**row)
                if silent or covers(flood.verdict, says):
                    found[key] = Mark(flood=flood, silent=silent)
        return found

    def silent(self, flood: str = "", asset: str = "") -> list[str]:
        """Ids of the open hits that nobody was told of, most urgent first; of one fingerprint
        or of one work, else all."""
        wanted = sa.select(hits.c.id).join(rests, rests.c.hit == hits.c.id)
        mine = wanted.where(rests.c.silent, hits.c.status == "open")
        if flood:
            mine = mine.where(rests.c.fingerprint == flood)
        if asset:
            mine = mine.where(hits.c.asset == asset)
        with self.database.read() as connection:
            return list(connection.execute(mine.order_by(hits.c.risk.desc(), hits.c.id)).scalars())

    def release(self, flood: str, by: str, at: str) -> bool:
        """Let it out by hand; the count begins anew. False when it was not in quarantine."""
        inside = sa.and_(floods.c.id == flood, floods.c.since != "")
        values = {"since": "", "released_at": normal(at), "released_by": by}
        with self.database.write() as connection:
            lock(connection)
            return connection.execute(sa.update(floods).where(inside).values(values)).rowcount > 0
