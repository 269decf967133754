"""Local features of a picture: SIFT (Lowe 2004) with square roots (Arandjelovic, Zisserman 2012).

Places are in pixels of the opened picture (at most 512 on its longest side), angles in radians.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from fingerprints.arrays import F32
from fingerprints.image_open import Pixels

Ints = NDArray[np.intp]

CONTRAST = 0.02  # half of Lowe's: plain products have little
FEW = 200  # features, from which a picture has enough of more contrast
FOUND = 1_200  # of the strongest, before they are spread over the picture
CELLS = 6  # on a side; each may give its share before any gives more
LENGTH = 128  # numbers of a descriptor
_GRID = np.arange(LENGTH).reshape(4, 4, 8)
MIRROR = _GRID[::-1][:, :, -np.arange(8) % 8].ravel()
"""The order of a descriptor's numbers in the mirrored picture: rows and turning change round."""


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """Where features stand and what they look like."""

    places: F32  # (n, 4): x, y, size in pixels, angle in radians
    descriptors: F32  # (n, 128), each of length 1

    def __len__(self) -> int:
        return len(self.places)

    def unscaled(self, scale: float) -> "Features":
        """In the picture that was scaled by this before it was described."""
        places = self.places.copy()
        places[:, :3] /= scale
        return Features(places, self.descriptors)

    def mirrored(self, width: int) -> "Features":
        """The features that the mirrored picture has, without looking at it."""
        places = self.places.copy()
        places[:, 0] = width - 1 - places[:, 0]
        places[:, 3] = (np.pi - places[:, 3]) % (2 * np.pi)
        return Features(places, self.descriptors[:, MIRROR])


@lru_cache(maxsize=4)
def _detector(strongest: int, contrast: float) -> cv2.SIFT:
    cv2.setNumThreads(1)
    return cv2.SIFT.create(strongest, 3, contrast, 10, 1.6)


def grey(pixels: Pixels, longest: int) -> tuple[Pixels, float]:
    """The picture in grey with at most so many pixels on its longest side, and its scale."""
    made = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    scale = min(1.0, longest / max(made.shape))
    if scale < 1:
        made = cv2.resize(made, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(made, np.uint8), scale


def features(
    pixels: Pixels, longest: int, most: int, strongest: int = FOUND, contrast: float = CONTRAST
) -> Features:
    """At most `most` features of a picture shrunk to `longest`, spread over it.

    Only what has more than `contrast` is described first; all, where that is little.
    """
    image, scale = grey(pixels, longest)
    return described(image, most, strongest, contrast).unscaled(scale)


def described(
    image: Pixels, most: int, strongest: int = FOUND, contrast: float = CONTRAST
) -> Features:
    """At most `most` features of one plane (h, w), spread over it."""
    found, numbers = _detector(strongest, contrast).detectAndCompute(image, None)
    if len(found) < FEW and contrast > CONTRAST:
        found, numbers = _detector(strongest, CONTRAST).detectAndCompute(image, None)
    if not found:
        return Features(np.empty((0, 4), np.float32), np.empty((0, LENGTH), np.float32))
    chosen = _spread(found, image.shape, most)
    kept, raw = [found[n] for n in chosen], numbers[chosen]
    places = np.array([(*one.pt, one.size, np.deg2rad(one.angle)) for one in kept], np.float32)
    total = np.maximum(raw.sum(axis=1, keepdims=True), 1e-6)
    return Features(places.reshape(-1, 4), np.sqrt(raw / total).astype(np.float32))


def _spread(found: Sequence[cv2.KeyPoint], shape: tuple[int, ...], most: int) -> Ints:
    """The strongest of each cell first, then the strongest of what is left."""
    if len(found) <= most:
        return np.arange(len(found))
    points = np.asarray(cv2.KeyPoint.convert(found))
    weak = -np.array([one.response for one in found])
    columns, rows = (points * CELLS / (shape[1], shape[0])).astype(np.intp).T
    cell = rows * CELLS + columns
    order = np.lexsort((weak, cell))
    first = np.searchsorted(cell[order], cell[order])
    late = np.empty(len(found), bool)
    late[order] = np.arange(len(order)) - first >= most // CELLS**2
    return np.sort(np.lexsort((weak, late))[:most])
