"""What was found and what people decided."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from matcher.match import Match, Reason
from spiders.sighting import Sighting

Outcome = Literal[
    "confirmed", "authorised", "lawful use", "not ours", "duplicate", "needs information"
]
Presence = Literal["online", "gone", "returned"]
OUTCOMES: tuple[str, ...] = get_args(Outcome)


def hit_id(asset: str, place: str) -> str:
    """The identity of a hit: the same asset at the same place is the same hit, for ever."""
    return hashlib.sha256(f"{asset}\n{place}".encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Appended, never edited."""

    outcome: Outcome
    by: str
    at: str  # ISO 8601, UTC
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One asset at one place, with the newest facts; status is derived, never stored by hand."""

    id: str
    asset: str
    place: str
    url: str
    site: str
    channel: str
    title: str
    seller: str
    seller_id: str
    country: str
    price: float | None
    currency: str
    verdict: str
    score: float  # 0 to 1: how alike
    risk: int  # 0 to 100: how urgent
    risk_reasons: tuple[Reason, ...]
    sentence: str  # "23 of 24 lines of valve.py, identifiers renamed"
    kinds: tuple[str, ...]
    first_seen: str
    last_seen: str
    status: str  # "open", an outcome, or "authorised" by configuration
    authorised_by: str = ""  # the rule that authorised it: "seller: Our Shop"
    party: str = ""  # id of a known party that seller, exhibitor or domain belongs to
    gone_at: str = ""  # a crawl found the place gone
    returned_at: str = ""
    watch: str = ""
    pieces: int = 1  # parts of the asset found there: 400 files of one repository are one hit
    seq: int = 0  # position in the record, followed by the index

    @property
    def presence(self) -> Presence:
        """Whether the place still stands, as crawls found it."""
        if self.gone_at:
            return "gone"
        return "returned" if self.returned_at else "online"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One visit to a place of a hit: the sighting and the match inside it."""

    sighting: Sighting
    match: Match
    warc: Mapping[str, Any]  # file, offset, SHA-256 of each record
