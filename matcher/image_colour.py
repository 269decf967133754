"""How far the colours of two aligned pictures are apart, whatever filter lies over one of them.

Grey, sepia and duotone leave no colour to compare; more or less of all colours is no other colour.
"""

import cv2
import numpy as np

from fingerprints.arrays import F32, Mask
from fingerprints.image_open import Pixels

FEWEST, ENOUGH = 169, 4_000  # pixels; more do not tell a tone better
GREY = 2.0  # levels of colour below which a picture is grey
NEUTRAL, LIGHT = 6.0, 170.0  # of the protected picture: colour and light of what is about white
SHARE = 0.03  # of the picture that must be so, to tell a tint by it
TINTED = 8.0  # levels by which such pixels are off, on average
ALONE, SPOKEN = 3.0, 6.0  # deviation of colour that light leaves: next to none; much
GAIN = 0.6, 2.2  # by which all colours may be weaker or stronger


def apart(own: Pixels, seen: Pixels, alike: Mask, visible: Mask) -> float:
    """Mean difference of colour over the pixels `alike`, levels of 255.

    0 where the page's picture has no colours of its own, or nothing is alike.
    """
    if alike.sum() < FEWEST:
        return 0.0
    first, second = (cv2.cvtColor(side, cv2.COLOR_RGB2YCrCb).astype(np.float32)
                     for side in (own, seen))  # fmt: skip
    some = np.flatnonzero(visible)
    some = some[:: max(1, len(some) // ENOUGH)]
    if _toned(first.reshape(-1, 3)[some], second.reshape(-1, 3)[some]):
        return 0.0
    here, there = first[alike][:, 1:] - 128, second[alike][:, 1:] - 128
    gain = float((here * there).sum() / max(1.0, float((here * here).sum())))
    off = here * np.clip(gain, *GAIN) - there
    return float(np.linalg.norm(off, axis=1).mean())


def _toned(own: F32, seen: F32) -> bool:
    """Whether one tone, or none, lies over all of the page's picture; both (n, 3), YCrCb."""
    colour = seen[:, 1:] - 128
    if np.abs(colour).mean() < GREY:
        return True
    white = (np.linalg.norm(own[:, 1:] - 128, axis=1) < NEUTRAL) & (own[:, 0] > LIGHT)
    tinted = white.mean() > SHARE and np.linalg.norm(colour[white].mean(axis=0)) > TINTED
    return _left(seen) < ALONE and bool(tinted or _left(own) > SPOKEN)


def _left(picture: F32) -> float:
    """Deviation of colour that light does not explain: a curve of light is taken off."""
    light = picture[:, :1] / 255
    known = np.concatenate([np.ones_like(light), light, light**2, light**3], axis=1)
    solved = np.linalg.lstsq(known, picture[:, 1:], rcond=None)[0]
    return float((picture[:, 1:] - known @ solved).std())
