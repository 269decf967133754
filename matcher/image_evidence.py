"""Nine numbers on one protected picture in one of the page, and the score they add up to.

The weights are not negative, so that more agreement never scores less. They, the curve from score
to probability and the limits were learnt by `python -m benchmarks.images.parts --train`.
"""

import json
from dataclasses import astuple, dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from fingerprints.arrays import F64, Mask
from fingerprints.image_open import Pixels
from fingerprints.image_views import Box
from fingerprints.points_table import Pointed
from matcher.image_blocks import AGREE, Blocks, compare
from matcher.image_frames import agreed, on_page, visible_part
from matcher.image_geometry import Fit, fit
from matcher.image_votes import Asked, Candidate
from matcher.line_evidence import LineNumbers

FILE = Path(__file__).parent / "image_score.json"
LEAST_BLOCKS = 4
BEYOND = -0.05, 1.05  # as far as a place reaches for which two pictures compete


@dataclass(frozen=True, slots=True)
class Numbers:
    """What speaks for a copy; the score is their weighted sum."""

    pairs: float  # logarithm of the pairs of features
    pair_share: float  # of the protected features that could be seen
    blocks: float  # logarithm of agreeing blocks inside the product
    block_share: float  # of the blocks that say something and are visible
    correlation: float  # mean of these blocks
    whole: float  # the same over all blocks, weighted by their contrast
    product: float  # blocks times correlation
    alike: float  # pairs weighted by how few bits they differ
    spread: float  # logarithm of the cells of the protected picture with pairs


@dataclass(frozen=True, slots=True, eq=False)
class Aligned:
    """One protected picture laid over the page's picture."""

    entry: int
    own: Pointed
    mirrored: bool
    matrix: F64  # protected pixels to the page's, mirrored where mirrored
    numbers: "Numbers | LineNumbers"
    score: float
    visible: float  # share of the protected picture inside the page's
    agreeing: float  # share of its telling blocks that agree
    colour: float
    there: F64  # (4, 2) where it would lie on the page's picture, 0 to 1
    seen: Box  # what of it agrees
    quads: tuple[F64, F64]  # the same as (4, 2) on either picture, 0 to 1


def aligned(page: Pixels, side: Asked, own: Pointed, candidate: Candidate) -> Aligned | None:
    """Compare one candidate; `page` is the page's picture, (height, width, 3) as it is."""
    found = fit(side, own.places, own.bits, candidate)
    if found is None:
        return None
    shown = np.ascontiguousarray(page[:, ::-1]) if candidate.mirrored else page
    shrink = max(own.kept.thumb.shape[:2]) / max(own.kept.width, own.kept.height)
    to_page = found.matrix @ np.diag([1 / shrink, 1 / shrink, 1.0])
    blocks = compare(own.kept.thumb, shown, to_page)
    agree = good(blocks)
    size = own.kept.width, own.kept.height
    visible, _ = visible_part(found.matrix, size, (page.shape[1], page.shape[0]))
    numbers = _numbers(found, blocks, agree, own, visible)
    laid = Laid(found.matrix, blocks, numbers, score(numbers), visible)
    return outlined(candidate, own, laid, page.shape)


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """A protected picture laid over the page's, and what came of it."""

    matrix: F64  # protected pixels to the page's, mirrored where mirrored
    blocks: Blocks
    numbers: "Numbers | LineNumbers"
    score: float
    visible: float  # share of the protected picture inside the page's


def outlined(candidate: Candidate, own: Pointed, laid: Laid, page: tuple[int, ...]) -> Aligned:
    """With the quadrilaterals on either picture; `page` is its (height, width, ...)."""
    agree, blocks = good(laid.blocks), laid.blocks
    sizes = (own.kept.width, own.kept.height), (page[1], page[0])
    _, box = visible_part(laid.matrix, *sizes)
    there = on_page(laid.matrix, *sizes, box, mirrored=candidate.mirrored)
    seen = agreed(blocks, agree, box)
    proof = on_page(laid.matrix, *sizes, seen, mirrored=candidate.mirrored)
    telling = max(1, int((blocks.texture & blocks.inside).sum()))
    return Aligned(
        entry=candidate.entry,
        own=own,
        mirrored=candidate.mirrored,
        matrix=laid.matrix,
        numbers=laid.numbers,
        score=laid.score,
        visible=laid.visible,
        agreeing=float(agree.sum() / telling),
        colour=blocks.colour,
        there=np.clip(there, *BEYOND),
        seen=seen,
        quads=(seen.corners, proof),
    )


def good(blocks: Blocks) -> Mask:
    """Which blocks agree."""
    return np.asarray(_used(blocks) & (blocks.agree > AGREE))


def _used(blocks: Blocks) -> Mask:
    """Telling blocks on the product; all of the picture where these are too few."""
    used = blocks.texture & blocks.visible
    inner = used & blocks.inside
    return inner if inner.sum() >= LEAST_BLOCKS else used


def _numbers(found: Fit, blocks: Blocks, agree: Mask, own: Pointed, visible: float) -> Numbers:
    inner, everywhere = _used(blocks), blocks.texture & blocks.visible
    count, agreeing = int(inner.sum()), int(agree.sum())
    mean = float(blocks.agree[inner].mean()) if count else 0.0
    weight = blocks.weight[everywhere]
    contrast = float((blocks.agree[everywhere].clip(0) * weight).sum() / max(1.0, weight.sum()))
    size = np.array([own.kept.width, own.kept.height])
    cells = len(np.unique((found.here * 6 / size).astype(int) @ np.array([1, 8])))
    expected = max(8.0, visible * len(own.places))
    return Numbers(
        pairs=float(np.log(len(found.here))),
        pair_share=min(1.0, len(found.here) / expected),
        blocks=float(np.log1p(agreeing)),
        block_share=agreeing / max(LEAST_BLOCKS, count),
        correlation=max(0.0, mean),
        whole=contrast,
        product=float(np.log1p(agreeing)) * max(0.0, mean),
        alike=float(np.log1p(np.exp(-((found.apart / 16) ** 2)).sum())),
        spread=float(np.log1p(cells)),
    )


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a run of the benchmark learnt."""

    weights: tuple[float, ...]  # of the numbers, none negative
    slope: float  # of the logarithm of the odds of a copy, by score
    start: float
    copy: float  # score from which a copy is told
    rivals: float  # of the logarithm of the odds that the one ahead is right, by its lead


@lru_cache(maxsize=1)
def learnt() -> Learnt:
    """What is shipped."""
    held = json.loads(FILE.read_text(encoding="utf-8"))
    return Learnt(**{**held, "weights": tuple(held["weights"])})


def score(numbers: Numbers) -> float:
    """The weighted sum."""
    return float(np.dot(learnt().weights, astuple(numbers)))


def probability(value: float) -> float:
    """Of a copy, for a score (Platt 1999)."""
    known = learnt()
    return float(1 / (1 + np.exp(-(known.start + known.slope * value))))
