"""Photos with a logo on them, made with fixed seeds: the logos are drawn by the product's renderer.

A logo's box takes a share of the photo's area; each corner moves by at most 7 % of the box; 60 %
stand on a label patch, light or dark so that the logo contrasts, the others on the photo itself.
"""

import io
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from benchmarks.images.measure import data
from fingerprints.arrays import F64, I64, U8
from fingerprints.image_mark import apart
from fingerprints.image_open import Pixels
from fingerprints.image_svg import render

AREAS = (0.05, 0.10, 0.20)
LONGEST = 512  # pixels of every photo
LEAST = 300  # pixels on the shorter side of a photo that is used
LEANING = 0.07
PATCHED = 0.6
QUALITY = 75
LIGHT, DARK = 238, 30
MIDDLE = 128


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """One photo with one logo."""

    logo: str
    photo: str
    area: float
    pixels: Pixels
    corners: F64  # (4, 2) of what the logo's file draws, 0 to 1, clockwise from its top left
    patched: bool
    contrast: float  # levels between the logo's light and what is around it


def drawings() -> list[Path]:
    """All drawings."""
    return sorted((data() / "logos").iterdir())


def photos() -> list[Path]:
    """Photos that are asked: clothing and grocery."""
    return sorted(
        p for set_ in ("clothing", "grocery") for p in (data() / "distractors" / set_).iterdir()
    )


@lru_cache(maxsize=4)
def drawn(path: Path) -> U8:
    """(height, width, 4) the logo cut to what is drawn."""
    rgba = np.asarray(render(path.read_bytes()).convert("RGBA"))
    rows, columns = (np.flatnonzero(rgba[..., 3].max(axis=axis) > 8) for axis in (1, 0))
    return np.ascontiguousarray(rgba[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])


def photo(path: Path) -> Pixels:
    """Scaled to LONGEST pixels on its longest side."""
    with Image.open(path) as image:
        scale = LONGEST / max(image.size)
        size = round(image.width * scale), round(image.height * scale)
        return np.asarray(image.convert("RGB").resize(size, Image.Resampling.BICUBIC))


def saved(pixels: Pixels) -> bytes:
    """As a JPEG."""
    held = io.BytesIO()
    Image.fromarray(pixels).save(held, "JPEG", quality=QUALITY)
    return held.getvalue()


def grounds() -> list[Path]:
    """Photos that logos are pasted on: large enough."""
    return [p for p in photos() if min(Image.open(p).size) >= LEAST]


def made(logo: Path, area: float) -> Made:
    """The same picture for the same logo and area, always."""
    dice = np.random.default_rng(zlib.crc32(f"{logo.stem} {area}".encode()))
    known = _grounds()
    path = known[int(dice.integers(len(known)))]
    mark, page = drawn(logo), photo(path)
    height, width = page.shape[:2]
    box = _box(mark.shape[1] / mark.shape[0], area, (width, height))
    corner = np.array([dice.uniform(0, width - box[0]), dice.uniform(0, height - box[1])])
    there = corner + np.array([[0, 0], [box[0], 0], box, [0, box[1]]])
    there += dice.uniform(-LEANING, LEANING, (4, 2)) * box
    patched = bool(dice.random() < PATCHED)
    here = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) * [mark.shape[1], mark.shape[0]]
    matrix = np.asarray(
        cv2.getPerspectiveTransform(here.astype(np.float32), there.astype(np.float32)), np.float64
    )
    light = _light(mark)
    if patched:
        level = (DARK if light > MIDDLE else LIGHT) + dice.integers(-12, 12, 3)
        margin = dice.uniform(0.1, 0.25) * min(mark.shape[:2])
        page = _patch(page, matrix, here, margin, level)
    around = _around(page, there)
    cut = apart(*(_on(mark, level) for level in (255, 0)))
    assert cut is not None
    inner = cut.box.corners * [mark.shape[1], mark.shape[0]]
    page = _pasted(page, mark, matrix)
    image = np.asarray(Image.open(io.BytesIO(saved(page))))
    corners = cv2.perspectiveTransform(inner[None], matrix)[0] / [width, height]
    return Made(logo.stem, path.name, area, image, corners, patched, abs(around - light))


@lru_cache(maxsize=1)
def _grounds() -> tuple[Path, ...]:
    return tuple(grounds())


def _box(ratio: float, area: float, size: tuple[int, int]) -> F64:
    """Width and height of the logo's box; what is too long for the photo is scaled to fit it."""
    height = float(np.sqrt(area * size[0] * size[1] / ratio))
    shrink = min(1.0, 0.9 * size[0] / (height * ratio), 0.9 * size[1] / height)
    return np.array([height * ratio, height]) * shrink


def _light(mark: U8) -> float:
    alpha = mark[..., 3].astype(np.float64)
    return float((mark[..., :3] @ [0.299, 0.587, 0.114] * alpha).sum() / alpha.sum())


def _patch(page: Pixels, matrix: F64, here: F64, margin: float, level: I64) -> Pixels:
    wide = here + np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * margin
    corners = cv2.perspectiveTransform(wide[None].astype(np.float64), matrix)[0]
    laid = page.copy()
    colour = np.clip(level, 0, 255).tolist()
    cv2.fillConvexPoly(laid, np.round(corners * 16).astype(np.int32), colour, cv2.LINE_AA, 4)
    return laid


def _on(mark: U8, level: int) -> Pixels:
    alpha = mark[..., 3:] / 255
    return np.asarray((mark[..., :3] * alpha + level * (1 - alpha)).round(), np.uint8)


def _around(page: Pixels, there: F64) -> float:
    mask = np.zeros(page.shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, np.round(there).astype(np.int32), 1)
    return float((page[mask > 0] @ [0.299, 0.587, 0.114]).mean())


def _pasted(page: Pixels, mark: U8, matrix: F64) -> Pixels:
    """Scaled down without aliasing, then laid over."""
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))
    held = mark.astype(np.float32) / 255
    held[..., :3] *= held[..., 3:]
    soft = cv2.GaussianBlur(held, (0, 0), max(0.01, 0.45 / scale if scale < 1 else 0))
    laid = cv2.warpPerspective(soft, matrix, page.shape[1::-1], flags=cv2.INTER_LINEAR)
    whole = page * (1 - laid[..., 3:]) + 255 * laid[..., :3]
    return np.asarray(np.clip(whole.round(), 0, 255), np.uint8)
