"""Forgets pages seen: by site, by date, or whatever had to do with a work.

Hits, their visits and decisions are records for a court: they go only where that is said.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar
from urllib.parse import urlsplit

import sqlalchemy as sa

from hits.database import Database, plain_errors
from hits.rows import lock
from hits.tables import (
    changes,
    decisions,
    floods,
    hits,
    jobs,
    outbox,
    pages,
    pieces,
    rests,
    runs,
    samples,
    visits,
)

AT_ONCE = 500
IN_BATCHES = {"yield_per": 2000}  # of one statement: for others the server has no cursor
CHECKPOINT = "PRAGMA wal_checkpoint(TRUNCATE)"
OF_HITS = (outbox, pieces, rests, changes, decisions, visits)
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to forget; one of the three is set."""

    site: str = ""  # a host, those below it, and either with a port
    before: str = ""  # ISO 8601 in UTC: pages not seen since
    asset: str = ""  # id of a work

    def at(self, address: str) -> bool:
        """Whether an address or a place lies at the site."""
        return bool(self.site) and belongs(address, self.site)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What went from the record; what stayed, and why."""

    pages: int = 0
    samples: tuple[int, ...] = ()  # their numbers, for the index
    hits: tuple[str, ...] = ()  # that went too
    hits_kept: int = 0  # that ask for a word of their own


def belongs(address: str, site: str) -> bool:
    """Whether a URL, or a place such as `shop.example/7`, lies at this host or below it."""
    try:
        parts = urlsplit(address if "://" in address else f"//{address}")
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return False
    wanted, _, number = site.lower().removeprefix("www.").partition(":")
    if number and str(port) != number:
        return False
    return host == wanted or host.endswith(f".{wanted}")


def count(database: Database, wanted: Wanted) -> Forgotten:
    """What `forget` would do, for the question before it."""
    with database.read() as connection:
        return Forgotten(
            pages=sum(1 for _ in _pages(connection, wanted)),
            hits_kept=len(_hits(connection, wanted)),
        )


def forget(database: Database, wanted: Wanted, *, with_hits: bool = False) -> Forgotten:
    """Forget pages with their samples, and what runs remember of them; all or nothing."""
    with database.write() as connection:
        lock(connection)
        gone = list(_pages(connection, wanted))
        numbers = _delete_pages(connection, gone)
        _tidy_runs(connection, wanted)
        _tidy_jobs(connection, wanted)
        found = _hits(connection, wanted)
        if with_hits:
            _delete_hits(connection, found)
        if wanted.asset and (with_hits or not found):
            connection.execute(sa.delete(floods).where(floods.c.asset == wanted.asset))
        return Forgotten(
            pages=len(gone),
            samples=tuple(numbers),
            hits=tuple(found) if with_hits else (),
            hits_kept=0 if with_hits else len(found),
        )


def captured(database: Database, read: Callable[[str], Iterable[Any]]) -> set[str]:
    """The WARC files that any visit names; `read` gives the visits of a hit."""
    with database.read() as connection:
        ids = list(connection.execute(sa.select(hits.c.id)).scalars())
    return {str(seen.warc["file"]) for hit in ids for seen in read(hit) if seen.warc.get("file")}


def shred(database: Database) -> None:
    """Rewrite the database without what was deleted, its write-ahead log included."""
    if database.engine.dialect.name == "sqlite":
        _outside(database, ["VACUUM", CHECKPOINT])
    else:
        touched = (pages, samples, runs, jobs, hits, floods, *OF_HITS)
        _outside(database, [f'VACUUM FULL "{table.name}"' for table in touched])


def empty_log(database: Database) -> None:
    """Let nothing deleted stand in SQLite's write-ahead log; deleted rows are zeros already."""
    if database.engine.dialect.name == "sqlite":
        _outside(database, [CHECKPOINT])


def _outside(database: Database, steps: Iterable[str]) -> None:
    """Run what no transaction may hold."""
    with plain_errors(), database.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        if connection.dialect.name != "sqlite":
            driver.autocommit = True
        try:
            for step in steps:
                driver.execute(step)
        finally:
            if connection.dialect.name != "sqlite":
                driver.autocommit = False


def _pages(connection: sa.Connection, wanted: Wanted) -> Iterator[str]:
    """Ids of the pages to forget."""
    if wanted.before:
        old = sa.select(pages.c.id).where(pages.c.seen_at < wanted.before)
        yield from connection.execute(old).scalars()
    elif wanted.site:
        every = sa.select(pages.c.id, pages.c.url, pages.c.place)
        for page in connection.execute(every, execution_options=IN_BATCHES):
            if wanted.at(page.url) or wanted.at(page.place):
                yield page.id
    elif wanted.asset:
        named = sa.cast(pages.c.body, sa.Text).contains(json.dumps(wanted.asset), autoescape=True)
        some = sa.select(pages.c.id, pages.c.body).where(named)
        for row in connection.execute(some, execution_options=IN_BATCHES):
            if _names(row.body, wanted.asset):
                yield row.id


def _names(body: Mapping[str, Any], asset: str) -> bool:
    """Whether a page was ever compared with the work closely enough to be written down."""
    near = any(miss["asset"] == asset for miss in body["near"])
    return near or any(row[0] == asset for name in ("candidates", "matches") for row in body[name])


def _hits(connection: sa.Connection, wanted: Wanted) -> list[str]:
    every = connection.execute(
        sa.select(hits.c.id, hits.c.asset, hits.c.place, hits.c.url, hits.c.last_seen)
    )
    return [
        row.id
        for row in every
        if (wanted.asset and row.asset == wanted.asset)
        or (wanted.before and row.last_seen < wanted.before)
        or wanted.at(row.place)
        or wanted.at(row.url)
    ]


def _delete_pages(connection: sa.Connection, ids: list[str]) -> list[int]:
    numbers: list[int] = []
    for some in _groups(ids):
        mine = samples.c.page.in_(some)
        numbers += connection.execute(sa.select(samples.c.number).where(mine)).scalars()
        connection.execute(sa.delete(samples).where(mine))
        connection.execute(sa.delete(pages).where(pages.c.id.in_(some)))
    return sorted(numbers)


def _delete_hits(connection: sa.Connection, ids: list[str]) -> None:
    for some in _groups(ids):
        for table in OF_HITS:
            connection.execute(sa.delete(table).where(table.c.hit.in_(some)))
        connection.execute(sa.delete(hits).where(hits.c.id.in_(some)))


def _tidy_runs(connection: sa.Connection, wanted: Wanted) -> None:
    """A run keeps its counts; the places and near misses that it named go."""
    for row in connection.execute(sa.select(runs.c.id, runs.c.started_at, runs.c.looked)).all():
        before, old = dict(row.looked), bool(wanted.before) and row.started_at < wanted.before
        after = {
            **before,
            "places": [
                place for place in before.get("places", ()) if not (old or wanted.at(place))
            ],
            "nearest": [
                miss
                for miss in before.get("nearest", ())
                if not (old or miss["asset"] == wanted.asset or wanted.at(miss["where"]))
            ],
        }
        if after != before:
            connection.execute(sa.update(runs).where(runs.c.id == row.id).values(looked=after))


def _tidy_jobs(connection: sa.Connection, wanted: Wanted) -> None:
    """Jobs that are over, with what they said."""
    over = jobs.c.state.in_(("done", "failed"))
    if wanted.before:
        connection.execute(sa.delete(jobs).where(over, jobs.c.due_at < wanted.before))
    ended = connection.execute(sa.select(jobs.c.id, jobs.c.domain).where(over)).all()
    for key in [job.id for job in ended if wanted.at(job.domain)]:
        connection.execute(sa.delete(jobs).where(jobs.c.id == key))


def _groups(values: Iterable[T]) -> Iterator[list[T]]:
    source = iter(values)
    while some := list(islice(source, AT_ONCE)):
        yield some
