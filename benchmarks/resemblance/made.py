"""The model that ships: fitted on all of IR-Plag, its term for length on obfuscated Java."""

import json
import math

import numpy as np
from scipy.optimize import minimize_scalar

from benchmarks.resemblance.fit import Labels, balance, calibrated, fit
from benchmarks.resemblance.labelled import NAMES, Pairs
from benchmarks.resemblance.measure import best_strength, without_own_task
from fingerprints.arrays import F64
from matcher.resemblance import FILE, Model

FROM_TOKENS = 300.0  # IR-Plag's originals have 62 to 187: the term is nothing there
SAME = 0.02  # a weight may differ by so much from one machine to the next


def made(small: Pairs, large: Pairs, parts: Labels | None = None) -> Model:
    """From all small pairs, and from those of the large ones that `parts` names (all)."""
    strength = best_strength(small)
    slope, start = calibrated(without_own_task(small, strength), small.copies)
    fitted = fit(small.signs, small.copies, strength)
    weights, start = slope * fitted.weights, slope * fitted.start + start
    halfway = (small.signs[small.copies].mean(0) + small.signs[~small.copies].mean(0)) / 2
    rows = np.ones(len(large.all), bool) if parts is None else parts
    length = _length((large.signs @ weights + start)[rows], longer(large)[rows], large.copies[rows])
    return Model(
        weights={name: round(float(one), 4) for name, one in zip(NAMES, weights, strict=True)},
        typical={name: round(float(one), 4) for name, one in zip(NAMES, halfway, strict=True)},
        start=round(start, 4),
        length=round(length, 4),
        from_tokens=FROM_TOKENS,
    )


def longer(pairs: Pairs) -> F64:
    """How much longer each work is than FROM_TOKENS, as a logarithm."""
    sizes = [len(work.code) / FROM_TOKENS for work, _ in pairs.traits]
    return np.array([max(0.0, math.log(size)) for size in sizes])


def _length(scores: F64, length: F64, copies: Labels) -> float:
    weights, target = balance(copies), np.where(copies, 1.0, -1.0)

    def loss(term: float) -> float:
        return float((weights * np.logaddexp(0, -target * (scores + term * length))).sum())

    return float(minimize_scalar(loss, bounds=(0, 20), method="bounded").x)


def write(model: Model) -> None:
    """Store it where it ships."""
    facts = {
        "weights": dict(model.weights), "typical": dict(model.typical), "start": model.start,
        "length": model.length, "from_tokens": model.from_tokens,
    }  # fmt: skip
    FILE.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


def differs(model: Model, other: Model) -> bool:
    """Whether two models are not the same but for rounding."""
    pairs = [(model.weights[name], other.weights[name]) for name in NAMES]
    pairs += [(model.start, other.start), (model.length, other.length)]
    return any(abs(one - two) > SAME * max(1.0, abs(two)) for one, two in pairs)
