"""Times as text: ISO 8601 in UTC, all written alike so that they sort as text."""

from datetime import UTC, datetime

from fingerprints.errors import CopywatchError


def stamp(moment: datetime) -> str:
    """The text of a moment; one without a zone is taken as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat()


def normal(text: str) -> str:
    """The same time in the one form that sorts; "" stays ""."""
    if not text:
        return ""
    try:
        return stamp(datetime.fromisoformat(text))
    except ValueError as error:
        message = f"{text[:40]!r} is not a time. Write it like 2026-11-22T09:30:00+00:00."
        raise CopywatchError(message) from error


def now() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)
