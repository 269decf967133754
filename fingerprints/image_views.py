"""The parts of a picture that are compared: whole, without its plain border, other frames."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from fingerprints.arrays import F64
from fingerprints.image_open import Picture, Pixels

BORDER_LIKE = 18  # levels by which a plain border may vary
BORDER_SHARE = 0.85  # of the outermost pixels that must be alike
INK_SHARE = 0.01  # of a row or column that must differ to belong to the inside
SMALLEST = 32  # pixels on a side of what is left
LEAST_AREA = 0.04
CUT = 0.03  # of width or height, less is not worth a view of its own


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a picture, upright; shares of its width and height, 0 to 1."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def corners(self) -> F64:
        """(4, 2), clockwise from the top left."""
        left, top, right, bottom = self.left, self.top, self.right, self.bottom
        return np.array([[left, top], [right, top], [right, bottom], [left, bottom]])

    @property
    def share(self) -> float:
        """Of the picture's area."""
        return (self.right - self.left) * (self.bottom - self.top)


WHOLE = Box(0.0, 0.0, 1.0, 1.0)


class View(NamedTuple):
    """One part that is compared, and where it stands on the first frame; None: on another."""

    label: str
    pixels: Pixels
    box: Box | None


def views(picture: Picture) -> Iterator[View]:
    """The most telling first."""
    first, *others = picture.frames
    yield View("whole", first, WHOLE)
    inner = trimmed(first)
    if inner is not None:
        yield inner
    for number, frame in enumerate(others, 2):
        yield View(f"frame {number}", frame, None)


def trimmed(pixels: Pixels) -> View | None:
    """What a plain border encloses; None when there is no border or next to nothing inside."""
    ring = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]]).astype(np.int16)
    colour = np.median(ring, axis=0)
    if (np.abs(ring - colour).max(axis=1) <= BORDER_LIKE).mean() < BORDER_SHARE:
        return None
    ink = np.abs(pixels.astype(np.int16) - colour).max(axis=2) > BORDER_LIKE
    rows = np.flatnonzero(ink.mean(axis=1) > INK_SHARE)
    columns = np.flatnonzero(ink.mean(axis=0) > INK_SHARE)
    if not rows.size or not columns.size:
        return None
    inner = pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = pixels.shape[:2]
    box = Box(
        columns[0] / width, rows[0] / height, (columns[-1] + 1) / width, (rows[-1] + 1) / height
    )
    if min(inner.shape[:2]) < SMALLEST or box.share < LEAST_AREA:
        return None
    narrow = min(inner.shape[0] / height, inner.shape[1] / width)
    return None if narrow > 1 - CUT else View("trimmed", inner, box)
