"""Matches a text or code with all protected texts and code, and explains what was found."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from fingerprints.arrays import U32
from fingerprints.entry import Known
from fingerprints.snapshot import Snapshot
from fingerprints.stream import line_starts
from matcher import align, lookup, weigh
from matcher.align import Stretch
from matcher.clock import COMPARED, ENDLESS, LATE, Clock
from matcher.found import Answer, Found
from matcher.lookup import Counted
from matcher.match import HITS, PUBLIC, Evidence, NearMiss, Span
from matcher.thresholds import Thresholds
from matcher.view import View
from matcher.weigh import Aligned, Part, Weighed

SPANS = 40  # of one piece of evidence


def match_views(
    views: Sequence[View],
    where: str,
    snapshot: Snapshot,
    thresholds: Thresholds,
    clock: Clock = ENDLESS,
) -> Answer:
    """The best evidence for each part over all views of one content, the raw one first."""
    answer = Answer()
    best: dict[Part, Weighed] = {}
    listed: list[Counted] = []
    for number, view in enumerate(views):
        if number and clock.past(COMPARED):
            answer.unreadable.append(f"{len(views) - number} of its readings were left out: {LATE}")
            break
        for part, one in weigh.weighed(
            view, snapshot, thresholds, answer, listed, clock=clock
        ).items():
            if part not in best or one.worth > best[part].worth:
                best[part] = one
    answer.unreadable = [f"{where or 'page'}: {said}" for said in dict.fromkeys(answer.unreadable)]
    for entry, marks in lookup.most(listed, thresholds.listed):
        known = snapshot.entry(entry)
        answer.candidates.append((known.asset, known.part, known.kind, marks))
    page = (line_starts(views[0].text), len(views[0].text))
    for _, one in sorted(best.items()):
        _tell(answer, one, where, thresholds, page)
    return answer


def _tell(
    answer: Answer,
    found: Weighed,
    where: str,
    thresholds: Thresholds,
    page: tuple[U32, int],
) -> None:
    """A match, or a near miss."""
    judged = found.judged
    first = max(found.streams, key=lambda one: judged.kinds[one.shared.kind])
    if judged.verdict is not None:
        for aligned in found.streams:
            evidence = _evidence(aligned, judged.kinds[aligned.shared.kind], where, *page)
            if judged.verdict == PUBLIC:
                evidence = _public(evidence, found.streams)
            answer.found.append(
                Found(
                    aligned.known.asset,
                    judged.verdict,
                    evidence,
                    judged.reasons,
                    judged.score,
                    judged.probability,
                )
            )
    if judged.verdict not in HITS and judged.score > thresholds.near:
        miss = NearMiss(
            asset=first.known.asset,
            part=first.known.part,
            kind=first.known.kind,
            where=where,
            score=judged.score,
            threshold=thresholds.hit,
        )
        answer.near.append(miss)


def _evidence(aligned: Aligned, score: float, where: str, lines: U32, size: int) -> Evidence:
    known, view = aligned.known, aligned.view
    pairs = [
        (spanned(*region.part, known.lines), spanned(*view.span(*region.page), lines))
        for region in aligned.regions
    ]
    pairs.sort(key=lambda pair: pair[1].start - pair[1].end)
    share = _share(aligned)
    page = [view.span(*stretch) for stretch in aligned.page]
    return Evidence(
        kind=known.kind,
        part=known.part,
        where=where,
        score=score,
        spans=tuple(pairs[:SPANS]),
        unwrapped=view.how,
        page_share=round(min(1.0, align.length(page) / max(1, size)), 4),
        part_share=round(share, 4),
        details=_details(known, aligned.part, share),
    )


def _share(aligned: Aligned) -> float:
    """The share of the part, in marks that count; in all marks where none of them does."""
    known, found = aligned.known, aligned.shared
    if found.own < found.public:
        return min(1.0, (found.own + found.public) / max(1, known.hashes))
    return min(1.0, found.own / max(1, known.own))


def _public(evidence: Evidence, streams: Sequence[Aligned]) -> Evidence:
    """Evidence that says where else it stands."""
    first = max(streams, key=lambda one: one.shared.public)
    origins = list(first.shared.origins)
    return replace(evidence, details={**evidence.details, "origin": origins})


def _details(known: Known, part: list[Stretch], share: float) -> dict[str, object]:
    """How much of the part, in words for prose and in lines for code."""
    words = (known.totals or {}).get("text_words@1", 0)
    if words:
        return {"unit": "words", "shared": max(1, round(share * words)), "of": words}
    touched: set[int] = set()
    for stretch in part:
        span = spanned(*stretch, known.lines)
        touched.update(range(span.first_line, span.last_line + 1))
    return {"unit": "lines", "shared": len(touched), "of": max(1, len(known.lines))}


def spanned(start: int, end: int, lines: U32) -> Span:
    """A span with its first and last line."""
    first, last = np.searchsorted(lines, [start, max(start, end - 1)], side="right").tolist()
    return Span(start, end, first, last)
