"""python -m benchmarks.images.vocabulary: learns the shipped vocabulary of local features anew.

From the pool of backgrounds only: pictures that are never protected and never asked. What is
written are centres, axes and medians; no picture comes back out of them.
"""

import numpy as np
from numpy.typing import NDArray

from benchmarks.images.parts_run import pool
from fingerprints.arrays import F32
from fingerprints.image_features import MIRROR, features
from fingerprints.image_open import open_picture
from fingerprints.image_points import LONGEST, MOST
from fingerprints.image_words import BITS, FILE, HALF

AXES = 32  # of each half
SAMPLE = 90_000
ROUNDS = 12


def main() -> None:
    """Write the file."""
    own = [features(open_picture(str(p)).frames[0], LONGEST, MOST).descriptors for p in pool()]
    seen = np.concatenate(own)
    seen = np.concatenate([seen, seen[:, MIRROR]])
    mean = seen.mean(axis=0)
    variance, axes = np.linalg.eigh(np.cov((seen - mean).T))
    axes, variance = axes[:, ::-1], variance[::-1]
    halves = _balanced(variance)
    dice = np.random.default_rng(1)
    sample = (seen[dice.choice(len(seen), SAMPLE, replace=False)] - mean) @ axes
    first, second = (_centres(np.ascontiguousarray(sample[:, half], np.float32)) for half in halves)
    turn, _ = np.linalg.qr(np.random.default_rng(7).normal(size=(BITS, BITS)))
    rotation = axes @ turn.T
    np.savez_compressed(
        FILE,
        mean=mean.astype(np.float32),
        axes=np.hstack([axes[:, halves[0]], axes[:, halves[1]], rotation]).astype(np.float16),
        first=first.astype(np.float16),
        second=second.astype(np.float16),
        middle=np.median((seen - mean) @ rotation, axis=0).astype(np.float32),
    )


def _balanced(variance: NDArray[np.float64]) -> tuple[list[int], list[int]]:
    """Principal axes dealt so that both halves carry as much (Ge et al. 2013)."""
    halves: tuple[list[int], list[int]] = ([], [])
    carried = [0.0, 0.0]
    for axis in range(2 * AXES):
        which = int(carried[1] < carried[0])
        which = 1 - which if len(halves[which]) == AXES else which
        halves[which].append(axis)
        carried[which] += float(np.log(variance[axis] / variance[-1]))
    return halves


def _centres(points: F32) -> F32:
    """Lloyd's algorithm."""
    dice = np.random.default_rng(0)
    centres = points[dice.choice(len(points), HALF, replace=False)]
    for _ in range(ROUNDS):
        size = (centres**2).sum(axis=1)
        pieces = np.array_split(points, 8)
        nearest = np.concatenate(
            [(size - 2 * piece @ centres.T).argmin(axis=1) for piece in pieces]
        )
        count = np.bincount(nearest, minlength=HALF)
        total = np.zeros_like(centres)
        np.add.at(total, nearest, points)
        fresh = points[dice.choice(len(points), HALF)]
        centres = np.where(count[:, None] > 0, total / np.maximum(count, 1)[:, None], fresh)
    return centres.astype(np.float32)


if __name__ == "__main__":
    main()
