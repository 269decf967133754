"""The lines of a drawing, keyed: finds it scanned, photographed, cropped, redrawn finer or bolder.

What is described is how far each place is from the nearest line, on a logarithmic scale: this does
not know how wide lines were, and a drawing of another size differs by a constant.
"""

import cv2
import numpy as np

from fingerprints.arrays import Mask
from fingerprints.content import Content, Image
from fingerprints.image_features import Features, described
from fingerprints.image_hash import opened
from fingerprints.image_open import Pixels
from fingerprints.image_points import packed
from fingerprints.image_sheet import drawn
from fingerprints.image_strokes import lines
from fingerprints.keys import Keys
from fingerprints.kind import Context, Kind, Points

NAME = "image_lines@1"
MOST = 600  # of its features, on either side
FAR = 64  # pixels from the nearest line, beyond which all is alike


def lined(thin: Mask) -> Features:
    """The features of lines one pixel wide (height, width), at most 512 pixels long."""
    far = cv2.distanceTransform((~thin).astype(np.uint8), cv2.DIST_L2, 5)
    levels = np.minimum(1, np.log1p(far) / np.log1p(FAR)) * 255
    return described(levels.astype(np.uint8), MOST)


def describe(pixels: Pixels, keys: Keys) -> Points | None:
    """The fingerprint of an upright RGB picture (height, width, 3); None: no line drawing."""
    thin = lines(pixels)
    if thin is None:
        return None
    inner = drawn(thin)
    made = packed(lined(inner), inner[..., None].astype(np.uint8), _bilevel, keys)
    return made if len(made.words) else None


def _bilevel(pixels: Pixels) -> bytes:
    """The lines themselves, as a PNG of one bit."""
    held = cv2.imencode(".png", 255 * pixels, [cv2.IMWRITE_PNG_BILEVEL, 1])[1]
    return bytes(held.tobytes())


def take(content: Content, context: Context) -> Points | None:
    """The fingerprint of a line drawing's first frame; Unreadable when it cannot be opened."""
    if not isinstance(content, Image):
        return None
    return describe(opened(content, context).frames[0], context.keys)


KIND = Kind(NAME, take)
