"""Scores of pairs by models that never saw their task, and what these scores are worth."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.resemblance.fit import STRENGTHS, Labels, calibrated, fit
from benchmarks.resemblance.labelled import Pairs
from fingerprints.arrays import F64

ROUNDS = 2_000  # of the bootstrap
BINS = 10


@dataclass(frozen=True, slots=True)
class Worth:
    """How well scores tell copies from others, with 95 % intervals over pairs."""

    auc: float
    recall: float  # of copies above all but one of the others
    pairs: int
    auc_range: tuple[float, float] = (0.0, 0.0)
    recall_range: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs of like probability: what was told, and what was so, both classes weighing the same."""

    pairs: int
    copies: int
    told: float
    found: float


def area(scores: F64, copies: Labels) -> float:
    """The area under the ROC curve; ties count half."""
    wins = scores[copies][:, None] - scores[~copies][None, :]
    return float((wins > 0).mean() + (wins == 0).mean() / 2)


def recall(scores: F64, copies: Labels, false: int = 1) -> float:
    """The share of copies that score above all but so many of the others."""
    limit = np.sort(scores[~copies])[-1 - false]
    return float((scores[copies] > limit).mean())


def worth(scores: F64, copies: Labels) -> Worth:
    """Both figures, with intervals by drawing pairs anew within each class."""
    chance = np.random.default_rng(4)
    yes, no = np.flatnonzero(copies), np.flatnonzero(~copies)
    draws = (
        np.concatenate([chance.choice(yes, len(yes)), chance.choice(no, len(no))])
        for _ in range(ROUNDS)
    )
    return _worth(scores, copies, draws)


def over_tasks(scores: F64, pairs: Pairs) -> Worth:
    """The same by drawing whole tasks anew: what another seven tasks might give.

    A task drawn twice brings its best independent solution twice, so recall comes out too low.
    """
    chance = np.random.default_rng(7)
    parts = [np.flatnonzero(pairs.of(group)) for group in pairs.groups]
    draws = (
        np.concatenate([parts[n] for n in chance.integers(len(parts), size=len(parts))])
        for _ in range(ROUNDS)
    )
    return _worth(scores, pairs.copies, draws)


def _worth(scores: F64, copies: Labels, draws: Iterable[NDArray[np.intp]]) -> Worth:
    drawn = [(area(scores[one], copies[one]), recall(scores[one], copies[one])) for one in draws]
    low, high = np.percentile(np.array(drawn), [2.5, 97.5], axis=0)
    return Worth(
        area(scores, copies),
        recall(scores, copies),
        len(copies),
        (float(low[0]), float(high[0])),
        (float(low[1]), float(high[1])),
    )


def without_own_task(
    pairs: Pairs, strength: float, *, without: tuple[str, ...] = (), lowest: float | None = 0.0
) -> F64:
    """Each pair scored by a model made from the other tasks."""
    columns, scores = pairs.columns(without), np.zeros(len(pairs.all))
    for group in pairs.groups:
        own = pairs.of(group)
        scores[own] = fit(columns[~own], pairs.copies[~own], strength, lowest).scores(columns[own])
    return scores


def nested(pairs: Pairs) -> tuple[F64, list[float]]:
    """The same, the strength chosen for each task by leaving out one of the others in turn."""
    scores, chosen = np.zeros(len(pairs.all)), []
    for group in pairs.groups:
        own = pairs.of(group)
        rest = Pairs(tuple(pair for pair in pairs.all if pair.group != group))
        best = best_strength(rest)
        chosen.append(best)
        scores[own] = fit(rest.signs, rest.copies, best).scores(pairs.signs[own])
    return scores, chosen


def best_strength(pairs: Pairs) -> float:
    """The one with the largest area when each task is scored by the others; the first of equals."""
    return max(
        STRENGTHS, key=lambda one: round(area(without_own_task(pairs, one), pairs.copies), 4)
    )


def probabilities(scores: F64, pairs: Pairs) -> F64:
    """Scores as probabilities; for each task by what the scores of the others say."""
    told = np.zeros(len(scores))
    for group in pairs.groups:
        own = pairs.of(group)
        slope, start = calibrated(scores[~own], pairs.copies[~own])
        told[own] = 1 / (1 + np.exp(-(slope * scores[own] + start)))
    return told


def bins(told: F64, copies: Labels) -> list[Bin]:
    """Ten bins of equal count."""
    weights = np.where(copies, 0.5 / copies.mean(), 0.5 / (1 - copies.mean()))
    found = []
    for rows in np.array_split(np.argsort(told), BINS):
        share = float(weights[rows] @ copies[rows] / weights[rows].sum())
        mean = float(weights[rows] @ told[rows] / weights[rows].sum())
        found.append(Bin(len(rows), int(copies[rows].sum()), mean, share))
    return found


def levels(scores: F64, pairs: Pairs, wanted: Sequence[int]) -> list[float]:
    """The area of each level of disguise against all independent solutions."""
    level = np.array([pair.level for pair in pairs.all])
    return [
        area(scores[(level == one) | (level == 0)], pairs.copies[(level == one) | (level == 0)])
        for one in wanted
    ]
