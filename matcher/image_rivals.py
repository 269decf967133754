"""Two protected pictures claim one place of a page: which of them it is, where they differ.

Sister models, colour variants and prints on one blank shirt share most of their pixels, and each
is found wherever the other is. Only the cells in which the two differ can tell them apart.
"""

from dataclasses import dataclass
from typing import TypeVar

import cv2
import numpy as np

from fingerprints.arrays import F32, F64, Mask
from fingerprints.image_open import Pixels
from matcher.image_blocks import FULL, SHIFTS
from matcher.image_evidence import Aligned

Levels = TypeVar("Levels", Pixels, F32)
CELL = 6  # pixels of the thumbnail on a side
TELLING = 14.0  # levels by which two protected pictures differ in a cell
SAME = 20.0  # levels beyond that, all cells together: saved twice, two pictures differ by 2
FEWEST = 3  # telling cells that must be seen
INSIDE = 0.9  # of a cell
COVERED = 25.0  # levels from both, from which something else lies over a cell
GREY = 2.0  # mean colour below which a page is grey and only light counts
SOFT = 0.8  # pixels of blur, so that saving and scaling make no edge of its own
STIFF = 100.0  # squared levels of contrast below which contrast is left as it is
ENOUGH = 4_000  # pixels of a fit
ROUNDS, KEPT, CLOSE = 3, 0.7, 6.0  # of a fit: share of the best pixels kept, or so many levels


@dataclass(frozen=True, slots=True)
class Rivalry:
    """What the cells say in which two protected pictures differ."""

    differ: float  # levels beyond TELLING, all cells in which the two lie upon each other together
    lead: float  # of the first over the second, -1 to 1; 0 where nothing of it can be seen

    @property
    def one_photo(self) -> bool:
        """They do not differ where they lie upon each other: what is found is both."""
        return self.differ < SAME


@dataclass(frozen=True, slots=True, eq=False)
class _Laid:
    """Two protected pictures and the page in one frame; all (height, width, 1 or 3) levels."""

    own: F32
    other: F32
    seen: F32
    both: Mask  # where both protected pictures are
    there: Mask  # where these and the page are


def rivalry(page: Pixels, first: Aligned, second: Aligned) -> Rivalry:
    """Both laid on the page's picture (height, width, 3), seen in the first one's thumbnail."""
    laid = _laid(page, first, second)
    apart = _apart(laid.own, laid.other)
    telling = (_share(laid.both) > INSIDE) & (apart > TELLING)
    differ = float((apart[telling] - TELLING).sum())
    height, width = laid.both.shape
    size = (width // CELL * CELL, height // CELL * CELL)
    wide = np.zeros_like(laid.both)
    wide[: size[1], : size[0]] = cv2.resize(
        telling.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST
    )
    alike = laid.there & ~wide
    off = [_apart(side, _like(laid.seen, side, alike)) for side in (laid.own, laid.other)]
    seen = telling & (_share(laid.there) > INSIDE)
    seen &= np.minimum(*off) <= np.maximum(COVERED, apart)
    if seen.sum() < FEWEST:
        return Rivalry(differ, 0.0)
    limit = apart[seen]
    lead = np.clip((off[1] - off[0])[seen], -limit, limit).sum() / limit.sum()
    return Rivalry(differ, float(lead))


def _laid(page: Pixels, first: Aligned, second: Aligned) -> _Laid:
    own = _plane(first.own.kept.thumb)
    size = own.shape[1], own.shape[0]
    to_page = _to_page(first, page.shape[1])
    scale = float(np.sqrt(abs(np.linalg.det(to_page[:2, :2]))))
    across = np.linalg.inv(_to_page(second, page.shape[1])) @ to_page
    finer = float(np.sqrt(abs(np.linalg.det(across[:2, :2]))))
    other, both = _warped(_blurred(second.own.kept.thumb, finer), across, size)
    seen, there = _warped(_blurred(page, scale), to_page, size)
    there &= both
    coarsest = min(scale, finer, 1.0)
    own, other, seen = (_blurred(side, 1 / coarsest) for side in (own, other, seen))
    channels = 1 if there.any() and np.abs(seen[there][:, 1:] - 128).mean() < GREY else 3
    return _Laid(own[..., :channels], other[..., :channels], seen[..., :channels], both, there)


def _to_page(one: Aligned, width: int) -> F64:
    """From pixels of the thumbnail to those of the page's picture as it is."""
    kept = one.own.kept
    shrink = max(kept.thumb.shape[:2]) / max(kept.width, kept.height)
    matrix = one.matrix @ np.diag([1 / shrink, 1 / shrink, 1.0])
    flip = np.array([[-1.0, 0, width - 1], [0, 1, 0], [0, 0, 1]])
    return flip @ matrix if one.mirrored else matrix


def _blurred(picture: Levels, finer: float) -> Levels:
    """A picture as if its pixels were so many times as large."""
    return cv2.GaussianBlur(picture, (0, 0), max(SOFT, 0.45 * finer)).astype(picture.dtype)


def _plane(pixels: Pixels) -> F32:
    return cv2.cvtColor(pixels, cv2.COLOR_RGB2YCrCb).astype(np.float32)


def _warped(pixels: Pixels, to_it: F64, size: tuple[int, int]) -> tuple[F32, Mask]:
    """A picture seen in another frame of (width, height), and where it is."""
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    made = np.asarray(cv2.warpPerspective(pixels, to_it, size, flags=flags), np.uint8)
    full = np.full(pixels.shape[:2], 255, np.uint8)
    return _plane(made), cv2.warpPerspective(full, to_it, size, flags=flags) > FULL


def _like(seen: F32, own: F32, alike: Mask) -> F32:
    """The page in the light of a protected picture, fitted where both protected ones are alike.

    Least squares by channel, again without the pixels that fit worst: something may lie over them.
    """
    some = np.flatnonzero(alike)
    some = some[:: max(1, len(some) // ENOUGH)]
    x, y = (side.reshape(-1, side.shape[2])[some] for side in (seen, own))
    made = seen
    for _ in range(ROUNDS if alike.sum() >= 4 * CELL * CELL else 0):
        middle, wanted = x.mean(axis=0), y.mean(axis=0)
        shared = ((x - middle) * (y - wanted)).mean(axis=0)
        gain = np.clip((shared + STIFF) / (x.var(axis=0) + STIFF), 0.5, 2.0)
        made = ((seen - middle) * gain + wanted).astype(np.float32)
        off = np.linalg.norm((x - middle) * gain + wanted - y, axis=1)
        kept = off <= max(CLOSE, float(np.quantile(off, KEPT)))
        x, y = x[kept], y[kept]
    return made


def _apart(one: F32, other: F32) -> F32:
    """(rows, columns) mean difference of each cell, the best of shifts by a pixel."""
    moved = (np.roll(other, (down, right), (0, 1)) for right, down in SHIFTS)
    off = [_cells(_length(one - side)) for side in moved]
    return np.asarray(np.min(off, axis=0), np.float32)


def _length(plane: F32) -> F32:
    """Of (height, width, 1 or 3), over the last axis."""
    one = np.ones((1, plane.shape[2]), np.float32)
    return np.asarray(cv2.sqrt(cv2.transform(plane * plane, one)), np.float32)


def _share(mask: Mask) -> F32:
    return _cells(mask.astype(np.float32))


def _cells(plane: F32) -> F32:
    height, width = (side // CELL for side in plane.shape)
    cut = plane[: height * CELL, : width * CELL]
    return np.asarray(cv2.resize(cut, (width, height), interpolation=cv2.INTER_AREA), np.float32)
