"""What the kept rows come to: recall of each edit where one wrong pair in 100,000 scores as high.

Families are in two halves: thresholds are chosen on the queries of the one, and counted on those
of the other. Sister parts (`drawings_alike`) are counted as wrong, and set aside.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from benchmarks.common import wilson
from benchmarks.images.drawings_alike import sisters
from benchmarks.images.drawings_edits import EDITS
from benchmarks.images.drawings_parts import Drawing, drawings
from benchmarks.images.drawings_run import Query, Row, shelf_hashes
from fingerprints.arrays import U8
from matcher.image_evidence import learnt
from matcher.image_parts import contested
from matcher.image_rivals import Rivalry
from matcher.line_score import LIMIT, score, slope

RATE = 1e-5
MARGIN = 0.05  # of recall, by which an edit may be worse than in the committed run
BEFORE = "before: tier for photographs"
PEERS = ("phash 256", "pdqhash")


@dataclass(frozen=True, slots=True)
class Pair:
    """One protected drawing in one query."""

    source: str
    edit: str
    protected: str
    score: float

    @property
    def right(self) -> bool:
        """Whether it is the drawing itself."""
        return self.source == self.protected


@dataclass(frozen=True, slots=True)
class Point:
    """Recall of one edit, and the wrong pairs that scored as high in all queries of the half."""

    found: int
    asked: int

    @property
    def share(self) -> float:
        """Recall."""
        return self.found / max(1, self.asked)

    def __str__(self) -> str:
        low, high = wilson(self.found, self.asked)
        return f"{self.share:.3f} ({low:.2f} to {high:.2f})"


@dataclass(frozen=True, slots=True)
class Method:
    """One way to score pairs, with thresholds from the half that is not told."""

    pairs: Sequence[Pair]
    queries: Sequence[Query]  # of both halves, that this method was asked

    def threshold(self, *, aside: bool, told: bool = False) -> float:
        """The lowest score above which stands one possible wrong pair in 100,000."""
        wrong = sorted((p.score for p in self._wrong(told=told, aside=aside)), reverse=True)
        allowed = int(RATE * self.possible(told=told))
        return wrong[allowed] if allowed < len(wrong) else float("-inf")

    def _wrong(self, *, told: bool, aside: bool) -> Iterator[Pair]:
        for pair in self.pairs:
            if pair.right or named()[pair.source].told != told:
                continue
            if not aside or not labelled(pair.source, pair.protected):
                yield pair

    def possible(self, *, told: bool) -> int:
        """Wrong pairs that the queries of one half could give."""
        shelf = sum(one.protected for one in named().values())
        return sum(shelf - bool(q.edit) for q in self.queries if named()[q.source].told == told)

    def recall(self, edit: str, limit: float) -> Point:
        """Of one edit, on the half that is told, above a score."""
        own = {
            p.source for p in self.pairs
            if p.right and p.edit == edit and p.score > limit and named()[p.source].told
        }  # fmt: skip
        asked = [q for q in self.queries if q.edit == edit and named()[q.source].told]
        return Point(len(own), len(asked))

    def either(self, edit: str, limit: float) -> Point:
        """The same where a sister part told in its place counts as found."""
        own = {
            p.source
            for p in self.pairs
            if p.edit == edit
            and p.score > limit
            and named()[p.source].told
            and (p.right or labelled(p.source, p.protected))
        }
        return Point(len(own), self.recall(edit, limit).asked)

    def mistaken(self, limit: float, *, aside: bool) -> int:
        """Wrong pairs above a score, on the half that is told."""
        return sum(pair.score > limit for pair in self._wrong(told=True, aside=aside))


@dataclass(frozen=True, slots=True)
class Counted:
    """Everything the page tells."""

    queries: Sequence[Query]
    ours: Method
    others: dict[str, Method]  # the tier for photographs, and the peers

    @property
    def shipped(self) -> float:
        """The score from which a copy is told."""
        return learnt().copy

    @property
    def whole(self) -> bool:
        """Whether all drawings were asked."""
        return len({q.source for q in self.queries}) == len(named())

    def limit(self, other: str) -> float:
        """The score from which another method finds."""
        return self.shipped if other == BEFORE else self.others[other].threshold(aside=True)

    def agreed(self, value: float) -> float:
        """The agreement that has this score."""
        return LIMIT + (value - learnt().copy) / slope()


@cache
def named() -> dict[str, Drawing]:
    """All drawings by name."""
    return {one.name: one for one in drawings()[0]}


@cache
def labelled(source: str, protected: str) -> bool:
    """Whether the two drawings are sisters by their own geometry."""
    return sisters(named()[source], named()[protected])


def count(queries: Sequence[Query]) -> Counted:
    """All methods on the same queries; the tier for photographs on those it was asked."""
    known = [q for q in queries if q.source in named()]
    old = [q for q in known if q.before is not None]
    before = [Pair(q.source, q.edit, p, s) for q in old for p, s in (q.before or {}).items()]
    others = {BEFORE: Method(before, old)}
    for name in PEERS:
        if all(q.peers.get(name) for q in known):
            others[name] = Method(list(_near(known, name)), known)
    return Counted(known, Method(list(pairs(known)), known), others)


def pairs(queries: Sequence[Query]) -> Iterator[Pair]:
    """The better way round of each protected drawing in each query, after they have competed."""
    for query in queries:
        best: dict[str, Row] = {}
        for row in sorted(query.rows, key=lambda row: score(row.numbers)):
            best[row.protected] = row
        scores = [score(row.numbers) for row in best.values()]
        places = [np.array(row.there) for row in best.values()]
        lost = contested(scores, places, _rivals(query, list(best)))
        for protected, value, came in zip(best, scores, lost, strict=True):
            counts = came.score(value) if came.beaten > 0 else value  # who wins keeps its verdict
            yield Pair(query.source, query.edit, protected, counts)


def _rivals(query: Query, names: list[str]) -> Callable[[int, int], Rivalry]:
    """What the matcher saw between two protected drawings in one place."""

    def compare(one: int, other: int) -> Rivalry:
        return Rivalry(0.0 if (names[one], names[other]) in query.one else float("inf"), 0.0)

    return compare


def _near(queries: Sequence[Query], name: str) -> Iterator[Pair]:
    """Pairs of a hash within two fifths of its bits, and every query's own."""
    shelf = shelf_hashes()
    names = list(shelf)
    stored: U8 = np.stack([np.frombuffer(shelf[one][name], np.uint8) for one in names])
    for query in queries:
        own = np.frombuffer(query.peers[name], np.uint8)
        apart = np.bitwise_count(stored ^ own).sum(axis=1)
        for at in np.flatnonzero(apart <= 0.4 * 8 * len(own)).tolist():
            yield Pair(query.source, query.edit, names[at], -float(apart[at]))


def figures(made: Counted) -> dict[str, float]:
    """What is kept and compared with the next run: recall of each edit at the shipped score."""
    points = {edit: made.ours.recall(edit, made.shipped) for edit in EDITS}
    return {edit: round(one.share, 4) for edit, one in points.items()}


def drops(made: Counted, then: dict[str, float]) -> Iterator[str]:
    """What is worse than before by more than the margin, and too many wrong pairs."""
    now = figures(made)
    for edit, value in then.items():
        if now.get(edit, 0.0) < value - MARGIN:
            yield f"{edit}: {now.get(edit, 0.0):.3f}, {value:.3f} before"
    wrong = made.ours.mistaken(made.shipped, aside=True)
    allowed = max(1, int(RATE * made.ours.possible(told=True)))
    if wrong > allowed:
        yield f"{wrong} wrong pairs at the shipped score, {allowed} are allowed"
