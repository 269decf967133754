"""On which fingerprint each hit rests: its strongest evidence that is not in quarantine.

Where all of its evidence is in quarantine it rests on the strongest, and nobody is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from hits import floods
from hits.flood import Limits, fingerprint_id
from hits.hit import Hit
from hits.rows import clean
from hits.tables import rests
from matcher.match import Evidence

Voice = Literal["as usual", "silent", "woken"]  # woken: was silent, now has evidence of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one sighting did to a hit; of the evidence, `fresh` was not known of it before."""

    before: Hit | None
    hit: Hit
    evidence: Sequence[Evidence]
    fresh: Sequence[Evidence]

    @property
    def returned(self) -> bool:
        """Whether the place was gone until now."""
        return self.before is not None and self.hit.returned_at != self.before.returned_at

    @property
    def risen(self) -> bool:
        """Whether more of the work was found there than before."""
        return self.before is not None and self.hit.verdict != self.before.verdict

    def by_id(self, evidence: Sequence[Evidence]) -> dict[str, float]:
        """Scores by fingerprint, of what is enough for a hit by itself."""
        scores: dict[str, float] = {}
        for one in evidence:
            key = fingerprint_id(self.hit.asset, one.kind, clean(one.part))
            if not one.lesser:
                scores[key] = max(one.score, scores.get(key, 0.0))
        return scores


def settle(connection: sa.Connection, step: Step, limits: Limits) -> Voice:
    """Remember on what the hit rests, put what floods into quarantine, say who may be told."""
    if step.before is None:
        return _new(connection, step, limits)
    if step.fresh or step.returned or step.risen:
        return _again(connection, step, limits)
    if step.hit.first_seen != step.before.first_seen:
        _save(connection, step.hit, {"at": step.hit.first_seen})
    return "as usual"


def _new(connection: sa.Connection, step: Step, limits: Limits) -> Voice:
    hit, own = step.hit, step.by_id(step.evidence)
    if not own:
        return "as usual"
    known = floods.known(connection, hit.asset, own)
    free = [key for key in own if not floods.shut(known, key, hit.verdict)]
    lead = _strongest(own, free or list(own))
    silent = not free and hit.status == "open"
    values = {"fingerprint": lead, "at": hit.first_seen, "score": own[lead], "silent": silent}
    connection.execute(sa.insert(rests).values(hit=hit.id, **values))
    if free:
        floods.count(connection, hit, lead, known, limits)
    return "silent" if silent else "as usual"


def _again(connection: sa.Connection, step: Step, limits: Limits) -> Voice:
    """A hit that was there: only what is new, or says more, changes on what it rests."""
    hit, own = step.hit, step.by_id(step.evidence)
    fresh = own if step.risen else step.by_id(step.fresh)
    row = connection.execute(sa.select(rests).where(rests.c.hit == hit.id)).mappings().first()
    if row is None:
        return "as usual"
    known = floods.known(connection, hit.asset, own)
    gained = [key for key in fresh if not floods.shut(known, key, hit.verdict)]
    lead = _strongest(fresh, gained) if gained else ""
    woken = bool(row["silent"] and lead)
    values: dict[str, Any] = {"at": hit.first_seen}
    if woken or (lead and (step.risen or fresh[lead] > row["score"])):
        values |= {"fingerprint": lead, "score": fresh[lead], "silent": False}
    alone = all(floods.shut(known, key, hit.verdict) for key in (*own, row["fingerprint"]))
    silent = step.returned and alone and not woken
    if silent:
        values["silent"] = hit.status == "open"
    _save(connection, hit, values)
    if values.get("fingerprint"):
        floods.count(connection, hit, lead, known, limits)
    return "woken" if woken else "silent" if silent else "as usual"


def _strongest(scores: Mapping[str, float], keys: Sequence[str]) -> str:
    return max(keys, key=lambda key: (scores[key], key))


def _save(connection: sa.Connection, hit: Hit, values: Mapping[str, Any]) -> None:
    connection.execute(sa.update(rests).where(rests.c.hit == hit.id).values(dict(values)))
