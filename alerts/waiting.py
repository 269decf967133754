"""What has not left yet, the way to try it again, and a message that tests a target."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from alerts.alert import messages
from alerts.delivery import Message, connect
from alerts.message import Lookups
from alerts.target import Target
from hits.outbox import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One message in the outbox, fit to be shown."""

    ids: tuple[str, ...]  # rows, for `retry`
    target: str
    shown: str  # the target's redacted address
    group: str
    hits: int
    state: str
    attempts: int
    due_at: str
    error: str


def waiting(rows: Iterable[Row], targets: Mapping[str, Target]) -> list[Waiting]:
    """The messages behind `record.outbox.pending()`, in its order."""
    return [_line(same, targets) for same in messages(list(rows))]


def _line(rows: list[Row], targets: Mapping[str, Target]) -> Waiting:
    first = rows[0]
    target = targets.get(first.target)
    return Waiting(
        ids=tuple(row.id for row in rows),
        target=first.target,
        shown=target.shown if target else "no longer configured",
        group=first.group,
        hits=len({row.hit for row in rows}),
        state=first.state,
        attempts=max(row.attempts for row in rows),
        due_at=min(row.due_at for row in rows),
        error=next((row.last_error for row in rows if row.last_error), ""),
    )


def send_test(target: Target, lookups: Lookups) -> str:
    """Send one message that says it is a test and return its id; raises DeliveryError."""
    mark = f"test-{secrets.token_hex(6)}"
    link = f"{lookups.public_url.rstrip('/')}/"
    body = (
        "This is a test message of Copywatch. Alerts of this kind will reach you here.\n"
        f"The console: {link} (alert {mark})"
    )
    connect(target)(Message(id=mark, subject="Copywatch: a test message", body=body, link=link))
    return mark
