"""The sender: claims what is due, sends it, and says so; a kill repeats at most one message.

A row is `sending`, and its message has its id, in committed transactions before the first byte
leaves. So a row found in `sending` with an id may have arrived: it goes out again under the same
id with a mark. One found without an id never left.
"""

import contextlib
import fcntl
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from alerts.alert import Alert, alert_id, messages
from alerts.delivery import DeliveryError, Message, connect
from alerts.message import Lookups, message
from alerts.target import Target
from hits.outbox import DIED, Row
from hits.record import Record

ATTEMPTS = 12
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
LEASE = timedelta(minutes=10)  # longer than the slowest send
PATIENCE = 2  # failures in one pass after which a target's other messages wait as well


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Messages, not hits: a summary of forty hits is one."""

    sent: int = 0
    waiting: int = 0  # failed now, will be tried again
    failed: int = 0  # given up; `copywatch alerts retry` tries again
    busy: bool = False  # another process of this home is sending


def send_due(
    record: Record,
    targets: Mapping[str, Target],
    lookups: Lookups,
    now: Callable[[], datetime],
    *,
    alone: Path | None = None,
) -> Counts:
    """Send everything that is due. Holding the lock file `alone` proves that nobody else sends,
    so that what a killed sender left behind need not wait for its lease."""
    if alone is None:
        return Pass(record, targets, lookups, now).run()
    with _locked(alone) as free:
        if not free:
            return Counts(busy=True)
        record.outbox.recover()
        return Pass(record, targets, lookups, now).run()


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[bool]:
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@dataclass(slots=True)
class Pass:
    """One round over the outbox."""

    record: Record
    targets: Mapping[str, Target]
    lookups: Lookups
    now: Callable[[], datetime]
    ways: dict[str, Callable[[Message], None]] = field(default_factory=dict)
    troubles: Counter[str] = field(default_factory=Counter)  # failures in a row, by target
    last_trouble: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def run(self) -> Counts:
        while rows := self.record.outbox.claim(self.now(), limit=1, lease=LEASE):
            for same in messages(rows):
                self.counts[self.deliver(same)] += 1
        tally = self.counts
        return Counts(sent=tally["sent"], waiting=tally["waiting"], failed=tally["failed"])

    def deliver(self, rows: Sequence[Row]) -> str:
        """Send one message and record what came of it: sent, waiting or failed."""
        ids, name = [row.id for row in rows], rows[0].target
        try:
            self.send(rows)
        except DeliveryError as error:
            self.troubles[name] += 1
            self.last_trouble[name] = str(error)
            again = retry_at(rows, self.now())
            told = DIED if marked(rows) else str(error)  # the mark outlives a failure
            self.record.outbox.failed(ids, told, again)
            return "failed" if again is None else "waiting"
        self.troubles[name] = 0
        self.record.outbox.sent(ids, self.now())
        return "sent"

    def send(self, rows: Sequence[Row]) -> None:
        name = rows[0].target
        if name not in self.targets:
            raise DeliveryError(f"the target {name} is no longer in copywatch.toml")
        if self.troubles[name] >= PATIENCE:
            raise DeliveryError(self.last_trouble[name])
        alert = self.alert(rows)
        self.record.outbox.name_message([row.id for row in rows], alert.id)
        if name not in self.ways:
            self.ways[name] = connect(self.targets[name])
        self.ways[name](message(alert, self.lookups))

    def alert(self, rows: Sequence[Row]) -> Alert:
        first = rows[0]
        found = {hit.id: hit for hit in self.record.hits(sorted({row.hit for row in rows}))}
        return Alert(
            id=first.message_id or alert_id(first.target, first.group, [row.id for row in rows]),
            target=first.target,
            rules=tuple(dict.fromkeys(row.rule for row in rows)),
            hits=tuple(found.values()),
            events=tuple(dict.fromkeys(row.event for row in rows)),
            group=first.group,
            repeated=marked(rows),
        )


def marked(rows: Sequence[Row]) -> bool:
    """An earlier sender died after the message had its id, so it may have arrived."""
    return any(row.maybe_sent and row.message_id for row in rows)


def retry_at(rows: Sequence[Row], now: datetime) -> datetime | None:
    """Twice as long after each attempt; None when there were enough of them."""
    attempts = max(row.attempts for row in rows)
    if attempts >= ATTEMPTS:
        return None
    return now + min(FIRST_WAIT * (1 << (attempts - 1)), LONGEST_WAIT)
