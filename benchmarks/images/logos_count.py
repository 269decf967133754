"""Counts what a run kept: recall, wrong logos, and false detections, by halves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from benchmarks.common import wilson
from benchmarks.images.logos_run import Asked
from benchmarks.images.parts_count import poisson
from fingerprints.arrays import F64
from matcher.logos import PAIRS, Limits, Shown, told

LABELS = Path("benchmarks/results/image_logos_seen.md")
TRULY = "shows it"
MEET = 0.5  # intersection over union from which a logo was found in its place
BOARD = 256
GRID = np.arange(0.30, 0.96, 0.01)
MARGIN = 0.1  # of a limit above the highest false score of about 600 photos: one in 1,000 is wanted


@dataclass(frozen=True, slots=True)
class Recall:
    """How many were found, of how many."""

    found: int
    asked: int

    def __str__(self) -> str:
        if not self.asked:
            return "-"
        low, high = wilson(self.found, self.asked)
        return f"{self.found / self.asked:.3f} ({low:.2f} to {high:.2f}, n = {self.asked})"


@dataclass(frozen=True, slots=True)
class Alarms:
    """Photos on which something was told that is not there."""

    photos: int
    asked: int

    def __str__(self) -> str:
        low, high = poisson(self.photos, self.asked / 1000)
        per = 1000 * self.photos / max(1, self.asked)
        return f"{per:.2f} ({low:.2f} to {high:.2f}, {self.photos} of {self.asked})"


def overlap(one: F64, other: F64) -> float:
    """Intersection over union of two quadrilaterals (4, 2), 0 to 1."""
    boards = [np.zeros((BOARD, BOARD), np.uint8) for _ in range(2)]
    for board, corners in zip(boards, (one, other), strict=True):
        cv2.fillConvexPoly(board, np.round(np.clip(corners, -1, 2) * BOARD).astype(np.int32), 1)
    first, second = boards[0] > 0, boards[1] > 0
    return float((first & second).sum() / max(1, (first | second).sum()))


def said(one: Asked, limits: Limits) -> list[tuple[str, Shown]]:
    """What is told of a photo at these limits."""
    names = {shown.entry: name for name, shown in one.found}
    return [(names[shown.entry], shown) for shown in told((s for _, s in one.found), limits)]


def right(one: Asked, limits: Limits) -> bool:
    """Whether the logo was told in its place."""
    assert one.corners is not None
    return any(
        name == one.logo and overlap(shown.there, one.corners) >= MEET
        for name, shown in said(one, limits)
    )


def wrong(one: Asked, limits: Limits) -> list[str]:
    """Other logos that were told; on a photo without a logo those that nobody saw there."""
    return [
        name
        for name, _ in said(one, limits)
        if name != one.logo and (one.photo, name) not in seen()
    ]


def recall(asked: Iterable[Asked], limits: Limits) -> Recall:
    """Over photos that show a logo."""
    hits = [right(one, limits) for one in asked]
    return Recall(sum(hits), len(hits))


def alarms(asked: Iterable[Asked], limits: Limits) -> Alarms:
    """Over photos, counted once each."""
    hits = [bool(wrong(one, limits)) for one in asked]
    return Alarms(sum(hits), len(hits))


def chosen(asked: Sequence[Asked]) -> Limits:
    """The lowest limits at which photos without a logo tell nothing, with a margin."""
    highest = {True: 0.0, False: 0.0}
    for one in asked:
        for name, shown in one.found:
            if (one.photo, name) not in seen():
                by = shown.pairs >= PAIRS
                highest[by] = max(highest[by], shown.score)
    outline, points = (
        float(next(limit for limit in GRID if limit >= highest[by] + MARGIN))
        for by in (False, True)
    )
    return Limits(round(outline, 2), round(points, 2))


@lru_cache(maxsize=1)
def seen() -> frozenset[tuple[str, str]]:
    """Photos and the logos that they truly show, by the committed list."""
    if not LABELS.exists():
        return frozenset()
    rows = [line.split("|") for line in LABELS.read_text(encoding="utf-8").splitlines()]
    return frozenset(
        (row[1].strip(), row[2].strip())
        for row in rows
        if len(row) == 5 and row[3].strip().startswith(TRULY)
    )
