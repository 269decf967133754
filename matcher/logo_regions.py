"""Regions of a picture that may be a flat mark: joined pixels of one colour, near ones together.

Each colour of the picture and each of a few levels of light and of two planes of colour gives a
mask, as it is and with small gaps closed, so that letters and scattered parts come as one; the
complement of a colour gives what stands on it, whatever its colours.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from fingerprints.arrays import F64, U8
from fingerprints.image_open import Pixels
from fingerprints.image_shapes import clusters
from matcher.logo_features import opponents, shrunk

LONGEST = 256  # pixels at which regions are told
COLOURS = 14
SAMPLED = 6_000  # pixels from which the colours of a picture are told
LEVELS = 6  # of light
SHADES = 5  # levels of a plane of colour
RANGE = 24  # levels that such a plane must span
GAPS = 0, 3, 9  # pixels that are closed
LEAST, MOST = 0.008, 0.95  # share of the picture that a region's box takes
NARROW = 7  # pixels of its shorter side
FILLED = 0.06  # of its box
REGIONS = 700
STEP = 4  # pixels by which two boxes must differ


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """A mask of 0 and 255 and where its first pixel lies."""

    mask: U8
    corner: tuple[int, int]


def regions(page: Pixels) -> tuple[list[Region], F64]:
    """At most REGIONS of a picture (h, w, 3) shrunk to LONGEST; the map (3, 3) from there to it."""
    scale = min(1.0, LONGEST / max(page.shape))
    seen: set[tuple[int, ...]] = set()
    found: list[Region] = []
    for mask, gaps in _masks(shrunk(page, scale)):
        for gap in gaps:
            for region, key in _joined(mask, gap):
                if key not in seen:
                    seen.add(key)
                    found.append(region)
    middle = (1 / scale - 1) / 2  # of a pixel, whose middle stays a middle
    back = np.array([[1 / scale, 0, middle], [0, 1 / scale, middle], [0, 0, 1]])
    return found[:REGIONS], back


def _masks(page: Pixels) -> Iterator[tuple[U8, tuple[int, ...]]]:
    """0 and 255, and the gaps that are closed in it."""
    lab = cv2.cvtColor(page, cv2.COLOR_RGB2LAB)
    flat = lab.reshape(-1, 3).astype(np.float32)
    _, centres = clusters(flat[:: max(1, len(flat) // SAMPLED)], COLOURS)
    near = (flat @ (-2 * centres.T) + (centres**2).sum(axis=1)).argmin(axis=1)
    labels = near.reshape(lab.shape[:2]).astype(np.uint8)
    for n in range(COLOURS):
        mask = np.where(labels == n, 255, 0).astype(np.uint8)
        yield mask, GAPS
        yield 255 - mask, GAPS[:1]
    light = np.ascontiguousarray(lab[..., 0], np.uint8)
    steps = (np.arange(LEVELS) + 1) / (LEVELS + 1)
    yield from _levels(light, np.quantile(light, steps), GAPS[:2])
    for plane in opponents(page):
        low, high = np.quantile(plane, [0.01, 0.99])
        if high - low >= RANGE:
            yield from _levels(plane, np.linspace(low, high, SHADES + 2)[1:-1], GAPS)


def _levels(plane: U8, levels: F64, gaps: tuple[int, ...]) -> Iterator[tuple[U8, tuple[int, ...]]]:
    """What is above each level of a plane, and what is not."""
    for level in levels.tolist():
        mask = np.where(plane > level, 255, 0).astype(np.uint8)
        yield mask, gaps
        yield 255 - mask, gaps


def _joined(mask: U8, gap: int) -> Iterator[tuple[Region, tuple[int, ...]]]:
    height, width = mask.shape
    whole = cv2.dilate(mask, np.ones((gap, gap), np.uint8)) if gap else mask
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(whole, connectivity=8, ltype=cv2.CV_16U)
    x, y, w, h, area = boxes.T
    share = w * h / (width * height)
    right = (share > LEAST) & (share < MOST) & (np.minimum(w, h) >= NARROW)
    right &= area >= FILLED * w * h
    right &= (x > 0) & (y > 0) & (x + w < width) & (y + h < height)
    right[0] = False
    for n in np.flatnonzero(right).tolist():
        left, top, wide, high, _ = boxes[n].tolist()
        inner = slice(top, top + high), slice(left, left + wide)
        part = np.where(labels[inner] == n, mask[inner], 0).astype(np.uint8)
        filled = cv2.countNonZero(part) / (wide * high)
        if filled >= FILLED:
            edges = (left, top, left + wide, top + high)
            yield Region(part, (left, top)), (*(v // STEP for v in edges), int(16 * filled))
