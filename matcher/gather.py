"""Puts the evidence of a page together: one match for each asset, and the nearest misses."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from matcher.align import length
from matcher.found import Found
from matcher.match import HITS, PUBLIC, Evidence, Match, NearMiss, Reason
from matcher.sentence import stands_in

KEPT = 60  # pieces of evidence of one match
PUBLIC_TOLD = 3  # matches with public origin that are told
PUBLIC_PARTS = 10  # origins that are told beside a hit
NEAR = 3
FRESH = 0.5  # share of a piece of evidence that earlier ones at its place must leave


def gathered(found: Sequence[Found]) -> tuple[Match, ...]:
    """One match for each asset, the surest first."""
    by_asset: dict[str, list[Found]] = {}
    for one in found:
        by_asset.setdefault(one.asset, []).append(one)
    matches = [_match(asset, _ranked(ones)) for asset, ones in by_asset.items()]
    matches.sort(key=lambda m: (m.verdict not in HITS, -m.score, m.asset))
    public = [match for match in matches if match.verdict == PUBLIC][PUBLIC_TOLD:]
    return tuple(match for match in matches if match not in public)


def _ranked(found: list[Found]) -> list[Found]:
    told = [replace(one, evidence=_renamed(one.evidence, found)) for one in found]
    return sorted(told, key=_rank)


def _rank(one: Found) -> tuple[bool, float, bool, int, str, str]:
    """Hits before other verdicts, then by score, verbatim before renamed, and extent."""
    evidence = one.evidence
    renamed = bool(evidence.details.get("renamed"))
    extent = -int(evidence.details.get("shared", 0))
    return (one.verdict not in HITS, -evidence.score, renamed, extent, evidence.kind, evidence.part)


def _match(asset: str, found: list[Found]) -> Match:
    first = found[0]
    reasons = first.reasons or (Reason("compared", first.evidence.score, first.evidence.kind),)
    if first.verdict in HITS:
        reasons = (*reasons, *_set_aside(found))
        found = [_beside(one) for one in found if one.verdict != PUBLIC]
    evidence = _without_repeats([one.evidence for one in found])
    if first.evidence.unwrapped:
        ways = ", ".join(first.evidence.unwrapped)
        reasons = (*reasons, Reason("unwrapped", 0.0, ways))
    alike = [one for one in found if one.verdict == first.verdict]
    return Match(
        asset=asset,
        verdict=first.verdict,
        score=max(one.score or one.evidence.score for one in alike),
        evidence=tuple(_each_part_first(evidence)[:KEPT]),
        reasons=reasons,
        probability=max((p for one in alike if (p := one.probability) is not None), default=None),
    )


def _beside(one: Found) -> Found:
    """Evidence beside a hit that would be none by itself says so."""
    if one.verdict in HITS:
        return one
    details = {**one.evidence.details, "verdict": one.verdict}
    return replace(one, evidence=replace(one.evidence, details=details))


def _set_aside(found: Iterable[Found]) -> list[Reason]:
    """What of a work stands on the page too, but is public: told, and no part of the proof."""
    parts: dict[str, set[str]] = {}
    for one in found:
        if one.verdict == PUBLIC:
            parts.setdefault(stands_in(one.evidence), set()).add(one.evidence.part)
    return [
        Reason("public_part", 0.0, f"{len(some)} more of its parts: it {words}")
        for words, some in list(parts.items())[:PUBLIC_PARTS]
    ]


def _without_repeats(evidence: list[Evidence]) -> list[Evidence]:
    """What shows nothing new of a part at one place is no second proof.

    The pages of a document stand at one place: each shows another piece.
    """
    kept: dict[tuple[str, ...], list[Evidence]] = {}
    for one in evidence:
        name = str(one.details.get("name", ""))
        same = kept.setdefault((one.kind, one.part, one.where, name), [])
        if not same or _fresh(one, same) >= FRESH:
            same.append(one)
    told = {id(one) for some in kept.values() for one in some}
    return [one for one in evidence if id(one) in told]


def _fresh(evidence: Evidence, before: Iterable[Evidence]) -> float:
    """The share of what it shows of its part that others did not show."""
    mine = [(part.start, part.end) for part, _ in evidence.spans]
    if not mine:
        return 0.0
    others = [(part.start, part.end) for one in before for part, _ in one.spans]
    return 1 - (length(mine) + length(others) - length([*mine, *others])) / length(mine)


def _each_part_first(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The best proof of every part, then second proofs: a copied tree is told file by file."""
    best: dict[str, Evidence] = {}
    for one in evidence:
        best.setdefault(one.part, one)
    return [*best.values(), *(one for one in evidence if best[one.part] is not one)]


def _renamed(evidence: Evidence, found: Iterable[Found]) -> Evidence:
    """Code whose structure stands on the page while its letters do not: names were changed."""
    if not evidence.kind.startswith(("code_tokens", "code_sketch")):
        return evidence
    letters = max(
        (
            one.evidence.part_share
            for one in found
            if one.evidence.part == evidence.part and one.evidence.kind.startswith("text_chars")
        ),
        default=0.0,
    )
    renamed = letters < evidence.part_share / 2
    return replace(evidence, details={**evidence.details, "renamed": renamed})


def nearest(near: Iterable[NearMiss], matches: Sequence[Match]) -> tuple[NearMiss, ...]:
    """The three nearest misses of assets that no hit names."""
    told = {match.asset for match in matches if match.verdict in HITS}
    best: dict[tuple[str, str, str], NearMiss] = {}
    for miss in near:
        key = (miss.asset, miss.part, miss.kind)
        if miss.asset not in told and (key not in best or best[key].score < miss.score):
            best[key] = miss
    order = sorted(best.values(), key=lambda m: (-m.score / m.threshold, m.asset, m.part, m.kind))
    return tuple(order[:NEAR])
