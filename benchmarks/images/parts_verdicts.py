"""What the shipped tier says, by edit: its verdict run again on the rows that a run has kept.

Tier 1, which is asked first and ends the search where it finds a whole copy, is left out.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from benchmarks.images.measure import KEYS
from benchmarks.images.parts_counted import Counted
from benchmarks.images.parts_run import Query, Row, folder
from benchmarks.images.parts_score import alike
from benchmarks.images.sellers import EDITS
from fingerprints import snapshot
from fingerprints.image_views import WHOLE
from fingerprints.points_table import Pointed
from fingerprints.snapshot import Snapshot
from matcher.image_evidence import Aligned, Numbers, score
from matcher.image_parts import ranked
from matcher.image_rivals import Rivalry
from matcher.image_told import verdict
from matcher.match import HITS

TOLD = ("copy", "part copy", "shared element", "same product?", "nothing")
AS_IS, STRANGER = "as it is", "strangers"


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of one protected picture in one query."""

    source: str
    edit: str
    protected: str
    verdict: str
    score: float

    @property
    def right(self) -> bool:
        """Whether it is the true original."""
        return self.source == self.protected

    @property
    def label(self) -> str:
        """What people said of a wrong pair."""
        return "" if self.right else alike(self.source, self.protected)


def said(queries: Sequence[Query]) -> Iterator[Said]:
    """A verdict for the true original of every query, and for each wrong one of which any is."""
    shelf = _shelf()
    for query in queries:
        if query.edit == "protected":
            continue
        stranger = query.source.startswith("grocery")
        edit = query.edit or (STRANGER if stranger else AS_IS)
        own = "" if stranger else query.source
        for found in ranked(_best(query, shelf), partial(_between, query)):
            part = found.one.own.part
            told = verdict(found)[0] or "nothing"
            if told != "nothing" or part == own:
                yield Said(query.source, edit, part, told, found.score)
            own = "" if part == own else own
        if own:
            yield Said(query.source, edit, own, "nothing", 0.0)


def _shelf() -> dict[str, Pointed]:
    newest = snapshot.newest(folder() / "snapshots")
    assert newest is not None
    table = Snapshot.open(newest, KEYS).points
    entries = [table.entry(int(n) + part.first) for part in table.parts for n in part.bounds[:, 0]]
    return {entry.part: entry for entry in entries}


def _best(query: Query, shelf: dict[str, Pointed]) -> list[Aligned]:
    best: dict[str, Aligned] = {}
    for row in query.rows:
        one = _again(row, shelf[row.protected])
        if row.protected not in best or best[row.protected].score < one.score:
            best[row.protected] = one
    return list(best.values())


def _between(query: Query, one: Aligned, other: Aligned) -> Rivalry:
    return query.between(one.own.part, other.own.part)


def _again(row: Row, own: Pointed) -> Aligned:
    """As the matcher had it; its map and the quadrilaterals of the proof bear on no verdict."""
    numbers, corners = Numbers(*row.numbers), np.array(row.there)
    return Aligned(
        entry=0,
        own=own,
        mirrored=row.mirrored,
        matrix=np.eye(3),
        numbers=numbers,
        score=score(numbers),
        visible=row.visible,
        agreeing=row.agreeing,
        colour=row.colour,
        there=corners,
        seen=WHOLE,
        quads=(corners, corners),
    )


def table(counted: Counted, told: Sequence[Said]) -> str:
    """Verdicts by edit, for the true original and for wrong pairs (those labelled in brackets)."""
    asked = Counter(
        q.edit or (STRANGER if q.source.startswith("grocery") else AS_IS)
        for q in counted.queries
        if q.edit != "protected"
    )
    lines = [_line(edit, asked[edit], [one for one in told if one.edit == edit]) for edit in asked]
    every = sum(asked[edit] for edit in EDITS)
    total = _line("all edits", every, [one for one in told if one.edit in EDITS])
    order = {edit: n for n, edit in enumerate([AS_IS, *EDITS, STRANGER])}
    ranks = [order[edit] for edit in asked]
    return "\n".join([*(line for _, line in sorted(zip(ranks, lines, strict=True))), total])


def _line(edit: str, asked: int, some: Sequence[Said]) -> str:
    own = Counter(one.verdict for one in some if one.right)
    wrong = Counter(one.verdict for one in some if not one.right)
    labelled = Counter(one.verdict for one in some if one.label)
    cells = [str(own[name]) for name in TOLD]
    cells += [f"{wrong[name]} ({labelled[name]})" for name in TOLD[:-1]]
    return f"| {edit} | {asked} | {' | '.join(cells)} |"


def mistaken(told: Sequence[Said]) -> tuple[int, int, int]:
    """Verdicts of a copy or part copy; those of wrong pairs; those of them that are labelled."""
    copies = [one for one in told if one.verdict in HITS]
    wrong = [one for one in copies if not one.right]
    return len(copies), len(wrong), sum(bool(one.label) for one in wrong)
