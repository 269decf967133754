"""The 32 edits of `copywatch drill` with fixed seeds, for the product photos of the benchmark.

Backgrounds and neighbours come from a pool that is neither protected nor asked as a stranger.
"""

import zlib
from functools import lru_cache, partial
from pathlib import Path
from random import Random

import numpy as np
from PIL import Image

from benchmarks.images.edits import opened
from copywatch.drill.pictures.among import standing
from copywatch.drill.pictures.edits import EDITS
from copywatch.drill.pictures.maker import LONGEST, Maker

__all__ = ["EDITS", "edited"]


def edited(path: Path, name: str, pool: tuple[Path, ...]) -> bytes | None:
    """One edit of one picture as a JPEG; None where the edit cannot be made of it."""
    seed = zlib.crc32(f"{path.parent.name}/{path.name} {name}".encode())
    dice = Random(seed)  # noqa: S311 - fixed dice are the point
    maker = Maker(dice, lambda dice: small(dice.choice(pool)), partial(_cut_out, path))
    return EDITS[name].made(small(path), maker)


def _cut_out(path: Path, image: Image.Image) -> Image.Image | None:
    """Where the product stands: its alpha, else what differs from a plain background."""
    with Image.open(path) as file:
        if file.mode in {"RGBA", "LA", "PA"}:
            alpha = file.convert("RGBA").getchannel("A").resize(image.size)
            share = np.asarray(alpha).mean() / 255
            return alpha if 0.02 < share < 0.95 else None
    return standing(image)


@lru_cache(maxsize=400)
def small(path: Path) -> Image.Image:
    image = opened(path)
    image.thumbnail((LONGEST, LONGEST))
    return image
