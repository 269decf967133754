"""Whether two aligned pictures agree block by block, inside the product where it stands free.

Normalised cross-correlation of light in overlapping windows, the best of a few shifts by a pixel:
brightness and contrast do not matter, and a replaced background does not either.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from fingerprints.arrays import F64, Mask
from fingerprints.image_open import Pixels
from fingerprints.image_silhouette import silhouette
from matcher.image_colour import apart

Plane = NDArray[np.float32]

WINDOW = 13  # pixels of the thumbnail on a side
STEP = 8
TEXTURE = 30.0  # variance of levels below which a window says nothing
AGREE = 0.7  # correlation
LARGER, SMALLER = 1.4, 0.8  # scales from which the finer of the two is blurred
FULL = 250  # levels of a mask
INSIDE = 0.93  # share of a window
SHIFTS = ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1), (1, -1), (-1, 1))


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """Windows over the protected picture: which say something, are visible, and agree."""

    agree: Plane  # best correlation of each
    weight: Plane  # standard deviation of its light
    texture: Mask
    visible: Mask
    inside: Mask  # on the product; everywhere where it does not stand free
    colour: float  # mean difference of colour where blocks agree, levels of 255; 0: says nothing


def compare(thumb: Pixels, page: Pixels, matrix: F64) -> Blocks:
    """`matrix` maps pixels of the thumbnail (h, w, 3) to pixels of the page's picture."""
    own = cv2.cvtColor(thumb, cv2.COLOR_RGB2GRAY)
    height, width = own.shape
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    shown = cv2.GaussianBlur(page, (0, 0), 0.45 * scale) if scale > LARGER else page
    seen = np.asarray(cv2.warpPerspective(shown, matrix, (width, height), flags=flags), np.uint8)
    there = np.full(page.shape[:2], 255, np.uint8)
    mask = cv2.warpPerspective(there, matrix, (width, height), flags=flags) > FULL
    if scale < SMALLER:
        own = cv2.GaussianBlur(own, (0, 0), 0.45 / scale)
    best, deviation = _correlation(
        own.astype(np.float32), cv2.cvtColor(seen, cv2.COLOR_RGB2GRAY).astype(np.float32)
    )
    free = silhouette(thumb)
    inside = _share(free) > INSIDE if free is not None else np.ones_like(best, bool)
    visible = _share(mask) > INSIDE
    texture = deviation**2 > TEXTURE
    alike = mask & _painted((best > AGREE) & texture & visible & inside, mask.shape)
    return Blocks(best, deviation, texture, visible, inside, apart(thumb, seen, alike, mask))


def _sampled(plane: NDArray[np.float32]) -> Plane:
    blurred = cv2.blur(plane, (WINDOW, WINDOW))
    return np.asarray(blurred[WINDOW // 2 :: STEP, WINDOW // 2 :: STEP], np.float32)


def _share(mask: Mask) -> Plane:
    return _sampled(mask.astype(np.float32))


def _correlation(own: Plane, seen: Plane) -> tuple[Plane, Plane]:
    mean = _sampled(own)
    variance = np.maximum(_sampled(own * own) - mean * mean, 0)
    best = np.full(mean.shape, -1, np.float32)
    for right, down in SHIFTS:
        moved = np.roll(seen, (down, right), (0, 1))
        other = _sampled(moved)
        spread = _sampled(moved * moved) - other * other
        below = np.sqrt(np.maximum(variance, 4) * np.maximum(spread, 4))
        best = np.maximum(best, (_sampled(own * moved) - mean * other) / below)
    return best, np.sqrt(variance)


def _painted(blocks: Mask, shape: tuple[int, ...]) -> Mask:
    """The pixels of some windows."""
    made = np.zeros(shape, bool)
    for row, column in np.argwhere(blocks) * STEP:
        made[row : row + WINDOW, column : column + WINDOW] = True
    return made
