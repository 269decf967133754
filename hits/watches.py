"""Things to visit again and again, the visits themselves, and who is at work on them."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa

from hits.clock import stamp
from hits.insert import insert_new, put
from hits.looked import Looked, from_json
from hits.tables import jobs, runs, watches

Health = Literal["new", "well", "weak", "broken"]
RunState = Literal["running", "finished", "failed", "stopped"]
LEASE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """One target that a person named; times are ISO 8601 in UTC."""

    id: str
    target: str
    spider: str
    args: Mapping[str, Any] = field(default_factory=dict)  # plain JSON for the spider
    every: str = ""  # "", "hour", "day", "week", or "6h"
    pages: int = 200
    next_run: str = ""
    last_run: str = ""
    created_at: str = ""
    health: Health = "new"
    health_words: str = ""  # why it is not well
    paused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One crawl of a watch, or one scan (watch "")."""

    id: str
    watch: str
    spider: str
    started_at: str
    finished_at: str = ""
    state: RunState = "running"
    first: bool = False  # no run of this watch ever finished before
    looked: Looked = field(default_factory=Looked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A run that is due; a worker leases it, and a domain is leased by one worker at a time."""

    id: str
    watch: str
    domain: str
    due_at: str
    state: Literal["waiting", "leased", "done", "failed"]
    worker: str
    lease_until: str
    attempts: int
    last_error: str


def watch_id(target: str) -> str:
    """The same for the same target, so that watching twice is one watch."""
    return hashlib.sha256(target.strip().encode()).hexdigest()[:12]


def save_watch(connection: sa.Connection, watch: Watch) -> None:
    """Add the watch, or replace what was known of it."""
    put(connection, watches, {**asdict(watch), "args": dict(watch.args)})


def all_watches(connection: sa.Connection) -> list[Watch]:
    """Oldest first."""
    ordered = sa.select(watches).order_by(watches.c.created_at, watches.c.id)
    return [Watch(**row) for row in connection.execute(ordered).mappings()]


def remove_watch(connection: sa.Connection, watch: str) -> bool:
    """Stop watching; hits and runs stay."""
    connection.execute(sa.delete(jobs).where(jobs.c.watch == watch))
    return connection.execute(sa.delete(watches).where(watches.c.id == watch)).rowcount > 0


def start_run(
    connection: sa.Connection, watch: str, spider: str, now: datetime, run: str = ""
) -> Run:
    """A new run, or the given one again when it was stopped before its end."""
    if run and (known := find_run(connection, run)) is not None:
        again = sa.update(runs).where(runs.c.id == run)
        connection.execute(again.values(state="running", finished_at=""))
        return replace(known, state="running", finished_at="")
    ended = sa.select(runs.c.id).where(runs.c.watch == watch, runs.c.state == "finished")
    first = connection.execute(ended.limit(1)).first() is None
    new = Run(
        id=run or uuid.uuid4().hex[:12],
        watch=watch,
        spider=spider,
        started_at=stamp(now),
        first=first,
    )
    connection.execute(sa.insert(runs).values({**asdict(new), "looked": new.looked.to_json()}))
    return new


def save_run(
    connection: sa.Connection, run: str, looked: Looked, now: datetime, state: RunState
) -> None:
    """Write what was looked at so far; any state but "running" ends the run."""
    finished = "" if state == "running" else stamp(now)
    values = {"looked": looked.to_json(), "state": state, "finished_at": finished}
    connection.execute(sa.update(runs).where(runs.c.id == run).values(values))


def find_run(connection: sa.Connection, run: str) -> Run | None:
    """A run by its id."""
    row = connection.execute(sa.select(runs).where(runs.c.id == run)).mappings().first()
    return _run(row) if row else None


def all_runs(connection: sa.Connection, watch: str | None, limit: int) -> list[Run]:
    """Newest first."""
    wanted = sa.select(runs) if watch is None else sa.select(runs).where(runs.c.watch == watch)
    ordered = wanted.order_by(runs.c.started_at.desc(), runs.c.id).limit(limit)
    return [_run(row) for row in connection.execute(ordered).mappings()]


def _run(row: Mapping[Any, Any]) -> Run:
    return Run(**{**row, "looked": from_json(row["looked"])})


def add_job(connection: sa.Connection, watch: str, domain: str, due: datetime) -> bool:
    """Ask for a run; False when one is waiting or under way, so a missed run is made up once."""
    busy = sa.select(jobs.c.id).where(
        jobs.c.watch == watch, jobs.c.state.in_(("waiting", "leased"))
    )
    if connection.execute(busy.limit(1)).first():
        return False
    key = hashlib.sha256(f"{watch}\n{stamp(due)}".encode()).hexdigest()[:24]
    values = {"id": key, "watch": watch, "domain": domain, "due_at": stamp(due)}
    return bool(insert_new(connection, jobs, {**values, "state": "waiting"}))


def claim_job(
    connection: sa.Connection, now: datetime, worker: str, lease: timedelta = LEASE
) -> Job | None:
    """Lease the job that waits longest and whose domain nobody visits; a dead worker's job too."""
    at = stamp(now)
    held = sa.select(jobs.c.domain).where(
        jobs.c.state == "leased", jobs.c.lease_until > at, jobs.c.domain != ""
    )
    waiting = (jobs.c.state == "waiting") & (jobs.c.due_at <= at)
    dropped = (jobs.c.state == "leased") & (jobs.c.lease_until <= at)
    wanted = sa.select(jobs.c.id).where(waiting | dropped, jobs.c.domain.not_in(held))
    oldest = wanted.order_by(jobs.c.due_at, jobs.c.id).limit(1).with_for_update(skip_locked=True)
    key = connection.execute(oldest).scalar()
    if key is None:
        return None
    values = {"state": "leased", "worker": worker, "lease_until": stamp(now + lease)}
    leased = sa.update(jobs).where(jobs.c.id == key).values(values)
    connection.execute(leased.values(attempts=jobs.c.attempts + 1))
    row = connection.execute(sa.select(jobs).where(jobs.c.id == key)).mappings().one()
    return Job(**row)


def renew_job(
    connection: sa.Connection, job: str, worker: str, now: datetime, lease: timedelta = LEASE
) -> bool:
    """Keep the lease; False when it was lost to another worker."""
    mine = (jobs.c.id == job) & (jobs.c.worker == worker) & (jobs.c.state == "leased")
    change = sa.update(jobs).where(mine).values(lease_until=stamp(now + lease))
    return connection.execute(change).rowcount > 0


def finish_job(connection: sa.Connection, job: str, worker: str, error: str = "") -> bool:
    """The job is done, or failed with an error; False when the lease was lost."""
    mine = (jobs.c.id == job) & (jobs.c.worker == worker) & (jobs.c.state == "leased")
    values = {"state": "failed" if error else "done", "last_error": error[:500], "lease_until": ""}
    return connection.execute(sa.update(jobs).where(mine).values(values)).rowcount > 0
