"""Draws a picture anew, small: no byte of strangers reaches a browser as a picture."""

import io
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

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
    return jpeg(image)


def jpeg(image: Image.Image, **options: Any) -> bytes:
    """The picture as a JPEG file."""
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=QUALITY, **options)
    return kept.getvalue()


def drawn(path: Path, side: int) -> bytes:
    """A fresh JPEG; Unreadable when it is no picture or breaks a limit."""
    return _small(path) if side == SMALL else _draw(path, side)


@lru_cache(maxsize=1024)  # a few kB each; the path is named by the content
def _small(path: Path) -> bytes:
    return _draw(path, SMALL)


def _draw(path: Path, side: int) -> bytes:
    return made(draw, str(path), side)


def made(function: Callable[..., bytes], *args: Any) -> bytes:
    """What the function draws in the bounded process; Unreadable when it fails or takes long."""
    answer = bounded.call(function, *args, seconds=SECONDS, patience=bounded.PATIENCE, in_all=True)
    if not isinstance(answer, bytes):
        message = "a drawn picture is bytes"
        raise TypeError(message)
    return answer
