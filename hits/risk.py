"""How urgent a hit is: named reasons, each a function, added up to 0..100."""

from collections.abc import Callable
from dataclasses import dataclass

from fingerprints.works import Asset, Party
from matcher.match import Match, Reason
from spiders.sighting import Sighting

START = 30
BARGAIN = 0.6  # of the lowest price the owner asks


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known beside the page when a match becomes a hit."""

    asset: Asset
    authorised_by: str = ""  # the rule: "seller: Our Shop"
    party: Party | None = None  # the known party that the seller or domain belongs to
    confirmed_before: int = 0  # hits of this seller that people confirmed
    cleared_before: int = 0  # hits of this seller that people found authorised, lawful or not ours
    expected_countries: tuple[str, ...] = ()  # where the owner sells; () means not told


Rule = Callable[[Sighting, Match, Facts], Reason | None]


def assess(sighting: Sighting, match: Match, facts: Facts) -> tuple[int, tuple[Reason, ...]]:
    """The risk and the reasons for it, strongest first."""
    found = [reason for rule in RULES if (reason := rule(sighting, match, facts))]
    total = START + sum(reason.effect for reason in found)
    ranked = sorted(found, key=lambda reason: (-abs(reason.effect), reason.name))
    return max(0, min(100, round(total))), tuple(ranked)


def authorised(_sighting: Sighting, _match: Match, facts: Facts) -> Reason | None:
    """The place belongs to the owner or to somebody who may."""
    if not facts.authorised_by:
        return None
    return Reason("authorised", -100, facts.authorised_by)


VERDICTS = {"copy": 25, "part copy": 15, "logo": 10, "name": 0}


def verdict(_sighting: Sighting, match: Match, _facts: Facts) -> Reason | None:
    """A whole copy is more urgent than a name."""
    effect = VERDICTS.get(match.verdict, -20) * max(0.0, min(1.0, match.score))
    return Reason("verdict", round(effect, 1), match.verdict) if effect else None


RIGHTS = {"trade_secret": 20, "software": 10, "database": 10, "patent": 5, "design": 5}


def right(_sighting: Sighting, _match: Match, facts: Facts) -> Reason | None:
    """A secret that is out does harm by the hour; a picture does not."""
    effect = RIGHTS.get(facts.asset.right, 0)
    detail = facts.asset.right.replace("_", " ")
    return Reason("right", effect, detail) if effect else None


def secrecy(_sighting: Sighting, _match: Match, facts: Facts) -> Reason | None:
    """Something secret stands on a page that anyone may read."""
    if facts.asset.secrecy != "secret":
        return None
    return Reason("secret in public", 15, "the work is marked secret")


def price(sighting: Sighting, _match: Match, facts: Facts) -> Reason | None:
    """Far below what the owner asks: a sign of a counterfeit. Other currencies say nothing."""
    low = facts.asset.price_low
    if sighting.price is None or not low or sighting.price < 0:
        return None
    if not sighting.currency or sighting.currency.upper() != facts.asset.currency.upper():
        return None
    share = sighting.price / low
    if share >= BARGAIN:
        return None
    effect = 20 if share < BARGAIN / 2 else 10
    return Reason("price far below ours", effect, f"{share:.0%} of our lowest price")


def country(sighting: Sighting, _match: Match, facts: Facts) -> Reason | None:
    """Sold from a country where the owner sells nothing."""
    expected = {name.casefold() for name in facts.expected_countries}
    if not sighting.country or not expected or sighting.country.casefold() in expected:
        return None
    return Reason("unexpected country", 5, sighting.country)


def known_party(_sighting: Sighting, _match: Match, facts: Facts) -> Reason | None:
    """The seller is somebody we know; this names nobody as the source."""
    if facts.party is None:
        return None
    name = facts.party.names[0] if facts.party.names else facts.party.id
    return Reason("known party", 15, name)


def repeated(_sighting: Sighting, _match: Match, facts: Facts) -> Reason | None:
    """People confirmed hits of this seller before."""
    if not facts.confirmed_before:
        return None
    effect = min(20, 5 + 5 * facts.confirmed_before)
    return Reason("confirmed before", effect, f"{facts.confirmed_before} times, same seller")


def cleared(_sighting: Sighting, _match: Match, facts: Facts) -> Reason | None:
    """People cleared hits of this seller before, and confirmed none."""
    if not facts.cleared_before or facts.confirmed_before:
        return None
    effect = -min(20, 5 + 5 * facts.cleared_before)
    return Reason("cleared before", effect, f"{facts.cleared_before} times, same seller")


CHANNELS = {"paste": 10, "code": 5, "trade_show": 5}


def channel(sighting: Sighting, _match: Match, _facts: Facts) -> Reason | None:
    """Pastes and repositories are copied on within hours; a show ends within days."""
    effect = CHANNELS.get(sighting.channel, 0)
    detail = sighting.channel.replace("_", " ")
    return Reason("channel", effect, detail) if effect else None


def anonymous(sighting: Sighting, _match: Match, _facts: Facts) -> Reason | None:
    """A shop that does not say who sells."""
    if sighting.channel != "marketplace" or sighting.seller or sighting.seller_id:
        return None
    return Reason("seller not named", 5)


RULES: tuple[Rule, ...] = (
    authorised,
    verdict,
    right,
    secrecy,
    price,
    country,
    known_party,
    repeated,
    cleared,
    channel,
    anonymous,
)
