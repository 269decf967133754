"""Fits the model: logistic regression with weights of at least 0, so that it has one solution."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from fingerprints.arrays import F64

Labels = NDArray[np.bool_]
STRENGTHS = (
    0.03,
    0.1,
    0.3,
    1.0,
    3.0,
)  # of the data against the prior; one is chosen by nested test


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """Weights of the signs as they are (not standardised) and the start."""

    weights: F64
    start: float

    def scores(self, signs: F64) -> F64:
        """Logarithms of odds, one for each row of signs."""
        return signs @ self.weights + self.start


def fit(signs: F64, copies: Labels, strength: float, lowest: float | None = 0.0) -> Fitted:
    """Ridge on standardised signs, both classes weighing the same."""
    middle, spread = signs.mean(axis=0), signs.std(axis=0)
    spread[spread < 1e-6] = 1
    scaled = (signs - middle) / spread
    target, weighed = np.where(copies, 1.0, -1.0), balance(copies)

    def loss(point: F64) -> tuple[float, F64]:
        margin = target * (scaled @ point[:-1] + point[-1])
        slope = -weighed * target / (1 + np.exp(np.minimum(margin, 500)))
        value = strength * (weighed * np.logaddexp(0, -margin)).sum() + point[:-1] @ point[:-1] / 2
        gradient = np.append(strength * scaled.T @ slope + point[:-1], strength * slope.sum())
        return float(value), gradient

    bounds = [(lowest, None)] * signs.shape[1] + [(None, None)]
    start = np.zeros(signs.shape[1] + 1)
    found = minimize(
        loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 2000}
    )
    weights = found.x[:-1] / spread
    return Fitted(weights, float(found.x[-1] - weights @ middle))


def balance(copies: Labels) -> F64:
    """Weights that let both classes count the same."""
    share = copies.mean()
    return np.asarray(np.where(copies, 0.5 / share, 0.5 / (1 - share)))


def calibrated(scores: F64, copies: Labels) -> tuple[float, float]:
    """(slope, start) that make scores of pairs not trained on into logarithms of odds."""
    one = fit(scores[:, None], copies, 1e3)
    return float(one.weights[0]), one.start
