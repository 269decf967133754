"""How a protected picture lies in a picture of the page: pairs of features that one warp explains.

Each pair gives a whole similarity (place, angle, size), so every pair is tried and none is drawn
by chance (RANSAC, Fischler and Bolles 1981, with a sample of one). The best is fitted again as an
affine map and, with pairs enough, as a homography; maps that fold, flip or crush are refused: they
are how unrelated pictures get hundreds of "inliers".
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from fingerprints.arrays import F32, F64, I64, U64, Mask
from matcher.image_votes import Asked, Candidate, nearest

BITS = 34  # of 128 by which two features of a pair may differ
TURN, OCTAVES = 0.75, 1.4  # by which a pair may depart from what most votes agree on
EACH = 3  # protected features one feature of the page is paired with
PAIRS = 500
TRIED = 120  # pairs whose similarity is tried
NEAR = 9.0, 8.0, 7.0, 6.0, 5.0  # pixels a pair may be off, in each round
FEWEST = 3  # pairs of any fit
ALIKE = 0.5  # radians, and logarithm of the ratio, by which pairs of one fit may differ
AFFINE, HOMOGRAPHY = 6, 14  # pairs for such a map
SQUEEZED = 1.9  # the largest ratio of two directions' scales
LEANING = 0.5  # the least depth of a corner of the deepest
SMALLEST, LARGEST = 0.05, 12.0  # scale from protected to page


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A warp from the protected picture to the page's (pixels), and what it rests on."""

    matrix: F64  # (3, 3)
    here: F64  # (k, 2) places on the protected picture
    there: F64  # (k, 2) on the page's
    apart: F64  # (k,) bits
    asked: int  # pairs that were tried to explain


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    page: I64
    own: I64
    apart: F64
    here: F64
    there: F64
    ratio: NDArray[np.complex128]  # scale and turn of each pair


def fit(page: Asked, places: F32, bits: U64, candidate: Candidate) -> Fit | None:
    """The warp that explains most pairs; None where fewer than three agree.

    `page` holds the features of the page's picture, mirrored where the candidate is; the warp is
    into that mirrored picture.
    """
    pairs = _paired(page, places, bits, candidate)
    if pairs is None:
        return None
    matrix, chosen = _similarity(pairs)
    for limit in NEAR:
        scale = float(np.clip(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))), 0.5, 1.5))
        off = np.linalg.norm(warped(matrix, pairs.here) - pairs.there, axis=1)
        chosen = _one_to_one(pairs, off, off < limit * scale)
        if len(chosen) < AFFINE:
            break
        better = _affine(pairs.here[chosen], pairs.there[chosen])
        if not _sane(better):
            break
        matrix = better
    if len(chosen) < FEWEST or not _sane(matrix):
        return None
    if len(chosen) >= HOMOGRAPHY:
        matrix, chosen = _homography(pairs, matrix, chosen)
    return Fit(matrix, pairs.here[chosen], pairs.there[chosen], pairs.apart[chosen], len(pairs.own))


def warped(matrix: F64, points: F64) -> F64:
    """(n, 2) points under a (3, 3) map."""
    made = points @ matrix[:, :2].T + matrix[:, 2]
    return np.asarray(made[:, :2] / made[:, 2:])


def _paired(page: Asked, places: F32, bits: U64, candidate: Candidate) -> _Pairs | None:
    apart = np.bitwise_count(page.bits[:, None, 0] ^ bits[None, :, 0])
    apart += np.bitwise_count(page.bits[:, None, 1] ^ bits[None, :, 1])
    first, second = np.nonzero(apart <= BITS)
    turn = page.places[first, 3] - places[second, 3] - candidate.turn
    octaves = np.log2(page.places[first, 2] / places[second, 2]) - candidate.octaves
    agree = (np.abs((turn + np.pi) % (2 * np.pi) - np.pi) < TURN) & (np.abs(octaves) < OCTAVES)
    first, second = first[agree], second[agree]
    if len(first) < FEWEST:
        return None
    bits_apart = apart[first, second].astype(np.float64)
    kept = nearest(first, bits_apart, EACH)
    kept = kept[np.argsort(bits_apart[kept], kind="stable")[:PAIRS]]
    first, second = first[kept], second[kept]
    one, other = page.places[first].astype(np.float64), places[second].astype(np.float64)
    ratio = one[:, 2] / other[:, 2] * np.exp(1j * (one[:, 3] - other[:, 3]))
    return _Pairs(first, second, bits_apart[kept], other[:, :2], one[:, :2], ratio)


def _similarity(pairs: _Pairs) -> tuple[F64, I64]:
    """The similarity of the pair that explains most others, weighted by how alike these are."""
    here, there = (side[:, 0] + 1j * side[:, 1] for side in (pairs.here, pairs.there))
    ratio = pairs.ratio[:TRIED]  # the most alike come first
    shift = there[:TRIED] - ratio * here[:TRIED]
    off = np.abs(ratio[:, None] * here[None] + shift[:, None] - there[None])
    good = off < NEAR[0] * np.clip(np.abs(ratio), 0.5, 1.5)[:, None]
    size = np.log(np.abs(pairs.ratio))
    good &= np.abs(size[None] - size[:TRIED, None]) < ALIKE
    turn = pairs.ratio / np.abs(pairs.ratio)
    good &= (turn[None] * turn[:TRIED, None].conj()).real > np.cos(ALIKE)
    best = int((good * np.exp(-((pairs.apart / 18) ** 2))[None]).sum(axis=1).argmax())
    a, t = ratio[best], shift[best]
    matrix = np.array([[a.real, -a.imag, t.real], [a.imag, a.real, t.imag], [0, 0, 1]])
    return matrix, np.flatnonzero(good[best])


def _one_to_one(pairs: _Pairs, off: F64, good: Mask) -> I64:
    """Of the good pairs those where both features are each other's best."""
    chosen = np.flatnonzero(good)
    order = chosen[np.argsort(off[chosen] + 0.1 * pairs.apart[chosen], kind="stable")]
    _, first = np.unique(pairs.page[order], return_index=True)
    order = order[np.sort(first)]
    _, first = np.unique(pairs.own[order], return_index=True)
    return np.asarray(order[np.sort(first)])


def _affine(here: F64, there: F64) -> F64:
    known = np.concatenate([here, np.ones((len(here), 1))], axis=1)
    solved = np.linalg.lstsq(known, there, rcond=None)[0]
    return np.concatenate([solved.T, [[0.0, 0.0, 1.0]]])


def flat(matrix: F64, size: tuple[int, int]) -> bool:
    """Whether a map of a picture (width, height) neither folds nor crushes it nor tips it over."""
    box = np.array([[0, 0], [size[0], 0], size, [0, size[1]]], float)
    depth = box @ matrix[2, :2] + matrix[2, 2]
    if depth.min() < LEANING * depth.max() or depth.min() <= 0:
        return False
    middle = box.mean(axis=0)
    x, y, z = matrix @ [*middle, 1.0]
    inner = (matrix[:2] - np.outer([x / z, y / z], matrix[2])) / z
    return _sane(np.asarray(inner))


def _sane(matrix: F64) -> bool:
    """No flip (mirroring is asked for apart), no fold, no crushing."""
    inner = matrix[:2, :2]
    if np.linalg.det(inner) <= 0:
        return False
    large, small = np.linalg.svd(inner, compute_uv=False).tolist()
    return bool(small > SMALLEST and large < LARGEST and large < SQUEEZED * small)


def _homography(pairs: _Pairs, matrix: F64, chosen: I64) -> tuple[F64, I64]:
    """The homography where it is near the affine map and explains at least as much."""
    scale = float(np.clip(np.sqrt(np.linalg.det(matrix[:2, :2])), 0.6, 1.5))
    here, there = pairs.here[chosen], pairs.there[chosen]
    found, _ = cv2.findHomography(here, there, cv2.RANSAC, 4.0 * scale)
    if found is None:
        return matrix, chosen
    made = np.asarray(found, np.float64)
    low, high = pairs.here.min(axis=0), pairs.here.max(axis=0)
    box = np.array([low, [high[0], low[1]], high, [low[0], high[1]]])
    depth = box @ made[2, :2] + made[2, 2]
    if depth.min() < 0.5 * depth.max() or depth.min() <= 0:
        return matrix, chosen
    plain = warped(matrix, box)
    moved = np.linalg.norm(warped(made, box) - plain, axis=1).max()
    off = np.linalg.norm(warped(made, pairs.here) - pairs.there, axis=1)
    more = _one_to_one(pairs, off, off < NEAR[-1] * scale)
    worse = moved > 0.35 * np.linalg.norm(plain[0] - plain[2]) or len(more) < len(chosen)
    return (matrix, chosen) if worse else (made, more)
