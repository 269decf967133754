"""Protected logos that stand somewhere in a picture, on any ground and in any colours."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from fingerprints import image_logo
from fingerprints.arrays import F64
from fingerprints.image_open import Pixels
from fingerprints.logos_table import LogosTable
from matcher.image_frames import quads
from matcher.image_parts import area, meet
from matcher.image_told import percent
from matcher.logo_align import aligned
from matcher.logo_compare import Agreement, Template, agreement, laid, recoloured, template
from matcher.logo_guesses import Guess, corners, guesses
from matcher.match import Evidence
from matcher.sentence import part_name

PAIRS = 5  # of features, from which these speak for it
LIKELY = 0.08  # score before the alignment, below which nothing is aligned
ALIGNED = 10  # places that are aligned
LARGER, BEHIND = 1.3, 0.15  # a logo of which another is a part, and by how much it may score less
UNLIKE = 1.6  # ratio of opposite sides beyond which a place is no print seen at an angle
COLOURS = 60.0  # levels by which a logo in other colours differs


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """One logo in a picture."""

    entry: int
    pairs: int
    matrix: F64  # pixels of the kept mark to the picture's
    there: F64  # (4, 2) its box in the picture, 0 to 1, clockwise from its top left
    agreement: Agreement
    colours: float  # levels from its own

    @property
    def score(self) -> float:
        """How well it fits, 0 to 1; 0 where no logo is printed so: its opposite sides differ."""
        return 0.0 if _unlike(self.there) > UNLIKE else self.agreement.score


def _unlike(box: F64) -> float:
    """The larger ratio of opposite sides, each as long as it reaches across the other two."""
    sides = np.roll(box, -1, axis=0) - box
    mean = (sides - np.roll(sides, 2, axis=0)) / 2
    next_ = np.roll(mean, -1, axis=0)
    reach = np.abs(sides[:, 0] * next_[:, 1] - sides[:, 1] * next_[:, 0])
    ratio = np.abs(np.log(np.maximum(reach[:2], 1e-9) / np.maximum(reach[2:], 1e-9))).max()
    return float(np.exp(ratio))


@dataclass(frozen=True, slots=True)
class Limits:
    """Scores from which a logo is told; chosen by `python -m benchmarks.images.logos`."""

    outline: float = 0.56
    points: float = 0.48  # where PAIRS features or more agree

    def of(self, one: Shown) -> float:
        """For one place."""
        return self.points if one.pairs >= PAIRS else self.outline


SHIPPED = Limits()


def shown(page: Pixels, table: LogosTable) -> list[Shown]:
    """The logos in a picture (height, width, 3), surest first; one for a place."""
    return told(compared(page, table)) if table.entries else []


def told(found: Iterable[Shown], limits: Limits = SHIPPED) -> list[Shown]:
    """Of all places those that are said to show a logo, each logo once."""
    best: dict[int, Shown] = {}
    for one in sorted(found, key=lambda one: -one.score):
        if one.score >= limits.of(one):
            best.setdefault(one.entry, one)
    return _apart(list(best.values()))


def compared(page: Pixels, table: LogosTable) -> list[Shown]:
    """All places that were looked at closely, told or not."""
    first = [
        (agreement(laid(page, guess.matrix, mark), mark).score, guess)
        for guess in guesses(page, table)
        for mark in [_template(table, guess.entry)]
    ]
    likely = sorted(
        (one for one in first if one[0] > LIKELY),
        key=lambda one: (-min(one[1].pairs, PAIRS), -one[0]),
    )
    return [_compared(page, guess, table) for _, guess in likely[:ALIGNED]]


@lru_cache(maxsize=128)
def _template(table: LogosTable, entry: int) -> Template:
    return template(table.mark(entry).drawn)


def _compared(page: Pixels, guess: Guess, table: LogosTable) -> Shown:
    mark = _template(table, guess.entry)
    matrix, place, agree = aligned(page, guess.matrix, mark)
    height, width = page.shape[:2]
    there = corners(table, replace(guess, matrix=matrix)) / [width, height]
    return Shown(guess.entry, guess.pairs, matrix, there, agree, recoloured(place, mark))


def _apart(found: list[Shown]) -> list[Shown]:
    """A place has one logo: the surest, or a larger one that it is a part of."""
    kept: list[Shown] = []
    for one in found:
        rivals = [n for n, other in enumerate(kept) if meet(one.there, other.there)]
        if not rivals:
            kept.append(one)
        elif len(rivals) == 1 and _holds(one, kept[rivals[0]]):
            kept[rivals[0]] = one
    return kept


def _holds(one: Shown, other: Shown) -> bool:
    """Whether one is the larger logo, with another's features, too."""
    larger = area(one.there) > LARGER * area(other.there) and 2 * one.pairs >= other.pairs
    return larger and other.score - one.score < BEHIND


def evidence(one: Shown, table: LogosTable, where: str) -> Evidence:
    """The proof: quadrilaterals on both pictures (0 to 1), how well it fits, in words."""
    limit, score = SHIPPED.of(one), one.score
    how = f"{one.pairs} points agree" if one.pairs >= PAIRS else "found by its outline"
    colours = ", in other colours" if one.colours > COLOURS else ""
    share = min(1.0, area(one.there))
    part = table.points.known(one.entry).part
    place = f"on {percent(max(0.01, share))} of the picture{colours}; {how}"
    return Evidence(
        kind=image_logo.NAME,
        part=part,
        where=where,
        score=round(0.7 + 0.3 * (score - limit) / (1 - limit), 3),
        page_share=round(share, 3),
        part_share=1.0,
        details={
            "sentence": f"the logo {part_name(part)} {place}",
            "shown": place,
            "points": round(score, 3),
            "threshold": limit,
            "numbers": {
                "explained": round(one.agreement.explained, 3),
                "edges": round(one.agreement.edges, 3),
                "clutter": round(one.agreement.clutter, 3),
                "pairs": one.pairs,
            },
            **quads(table.mark(one.entry).drawn.box.corners, one.there),
        },
    )
