"""Alerts that must leave: written with the hit in one transaction, sent by `alerts`."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa

from hits.clock import stamp
from hits.database import Database
from hits.hit import Hit
from hits.insert import insert_new
from hits.tables import outbox, runs

Event = Literal["new", "returned"]
State = Literal["pending", "sending", "sent", "failed"]
SUMMARY = "summary:"  # + run: leaves when that run has ended
LEASE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message that a rule wants; `group` "" leaves by itself, others leave together."""

    rule: str
    target: str  # the target's name in the configuration, never its address
    group: str = ""  # "", "summary:<run>" or "digest:<rule>"
    due_at: str = ""  # "" is at once


Announce = Callable[[Hit, Event], Sequence[Outgoing]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the outbox."""

    id: str
    hit: str
    event: Event
    rule: str
    target: str
    group: str
    state: State
    attempts: int
    due_at: str
    claimed_until: str
    last_error: str
    message_id: str
    created_at: str
    sent_at: str

    @property
    def maybe_sent(self) -> bool:
        """Claimed again after a sender died while it was sending."""
        return self.state == "sending" and self.attempts > 1 and self.last_error == DIED


DIED = "the sender stopped while sending"


def write(connection: sa.Connection, hit: Hit, event: Event, wanted: Sequence[Outgoing]) -> int:
    """Add the rows that are not there yet and return how many that were."""
    at = hit.last_seen
    return sum(
        insert_new(connection, outbox, _values(hit, event, outgoing, at)) for outgoing in wanted
    )


def _values(hit: Hit, event: Event, outgoing: Outgoing, at: str) -> dict[str, Any]:
    occurrence = hit.returned_at if event == "returned" else ""
    key = f"{hit.id}\n{event}\n{occurrence}\n{outgoing.rule}\n{outgoing.target}"
    return {
        "id": hashlib.sha256(key.encode()).hexdigest()[:24],
        "hit": hit.id,
        "event": event,
        "rule": outgoing.rule,
        "target": outgoing.target,
        "group": outgoing.group,
        "state": "pending",
        "due_at": outgoing.due_at or at,
        "created_at": at,
    }


@dataclass(frozen=True, slots=True)
class Outbox:
    """The sender's view: claim, then say `sent` or `failed`."""

    database: Database

    def claim(self, now: datetime, *, limit: int = 100, lease: timedelta = LEASE) -> list[Row]:
        """Take what is due, whole groups together; a dead sender's rows come again, marked."""
        with self.database.write() as connection:
            ids = _due(connection, stamp(now), limit)
            chosen = outbox.c.id.in_(ids)
            died = sa.case((outbox.c.state == "sending", DIED), else_=outbox.c.last_error)
            connection.execute(
                sa.update(outbox)
                .where(chosen)
                .values(
                    state="sending",
                    attempts=outbox.c.attempts + 1,
                    claimed_until=stamp(now + lease),
                    last_error=died,
                )
            )
            return _rows(connection, chosen)

    def name_message(self, ids: Sequence[str], message_id: str) -> None:
        """Remember the message's own id before it is sent, so that a repeat carries the same."""
        self._set(ids, message_id=message_id)

    def sent(self, ids: Sequence[str], now: datetime) -> None:
        """These have left."""
        self._set(ids, state="sent", sent_at=stamp(now), claimed_until="", last_error="")

    def failed(self, ids: Sequence[str], error: str, retry_at: datetime | None) -> None:
        """These did not leave; without `retry_at` they wait for a person."""
        state: State = "failed" if retry_at is None else "pending"
        values: dict[str, Any] = {"state": state, "claimed_until": "", "last_error": error[:500]}
        if retry_at is not None:
            values["due_at"] = stamp(retry_at)
        self._set(ids, **values)

    def retry(self, now: datetime, ids: Sequence[str] = ()) -> int:
        """Make failed rows due again, all of them by default, and return how many."""
        chosen = outbox.c.state == "failed"
        if ids:
            chosen &= outbox.c.id.in_(list(ids))
        with self.database.write() as connection:
            change = sa.update(outbox).where(chosen).values(state="pending", due_at=stamp(now))
            return connection.execute(change.values(attempts=0)).rowcount

    def recover(self) -> int:
        """At the start of the only sender: rows left in sending are free to be claimed."""
        with self.database.write() as connection:
            chosen = outbox.c.state == "sending"
            return connection.execute(
                sa.update(outbox).where(chosen).values(claimed_until="")
            ).rowcount

    def pending(self) -> list[Row]:
        """What has not left yet, oldest first, also what failed."""
        with self.database.read() as connection:
            return _rows(connection, outbox.c.state != "sent")

    def of_hit(self, hit: str) -> list[Row]:
        """Every message about a hit, oldest first."""
        with self.database.read() as connection:
            return _rows(connection, outbox.c.hit == hit)

    def counts(self) -> dict[str, int]:
        """How many rows in each state."""
        counted = sa.select(outbox.c.state, sa.func.count()).group_by(outbox.c.state)
        with self.database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(counted)}

    def _set(self, ids: Sequence[str], **values: Any) -> None:
        with self.database.write() as connection:
            connection.execute(sa.update(outbox).where(outbox.c.id.in_(list(ids))).values(values))


def _due(connection: sa.Connection, now: str, limit: int) -> list[str]:
    """Ids that may leave now; a summary waits for the end of its run."""
    ended = sa.select(sa.literal(SUMMARY).concat(runs.c.id)).where(runs.c.finished_at != "")
    running = sa.select(sa.literal(SUMMARY).concat(runs.c.id)).where(runs.c.finished_at == "")
    waiting = (outbox.c.state == "pending") & (outbox.c.due_at <= now)
    abandoned = (outbox.c.state == "sending") & (outbox.c.claimed_until <= now)
    ready = (waiting | abandoned) & outbox.c.group.not_in(running)
    released = (outbox.c.state == "pending") & outbox.c.group.in_(ended)
    wanted = sa.select(outbox.c.id, outbox.c.group, outbox.c.target).where(ready | released)
    found = connection.execute(wanted.order_by(outbox.c.due_at, outbox.c.id)).all()
    groups = {(row.group, row.target) for row in found[:limit] if row.group}
    late = (row.id for row in found[limit:] if (row.group, row.target) in groups)
    return [row.id for row in found[:limit]] + list(late)


def _rows(connection: sa.Connection, chosen: sa.ColumnElement[bool]) -> list[Row]:
    ordered = sa.select(outbox).where(chosen).order_by(outbox.c.created_at, outbox.c.id)
    return [Row(**row) for row in connection.execute(ordered).mappings()]
