"""From the configuration to alerts: rules, targets, and one pass of the sender."""

import os
from collections.abc import Collection
from datetime import UTC, datetime

from alerts import rules as alert_rules
from alerts import target as alert_target
from alerts.message import Lookups
from alerts.rules import Rule
from alerts.sender import Counts, send_due
from alerts.target import Target
from copywatch.config import RuleSection
from copywatch.installation import Installation
from hits.flood import named
from hits.outbox import Announce


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def rule_of(section: RuleSection) -> Rule:
    """A configured rule, as the alerts room wants it."""
    lists = {key: value for key, value in section.model_dump().items() if isinstance(value, list)}
    return Rule(
        name=section.name,
        min_risk=section.min_risk,
        digest=section.digest,
        **{key: tuple(value) for key, value in lists.items()},
    )


def targets(installation: Installation) -> dict[str, Target]:
    """The configured targets by name."""
    return alert_target.read(installation.config.targets, os.environ)


def announce(
    installation: Installation, run: str, *, first: bool, new_assets: Collection[str] = ()
) -> Announce:
    """What the record asks about each hit of a run."""
    configured = [rule_of(section) for section in installation.config.alerts]
    spread = alert_rules.spread(configured, targets(installation))
    return alert_rules.announce(spread, run=run, now=now, first_run=first, new_assets=new_assets)


def lookups(installation: Installation) -> Lookups:
    """What messages may say about works and parties."""
    assets = {asset.id: asset for asset in installation.register.assets()}
    names = {party.id: party.names[0] for party in installation.register.parties()}
    shut: dict[str, list[str]] = {}
    for flood in installation.record.quarantine.inside():
        name = named(flood, assets.get(flood.asset), lambda kind: kind.partition("@")[0])
        shut.setdefault(flood.hit, []).append(name)
    return Lookups(
        public_url=installation.public_url,
        asset=assets.get,
        party=lambda party: names.get(party, party),
        shut=lambda hit: ", ".join(shut.get(hit, ())),
    )


def send(installation: Installation) -> Counts:
    """Send what is due; another process of this home that sends already goes on alone."""
    return send_due(
        installation.record,
        targets(installation),
        lookups(installation),
        now,
        alone=installation.home / "sending.lock",
    )
