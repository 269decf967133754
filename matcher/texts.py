"""Matches a text or code with all protected texts and code: look up, align, judge, explain."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from fingerprints.entry import Known
from fingerprints.fold import fold
from fingerprints.kind import U32
from fingerprints.snapshot import Snapshot
from fingerprints.stream import line_starts
from fingerprints.winnow import I64, distinct
from matcher import align, lookup
from matcher.align import Region, Spans, Stretch
from matcher.found import Answer, Found
from matcher.lookup import Candidate
from matcher.match import HITS, Evidence, NearMiss, Span
from matcher.reasons import Measured
from matcher.thresholds import Thresholds
from matcher.verdict import Judged, judge
from matcher.view import View

SPANS = 40  # of one piece of evidence


@dataclass(frozen=True, slots=True, eq=False)
class Aligned:
    """One candidate aligned with one view, and what was made of it."""

    known: Known
    measured: Measured
    judged: Judged
    regions: list[Region]
    page: list[Stretch]  # shared stretches of the view, one list for all regions
    part: list[Stretch]
    view: View


def match_views(
    views: Sequence[View], where: str, snapshot: Snapshot, thresholds: Thresholds
) -> Answer:
    """The best evidence for each entry over all views of one content, the raw one first."""
    answer = Answer()
    best: dict[int, Aligned] = {}
    shared: dict[int, int] = {}
    for view in views:
        for candidate in _candidates(view, snapshot, thresholds, answer):
            entry, marks = candidate.entry, candidate.distinct + candidate.public
            shared[entry] = max(marks, shared.get(entry, 0))
            if marks < thresholds.worth:
                continue
            aligned = _align(candidate, view, snapshot, thresholds)
            if entry not in best or aligned.judged.score > best[entry].judged.score:
                best[entry] = aligned
    for entry, marks in shared.items():
        known = snapshot.entry(entry)
        answer.candidates.append((known.asset, known.part, known.kind, marks))
    page = (line_starts(views[0].text), len(views[0].text))
    for _, aligned in sorted(best.items()):
        _tell(answer, aligned, where, thresholds, page)
    return answer


def _candidates(
    view: View, snapshot: Snapshot, thresholds: Thresholds, answer: Answer
) -> Iterator[Candidate]:
    """What each stream of a view looks up; its sample goes to the answer."""
    folded = fold(view.text)
    for stream in lookup.STREAMS:
        looked = lookup.lookup(stream, folded, snapshot, thresholds.candidates)
        answer.samples.append((stream.name, looked.sample))
        yield from looked.candidates


def _align(candidate: Candidate, view: View, snapshot: Snapshot, thresholds: Thresholds) -> Aligned:
    known = snapshot.entry(candidate.entry)
    table = snapshot.table(known.kind)
    assert table is not None
    starts, sizes = table.places(candidate.postings)
    page = Spans(candidate.starts.astype(np.int64), candidate.ends.astype(np.int64))
    part = Spans(starts.astype(np.int64), starts.astype(np.int64) + sizes)
    regions = align.regions(page, part, thresholds.region)
    pairs = np.concatenate([region.pairs for region in regions] or [np.empty(0, np.int64)])
    own = candidate.own[pairs]
    measured = Measured(
        kind=known.kind,
        own=distinct(candidate.postings[pairs][own]),
        public=distinct(candidate.postings[pairs][~own]),
        stored=known.own,
        stretches=tuple(
            _marks(candidate, pairs, part)
            for region in regions
            for pairs in align.stretches(page, part, region, thresholds.step[known.kind])
        ),
    )
    return Aligned(
        known,
        measured,
        judge(measured, thresholds),
        regions,
        align.covered(page, regions),
        align.covered(part, regions),
        view,
    )


def _marks(candidate: Candidate, pairs: I64, part: Spans) -> int:
    """Different marks of a region: what repeats itself on either side counts once."""
    mine = pairs[candidate.own[pairs]]
    return min(distinct(candidate.starts[mine]), distinct(part.starts[mine]))


def _tell(
    answer: Answer,
    aligned: Aligned,
    where: str,
    thresholds: Thresholds,
    page: tuple[U32, int],
) -> None:
    """A match, or a near miss."""
    known, judged = aligned.known, aligned.judged
    if judged.verdict is not None:
        evidence = _evidence(aligned, where, *page)
        answer.found.append(Found(known.asset, judged.verdict, evidence, judged.reasons))
    if judged.verdict not in HITS and judged.score:
        miss = NearMiss(
            asset=known.asset,
            part=known.part,
            kind=known.kind,
            where=where,
            score=judged.score,
            threshold=thresholds.hit,
        )
        answer.near.append(miss)


def _evidence(aligned: Aligned, where: str, lines: U32, size: int) -> Evidence:
    known, view = aligned.known, aligned.view
    pairs = [
        (spanned(*region.part, known.lines), spanned(*view.span(*region.page), lines))
        for region in aligned.regions
    ]
    pairs.sort(key=lambda pair: pair[1].start - pair[1].end)
    share = min(1.0, aligned.measured.own / max(1, known.own))
    page = [view.span(*stretch) for stretch in aligned.page]
    return Evidence(
        kind=known.kind,
        part=known.part,
        where=where,
        score=aligned.judged.score,
        spans=tuple(pairs[:SPANS]),
        unwrapped=view.how,
        page_share=round(min(1.0, align.length(page) / max(1, size)), 4),
        part_share=round(share, 4),
        details=_details(known, aligned.part, share),
    )


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
