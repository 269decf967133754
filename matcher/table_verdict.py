"""The score, the reasons and the verdict for rows of a protected table."""

import numpy as np

from fingerprints.arrays import F64, I64
from matcher.match import Reason
from matcher.thresholds import Thresholds
from matcher.verdict import Judged

MIDDLE = 5.0  # rows that give a score of one half by themselves
LEAST = 3  # rows, below which nothing is a hit
CHANCE = 1e-5  # of a page of strangers to show as many rows, from which they do not count


def counted(met: F64, kinds: I64) -> int:
    """How many of these rows, the surest first, are more than chance.

    A page meets rows as sure as the k-th on average `mean` times, by any of the kinds (two or three
    columns) that tell the first k; that it does k times and more is Poisson's tail.
    """
    met = met[np.isfinite(met)]
    count = np.arange(1, len(met) + 1)
    ways = np.cumsum(np.isin(count - 1, np.unique(kinds[: len(met)], return_index=True)[1]))
    mean = np.maximum(1e-300, ways * met)
    tail = count * np.log(mean) - mean - np.cumsum(np.log(count))
    below = mean < count
    tail -= np.log1p(-np.where(below, mean, 0.0) / (count + 1))
    good = np.flatnonzero(below & (tail <= np.log(CHANCE)))
    return int(good[-1]) + 1 if len(good) else 0


def rows_shared(found: int) -> Reason:
    """Rows that agree in cells which are met by chance less than once in 1e8."""
    return Reason("rows_shared", round(found / (found + MIDDLE), 4), f"{found} rows")


def share_of_table(found: int, total: int) -> Reason:
    """Most of the table is there: counts by its square, and less where the table is tiny."""
    share = min(1.0, found / max(1, total))
    effect = share * share * min(1.0, found / LEAST)
    return Reason("share_of_table", round(effect, 4), f"{share:.0%} of the rows")


def too_few_rows(found: int) -> Reason | None:
    """A row or two may be met anywhere: a person stands on his own page too."""
    if found >= LEAST:
        return None
    return Reason("too_few_rows", -1.0, f"{found} rows, at least {LEAST} needed")


def met_by_chance(found: int, all_: int) -> Reason | None:
    """More rows agree, but only as much as those of strangers do on a page of this size."""
    if found >= all_:
        return None
    return Reason("met_by_chance", 0.0, f"{all_ - found} more rows agree as strangers' rows do")


def judge(found: int, all_: int, total: int, thresholds: Thresholds) -> Judged:
    """Number and share are independent ways to be sure; either suffices."""
    amount, share = rows_shared(found), share_of_table(found, total)
    few, chance = too_few_rows(found), met_by_chance(found, all_)
    score = 1 - (1 - amount.effect) * (1 - share.effect)
    if few:
        score = min(score, thresholds.shared - 0.01)
    score = round(score, 4)
    reasons = tuple(reason for reason in (amount, share, few, chance) if reason)
    if score >= thresholds.hit:
        whole = found >= thresholds.copy * total
        return Judged("copy" if whole else "part copy", score, reasons)
    return Judged("shared element" if score >= thresholds.shared else None, score, reasons)
