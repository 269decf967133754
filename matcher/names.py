"""Finds watched names in a text, however they are written, and tells each as evidence."""

from collections.abc import Iterator

import numpy as np

from fingerprints.arrays import U32
from fingerprints.names_table import Name
from fingerprints.snapshot import Snapshot
from fingerprints.stream import line_starts
from matcher.clock import ENDLESS, Clock
from matcher.found import Found
from matcher.match import Evidence, Reason, Span
from matcher.name_exact import exact
from matcher.name_index import NameIndex
from matcher.name_phrases import several
from matcher.name_sounds import by_sound
from matcher.name_text import NameText
from matcher.name_words import single
from matcher.name_written import SCORES, Written

LONGEST = 1_000_000  # characters read
SPANS = 10  # places told for one name
TITLE = "title"


def find(
    text: str, index: NameIndex, *, title: bool = False, clock: Clock = ENDLESS
) -> list[Written]:
    """Every place of every name, the truest reading of each place first."""
    page = NameText(text[:LONGEST], title)
    found: dict[tuple[Name, int], Written] = {}
    for written in _all(page, index, clock):
        place = (written.name, written.start)
        if place not in found or SCORES[found[place].how] < SCORES[written.how]:
            found[place] = written
    return _apart(sorted(found.values(), key=lambda w: (-SCORES[w.how], w.start, w.name.word)))


def _all(page: NameText, index: NameIndex, clock: Clock) -> Iterator[Written]:
    for way in (exact, single, several, by_sound):
        yield from way(page, index, clock)


def _apart(found: list[Written]) -> list[Written]:
    """A worse reading of the same name is left out where a better one stands."""
    kept: list[Written] = []
    taken: dict[Name, set[int]] = {}
    for written in found:
        places = taken.setdefault(written.name, set())
        own = range(written.start, written.end)
        if places.isdisjoint(own):
            places.update(own)
            kept.append(written)
    return kept


def match_names(
    text: str, where: str, index: NameIndex, snapshot: Snapshot, clock: Clock = ENDLESS
) -> list[Found]:
    """One piece of evidence for each name that stands in the text."""
    by_name: dict[Name, list[Written]] = {}
    for written in find(text, index, title=where == TITLE, clock=clock):
        by_name.setdefault(written.name, []).append(written)
    if not by_name:
        return []
    breaks = line_starts(text)
    return [_found(text, where, places, snapshot, breaks) for places in by_name.values()]


def _found(text: str, where: str, places: list[Written], snapshot: Snapshot, breaks: U32) -> Found:
    first = places[0]
    known = snapshot.entry(first.name.entry)
    score = SCORES[first.how]
    starts = [place.start for place in places[:SPANS]]
    lines = np.searchsorted(breaks, starts, side="right").tolist()
    evidence = Evidence(
        kind=known.kind,
        part=known.part,
        where=where,
        score=score,
        spans=tuple(
            (Span(0, len(first.name.word)), Span(place.start, place.end, line, line))
            for place, line in zip(places, lines, strict=False)
        ),
        part_share=1.0,
        details={
            "name": first.name.word,
            "written": text[first.start : first.end][:80],
            "change": first.change,
            "times": len(places),
        },
    )
    reason = Reason("name_written", score, first.change or "letter by letter")
    return Found(known.asset, "name", evidence, (reason,))
