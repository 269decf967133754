"""The parts of a picture that are compared: whole, without its plain border, other frames."""

from collections.abc import Iterator

import numpy as np

from fingerprints.image_open import Picture, Pixels

BORDER_LIKE = 18  # levels by which a plain border may vary
BORDER_SHARE = 0.85  # of the outermost pixels that must be alike
INK_SHARE = 0.01  # of a row or column that must differ to belong to the inside
SMALLEST = 32  # pixels on a side of what is left
LEAST_AREA = 0.04
CUT = 0.03  # of width or height, less is not worth a view of its own


def views(picture: Picture) -> Iterator[tuple[str, Pixels]]:
    """Named views, the most telling first."""
    first, *others = picture.frames
    yield "whole", first
    inner = trimmed(first)
    if inner is not None:
        yield "trimmed", inner
    for number, frame in enumerate(others, 2):
        yield f"frame {number}", frame


def trimmed(pixels: Pixels) -> Pixels | None:
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
    height, width = inner.shape[0] / pixels.shape[0], inner.shape[1] / pixels.shape[1]
    if min(inner.shape[:2]) < SMALLEST or height * width < LEAST_AREA:
        return None
    return None if min(height, width) > 1 - CUT else inner
