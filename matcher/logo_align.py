"""A logo's place moved to where it fits best (Evangelidis and Psarakis, "ECC", 2008)."""

from typing import NamedTuple

import cv2
import numpy as np

from fingerprints.arrays import F32, F64
from fingerprints.image_open import Pixels
from matcher.image_geometry import warped
from matcher.logo_compare import BESIDE, INNER, Agreement, Template, agreement, fitted, laid

STEPS = (0.5, 30), (1.0, 12), (1.0, 12)  # size, and rounds at most
ENOUGH, BLUR = 1e-3, 5


class Fitted(NamedTuple):
    """A mark laid on the page."""

    matrix: F64  # pixels of the kept mark to those of the page's picture
    place: F32  # the page there, as `laid`
    agreement: Agreement


def aligned(page: Pixels, matrix: F64, mark: Template) -> Fitted:
    """The mark after it was moved to where it fits best.

    First at half the size, then in full; a move that does not fit better is not taken.
    """
    best = _fitted(page, matrix, mark)
    for shrunk, rounds in STEPS:
        moved = _moved(best, mark, shrunk, rounds)
        if upright(moved, mark):
            best = max(best, _fitted(page, moved, mark), key=lambda one: one.agreement.score)
    return best


def _fitted(page: Pixels, matrix: F64, mark: Template) -> Fitted:
    place = laid(page, matrix, mark)
    return Fitted(matrix, place, agreement(place, mark))


def _moved(best: Fitted, mark: Template, shrunk: float, rounds: int) -> F64:
    """Compared along the colour in which mark and ground differ most."""
    matrix, place, _ = best
    mix = fitted(place[mark.near], mark)
    made = mark.basis @ mix
    axis = np.linalg.eigh(np.cov((made - made.mean(axis=0)).T))[1][:, -1]
    target = np.full(mark.near.shape, float(mix[0] @ axis), np.float32)  # the ground
    target[mark.near] = made @ axis
    near = mark.near.astype(np.uint8) * 255
    size = [round(shrunk * side) for side in mark.near.shape[::-1]]
    own, seen, where = (
        cv2.resize(plane, size, interpolation=cv2.INTER_AREA)
        for plane in (target, np.asarray(place @ axis, np.float32), near)
    )
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, rounds, ENOUGH)
    start = np.eye(3, dtype=np.float32)
    try:
        _, moved = cv2.findTransformECC(own, seen, start, cv2.MOTION_HOMOGRAPHY, stop, where, BLUR)
    except cv2.error:  # they have nothing in common
        return matrix
    middle = (shrunk - 1) / 2  # of a pixel, whose middle stays a middle
    small = np.array([[shrunk, 0, middle], [0, shrunk, middle], [0, 0, 1]])
    inner = INNER @ np.linalg.inv(small)
    return np.asarray(matrix @ inner @ moved.astype(np.float64) @ np.linalg.inv(inner))


def upright(matrix: F64, mark: Template) -> bool:
    """Whether a map neither folds nor flips the mark."""
    height, width = (side - 2 * BESIDE for side in mark.near.shape)
    box = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    depth = box @ matrix[2, :2] + matrix[2, 2]
    if not np.isfinite(matrix).all() or depth.min() <= 0.3 * depth.max():
        return False
    there = warped(matrix, box).astype(np.float32)
    return bool(cv2.isContourConvex(there) and cv2.contourArea(there, oriented=True) > 0)
