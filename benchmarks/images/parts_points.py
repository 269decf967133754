"""Recall and wrong pairs at thresholds: one chosen on the run itself, and two chosen before it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from benchmarks.common import wilson
from benchmarks.images.parts_count import poisson
from benchmarks.images.parts_counted import MILLIONTH, Both, Counted, both, possible, told
from benchmarks.images.parts_labels import seen
from benchmarks.images.parts_run import Query
from benchmarks.images.parts_score import FOLDS, Pair, folds
from benchmarks.images.sellers import EDITS
from matcher.image_evidence import learnt

LEFT_OUT = (1, 2, 5)  # highest-scoring unlabelled pairs of pictures, to see what hangs on them


@dataclass(frozen=True, slots=True)
class Point:
    """What a threshold that was chosen in one way comes to."""

    how: str
    found: int
    asked: int
    wrong: int  # labelled pairs among them
    unlabelled: int
    possible: int

    def row(self) -> str:
        """A line of the table."""
        low, high = wilson(self.found, self.asked)
        cells = [
            f"{self.found / max(1, self.asked):.4f} ({low:.4f} to {high:.4f}) of {self.asked:,}",
            *(_rate(count, self.possible) for count in (self.wrong, self.unlabelled)),
        ]
        return f"| {self.how} | {' | '.join(cells)} |"


def _rate(count: int, of: int) -> str:
    low, high = poisson(count, of / 1e6)
    return f"{count}: {count / of * 1e6:.2g} ({low:.2g} to {high:.2g})"


def points(counted: Counted) -> Iterator[Point]:
    """Every way to choose a threshold; those of the run itself are no forecast."""
    queries, pairs = counted.queries, told(counted.pairs)
    aside, strict = (
        curve.threshold(MILLIONTH) for curve in (counted.ours.aside, counted.ours.strict)
    )
    yield _at("on this run, labelled pairs set aside", queries, [(p, aside) for p in pairs])
    yield _at("on this run, labelled pairs as wrong", queries, [(p, strict) for p in pairs])
    for how, limits in _held(queries, pairs).items():
        yield _at(how, queries, [(p, limits[p.fold]) for p in pairs])
    raw = _raw(counted)
    yield _at("on this run, set aside, raw scores pooled", queries, raw)
    yield from _without(counted)
    fresh = [q for q in queries if q.source not in seen()]
    limit = learnt().copy
    after = [(p, limit) for p in counted.shipped if p.source not in seen()]
    if any(q.edit in EDITS for q in fresh):
        made = len({q.source for q in fresh if q.edit in EDITS})
        how = f"shipped ({limit:.2f}), on the {made} products asked after it was chosen"
        fresh = [q for q in fresh if q.edit in EDITS or not q.source.startswith("grocery")]
        after = [one for one in after if not one[0].source.startswith("grocery")]
        yield _at(how, fresh, after)


def _raw(counted: Counted) -> list[tuple[Pair, float]]:
    """As the first committed run counted: five models' scores as if they shared a scale."""
    pairs = [replace(p, score=p.raw) for p in told(counted.pairs)]
    rows = [(p.score, p.right, p.alike) for p in pairs]
    asked = sum(q.edit in EDITS for q in counted.queries)
    at = both(rows, asked, possible(counted.queries)).aside.threshold(MILLIONTH)
    return [(p, at) for p in pairs]


def _without(counted: Counted) -> Iterator[Point]:
    """What hangs on single pairs of pictures that nobody has labelled."""
    wrong = sorted((p for p in told(counted.pairs) if not p.right), key=lambda p: -p.score)
    ranks = list(dict.fromkeys(_two(p) for p in wrong if not p.alike))
    for least in LEFT_OUT:
        pairs = [p for p in told(counted.pairs) if p.right or _two(p) not in ranks[:least]]
        rows = [(p.score, p.right, p.alike) for p in pairs]
        asked = sum(q.edit in EDITS for q in counted.queries)
        at = both(rows, asked, possible(counted.queries)).aside.threshold(MILLIONTH)
        how = f"on this run, set aside with the {least} highest unlabelled"
        yield _at(how, counted.queries, [(p, at) for p in pairs])


def _two(pair: Pair) -> tuple[str, ...]:
    return tuple(sorted((pair.source, pair.protected)))


def _held(queries: Sequence[Query], pairs: Sequence[Pair]) -> dict[str, list[float]]:
    """Thresholds of one in a million, each from the four other folds."""
    of = folds(queries)
    kept: list[Both] = []
    for fold in range(FOLDS):
        others = [q for q in queries if of[q.source] != fold]
        asked = sum(q.edit in EDITS for q in others)
        rows = [(p.score, p.right, p.alike) for p in pairs if p.fold != fold]
        kept.append(both(rows, asked, possible(others)))
    return {
        "on four folds, set aside; on the fifth": [b.aside.threshold(MILLIONTH) for b in kept],
        "on four folds, as wrong; on the fifth": [b.strict.threshold(MILLIONTH) for b in kept],
    }


def _at(how: str, queries: Sequence[Query], pairs: Sequence[tuple[Pair, float]]) -> Point:
    over = [p for p, limit in pairs if p.score >= limit]
    return Point(
        how,
        sum(p.right for p in over),
        sum(q.edit in EDITS for q in queries),
        sum(not p.right for p in over),
        sum(not p.right and not p.alike for p in over),
        possible(queries),
    )
