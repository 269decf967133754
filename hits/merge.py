"""How a new sighting changes a hit: strongest proof ever, newest facts, widest time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from hits.clock import normal
from hits.hit import Hit, hit_id
from hits.risk import Facts, assess
from matcher.match import Evidence, Match
from matcher.sentence import sentence
from spiders.sighting import Sighting

STRENGTH = {name: rank for rank, name in enumerate(("name", "logo", "part copy", "copy"))}
FOLLOWED = ("price", "currency", "seller", "seller_id", "title", "country")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One match at one sighting, and what else is known."""

    sighting: Sighting
    match: Match
    facts: Facts
    watch: str = ""

    @property
    def at(self) -> str:
        """When it was seen."""
        return normal(self.sighting.seen_at)

    def told(self) -> dict[str, Any]:
        """What the page said of itself."""
        return {name: getattr(self.sighting, name) for name in FOLLOWED}


def alone(proof: Proof) -> Hit:
    """The hit as if this sighting were its first."""
    sighting, match, facts = proof.sighting, proof.match, proof.facts
    risk, reasons = assess(sighting, match, facts)
    return Hit(
        id=hit_id(match.asset, sighting.place),
        asset=match.asset,
        **{name: getattr(sighting, name) for name in ("place", "url", "site", "channel")},
        **proof.told(),
        verdict=match.verdict,
        score=match.score,
        risk=risk,
        risk_reasons=reasons,
        sentence=sentence(match, secret=facts.asset.secrecy == "secret"),
        kinds=tuple(sorted({evidence.kind for evidence in match.evidence})),
        first_seen=proof.at,
        last_seen=proof.at,
        status="authorised" if facts.authorised_by else "open",
        authorised_by=facts.authorised_by,
        party=facts.party.id if facts.party else "",
        watch=proof.watch,
    )


def merge(before: Hit, proof: Proof) -> Hit:
    """The hit after one more sighting; the order of sightings does not matter."""
    now = alone(proof)
    best = now if _strength(now) > _strength(before) else before
    newest, other = (now, before) if now.last_seen >= before.last_seen else (before, now)
    came_back = bool(before.gone_at) and now.last_seen > before.gone_at
    merged = replace(
        before,
        **{name: getattr(best, name) for name in ("url", "verdict", "score", "sentence")},
        **{name: _told(getattr(newest, name), getattr(other, name)) for name in FOLLOWED},
        kinds=tuple(sorted({*before.kinds, *now.kinds})),
        first_seen=min(before.first_seen, now.first_seen),
        last_seen=max(before.last_seen, now.last_seen),
        authorised_by=newest.authorised_by,
        party=newest.party or other.party,
        gone_at="" if came_back else before.gone_at,
        returned_at=now.last_seen if came_back else before.returned_at,
        watch=before.watch or now.watch,
    )
    if newest is before:
        return merged
    strongest = replace(proof.match, verdict=best.verdict, score=best.score)  # type: ignore[arg-type]
    risk, reasons = assess(proof.sighting, strongest, proof.facts)
    return replace(merged, risk=risk, risk_reasons=reasons)


def _strength(hit: Hit) -> tuple[int, float, str]:
    """A total order, so that the same sightings in any order give the same hit."""
    return (STRENGTH.get(hit.verdict, -1), hit.score, hit.url)


def _told(newest: Any, other: Any) -> Any:
    return other if newest in (None, "") else newest


def merge_matches(matches: Sequence[Match]) -> Match | None:
    """The strongest match with the evidence of all, the strongest for each part first."""
    if not matches:
        return None
    best = max(matches, key=lambda match: (STRENGTH.get(match.verdict, -1), match.score))
    strongest: dict[tuple[str, str], Evidence] = {}
    for evidence in (one for match in matches for one in match.evidence):
        key = (evidence.kind, evidence.part)
        if key not in strongest or evidence.score > strongest[key].score:
            strongest[key] = evidence
    ranked = sorted(strongest.values(), key=lambda one: (-one.score, one.part, one.kind))
    return replace(best, evidence=tuple(ranked))
