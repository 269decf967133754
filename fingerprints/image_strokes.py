"""Line drawings: whether a picture is one, and its lines one pixel wide whatever their width was.

Paper and light are divided out first, so that a scan and a photograph of a sheet are lines, too.
Lines are thinned after Zhang and Suen 1984.
"""

from functools import lru_cache

import cv2
import numpy as np

from fingerprints.arrays import F32, Mask
from fingerprints.image_open import Pixels

GROUND = 21  # pixels, wider than any line: what is darker over less is ink
TINT = 2.5  # levels by which colour may depart from its median, on average
SHADE, LIT = 0.5, 0.6  # of the lightest paper; the share of the picture that is as light
PAPER = 0.12  # of darkness that paper may have
INK = 0.42  # of the darkest ink, from which a pixel is ink
FAINT = 0.25  # of the darkest ink, where it is joined to some that is ink
CLOSE, VALLEY = 5, 0.5  # pixels around, of whose darkest ink so much is ink: lines stay apart
NOISE = 5.0  # times the paper's own spread, that ink is darker at least
LEAST_DARK = 0.12  # of what ink there must be
LIGHT = 0.72  # of the picture that must be paper
BETWEEN = 0.04  # of the picture that may be neither, away from ink
INKED = 0.004, 0.28  # of the picture that is ink
THICK = 5.0  # pixels of half a line's width, nine tenths of all lines below
EVEN = 0.6  # of the darkest ink, half of all places on lines are darker
ENDS = 0.06  # ends of lines, of the places on lines
SPECK = 7  # pixels of a line, below which it is dirt
ROUNDS = 12  # of thinning


def ground(grey: Pixels) -> Pixels:
    """The light of the paper: what is left when all that is narrower than GROUND is filled."""
    soft = cv2.medianBlur(grey, 3)
    filled = cv2.morphologyEx(soft, cv2.MORPH_CLOSE, np.ones((GROUND, GROUND), np.uint8))
    return np.asarray(cv2.GaussianBlur(filled, (0, 0), GROUND / 4), np.uint8)


def _is_paper(pixels: Pixels, paper: Pixels) -> bool:
    """One tint all over, and most of it about as light as the lightest."""
    tint = cv2.cvtColor(pixels, cv2.COLOR_RGB2YCrCb)[..., 1:].astype(np.int16)
    off = np.abs(tint - np.median(tint, axis=(0, 1))).mean()
    return bool(off <= TINT and (paper > SHADE * np.quantile(paper, 0.95)).mean() >= LIT)


def lines(pixels: Pixels) -> Mask | None:
    """(height, width) the middle of every line of a picture (h, w, 3); None: no line drawing."""
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    paper = ground(grey)
    if not _is_paper(pixels, paper):
        return None
    level = grey.astype(np.float32) / np.maximum(paper, 8)
    dark = np.asarray(np.clip(1 - level, 0, 1), np.float32)
    peak = _peak(dark)
    light = dark < max(PAPER, FAINT * peak)
    if peak < LEAST_DARK or light.mean() < LIGHT:
        return None
    ink = _ink(dark, light, peak)
    near = cv2.dilate(ink, np.ones((5, 5), np.uint8)) > 0
    between = ~light & ~near
    if not INKED[0] <= float(ink.mean()) <= INKED[1] or between.mean() > BETWEEN:
        return None
    thin = thinned(ink)
    return thin if thin.any() and _drawn(thin, ink, dark, peak) else None


def _drawn(thin: Mask, ink: Pixels, dark: F32, peak: float) -> bool:
    """Lines are narrow, about as dark as the darkest, and long; edges in photographs are not."""
    half = cv2.distanceTransform(ink, cv2.DIST_L2, 3)[thin]
    around = cv2.filter2D(thin.astype(np.float32), -1, _AROUND, borderType=cv2.BORDER_CONSTANT)
    ends = int(((around == 1) & thin).sum())
    narrow = np.quantile(half, 0.9) <= THICK
    return bool(narrow and np.median(dark[thin]) >= EVEN * peak and ends <= ENDS * thin.sum())


def _peak(dark: F32) -> float:
    """How dark ink is: of what is no paper the darkest tenth."""
    inked = dark[dark > PAPER]
    return float(np.quantile(inked, 0.9)) if inked.size else 0.0


def _ink(dark: F32, light: Mask, peak: float) -> Pixels:
    """1 where a pixel is ink, or faint and joined to ink; specks are left out."""
    spread = float(dark[light].std())
    around = cv2.dilate(dark, np.ones((CLOSE, CLOSE), np.uint8))
    faint = (dark > max(FAINT * peak, NOISE * spread, PAPER)) & (dark > VALLEY * around)
    count, parts, stats, _ = cv2.connectedComponentsWithStats(faint.astype(np.uint8))
    sure = np.zeros(count, bool)
    sure[np.unique(parts[dark > INK * peak])] = True
    sure &= stats[:, cv2.CC_STAT_WIDTH] + stats[:, cv2.CC_STAT_HEIGHT] > SPECK
    sure[0] = False
    return np.asarray(sure[parts], np.uint8)


def thinned(ink: Pixels) -> Mask:
    """Lines one pixel wide of ink (1) on paper (0)."""
    left = cv2.copyMakeBorder(ink, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    for _ in range(ROUNDS):
        before = int(np.count_nonzero(left))
        for table in _tables():
            around = cv2.filter2D(left.astype(np.float32), -1, _WEIGHTS).astype(np.uint8)
            left[table[around] & (left > 0)] = 0
        if np.count_nonzero(left) == before:
            break
    return np.asarray(left[1:-1, 1:-1] > 0)


_AROUND = np.array([[1, 1, 1], [1, 0, 1], [1, 1, 1]], np.float32)
_WEIGHTS = np.array([[128, 1, 2], [64, 0, 4], [32, 16, 8]], np.float32)


@lru_cache(maxsize=1)
def _tables() -> tuple[Mask, Mask]:
    """For each code of the eight neighbours (north is 1, then clockwise): may the pixel go."""
    codes = np.arange(256)
    n, ne, e, se, s, sw, w, nw = ((codes >> bit) & 1 for bit in range(8))
    ring = np.stack([n, ne, e, se, s, sw, w, nw, n])
    turns = ((ring[:-1] == 0) & (ring[1:] == 1)).sum(axis=0)
    count = ring[:-1].sum(axis=0)
    both = (turns == 1) & (count >= 2) & (count <= 6)  # noqa: PLR2004 - as in the paper
    first = both & (n * e * s == 0) & (e * s * w == 0)
    second = both & (n * e * w == 0) & (n * s * w == 0)
    return first, second
