"""What a list of scored pairs comes to: recall at a rate of wrong pairs, precision, calibration."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from fingerprints.arrays import F64


@dataclass(frozen=True, slots=True)
class Curve:
    """Pairs by falling score; `wrong` and `right` count down to each."""

    scores: F64
    right: F64  # cumulated
    wrong: F64
    asked: int  # copies that could be found
    pairs: int  # wrong pairs that were possible

    @classmethod
    def of(cls, scores: Sequence[float], right: Sequence[bool], asked: int, pairs: int) -> "Curve":
        """From single pairs; of equal scores the wrong ones count first."""
        own = np.array(right, dtype=bool)
        order = np.lexsort((own, -np.array(scores, dtype=np.float64)))
        true = np.cumsum(own[order]).astype(np.float64)
        false = np.cumsum(~own[order]).astype(np.float64)
        return cls(np.array(scores, dtype=np.float64)[order], true, false, asked, pairs)

    def recall(self, rate: float) -> float:
        """Recall where at most this share of the possible wrong pairs scores as high."""
        good = self.wrong <= rate * self.pairs
        return float(self.right[good].max(initial=0) / self.asked)

    def threshold(self, rate: float) -> float:
        """The lowest score of that point."""
        good = self.wrong <= rate * self.pairs
        return float(self.scores[good].min()) if good.any() else float("inf")

    def at_precision(self, share: float) -> float:
        """Recall at the lowest threshold where so many of the pairs told are right."""
        good = self.right >= share * (self.right + self.wrong)
        return float(self.right[good].max(initial=0) / self.asked)

    def precise(self, share: float) -> float:
        """The lowest score of that point."""
        good = self.right >= share * (self.right + self.wrong)
        return float(self.scores[good].min()) if good.any() else float("inf")

    def average_precision(self) -> float:
        """Micro average precision (uAP, Douze et al. 2021) over all queries together."""
        hits = np.diff(self.right, prepend=0) > 0
        return float((self.right / (self.right + self.wrong))[hits].sum() / self.asked)


def poisson(count: int, of: float) -> tuple[float, float]:
    """The exact 95 % interval of a rate for a count (Garwood 1936)."""
    low = chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
    return float(low / of), float(chi2.ppf(0.975, 2 * count + 2) / 2 / of)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Expected calibration error over ten bins of equal count, with its bootstrap interval."""

    error: float
    low: float
    high: float
    bins: tuple[tuple[float, float, int], ...]  # mean told, share right, count


def calibration(told: Sequence[float], right: Sequence[bool]) -> Calibration:
    """Guo et al. 2017, with bins of equal count."""
    chance, own = np.array(told), np.array(right, dtype=np.float64)
    dice = np.random.default_rng(3)
    again = []
    for _ in range(200):
        pick = dice.integers(0, len(chance), len(chance))
        again.append(_error(chance[pick], own[pick])[0])
    error, bins = _error(chance, own)
    low, high = np.percentile(again, [2.5, 97.5]).tolist()
    return Calibration(error, low, high, bins)


def _error(chance: F64, own: F64) -> tuple[float, tuple[tuple[float, float, int], ...]]:
    parts = np.array_split(np.argsort(chance, kind="stable"), 10)
    bins = tuple((float(chance[p].mean()), float(own[p].mean()), len(p)) for p in parts if len(p))
    return sum(abs(t - s) * n for t, s, n in bins) / len(chance), bins
