"""Many matches of one asset at one place, read as one."""

from collections.abc import Sequence
from dataclasses import replace

from hits.take import STRENGTH
from matcher.match import Evidence, Match


def merged(matches: Sequence[Match]) -> Match | None:
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
