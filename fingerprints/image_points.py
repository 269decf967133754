"""Local features of a picture, keyed: finds crops, collages, pasted and turned copies of it.

Words, bits, angles and sizes stand open in the store; where each feature stands and a small grey
and colour thumbnail are sealed and opened for candidates only.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from fingerprints.arrays import F32, U8
from fingerprints.content import Content, Image
from fingerprints.errors import CopywatchError
from fingerprints.image_features import Features, features
from fingerprints.image_hash import QUALITY as DETAILED
from fingerprints.image_hash import opened, quality
from fingerprints.image_open import Pixels
from fingerprints.image_words import coded, masked
from fingerprints.keys import Keys
from fingerprints.kind import Context, Kind, Points

NAME = "image_points@1"
LONGEST = 512  # pixels at which a protected picture is described
MOST = 600  # features of a protected picture
LEAST = 8  # features, below which a picture is not described
THUMB = 208  # pixels on the longest side of the thumbnail
QUALITY = 80  # of its JPEG
FINE = 64  # steps of a pixel that places are stored in
OCTAVE = 16  # steps of a doubling that sizes are stored in
HEAD = struct.Struct("<HHHH")  # width, height, features, unused


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """What is sealed of a protected picture: its size when opened, places, thumbnail."""

    width: int
    height: int
    xy: F32  # (n, 2) pixels
    thumb: Pixels  # (h, w, 3) RGB


def describe(pixels: Pixels, keys: Keys) -> Points:
    """The fingerprint of one upright RGB picture (height, width, 3), at most 512 pixels long."""
    return packed(features(pixels, LONGEST, MOST), pixels, _thumb, keys)


def packed(found: Features, pixels: Pixels, thumb: Callable[[Pixels], bytes], keys: Keys) -> Points:
    """Keyed features of a picture (height, width, 3), with what is sealed; none below LEAST."""
    if len(found) < LEAST:
        none = np.empty(0, np.uint32)
        return Points(none, np.empty((0, 2), np.uint64), np.empty((0, 2), np.uint8), b"")
    code = coded(found.descriptors, keys)
    words = code.words[:, 0]
    height, width = pixels.shape[:2]
    xy = (found.places[:, :2] * FINE).round().clip(0, 65535).astype("<u2")
    body = HEAD.pack(width, height, len(found), 0) + xy.tobytes() + thumb(pixels)
    return Points(words, masked(words, code.plain, keys), poses(found), body)


def _thumb(pixels: Pixels) -> bytes:
    scale = min(1.0, THUMB / max(pixels.shape[:2]))
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    bgr = cv2.cvtColor(small, cv2.COLOR_RGB2BGR)
    return bytes(cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes())


def poses(found: Features) -> U8:
    """(n, 2) angle in 256 steps of a turn, size in 16 steps of a doubling."""
    turn = np.floor(found.places[:, 3] / (2 * np.pi) * 256) % 256
    size = (np.log2(np.maximum(found.places[:, 2], 1)) * OCTAVE).round().clip(0, 255)
    return np.stack([turn, size], axis=1).astype(np.uint8)


def kept(body: bytes) -> Kept:
    """What was sealed; bytes that no version of ours wrote raise CopywatchError."""
    try:
        width, height, count, _ = HEAD.unpack_from(body)
        xy = np.frombuffer(body, "<u2", 2 * count, HEAD.size).reshape(-1, 2)
        data = np.frombuffer(body, np.uint8, offset=HEAD.size + xy.nbytes)
        thumb = cv2.imdecode(data, cv2.IMREAD_COLOR)
    except (struct.error, ValueError, cv2.error) as error:
        raise CopywatchError("a stored picture is damaged; protect the work again") from error
    if thumb is None:
        raise CopywatchError("a stored picture is damaged; protect the work again")
    rgb = np.ascontiguousarray(thumb[..., ::-1], np.uint8)
    return Kept(width, height, (xy / FINE).astype(np.float32), rgb)


def take(content: Content, context: Context) -> Points | None:
    """The fingerprint of a picture's first frame; Unreadable when it cannot be opened."""
    if not isinstance(content, Image):
        return None
    picture = opened(content, context)
    if quality(picture.frames[0]) < DETAILED:
        return None
    made = describe(picture.frames[0], context.keys)
    return made if len(made.words) else None


KIND = Kind(NAME, take)
