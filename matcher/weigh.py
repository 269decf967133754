"""Everything that one view of a content shares with protected parts, weighed: steps 2 to 4."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from fingerprints.entry import Known
from fingerprints.fold import Folded, fold
from fingerprints.snapshot import Snapshot
from fingerprints.streams import STREAMS
from matcher import align, lookup, shared
from matcher.align import Region, Spans, Stretch
from matcher.boilerplate import Boilerplate
from matcher.clock import COMPARED, ENDLESS, LATE, Clock
from matcher.follow import Followed, follow
from matcher.found import Answer
from matcher.kept_sketch import opened
from matcher.lookup import Counted
from matcher.shared import STRUCTURED, Shared, Tells
from matcher.sift import Asked, Reading, sifted
from matcher.sketched import Public, Sketched
from matcher.thresholds import Thresholds
from matcher.verdict import Judged, judge
from matcher.view import View

Part = tuple[str, str]  # asset, part


@dataclass(frozen=True, slots=True, eq=False)
class Aligned:
    """One candidate aligned with one view."""

    known: Known
    shared: Shared
    regions: list[Region]
    page: list[Stretch]  # shared stretches of the view, one list for all regions
    part: list[Stretch]
    view: View
    reading: int = 0  # of its stream


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """All streams of one view that share something with one part, and what they say together."""

    streams: tuple[Aligned, ...]
    judged: Judged

    @property
    def worth(self) -> tuple[float, float]:
        """Of several views the one that is surest, and among sure ones the one that shows most."""
        bits = sum(one.shared.bits for one in self.streams)
        return round(self.judged.score, 1), bits


@dataclass(slots=True)
class _Asked:
    """One view, and what all readings of it ask for."""

    folded: Folded
    plain: Boilerplate
    tells: Tells
    readings: list[Reading] = field(default_factory=list)
    public: list[tuple[str, Public]] = field(default_factory=list)
    crowded: int = 0


def weighed(
    view: View,
    snapshot: Snapshot,
    thresholds: Thresholds,
    answer: Answer,
    listed: list[Counted],
    *,
    clock: Clock = ENDLESS,
) -> dict[Part, Weighed]:
    """Every part that shares enough with one view to be aligned."""
    asked = _asked(view, snapshot, thresholds, answer, listed)
    promising = sifted(asked.readings, snapshot, thresholds)
    entries: dict[Part, int] = {}
    parts: dict[Part, dict[str, Aligned]] = {}
    for number, chosen in enumerate(promising):
        if clock.past(COMPARED):
            left = len(promising) - number
            answer.unreadable.append(f"{left} pieces of works were not compared: {LATE}")
            break
        one = _aligned(chosen, view, snapshot, thresholds)
        if one is not None:
            part = (one.known.asset, one.known.part)
            entries[part] = chosen.candidate.entry
            _keep(parts.setdefault(part, {}), one)
    facts = view.text, asked.folded, asked.tells, asked.public, asked.plain, snapshot
    sketched = [Sketched(*facts, reading) for reading in range(2)]
    for part, entry in clock.each(entries.items(), COMPARED):
        streams = parts[part]
        reading = streams[STRUCTURED].reading if STRUCTURED in streams else 0
        more = _followed(_shared(streams.values()), sketched[reading], entry, clock)
        if more is not None:
            regions = more.regions
            sides = [one.page for one in regions], [one.part for one in regions]
            parts[part][more.known.kind] = Aligned(more.known, more.shared, regions, *sides, view)
    if asked.crowded:
        answer.unreadable.append(f"{asked.crowded} pieces stand in more works than are looked at")
    return {
        part: Weighed(tuple(one.values()), judge(_shared(one.values()), thresholds, snapshot.size))
        for part, one in parts.items()
    }


def _asked(
    view: View,
    snapshot: Snapshot,
    thresholds: Thresholds,
    answer: Answer,
    listed: list[Counted],
) -> _Asked:
    """Look up all streams; the samples and what every entry shares go to `answer` and `listed`."""
    folded = fold(view.text)
    asked = _Asked(folded, Boilerplate(view.text), Tells(folded))
    for stream in STREAMS:
        readings, sample = lookup.lookup(
            stream, folded, asked.plain, snapshot, thresholds.candidates
        )
        if stream.sampled:
            answer.samples.append((stream.name, sample))
        for number, looked in enumerate(readings):
            asked.crowded = max(asked.crowded, looked.crowded)
            listed.append(looked.listed)
            told = partial(asked.tells.of, stream.name, number)
            asked.readings.append(Reading(stream.name, number, told, looked.candidates))
            asked.public.append((stream.name, looked.public))
    return asked


def _followed(
    streams: Sequence[Shared], sketched: Sketched, entry: int, clock: Clock
) -> Followed | None:
    """How far a part goes on from where its streams found it."""
    seeds = [link for one in streams for link in one.seeds]
    kept = sketched.snapshot.sketch(entry) if seeds else None
    if kept is None:
        return None
    part = opened(kept, sketched.snapshot.entry(entry).steps)
    return follow(sketched, part, seeds, clock)


def _shared(streams: Iterable[Aligned]) -> list[Shared]:
    return [one.shared for one in streams]


def _keep(streams: dict[str, Aligned], one: Aligned) -> None:
    """Of two readings of a stream the one that tells more."""
    before = streams.get(one.known.kind)
    if before is None or before.shared.bits < one.shared.bits:
        streams[one.known.kind] = one


def _aligned(
    asked: Asked, view: View, snapshot: Snapshot, thresholds: Thresholds
) -> Aligned | None:
    """A candidate that runs alike with the view somewhere; None for others."""
    candidate = asked.candidate
    known = snapshot.entry(candidate.entry)
    table = snapshot.table(known.kind)
    assert table is not None
    starts, sizes = table.places(candidate.postings)
    page = Spans(candidate.starts.astype(np.int64), candidate.ends.astype(np.int64))
    part = Spans(starts.astype(np.int64), starts.astype(np.int64) + sizes)
    regions = align.regions(page, part, thresholds.region)
    if not regions:
        return None
    step = thresholds.step[known.kind]
    measured = shared.measure(
        candidate, known, (page, part), regions, step=step, told=asked.reading.told()
    )
    covered = (align.covered(page, regions), align.covered(part, regions))
    return Aligned(known, measured, regions, *covered, view, asked.reading.number)
