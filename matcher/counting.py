"""Numbers that count on from those before them: lists of flags, tables of places, powers of two."""

from collections.abc import Sequence

import numpy as np

from fingerprints.arrays import F64, Mask

LAGS = 4  # numbers back: a line of a list has several


def counting(written: Sequence[str]) -> Mask:
    """Which of these numbers any list has that counts: one more or less, twice, or as before."""
    values = np.array([_value(number) for number in written])
    found = np.zeros(len(values), bool)
    for lag in range(1, LAGS + 1):
        one, two = _back(values, lag), _back(values, 2 * lag)
        step = values - one
        found |= (np.abs(step) == 1) | (values == 2 * one) | (step == one - two)
    return found


def _value(number: str) -> float:
    """NaN for what is no whole number; no float tells such large ones apart anyway."""
    try:
        return float(int(number.rstrip("ul"), 16 if number.startswith("0x") else 10))
    except (ValueError, OverflowError):
        return np.nan


def _back(values: F64, lag: int) -> F64:
    """The values so many places back; NaN before the first."""
    return np.concatenate([np.full(lag, np.nan), values])[: len(values)]
