"""Learns the score in five folds over families of products, and counts on the fold left out."""

import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.optimize import minimize

from benchmarks.images import twins
from benchmarks.images.parts_count import Curve
from benchmarks.images.parts_labels import known
from benchmarks.images.parts_run import Query, Row
from benchmarks.images.sellers import EDITS
from fingerprints.arrays import F64
from matcher.image_evidence import learnt
from matcher.image_parts import contested

FOLDS = 5
SHARES = (0.25, 0.5, 0.75, 1.0, 1.5)


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the numbers, and the curve from score to the odds of a copy."""

    weights: tuple[float, ...]
    slope: float
    start: float


@dataclass(frozen=True, slots=True)
class Pair:
    """The best of one protected picture in one query, scored by a model that never saw either."""

    source: str
    edit: str
    protected: str
    right: bool
    alike: str  # what people said of a wrong pair that is no chance: "", or the label
    score: float  # log-odds of a copy
    raw: float  # on its model's own scale, which no two models share
    probability: float
    fold: int


def folds(queries: Sequence[Query]) -> dict[str, int]:
    """The fold of each picture: whole families together, by name."""
    names = {query.source for query in queries}
    pairs = {**twins.known(), **known()}
    names |= {name for pair in pairs for name in pair}
    family = twins.families({pair: set() for pair in pairs}, sorted(names))
    return {name: zlib.crc32(family[name].encode()) % FOLDS for name in names}


_SCORED: dict[tuple[str, str, tuple[float, ...]], list[tuple[Row, float]]] = {}


def best(query: Query, weights: Sequence[float]) -> list[tuple[Row, float]]:
    """For each protected picture its best row, and its score against those that claim its place.

    Kept: folds ask for the same few weights again and again.
    """
    key = (query.source, query.edit, tuple(weights))
    if key not in _SCORED:
        _SCORED[key] = _scored(query, weights)
    return _SCORED[key]


def _scored(query: Query, weights: Sequence[float]) -> list[tuple[Row, float]]:
    found: dict[str, tuple[Row, float]] = {}
    for row in query.rows:
        value = float(np.dot(weights, row.numbers))
        if row.protected not in found or found[row.protected][1] < value:
            found[row.protected] = (row, value)
    rows = [row for row, _ in found.values()]
    came = contested(
        [value for _, value in found.values()],
        [np.array(row.there) for row in rows],
        lambda one, other: query.between(rows[one].protected, rows[other].protected),
    )
    return [
        (row, contest.score(value))
        for (row, value), contest in zip(found.values(), came, strict=True)
    ]


def alike(one: str, other: str) -> str:
    """The label of a pair of pictures that people looked at."""
    first, second = sorted((one, other))
    return known().get((first, second), "") or _twins().get((first, second), "")


@lru_cache(maxsize=1)
def _twins() -> dict[tuple[str, str], str]:
    return twins.known()


def learn(queries: Sequence[Query], start: Sequence[float]) -> Model:
    """How much a pair of features weighs beside agreeing blocks, then Platt's curve.

    Two of the nine numbers are used, and one weight is learnt. That was a choice, not a finding:
    nine free weights (ridge regression) were tried before the labels existed, when pairs with real
    shared pixels still counted as wrong, so their lower recall says nothing of either.
    """
    asked = sum(query.edit in EDITS for query in queries)
    best_of = max(SHARES, key=lambda share: _average(queries, _weights(share, start), asked))
    weights = _weights(best_of, start)
    return Model(weights, *_platt(queries, weights))


def _weights(share: float, start: Sequence[float]) -> tuple[float, ...]:
    """The product of blocks and correlation counts once, the pairs by their share."""
    return (share, *start[1:])


def _average(queries: Sequence[Query], weights: Sequence[float], asked: int) -> tuple[float, float]:
    """Recall before the first wrong pairs, and uAP."""
    told = [
        (value, row.protected == query.source)
        for query in queries
        for row, value in best(query, weights)
        if row.protected == query.source or not alike(query.source, row.protected)
    ]
    curve = Curve.of([t[0] for t in told], [t[1] for t in told], asked, 1)
    return float(curve.right[curve.wrong <= 1].max(initial=0)), curve.average_precision()


def _platt(queries: Sequence[Query], weights: Sequence[float]) -> tuple[float, float]:
    """Slope and start of the log-odds by score, over all verified candidates."""
    values, right = [], []
    for query in queries:
        for row, value in best(query, weights):
            if row.protected == query.source or not alike(query.source, row.protected):
                values.append(value)
                right.append(row.protected == query.source)
    x, signs = np.array(values), np.where(np.array(right), 1.0, -1.0)

    def loss(w: F64) -> tuple[float, F64]:
        margin = signs * (w[0] * x + w[1])
        pull = -signs / (1 + np.exp(np.clip(margin, -50, 50)))
        return float(np.logaddexp(0, -margin).sum()), np.array([(pull * x).sum(), pull.sum()])

    slope, start = minimize(loss, np.array([1.0, -4.0]), jac=True, method="L-BFGS-B").x
    return float(slope), float(start)


def crossed(queries: Sequence[Query], start: Sequence[float]) -> tuple[list[Pair], list[Model]]:
    """Every pair by the model of the other folds; strangers by fold of their own name."""
    of = folds(queries)
    by_fold: dict[int, list[Query]] = defaultdict(list)
    for query in queries:
        by_fold[of[query.source]].append(query)
    models = []
    pairs: list[Pair] = []
    for fold in range(FOLDS):
        others = [query for n, some in by_fold.items() if n != fold for query in some]
        model = learn(others, start)
        models.append(model)
        for query in by_fold[fold]:
            pairs += _pairs(query, model, fold)
    return pairs, models


def shipped(queries: Sequence[Query]) -> list[Pair]:
    """Every pair by the weights that ship, on their own scale."""
    model = Model(learnt().weights, 1.0, 0.0)
    return [pair for query in queries for pair in _pairs(query, model, 0)]


def _pairs(query: Query, model: Model, fold: int) -> list[Pair]:
    made = []
    for row, score in best(query, model.weights):
        odds = model.slope * score + model.start
        made.append(
            Pair(
                query.source,
                query.edit,
                row.protected,
                row.protected == query.source,
                "" if row.protected == query.source else alike(query.source, row.protected),
                odds,
                score,
                float(1 / (1 + np.exp(-np.clip(odds, -50, 50)))),
                fold,
            )
        )
    return made
