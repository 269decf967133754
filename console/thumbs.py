"""Draws a picture anew, small: no byte of strangers reaches a browser as a picture."""

import io
from functools import lru_cache
from pathlib import Path

from PIL import Image

from fingerprints import bounded
from fingerprints.image_open import open_picture

LARGE, SMALL = 512, 112
QUALITY = 86
SECONDS = 5.0
MEDIA_TYPE = "image/jpeg"


def draw(path: str, side: int) -> bytes:
    """The picture's first frame as a fresh JPEG; runs in a bounded process."""
    image = Image.fromarray(open_picture(path).frames[0])
    image.thumbnail((side, side))
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=QUALITY)
    return kept.getvalue()


def drawn(path: Path, side: int) -> bytes:
    """A fresh JPEG; Unreadable when it is no picture or breaks a limit."""
    return _small(path) if side == SMALL else _draw(path, side)


@lru_cache(maxsize=1024)  # a few kB each; the path is named by the content
def _small(path: Path) -> bytes:
    return _draw(path, SMALL)


def _draw(path: Path, side: int) -> bytes:
    made = bounded.call(
        draw, str(path), side, seconds=SECONDS, patience=bounded.PATIENCE, in_all=True
    )
    if not isinstance(made, bytes):
        message = "a drawn picture is bytes"
        raise TypeError(message)
    return made
