"""An alert: what one message to one target is about."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from hits.hit import Hit
from hits.outbox import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One or, in a summary or digest, many hits for one target; `id` never changes on a retry."""

    id: str
    target: str
    rules: tuple[str, ...]
    hits: tuple[Hit, ...]
    events: tuple[str, ...] = ()  # "new", "returned"
    group: str = ""  # "" at once, else "summary:<run>" or "digest:<rule>"
    repeated: bool = False  # an earlier attempt was cut off and may have arrived


def alert_id(target: str, group: str, rows: Sequence[str]) -> str:
    """The same rows to the same target are the same alert, for ever."""
    return hashlib.sha256("\n".join((target, group, *sorted(rows))).encode()).hexdigest()[:20]


def messages(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows that leave together; what once had an id keeps its company."""
    together: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        own = "" if row.group else row.id
        together.setdefault((row.target, row.group, own, row.message_id), []).append(row)
    return list(together.values())
