"""Matches a text or code with all protected texts and code: unwrap, look up, align, judge."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from fingerprints.entry import Known
from fingerprints.kind import U32
from fingerprints.snapshot import Snapshot
from fingerprints.stream import line_starts
from matcher import align, lookup
from matcher.align import Region
from matcher.found import Answer, Found
from matcher.lookup import Candidate
from matcher.match import Evidence, NearMiss, Span
from matcher.reasons import Measured
from matcher.thresholds import Thresholds
from matcher.verdict import Judged, judge
from matcher.view import View

SAMPLES = {"text_chars@1": 340, "text_words@1": 200, "code_tokens@1": 300}  # 6 bytes each
SPANS = 40  # of one piece of evidence


def match_views(
    views: Iterable[View], where: str, snapshot: Snapshot, thresholds: Thresholds
) -> Answer:
    """The best evidence for each entry over all views of one content."""
    answer = Answer()
    best: dict[int, tuple[Judged, Candidate, list[Region], View]] = {}
    body = ""
    for view in views:
        body = body or view.text
        for stream in lookup.STREAMS:
            looked = lookup.lookup(
                stream, view.text, snapshot, thresholds.candidates, SAMPLES[stream.name]
            )
            answer.samples.append((stream.name, looked.sample))
            for candidate in looked.candidates:
                judged, regions = _judge(candidate, snapshot, thresholds)
                if candidate.entry not in best or judged.score > best[candidate.entry][0].score:
                    best[candidate.entry] = (judged, candidate, regions, view)
    lines = line_starts(body)
    for entry, (judged, candidate, regions, view) in sorted(best.items()):
        known = snapshot.entry(entry)
        answer.candidates.append((known.asset, known.part, known.kind, candidate.distinct))
        if judged.verdict is None:
            near = NearMiss(
                asset=known.asset,
                part=known.part,
                kind=known.kind,
                where=where,
                score=judged.score,
                threshold=thresholds.hit,
            )
            answer.near += [near] if judged.score else []
            continue
        evidence = _evidence(known, judged, candidate, regions, view, snapshot, lines, len(body))
        evidence = replace(evidence, where=where)
        answer.found.append(Found(known.asset, judged.verdict, evidence, judged.reasons))
    return answer


def _judge(
    candidate: Candidate, snapshot: Snapshot, thresholds: Thresholds
) -> tuple[Judged, list[Region]]:
    known = snapshot.entry(candidate.entry)
    table = snapshot.table(known.kind)
    assert table is not None
    starts, sizes = table.places(candidate.postings)
    found = align.regions(candidate.starts, starts, sizes, candidate.own, thresholds.region)
    pairs = _pairs(found)
    own = candidate.own[pairs]
    measured = Measured(
        kind=known.kind,
        own=len(np.unique(candidate.postings[pairs][own])),
        public=len(np.unique(candidate.postings[pairs][~own])),
        stored=known.own,
        regions=len(found),
    )
    return judge(measured, thresholds), found


def _pairs(regions: list[Region]) -> align.I64:
    if not regions:
        return np.empty(0, np.int64)
    return np.concatenate([region.pairs for region in regions])


def _evidence(
    known: Known,
    judged: Judged,
    candidate: Candidate,
    regions: list[Region],
    view: View,
    snapshot: Snapshot,
    lines: U32,
    size: int,
) -> Evidence:
    table = snapshot.table(known.kind)
    assert table is not None
    starts, sizes = table.places(candidate.postings)
    spans, page, part = [], [], []
    for region in regions:
        there = starts[region.pairs].astype(np.int64)
        part += align.covered(there, there + sizes[region.pairs])
        here = candidate.starts[region.pairs].astype(np.int64)
        last = candidate.ends[region.pairs].astype(np.int64)
        stretches = [view.span(*stretch) for stretch in align.covered(here, last)]
        page += stretches
        spans.append(
            (
                spanned(*region.part, known.lines),
                spanned(stretches[0][0], stretches[-1][1], lines),
            )
        )
    spans.sort(key=lambda pair: -(pair[1].end - pair[1].start))
    shared_lines = _lines(part, known.lines)
    part_share = min(1.0, candidate_share(known, judged))
    words = (known.totals or {}).get("text_words@1", 0)
    return Evidence(
        kind=known.kind,
        part=known.part,
        where="",
        score=judged.score,
        spans=tuple(spans[:SPANS]),
        unwrapped=view.how,
        page_share=round(min(1.0, _total(page) / max(1, size)), 4),
        part_share=part_share,
        details=_details(known, shared_lines, part_share, words),
    )


def candidate_share(known: Known, judged: Judged) -> float:
    """The share of the part, as the reasons state it."""
    amount = next(reason for reason in judged.reasons if reason.name == "amount_shared")
    shared = int(amount.detail.split()[0])
    return round(shared / max(1, known.own), 4)


def _details(known: Known, shared_lines: int, share: float, words: int) -> dict[str, object]:
    if words:
        return {"unit": "words", "shared": max(1, round(share * words)), "of": words}
    return {"unit": "lines", "shared": shared_lines, "of": max(1, len(known.lines))}


def _total(spans: list[tuple[int, int]]) -> int:
    reach, total = 0, 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reach))
        reach = max(reach, end)
    return total


def spanned(start: int, end: int, lines: U32) -> Span:
    """A span with its first and last line."""
    first, last = np.searchsorted(lines, [start, max(start, end - 1)], side="right").tolist()
    return Span(start, end, first, last)


def _lines(spans: list[tuple[int, int]], lines: U32) -> int:
    """How many lines these spans touch."""
    touched: set[int] = set()
    for start, end in spans:
        span = spanned(start, end, lines)
        touched.update(range(span.first_line, span.last_line + 1))
    return len(touched)
