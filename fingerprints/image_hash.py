"""256-bit outlines of a picture (imagehash's phash), keyed: finds resized, grey, saved-again ones.

Under one key the distance of two pictures stays what it was; without the key a stored outline
says nothing about a picture that is not in the store.
"""

import hashlib
from functools import lru_cache

import imagehash
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageOps

from fingerprints.arrays import U64
from fingerprints.content import Content, Image
from fingerprints.errors import Unreadable
from fingerprints.image_open import Picture, Pixels, open_bounded
from fingerprints.image_signature import Signatures, seal, signature
from fingerprints.image_views import views
from fingerprints.keys import Keys
from fingerprints.kind import Bits, Context, Kind

NAME = "image_hash@1"
SIDE = 16  # coefficients on a side of the cosine transform
BITS = SIDE * SIDE
FINE = 4  # pixels of the reduced picture for each coefficient
SMALLEST = 40  # pixels on a side; below is an icon
QUALITY = 8  # below, an outline is mostly noise
MIRRORED = "mirrored "
DETAIL = 64  # pixels on a side where detail is counted
FULL = 90.0  # detail (in hundredths of full contrast) of a picture of quality 100


def reduced(pixels: Pixels) -> Pillow.Image:
    """A picture as phash reduces it, so that its mirrored outline costs no second look."""
    image = Pillow.fromarray(pixels).convert("L")
    return image.resize((FINE * SIDE, FINE * SIDE), Pillow.Resampling.LANCZOS)


def outline(small: Pillow.Image) -> NDArray[np.uint8]:
    """256 bits as 32 bytes: which low frequencies of a reduced picture are above their median."""
    return np.packbits(imagehash.phash(small, hash_size=SIDE, highfreq_factor=FINE).hash.ravel())


@lru_cache(maxsize=8)
def _secrets(keys: Keys) -> tuple[NDArray[np.intp], NDArray[np.uint8]]:
    """A permutation of the bits and a mask over them."""
    key = keys.sub("image bits")
    marks = [hashlib.blake2b(bytes([n]), key=key, digest_size=16).digest() for n in range(BITS)]
    mask = np.frombuffer(keys.sub("image mask", BITS // 8), np.uint8)
    return np.array(sorted(range(BITS), key=marks.__getitem__), dtype=np.intp), mask


def keyed(bits: NDArray[np.uint8], keys: Keys) -> U64:
    """The outline permuted and masked by the key, as four words."""
    order, mask = _secrets(keys)
    return (np.packbits(np.unpackbits(bits)[order]) ^ mask).view("<u8").astype(np.uint64)


def quality(pixels: Pixels) -> int:
    """How much detail an outline can hold, 0 (flat) to 100; PDQ's count, on bends, not on slopes.

    So a studio backdrop, however its light falls off, holds none.
    """
    small = Pillow.fromarray(pixels).convert("L").resize((DETAIL, DETAIL), Pillow.Resampling.BOX)
    levels = np.asarray(small, dtype=np.float64)
    steps = [np.abs(np.diff(levels, 2, axis=axis)) * 100 / 255 for axis in (0, 1)]
    return min(100, int(sum(step.astype(np.int64).sum() for step in steps) / FULL))


def describe(picture: Picture, digest: bytes, keys: Keys, *, mirrored: bool = False) -> Bits:
    """The fingerprint of an opened picture; a flat or tiny one has quality 0 and no outlines."""
    found = list(views(picture))
    best = max(quality(view.pixels) for view in found)
    if best < QUALITY or min(picture.width, picture.height) < SMALLEST:
        return Bits(np.empty((0, 4), np.uint64), (), 0)
    small = [(view.label, reduced(view.pixels)) for view in found]
    if mirrored:
        small += [(MIRRORED + label, ImageOps.mirror(image)) for label, image in small]
    rows = [(label, keyed(outline(image), keys)) for label, image in small]
    seen = tuple(signature(view.pixels, view.box) for view in found)
    extra = seal(Signatures(seen, picture.width, picture.height, digest), keys)
    return Bits(np.stack([row for _, row in rows]), tuple(label for label, _ in rows), best, extra)


def look(image: Image, context: Context, *, mirrored: bool = False) -> Bits:
    """Open a picture in the bounded process and describe it; Unreadable when it cannot be."""
    picture = opened(image, context)
    return describe(picture, bytes.fromhex(image.sha256), context.keys, mirrored=mirrored)


def opened(image: Image, context: Context, ground: str = "white") -> Picture:
    """A stored picture, opened in the bounded process; Unreadable when it cannot be.

    `ground` is the colour that shows where it is clear.
    """
    try:
        path = context.blobs.path(image.sha256)
    except ValueError as error:
        raise Unreadable("is named by something that is no SHA-256") from error
    if not path.exists():
        raise Unreadable("is no longer stored")
    return open_bounded(str(path), ground=ground)


def why_refused(bits: Bits) -> str:
    """Why a picture cannot be protected by its outline; empty when it can."""
    if bits.quality >= QUALITY:
        return ""
    return "plain or tiny: too little to be seen in it to be recognised again"


def take(content: Content, context: Context) -> Bits | None:
    """The fingerprint of a picture; Unreadable when it cannot be opened."""
    return look(content, context) if isinstance(content, Image) else None


KIND = Kind(NAME, take)
