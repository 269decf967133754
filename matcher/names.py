"""Finds watched names in a text: as they are, spaced, with lookalike letters, or misspelt."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from fingerprints.fold import Folded, fold, hidden
from fingerprints.names_table import Name
from fingerprints.snapshot import Snapshot
from matcher.dictionary import is_word
from matcher.found import Found
from matcher.match import Evidence, Reason, Span
from matcher.name_index import FORGED, NameIndex

LONGEST = 400_000  # characters read
WORDS = 40_000
SPANS = 10  # places told for one name
APART = 3  # characters between the pieces of a spaced name
_RUN = re.compile(r"[^\W_]+")
_WRITTEN = re.compile(r"[\w@$|](?:[\w@$|!'.-]*[\w@$|])?")
_NUMBERS = {1: "one", 2: "two"}
SCORES = {"": 1.0, "spacing": 0.95, "lookalike": 0.95, "typo": 0.85, "typos": 0.75}


@dataclass(frozen=True, slots=True)
class Written:
    """One place where a name stands, and what was done to it."""

    name: Name
    start: int
    end: int
    how: str  # key of SCORES
    change: str  # in words


def find(text: str, index: NameIndex) -> list[Written]:
    """Every place of every name, the truest reading of each place first."""
    folded = fold(text[:LONGEST])
    found: dict[tuple[Name, int], Written] = {}
    for written in (*_as_they_are(text, folded, index), *_forged(folded, index)):
        place = (written.name, written.start)
        if place not in found or SCORES[found[place].how] < SCORES[written.how]:
            found[place] = written
    return sorted(found.values(), key=lambda w: (-SCORES[w.how], w.start, w.name.word))


def _as_they_are(text: str, folded: Folded, index: NameIndex) -> Iterator[Written]:
    """The letters of a name in a row, from the start of a word to the end of one."""
    runs = [(found.start(), found.end()) for found in _RUN.finditer(folded.text)]
    squeezed = "".join(folded.text[start:end] for start, end in runs)
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    at = 0
    for number, (start, end) in enumerate(runs):
        first[at], last[at + end - start] = number, number
        at += end - start
    for name in index.names:
        at = squeezed.find(name.key)
        while at >= 0:
            one, other = first.get(at), last.get(at + len(name.key))
            if (
                one is not None
                and other is not None
                and _together(folded.text, name, runs[one : other + 1])
            ):
                yield _true(text, folded, name, runs[one][0], runs[other][1])
            at = squeezed.find(name.key, at + 1)


def _together(text: str, name: Name, pieces: list[tuple[int, int]]) -> bool:
    """Pieces that stand close, and are more than ordinary words that happen to meet."""
    if len(pieces) == 1:
        return True
    gaps = [text[a[1] : b[0]] for a, b in pairwise(pieces)]
    if any(len(gap) > APART for gap in gaps):
        return False
    if len(name.word.split()) > 1:
        return True
    return (
        len(name.key) >= FORGED
        and not is_word(name.key)
        and not any(
            gap.strip(" ") in {".", ",", ";", ":", "!", "?"} and gap.endswith(" ") for gap in gaps
        )
    )


def _true(text: str, folded: Folded, name: Name, start: int, end: int) -> Written:
    start, end = _origin(folded, start, end)
    written = text[start:end]
    plain = "".join(filter(str.isalnum, written.casefold()))
    wanted = "".join(filter(str.isalnum, name.word.casefold()))
    if " ".join(written.casefold().split()) == name.word.casefold():
        return Written(name, start, end, "", "")
    if any(map(hidden, written)):
        return Written(name, start, end, "lookalike", "with hidden characters")
    if plain == wanted:
        return Written(name, start, end, "spacing", "with other spacing or punctuation")
    return Written(name, start, end, "lookalike", "with lookalike letters")


def _forged(folded: Folded, index: NameIndex) -> Iterator[Written]:
    """Words that look like a name or are a letter or two away, and are no words themselves."""
    if not index.lengths:
        return
    words = [
        (f.start(), f.end())
        for _, f in zip(range(WORDS), _WRITTEN.finditer(folded.text), strict=False)
    ]
    runs = sorted({len(name.word.split()) for name in index.names} | {1})
    answers: dict[str, list[tuple[Name, int]]] = {}
    for count in runs:
        for number in range(len(words) - count + 1):
            start, end = words[number][0], words[number + count - 1][1]
            written = "".join(folded.text[a:b] for a, b in words[number : number + count])
            if written not in answers:
                answers[written] = _imitated(folded.text[start:end], written, index)
            for name, wrong in answers[written]:
                yield _told(name, *_origin(folded, start, end), wrong)


def _imitated(text: str, written: str, index: NameIndex) -> list[tuple[Name, int]]:
    found = [(name, wrong) for name, wrong in index.may_be(written) if name.key != written]
    if not found or all(is_word(piece) for piece in _RUN.findall(text)):
        return []
    plain = "".join(filter(str.isalnum, written))
    if is_word(plain):
        return []
    return [(name, wrong) for name, wrong in found if name.key != plain]


def _told(name: Name, start: int, end: int, wrong: int) -> Written:
    if not wrong:
        return Written(name, start, end, "lookalike", "with lookalike letters")
    plural = "s" if wrong > 1 else ""
    return Written(name, start, end, f"typo{plural}", f"{_NUMBERS[wrong]} letter{plural} changed")


def _origin(folded: Folded, start: int, end: int) -> tuple[int, int]:
    if folded.origins is None:
        return start, end
    return int(folded.origins[start]), int(folded.origins[end - 1]) + 1


def match_names(text: str, where: str, index: NameIndex, snapshot: Snapshot) -> list[Found]:
    """One piece of evidence for each name that stands in the text."""
    by_name: dict[Name, list[Written]] = {}
    for written in find(text, index):
        by_name.setdefault(written.name, []).append(written)
    return [_found(text, where, places, snapshot) for places in by_name.values()]


def _found(text: str, where: str, places: list[Written], snapshot: Snapshot) -> Found:
    first = places[0]
    known = snapshot.entry(first.name.entry)
    score = SCORES[first.how]
    lines = [text.count("\n", 0, place.start) + 1 for place in places[:SPANS]]
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
