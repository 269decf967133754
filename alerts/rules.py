"""Rules: which hits somebody must know about, where that is told, and when."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from typing import Literal

from alerts.target import Target
from hits.clock import stamp
from hits.hit import Hit
from hits.outbox import Outgoing

On = Literal["first", "returned"]
Digest = Literal["none", "hourly", "daily"]
DAILY_AT = 6  # o'clock, UTC: before the working day in Europe


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Empty means any; words are compared without regard to case, `*` stands for anything."""

    name: str
    targets: tuple[str, ...]
    assets: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()  # "image_hash@1" or "image_hash"
    min_risk: int = 0
    channels: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    sellers: tuple[str, ...] = ()
    on: tuple[On, ...] = ("first", "returned")
    digest: Digest = "none"


def spread(rules: Sequence[Rule], targets: Mapping[str, Target]) -> tuple[Rule, ...]:
    """The rules with each configured target replaced by all of its receivers."""
    return tuple(
        replace(
            rule,
            targets=tuple(
                target.name for name in rule.targets for target in targets.values()
                if target.given == name
            ),
        )
        for rule in rules
    )  # fmt: skip


def announce(
    rules: Sequence[Rule],
    *,
    run: str,
    now: Callable[[], datetime],
    first_run: bool = False,
    new_assets: Collection[str] = (),
) -> Callable[[Hit, str], Sequence[Outgoing]]:
    """What `Record.take` asks about each hit; the first fitting rule speaks for a target.

    Hits of the first run of a watch, or of an asset that is new, go into one summary per target.
    """

    def tell(hit: Hit, event: str) -> Sequence[Outgoing]:
        chosen: dict[str, Rule] = {}
        for rule in rules:
            if fits(rule, hit, event):
                chosen = dict.fromkeys(rule.targets, rule) | chosen
        summary = first_run or hit.asset in new_assets
        return [
            outgoing(rule, target, now(), f"summary:{run}" if summary else "")
            for target, rule in chosen.items()
        ]

    return tell


def outgoing(rule: Rule, target: str, now: datetime, summary: str) -> Outgoing:
    """When and with which others one rule tells one target."""
    if summary or rule.digest == "none":
        return Outgoing(rule=rule.name, target=target, group=summary, due_at=stamp(now))
    due = next_digest(rule.digest, now)
    return Outgoing(rule=rule.name, target=target, group=f"digest:{rule.name}", due_at=stamp(due))


def next_digest(digest: Digest, now: datetime) -> datetime:
    """The next full hour, or the next early morning."""
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    if digest == "hourly":
        return hour + timedelta(hours=1)
    day = hour.replace(hour=DAILY_AT)
    return day if day > now else day + timedelta(days=1)


def fits(rule: Rule, hit: Hit, event: str) -> bool:
    """Every condition of the rule holds for the hit; authorised hits are never told."""
    wanted = "returned" if event == "returned" else "first"
    return (
        wanted in rule.on
        and hit.status == "open"
        and hit.risk >= rule.min_risk
        and _any(rule.assets, (hit.asset,))
        and _any(rule.kinds, (*hit.kinds, *(kind.partition("@")[0] for kind in hit.kinds)))
        and _any(rule.channels, (hit.channel,))
        and _any(rule.countries, (hit.country,))
        and _any(rule.sellers, (hit.seller, hit.seller_id))
    )


def _any(patterns: Sequence[str], values: Sequence[str]) -> bool:
    if not patterns:
        return True
    folded = [value.casefold() for value in values]
    return any(fnmatchcase(value, pattern.casefold()) for pattern in patterns for value in folded)
