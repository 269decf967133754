"""What a disguise is: a name, what it suits, and how it changes a text."""

import random
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Disguised:
    """A page as it would be served; the suffix of its name says what it is."""

    data: bytes
    name: str
    picture: bytes = b""  # a JPEG that is served beside it, as PICTURE


PICTURE = "photo.jpg"
Make = Callable[[str, str, random.Random], Disguised]


@dataclass(frozen=True, slots=True)
class Disguise:
    """`make(body, language, chance)`: the same chance gives the same page."""

    name: str
    for_code: bool
    for_prose: bool
    make: Make


class TooSmall(ValueError):
    """The work has no excerpt of the wanted number of lines."""
