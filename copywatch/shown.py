"""The output formats that others read: scan lines, hit lines, evidence."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from fingerprints.works import Asset
from hits.hit import Hit
from matcher.match import HITS, Evidence, Examined, Match


def evidence_json(evidence: Evidence) -> dict[str, Any]:
    """One proof as plain JSON; kind and part come first."""
    spans = [{"part": asdict(part), "page": asdict(page)} for part, page in evidence.spans]
    return {
        "kind": evidence.kind,
        "part": evidence.part,
        "where": evidence.where,
        "score": round(evidence.score, 4),
        "spans": spans,
        "unwrapped": list(evidence.unwrapped),
        "page_share": round(evidence.page_share, 4),
        "part_share": round(evidence.part_share, 4),
        "details": dict(evidence.details),
    }


def match_lines(page: str, examined: Examined, *, every: bool) -> Iterator[dict[str, Any]]:
    """One line for each work that the page matches, strongest first (DESIGN section 8)."""
    for match in examined.matches:
        if (every or match.verdict in HITS) and match.evidence:
            yield match_line(page, match)


def match_line(page: str, match: Match) -> dict[str, Any]:
    """Part and kind are those of the strongest evidence."""
    best = match.evidence[0]
    return {
        "page": page,
        "asset": match.asset,
        "part": best.part,
        "kind": best.kind,
        "verdict": match.verdict,
        "score": round(match.score, 4),
        "evidence": [evidence_json(evidence) for evidence in match.evidence],
        "reasons": [asdict(reason) for reason in match.reasons],
        "probability": match.probability,
    }


def candidate_lines(page: str, examined: Examined) -> Iterator[dict[str, Any]]:
    """What the lookup returned, before any verdict."""
    for asset, part, kind, shared in examined.candidates:
        yield {"page": page, "asset": asset, "part": part, "kind": kind, "shared": shared}


def hit_line(hit: Hit, assets: Mapping[str, Asset], match: Match | None) -> dict[str, Any]:
    """A hit as scripts read it."""
    asset = assets.get(hit.asset)
    facts = asdict(hit)
    facts["risk_reasons"] = [asdict(reason) for reason in hit.risk_reasons]
    return {
        **facts,
        "title_of_asset": asset.shown if asset else hit.asset,
        "evidence": [evidence_json(evidence) for evidence in match.evidence] if match else [],
    }
