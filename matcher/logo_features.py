"""Local features of a page's picture for logos: of its light, and of two planes of its colour.

A mark as light as its ground has no edge in grey. Red against green and yellow against blue are
the opponents of van de Sande, Gevers and Snoek, "Evaluating color descriptors", 2010, without the
division: JPEG keeps colour at half the size, and so it is described.
"""

from collections.abc import Iterator

import cv2
import numpy as np

from fingerprints.image_features import Features, described, features
from fingerprints.image_open import Pixels

LONGEST = 512  # pixels at which a picture is described: a logo is small in it
MOST = 1_200  # of its features in light
COLOURED = 600  # in each plane of colour
SHRUNK = 0.5
MIDDLE = 128  # level of a plane of colour where there is none


def of_page(page: Pixels) -> Features:
    """Of a picture (height, width, 3), in its pixels."""
    scale = SHRUNK * min(1.0, LONGEST / max(page.shape))
    planes = opponents(shrunk(page, scale))
    found = [described(plane, COLOURED).unscaled(scale) for plane in planes]
    found.append(features(page, LONGEST, MOST))
    return Features(
        np.concatenate([one.places for one in found]),
        np.concatenate([one.descriptors for one in found]),
    )


def shrunk(page: Pixels, scale: float) -> Pixels:
    """A picture (h, w, 3) at this scale, a pixel on each side at least."""
    size = [max(1, round(scale * side)) for side in page.shape[1::-1]]
    return np.asarray(cv2.resize(page, size, interpolation=cv2.INTER_AREA), np.uint8)


def opponents(page: Pixels) -> Iterator[Pixels]:
    """Red against green, yellow against blue: (h, w) each of a picture (h, w, 3)."""
    red, green, blue = cv2.split(page.astype(np.float32))
    for plane in (red - green, (red + green) / 2 - blue):
        yield (plane + MIDDLE).round().clip(0, 255).astype(np.uint8)
