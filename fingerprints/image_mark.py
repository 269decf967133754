"""A logo apart from its ground: its colours and how much of each pixel it covers.

The picture is opened on white and on black; what differs is clear. One without clear parts loses
the plain ground at its border.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from fingerprints.arrays import F32, Mask
from fingerprints.image_open import Pixels
from fingerprints.image_views import WHOLE, Box

MARGIN = 0.12  # of the longer side, around a mark that is described
SMALLEST = 16  # pixels of the shorter side of a mark
BORDER_LIKE, BORDER_SHARE = 12, 0.9  # levels, and share of the border, of a plain ground
FULL = 64.0  # levels from a plain ground at which a pixel is covered whole
CLEAR = 0.02  # share of a picture that must be clear, so that this tells the mark
SOLID = 0.5  # cover from which a pixel belongs to the mark


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A mark cut to what is drawn."""

    colours: Pixels  # (h, w, 3) RGB
    cover: F32  # (h, w), 0 to 1
    box: Box = WHOLE  # where it stands on its picture

    @property
    def solid(self) -> Mask:
        """Where it is."""
        return np.asarray(self.cover > SOLID)

    def on(self, level: int) -> tuple[Pixels, int]:
        """On a grey ground, and how many pixels of it are on each side."""
        edge = round(MARGIN * max(self.cover.shape))
        laid = self.colours * self.cover[..., None] + level * (1 - self.cover[..., None])
        value = (level, level, level)
        made = cv2.copyMakeBorder(laid, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=value)
        return np.asarray(made.round(), np.uint8), edge

    def scaled(self, width: int, height: int) -> "Drawn":
        """In another size; cover weighs the colours."""
        held = np.dstack([self.colours * self.cover[..., None], self.cover]).astype(np.float32)
        small = cv2.resize(held, (width, height), interpolation=cv2.INTER_AREA)
        colours = small[..., :3] / np.maximum(small[..., 3:], 1e-3)
        cover = np.asarray(small[..., 3], np.float32)
        return Drawn(colours.clip(0, 255).round().astype(np.uint8), cover, self.box)


def apart(on_white: Pixels, on_black: Pixels) -> Drawn | None:
    """The mark of a picture (h, w, 3) opened on both grounds; None where nothing is drawn."""
    white, black = on_white.astype(np.float32), on_black.astype(np.float32)
    cover = 1 - (white - black).mean(axis=2) / 255
    if (cover < SOLID).mean() < CLEAR:
        cover = _keyed(white)
        black = white * cover[..., None]
    colours = black / np.maximum(cover[..., None], 1 / 255)
    return _cut(Drawn(colours.clip(0, 255).round().astype(np.uint8), cover.clip(0, 1)))


def _keyed(pixels: F32) -> F32:
    """How far from the plain ground at the border; all of it where there is none."""
    ring = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    ground = np.median(ring, axis=0)
    if (np.abs(ring - ground).max(axis=1) <= BORDER_LIKE).mean() < BORDER_SHARE:
        return np.ones(pixels.shape[:2], np.float32)
    far = np.abs(pixels - ground).max(axis=2)
    return np.asarray(((far - BORDER_LIKE) / (FULL - BORDER_LIKE)).clip(0, 1), np.float32)


def _cut(drawn: Drawn) -> Drawn | None:
    rows, columns = (np.flatnonzero(drawn.solid.any(axis=axis)) for axis in (1, 0))
    if len(rows) < SMALLEST or len(columns) < SMALLEST:
        return None
    top, bottom, left, right = (
        int(v) for v in (rows[0], rows[-1] + 1, columns[0], columns[-1] + 1)
    )
    height, width = drawn.cover.shape
    inner = slice(top, bottom), slice(left, right)
    box = Box(left / width, top / height, right / width, bottom / height)
    colours, cover = drawn.colours[inner], drawn.cover[inner]
    return Drawn(np.ascontiguousarray(colours), np.ascontiguousarray(cover), box)
