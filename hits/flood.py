"""A fingerprint that floods: what that is, and what is known of one that ever did."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from fingerprints.works import Asset
from hits.merge import STRENGTH
from matcher.sentence import part_name

HITS, HOURS = 50, 24  # where the configuration says nothing else


@dataclass(frozen=True, slots=True)
class Limits:
    """It floods when it is the strongest evidence of so many new hits within so many hours.

    Hits that are authorised or decided do not count, and a fingerprint on which a confirmed
    hit rests never floods.
    """

    hits: int = HITS
    hours: int = HOURS

    @property
    def span(self) -> timedelta:
        """The longest time from the first to the last of them."""
        return timedelta(hours=self.hours)


USUAL = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flood:
    """A fingerprint that floods or did; while `since` is set it is in quarantine."""

    id: str
    asset: str
    kind: str
    part: str
    since: str  # "" when it is not in quarantine
    hits: int  # how many made the flood
    verdict: str  # the strongest among them: what says more is told
    hit: str  # the last of them: its alert tells of the quarantine
    released_at: str  # by hand; the count began anew there
    released_by: str
    confirmed_at: str  # a reviewer confirmed a hit that rests on it
    silent: int = 0  # open hits that nobody was told of


def fingerprint_id(asset: str, kind: str, part: str) -> str:
    """The name of a fingerprint of the register, of a secret work, too, for addresses."""
    return hashlib.sha256(f"{asset}\n{kind}\n{part}".encode()).hexdigest()[:24]


def covers(flooding: str, verdict: str) -> bool:
    """Whether a hit says no more than those of the flood; a copy does where only parts flood."""
    return STRENGTH.get(verdict, -1) <= STRENGTH.get(flooding, -1)


def named(flood: Flood, asset: Asset | None, kind: Callable[[str], str] = str) -> str:
    """The part and its kind in words; no part of a secret work, nor of one that was removed."""
    hidden = asset is None or asset.secrecy == "secret"
    return f"{'one of its parts' if hidden else part_name(flood.part)} ({kind(flood.kind)})"
