"""When a watch runs next, and what is due now. A missed run is made up once."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from fingerprints.errors import ConfigurationError
from hits.record import Record
from hits.watches import Watch

WORDS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}
UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
LEAST = timedelta(minutes=5)


def interval(every: str) -> timedelta | None:
    """ "hour", "day", "week", "30m", "6h" or "3d"; nothing means only when asked."""
    if not every:
        return None
    if every in WORDS:
        return WORDS[every]
    found = re.fullmatch(r"(\d{1,4})([mhd])", every)
    span = int(found[1]) * UNITS[found[2]] if found else timedelta(0)
    if span < LEAST:
        raise ConfigurationError(
            f"--every {every!r} is not understood: hour, day, week, or a number with m, h or d "
            f"(30m, 6h, 3d), at least 5m"
        )
    return span


def next_run(every: str, planned: str, now: datetime) -> str:
    """The next time after now, in step with the plan; runs missed meanwhile are not piled up."""
    span = interval(every)
    if span is None:
        return ""
    due = datetime.fromisoformat(planned) if planned else now
    while due <= now:
        due += span * max(1, (now - due) // span)
    return due.astimezone(UTC).isoformat(timespec="seconds")


def due(watches: list[Watch], now: datetime) -> list[Watch]:
    """The watches whose time has come, the longest waiting first."""
    ready = [
        watch
        for watch in watches
        if watch.every
        and not watch.paused
        and (not watch.next_run or datetime.fromisoformat(watch.next_run) <= now)
    ]
    return sorted(ready, key=lambda watch: watch.next_run)


def domain(watch: Watch) -> str:
    """What one worker at a time may visit."""
    return urlsplit(watch.target).hostname or watch.target.partition("/")[0]


def enqueue(record: Record, now: Callable[[], datetime]) -> int:
    """A job for each watch that is due; one already waiting or under way is not doubled."""
    ready = due(record.watches(), now())
    return sum(record.add_job(watch.id, domain(watch), now()) for watch in ready)
