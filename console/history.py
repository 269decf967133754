"""What happened to a hit, as one list: seen, changed, gone, decided."""

from collections.abc import Iterable
from dataclasses import dataclass

from console import words
from hits.decide import Change
from hits.hit import Decision, Hit

FIELDS = {"price": "The price", "seller": "The seller", "title": "The title"}
LISTED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of the history."""

    at: str
    words: str
    url: str = ""
    note: str = ""
    strong: bool = False  # done by a person


def events(hit: Hit, changes: Iterable[Change], decisions: Iterable[Decision]) -> list[Event]:
    """Newest first."""
    found = [Event(at=hit.first_seen, words="Seen for the first time")]
    if hit.last_seen != hit.first_seen:
        found.append(Event(at=hit.last_seen, words="Seen again"))
    found += [Event(at=one.at, words=_changed(one), url=one.url) for one in changes]
    found += [
        Event(at=one.at, words=f"{one.by} decided: {one.outcome}", note=one.note, strong=True)
        for one in decisions
    ]
    return sorted(found, key=lambda event: event.at, reverse=True)[:LISTED]


def _changed(change: Change) -> str:
    if change.field == "presence":
        return "A crawl found it gone" if change.after == "gone" else "It came back"
    name = FIELDS.get(change.field, f"The {change.field.replace('_', ' ')}")
    before, after = (_value(change.field, text) for text in (change.before, change.after))
    if not before:
        return f"{name} is now {after}"
    return f"{name} changed from {before} to {after or 'none'}"


def _value(field: str, text: str) -> str:
    """Prices as they are shown elsewhere."""
    try:
        return words.money(float(text), "") if field == "price" and text else text
    except ValueError:
        return text
