"""Pictures of a page: which are worth fetching, and how large they are, without decoding them."""

import warnings
from collections.abc import Iterable
from io import BytesIO

import PIL.Image

from fingerprints.image_formats import heif_size, sniff

SMALLEST = 200  # pixels on either side: below it are icons, flags and buttons
LARGEST = 178_956_970  # pixels; beyond it Pillow refuses too
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "JPEG2000")


def size(data: bytes) -> tuple[int, int] | None:
    """Width and height from the header; None when it is no picture that we open."""
    if sniff(data) == "HEIF":
        return heif_size(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PIL.Image.DecompressionBombWarning)
            with PIL.Image.open(BytesIO(data), formats=FORMATS) as picture:
                return picture.size
    except PIL.Image.DecompressionBombError:
        return (LARGEST, LARGEST)
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, OverflowError):
        return None  # what Pillow's readers raise on broken headers


def refusal(data: bytes) -> str:
    """Why a picture is not kept; empty when it is."""
    found = size(data)
    if found is None:
        return "no picture"
    width, height = found
    if min(width, height) < SMALLEST:
        return "small picture"
    if width * height > LARGEST:
        return "enormous picture"
    return ""


def worth_asking(urls: Iterable[str], limit: int) -> list[str]:
    """The first distinct http(s) addresses; vector drawings and icons are left out."""
    wanted = (url for url in urls if url.startswith(("http://", "https://")))
    return list(dict.fromkeys(url for url in wanted if not _is_drawing(url)))[:limit]


def _is_drawing(url: str) -> bool:
    return url.split("?", 1)[0].lower().endswith((".svg", ".ico"))
