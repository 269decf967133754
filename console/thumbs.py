"""Draws a picture anew, small: no byte of strangers reaches a browser as a picture."""

import io
from functools import lru_cache

from PIL import Image

from fingerprints import bounded
from fingerprints.image_open import open_picture

LARGE, SMALL = 512, 112
QUALITY = 86
MEDIA_TYPE = "image/jpeg"


def draw(path: str, side: int) -> bytes:
    """The picture's first frame as a fresh JPEG; runs in a bounded process."""
    image = Image.fromarray(open_picture(path).frames[0])
    image.thumbnail((side, side))
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=QUALITY)
    return kept.getvalue()


@lru_cache(maxsize=1024)  # small ones are a few kB; the path is named by the content
def small(path: str) -> bytes:
    """For lists; Unreadable when it is no picture or breaks a limit."""
    return large(path, SMALL)


def large(path: str, side: int = LARGE) -> bytes:
    """For a comparison; Unreadable when it is no picture or breaks a limit."""
    drawn = bounded.call(draw, path, side, seconds=5.0)
    if not isinstance(drawn, bytes):
        message = "a drawn picture is bytes"
        raise TypeError(message)
    return drawn
