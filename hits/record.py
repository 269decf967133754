"""The truth: hits, decisions, watches, runs and the outbox, in SQLite or PostgreSQL."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, Self

import sqlalchemy as sa

from fingerprints.keys import Keys
from hits import decide, proofs, watches
from hits import take as taking
from hits.authorise import Authorisation
from hits.clock import normal
from hits.database import Database, open_database
from hits.flood import USUAL, Limits
from hits.hit import Decision, Hit, Seen
from hits.insert import put
from hits.looked import Looked
from hits.merge import merge_matches
from hits.outbox import Announce, Outbox
from hits.quarantine import Quarantine
from hits.risk import Facts
from hits.rows import as_hit
from hits.seen import SeenPage, SeenPages
from hits.sessions import Sessions
from hits.tables import hits, sequence, visits
from hits.take import Taken
from hits.visits import unpack
from hits.watches import LEASE, Job, Run, RunState, Watch
from matcher.match import Match
from spiders.sighting import Sighting

BATCH = 500


@dataclass(frozen=True, slots=True)
class Record:
    """Safe for several processes and threads at once; every method is one short transaction."""

    database: Database
    keys: Keys | None = None
    limits: Limits = USUAL
    outbox: Outbox = field(init=False)
    sessions: Sessions = field(init=False)
    pages: SeenPages = field(init=False)
    quarantine: Quarantine = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "outbox", Outbox(self.database))
        object.__setattr__(self, "sessions", Sessions(self.database))
        object.__setattr__(self, "pages", SeenPages(self.database))
        object.__setattr__(self, "quarantine", Quarantine(self.database))

    @classmethod
    def open(cls, url: str, keys: Keys | None = None, limits: Limits = USUAL) -> "Record":
        """Open the store, new or old; one of a newer Copywatch is refused."""
        return cls(open_database(url), keys, limits)

    def close(self) -> None:
        """Let go of all connections."""
        self.database.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    # What crawls and scans bring

    def take(
        self,
        sighting: Sighting,
        matches: Sequence[Match],
        facts: Mapping[str, Facts],
        announce: Announce,
        run: str = "",
        *,
        watch: str = "",
        page: SeenPage | None = None,
        warc: Mapping[str, Any] | None = None,
    ) -> Taken:
        """Record a sighting, its matches (`facts` by asset id) and the alerts, all or nothing."""
        delivery = taking.Delivery(
            sighting=sighting,
            matches=matches,
            facts=facts,
            announce=announce,
            run=run,
            watch=watch,
            page=page,
            warc=warc or {},
            keys=self.keys,
            limits=self.limits,
        )
        with self.database.write() as connection:
            return taking.take(connection, delivery)

    def gone(self, place: str, at: str, url: str = "") -> list[str]:
        """A crawl found the place gone, or one page of it; ids of hits that are gone now."""
        with self.database.write() as connection:
            return proofs.gone(connection, place, normal(at), url)

    # What people and the index read

    def hit(self, key: str) -> Hit | None:
        """One hit."""
        found = self.hits([key])
        return found[0] if found else None

    def hits(self, ids: Sequence[str]) -> list[Hit]:
        """These hits in this order; unknown ids are left out."""
        with self.database.read() as connection:
            rows = connection.execute(sa.select(hits).where(hits.c.id.in_(list(ids)))).mappings()
            found = {row["id"]: as_hit(row) for row in rows}
        return [found[key] for key in ids if key in found]

    def hits_of(self, *, asset: str = "", place: str = "", watch: str = "") -> list[Hit]:
        """Hits of an asset, a place or a watch, most urgent first."""
        wanted = {"asset": asset, "place": place, "watch": watch}
        chosen = [hits.c[name] == value for name, value in wanted.items() if value]
        ordered = sa.select(hits).where(*chosen).order_by(hits.c.risk.desc(), hits.c.id)
        with self.database.read() as connection:
            return [as_hit(row) for row in connection.execute(ordered).mappings()]

    def tally(self, name: Literal["asset", "party", "authorised_by"]) -> dict[str, int]:
        """How many hits there are of each asset, party or authorisation."""
        column = hits.c[name]
        counted = sa.select(column, sa.func.count()).where(column != "").group_by(column)
        with self.database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(counted)}

    def since(self, seq: int, limit: int = BATCH) -> list[Hit]:
        """Hits that changed after this sequence number, in order of change."""
        later = sa.select(hits).where(hits.c.seq > seq).order_by(hits.c.seq).limit(limit)
        with self.database.read() as connection:
            return [as_hit(row) for row in connection.execute(later).mappings()]

    def every_hit(self) -> Iterator[Hit]:
        """All hits in order of change, read in batches."""
        seq = 0
        while batch := self.since(seq):
            yield from batch
            seq = batch[-1].seq

    def position(self) -> int:
        """The newest sequence number."""
        with self.database.read() as connection:
            return connection.execute(sa.select(sa.func.max(hits.c.seq))).scalar() or 0

    def behind(self, seq: int) -> int:
        """How many hits changed after this sequence number."""
        later = sa.select(sa.func.count()).where(hits.c.seq > seq)
        with self.database.read() as connection:
            return connection.execute(later).scalar_one()

    def index_followed(self, seq: int) -> None:
        """Remember what the index confirmed, to tell its lag while it is down."""
        with self.database.write() as connection:
            put(connection, sequence, {"name": "index", "value": seq})

    def index_position(self) -> int:
        """What the index last confirmed."""
        asked = sa.select(sequence.c.value).where(sequence.c.name == "index")
        with self.database.read() as connection:
            return connection.execute(asked).scalar() or 0

    def visits(self, hit: str, limit: int = BATCH) -> list[Seen]:
        """The distinct states in which the place was seen, newest first."""
        columns = (visits.c.id, visits.c.sealed, visits.c.body)
        wanted = sa.select(*columns).where(visits.c.hit == hit)
        ordered = wanted.order_by(visits.c.last_seen.desc(), visits.c.score.desc(), visits.c.id)
        with self.database.read() as connection:
            rows = connection.execute(ordered.limit(limit)).all()
        return [unpack(row.body, row.id, self.keys, sealed=row.sealed) for row in rows]

    def match(self, hit: str) -> Match | None:
        """All evidence of a hit in one match, strongest first."""
        return merge_matches([seen.match for seen in self.visits(hit)])

    def changes(self, hit: str) -> list[decide.Change]:
        """What changed at the place, oldest first."""
        with self.database.read() as connection:
            return decide.changes_of(connection, hit)

    # What people decide

    def decide(self, hit: str, decision: Decision) -> Hit:
        """Append a decision; earlier ones are never changed."""
        with self.database.write() as connection:
            return decide.decide(connection, hit, decision)

    def decisions(self, hit: str) -> list[Decision]:
        """All decisions on a hit, oldest first."""
        with self.database.read() as connection:
            return decide.decisions_of(connection, hit)

    def would_close(self, kind: str, value: str) -> int:
        """How many open hits an authorisation would close."""
        with self.database.read() as connection:
            return len(decide.covered(connection, kind, value))

    def authorise(self, kind: str, value: str, by: str, at: str) -> int:
        """Remember a seller, domain or repository that may; how many open hits that closed."""
        with self.database.write() as connection:
            return decide.authorise(connection, kind, value, by, normal(at))

    def withdraw(self, authorisation: str, at: str) -> int:
        """Take an authorisation back; how many hits are open again."""
        with self.database.write() as connection:
            return decide.withdraw(connection, authorisation, normal(at))

    def authorisations(self) -> list[Authorisation]:
        """All that were ever given, oldest first."""
        with self.database.read() as connection:
            return decide.authorisations_of(connection)

    def history(self, seller: str, seller_id: str, site: str) -> tuple[int, int]:
        """How many hits of a seller people confirmed, and how many they cleared."""
        with self.database.read() as connection:
            return decide.history(connection, seller, seller_id, site)

    # Watches, runs and jobs

    def watch_save(self, watch: Watch) -> None:
        """Add or replace a watch."""
        with self.database.write() as connection:
            watches.save_watch(connection, watch)

    def watches(self) -> list[Watch]:
        """All watches, oldest first."""
        with self.database.read() as connection:
            return watches.all_watches(connection)

    def watch(self, key: str) -> Watch | None:
        """One watch."""
        return next((watch for watch in self.watches() if watch.id == key), None)

    def watch_remove(self, watch: str) -> bool:
        """Stop watching; its hits stay."""
        with self.database.write() as connection:
            return watches.remove_watch(connection, watch)

    def start_run(self, watch: str, now: datetime, *, spider: str = "", run: str = "") -> Run:
        """Begin a run, or go on with one that was stopped; `first` asks for one summary."""
        with self.database.write() as connection:
            return watches.start_run(connection, watch, spider, now, run)

    def save_run(self, run: str, looked: Looked, now: datetime) -> None:
        """Keep what a running run has looked at so far."""
        with self.database.write() as connection:
            watches.save_run(connection, run, looked, now, "running")

    def finish_run(
        self, run: str, looked: Looked, now: datetime, state: RunState = "finished"
    ) -> None:
        """End a run; its summary may leave now."""
        with self.database.write() as connection:
            watches.save_run(connection, run, looked, now, state)

    def run(self, key: str) -> Run | None:
        """One run."""
        with self.database.read() as connection:
            return watches.find_run(connection, key)

    def runs(self, watch: str | None = None, limit: int = 50) -> list[Run]:
        """Runs of a watch (None: of all), newest first."""
        with self.database.read() as connection:
            return watches.all_runs(connection, watch, limit)

    def add_job(self, watch: str, domain: str, due: datetime) -> bool:
        """Ask for a run; False when one is waiting or under way."""
        with self.database.write() as connection:
            return watches.add_job(connection, watch, domain, due)

    def claim_job(self, now: datetime, worker: str, lease: timedelta = LEASE) -> Job | None:
        """Lease the job that waits longest; one worker per domain at a time."""
        with self.database.write() as connection:
            return watches.claim_job(connection, now, worker, lease)

    def renew_job(self, job: str, worker: str, now: datetime, lease: timedelta = LEASE) -> bool:
        """Keep a lease; False when it was lost."""
        with self.database.write() as connection:
            return watches.renew_job(connection, job, worker, now, lease)

    def finish_job(self, job: str, worker: str, error: str = "") -> bool:
        """End a job; False when its lease was lost."""
        with self.database.write() as connection:
            return watches.finish_job(connection, job, worker, error)
