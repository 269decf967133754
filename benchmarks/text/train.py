"""Learns what a copy looks like from half A: `python -m benchmarks.text.train`.

Logistic regression with slopes that are never negative and change little from piece to piece, on
what alignment measured of every part that a page shares something with; writes
`fingerprints/known/verdict.json`. Half A's works come from few projects: its innocent pages are
therefore shown to a second register as well, of works of many public projects. The threshold is
chosen on pages of further projects that nothing else was learnt on.
"""

import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.text.lessons import KINDS, Seen, seen
from fingerprints.arrays import F64
from fingerprints.background import FOLDER
from matcher import verdict
from matcher.thresholds import LEARNT

HEAVY = 20.0  # weight of an innocent page against a copy
FALSE = 4e-4  # share of innocent pages above the threshold: what is promised
RIDGE, SMOOTH = 2.0, 100.0  # against steep slopes, and against kinks in a curve
ROUNDS = 4  # the strongest part of a page is chosen anew
CLASS = 40  # pages of one class of the calibration, before classes are pooled
SIZES = {reason: len(knots) - 1 for reason, knots in verdict.KNOTS.items()}
PLACES = [reason for _ in KINDS for reason, size in SIZES.items() for _ in range(size)]
KINKS = np.array(
    [
        np.eye(len(PLACES))[at] - np.eye(len(PLACES))[at + 1]
        for at in range(len(PLACES) - 1)
        if PLACES[at] == PLACES[at + 1]
    ]
)  # (kinks, places): where one slope of a curve goes over into the next
STEEPEST = {"share_of_part": 1.0}  # innocent pages never share most of a part: no slope is learnt


def _strongest(found: Sequence[Seen], slopes: F64) -> Iterator[tuple[F64, bool]]:
    for one in found:
        if one.parts:
            yield max(one.parts, key=lambda row: float(row @ slopes)), bool(one.row)


def fit(found: Sequence[Seen]) -> F64:
    """The slopes: log-odds for ten bits more in each piece of each curve."""
    slopes = np.full(len(PLACES), 0.5)
    for _ in range(ROUNDS):
        rows, copies = zip(*_strongest(found, slopes), strict=True)
        signs = np.where(copies, 1.0, -1.0)
        weights = np.where(copies, 1.0, HEAVY)
        slopes = _logistic(np.array(rows), signs, weights, slopes)
    return slopes


def _logistic(rows: F64, signs: F64, weights: F64, start: F64) -> F64:
    def loss(point: F64) -> tuple[float, F64]:
        margin = signs * (rows @ point[:-1] + point[-1])
        pull = -signs * weights / (1 + np.exp(np.clip(margin, -500, 500)))
        kinks = KINKS @ point[:-1]
        held = RIDGE * float(point[:-1] @ point[:-1]) + SMOOTH * float(kinks @ kinks)
        back = 2 * RIDGE * point[:-1] + 2 * SMOOTH * (KINKS.T @ kinks)
        slope = np.append(rows.T @ pull + back, pull.sum())
        return float((np.logaddexp(0, -margin) * weights).sum()) + held, slope

    bounds = [*((0.0, STEEPEST.get(reason, 3.0)) for reason in PLACES), (None, None)]
    done = minimize(loss, np.append(start, -5.0), jac=True, bounds=bounds, method="L-BFGS-B")
    found: F64 = done.x[:-1]
    return found


def scores(found: Sequence[Seen], slopes: F64) -> F64:
    """The log-odds of each page's strongest part; 0 where it shares nothing."""
    return np.array(
        [max((float(row @ slopes) for row in one.parts), default=0.0) - one.grown for one in found]
    )


def calibration(odds: F64, copies: NDArray[np.bool_], doubt: float) -> list[list[float]]:
    """The share of copies from each score on: isotonic regression over classes of equal count."""
    order = np.argsort(odds, kind="stable")
    bins = [part for part in np.array_split(order, max(1, len(order) // CLASS)) if len(part)]
    level = [(float(odds[part].min()), float(copies[part].sum()), len(part)) for part in bins]
    at = 1
    while at < len(level):  # pool adjacent violators (Ayer et al. 1955)
        (low, a, n), (_, b, m) = level[at - 1], level[at]
        if a / n >= b / m:
            level[at - 1 : at + 1] = [(low, a + b, n + m)]
            at = max(1, at - 1)
        else:
            at += 1
    told = [[1 / (1 + np.exp(doubt - low)), (a + 0.5) / (n + 1)] for low, a, n in level]
    told[0][0] = 0.0
    return [[round(float(low), 4), round(chance, 4)] for low, chance in told]


def strangers(found: Sequence[Seen]) -> list[Seen]:
    """Without pages that evidently have code in common with a public work: kin, frameworks.

    Evident is what shares more, by curves learnt from half A alone, than any of its innocent pages
    shares with any of its works.
    """
    own = fit([one for one in found if not one.grown])
    odds = scores(found, own)
    most = max(float(s) for one, s in zip(found, odds, strict=True) if not (one.row or one.grown))
    kept = [one for one, shared in zip(found, odds, strict=True) if one.row or shared <= most]
    print(f"\n{len(found) - len(kept)} pages are kin of a public work and set aside")
    return kept


def _doubt(held: Sequence[Seen], slopes: F64) -> float:
    """The log-odds that so many pages of projects which the slopes were not learnt on reach."""
    odds = np.sort(scores(held, slopes))[::-1]
    print("\nhighest log-odds of held pages:", odds[:20].round(1).tolist())
    return float(odds[int(FALSE * len(odds))])


def main() -> None:
    """Learn, write, and say what half A itself gives."""
    with tempfile.TemporaryDirectory() as name:
        found, entries = seen(Path(name))
    held = [one for one in found if one.held]
    found = strangers([one for one in found if not one.held])
    slopes = fit(found)
    odds = scores(found, slopes)
    copies = np.array([bool(one.row) for one in found])
    doubt = _doubt(held, slopes)
    verified = np.array([bool(one.parts) for one in found])
    curves = iter(slopes.tolist())
    learnt = {
        "doubt": round(doubt, 3),
        "entries": entries,
        "slopes": {
            kind: {
                reason: [round(next(curves), 4) for _ in range(n)] for reason, n in SIZES.items()
            }
            for kind in KINDS
        },
        "calibration": calibration(odds[verified], copies[verified], doubt),
    }
    (FOLDER / LEARNT).write_text(json.dumps(learnt, indent=1) + "\n", encoding="utf-8")
    print(
        f"\n{(~copies).sum()} innocent pages, {(odds[~copies] >= doubt).sum()} above the threshold"
    )
    for row in sorted({one.row for one in found} - {""}):
        mine = np.array([one.row == row for one in found])
        print(f"{row}: {np.mean(odds[mine] >= doubt):.3f} of {mine.sum()}")


if __name__ == "__main__":
    main()
