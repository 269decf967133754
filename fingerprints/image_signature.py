"""The second opinion on a picture: coarse light and colour, sealed in the store.

Outlines alone cannot tell a blue shirt from a red one, or one print from another.
"""

import hashlib
import struct
from dataclasses import dataclass

import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from numpy.typing import NDArray
from PIL import Image

from fingerprints.errors import CopywatchError
from fingerprints.image_open import Pixels
from fingerprints.image_views import WHOLE, Box
from fingerprints.keys import Keys

Grid = NDArray[np.float64]

LIGHT = 32  # cells on a side
COLOUR = 16
GREY = 6.0  # colour a picture may have in any cell and still be called grey
NONCE = 12
DIGEST = 16
HEAD = struct.Struct("<IIB")
VIEW = LIGHT * LIGHT + 2 * COLOUR * COLOUR
PLACE = struct.Struct("<4H")  # a view's box in 65,535ths of the sides; all 0 on another frame
FULL = 65_535
ABOUT = b"image signature 1"


@dataclass(frozen=True, slots=True, eq=False)
class Signature:
    """Light in 32 x 32 cells, blue and red difference (ITU-R BT.601) in 16 x 16."""

    light: Grid
    blue: Grid
    red: Grid
    box: Box | None = None  # where the view stands on the first frame; None: not known

    @property
    def grey(self) -> bool:
        """Whether there is no colour in any cell."""
        return bool(np.hypot(self.blue, self.red).max() < GREY)

    def mirrored(self) -> "Signature":
        """The signature of the mirrored picture; the box is that of the picture as it is."""
        return Signature(self.light[:, ::-1], self.blue[:, ::-1], self.red[:, ::-1], self.box)


@dataclass(frozen=True, slots=True)
class Signatures:
    """All views of one picture, its true size and the first bytes of its file's SHA-256."""

    views: tuple[Signature, ...]
    width: int
    height: int
    digest: bytes


def signature(pixels: Pixels, box: Box | None = None) -> Signature:
    """Averages of cells; the shape of the picture does not matter."""
    small = Image.fromarray(pixels).resize((LIGHT, LIGHT), Image.Resampling.BOX)
    cells = np.asarray(small, dtype=np.float64)
    light = cells @ np.array([0.299, 0.587, 0.114])
    blue, red = (cells[..., 2] - light) * 0.564, (cells[..., 0] - light) * 0.713
    return Signature(light.round(), _halved(blue).round(), _halved(red).round(), box)


def _halved(grid: Grid) -> Grid:
    side = len(grid) // 2
    return np.asarray(grid.reshape(side, 2, side, 2).mean(axis=(1, 3)))


def _smooth(grid: Grid) -> Grid:
    """A 1-2-1 mean both ways: scaling moves fine detail between neighbouring cells."""
    wide = np.pad(grid, 1, mode="edge")
    tall = (wide[:-2] + 2 * wide[1:-1] + wide[2:]) / 4
    return np.asarray((tall[:, :-2] + 2 * tall[:, 1:-1] + tall[:, 2:]) / 4)


def light_apart(one: Signature, other: Signature) -> float:
    """The largest difference of light anywhere, in levels of 255."""
    return float(np.abs(_smooth(one.light - other.light)).max())


def light_alike(one: Signature, other: Signature) -> float:
    """Correlation of light, -1 to 1; brightness and contrast do not matter."""
    first, second = one.light - one.light.mean(), other.light - other.light.mean()
    size = float(np.sqrt((first**2).sum() * (second**2).sum()))
    return float((first * second).sum()) / size if size else 0.0


def colour_apart(one: Signature, other: Signature) -> float:
    """The largest difference of colour anywhere."""
    return float(np.hypot(_smooth(one.blue - other.blue), _smooth(one.red - other.red)).max())


def seal(signatures: Signatures, keys: Keys) -> bytes:
    """Encrypted (AES-GCM) with a nonce made from the content, so that the same stays the same."""
    body = bytearray(HEAD.pack(signatures.width, signatures.height, len(signatures.views)))
    body += signatures.digest[:DIGEST]
    for view in signatures.views:
        body += view.light.astype(np.uint8).tobytes()
        body += view.blue.astype(np.int8).tobytes() + view.red.astype(np.int8).tobytes()
    for view in signatures.views:
        corners = (0, 0, 0, 0) if view.box is None else view.box.corners[[0, 2]].ravel()
        body += PLACE.pack(*(round(FULL * float(edge)) for edge in corners))
    key = keys.sub("image signature")
    nonce = hashlib.blake2b(body, key=key, digest_size=NONCE).digest()
    return nonce + AESGCM(key).encrypt(nonce, bytes(body), ABOUT)


def unseal(sealed: bytes, keys: Keys) -> Signatures:
    """The signatures again; another key or changed bytes raise CopywatchError."""
    key = keys.sub("image signature")
    try:
        body = AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], ABOUT)
    except (InvalidTag, ValueError) as error:
        raise CopywatchError(
            "A picture's fingerprint does not open with this register key. "
            "Use the key the picture was protected with, or protect it again."
        ) from error
    width, height, count = HEAD.unpack_from(body)
    start = HEAD.size + DIGEST
    boxes = _boxes(body[start + VIEW * count :], count)
    views = tuple(_view(body[start + VIEW * n :], boxes[n]) for n in range(count))
    return Signatures(views, width, height, body[HEAD.size : start])


def _boxes(data: bytes, count: int) -> list[Box | None]:
    """Where the views stand; of a picture protected before that was kept, only the whole."""
    if len(data) < PLACE.size * count:
        return [WHOLE, *([None] * (count - 1))]
    places = [PLACE.unpack_from(data, PLACE.size * n) for n in range(count)]
    return [Box(*(edge / FULL for edge in edges)) if any(edges) else None for edges in places]


def _view(data: bytes, box: Box | None) -> Signature:
    light = np.frombuffer(data, np.uint8, LIGHT * LIGHT).astype(np.float64)
    colours = np.frombuffer(data, np.int8, 2 * COLOUR * COLOUR, LIGHT * LIGHT).astype(np.float64)
    blue, red = colours.reshape(2, COLOUR, COLOUR)
    return Signature(light.reshape(LIGHT, LIGHT), blue, red, box)
