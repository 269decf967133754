"""Where a product stands in front of a plain background, told from the picture's border."""

import cv2
import numpy as np

from fingerprints.arrays import Mask
from fingerprints.image_open import Pixels

ALIKE = 14  # levels of 255 by which a plain background may differ from its median at a pixel
SHARE = 0.8  # of the border that must be alike
LEAST, MOST = 0.03, 0.9  # share of the picture a product takes


def silhouette(pixels: Pixels) -> Mask | None:
    """(height, width) True on the product; None where the background is not plain.

    The background is what is joined to the border through pixels like the border's median.
    """
    ring = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]]).astype(np.int16)
    colour = np.median(ring, axis=0)
    if (np.abs(ring - colour).max(axis=1) <= ALIKE).mean() < SHARE:
        return None
    plain = (np.abs(pixels.astype(np.int16) - colour).max(axis=2) <= ALIKE).astype(np.uint8)
    _, parts = cv2.connectedComponents(
        cv2.copyMakeBorder(plain, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1), connectivity=4
    )
    product: Mask = (parts != parts[0, 0])[1:-1, 1:-1]
    filled = cv2.morphologyEx(product.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return filled.astype(bool) if LEAST <= float(filled.mean()) <= MOST else None
