"""The user's own picture, opened as carefully as a stranger's."""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from copywatch.drill.pictures.maker import LONGEST
from fingerprints.errors import Unreadable
from fingerprints.image_open import open_bounded


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """One picture of a work as it is edited: upright, RGB, on white; an animation's first frame."""

    part: str
    image: Image.Image


def photo(part: str, path: Path) -> Photo:
    """At most LONGEST pixels a side, or smaller where that costs too much; Unreadable says why."""
    try:
        picture = open_bounded(str(path), LONGEST)
    except Unreadable:
        picture = open_bounded(str(path))
    return Photo(part, Image.fromarray(picture.frames[0]))
