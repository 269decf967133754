"""What is taken of a logo: features on light and on dark ground, and the outlines of its parts.

Words, bits, angles and sizes stand open in the store, keyed as those of other pictures; places,
outlines and the mark itself (16 thousand pixels) are sealed.
"""

import struct
from dataclasses import dataclass

import cv2
import numpy as np

from fingerprints.arrays import F32
from fingerprints.content import Content, Image
from fingerprints.errors import CopywatchError
from fingerprints.image_features import LENGTH, Features, features
from fingerprints.image_hash import opened as picture
from fingerprints.image_mark import Drawn, apart
from fingerprints.image_points import FINE, poses
from fingerprints.image_shapes import SIDE, Shape, is_plain, layers, shape
from fingerprints.image_signature import FULL, PLACE
from fingerprints.image_views import Box
from fingerprints.image_words import coded, masked
from fingerprints.keys import Keys
from fingerprints.kind import Context, Kind, Points

NAME = "image_logo@1"
AREA = 128  # pixels on a side of a square mark as it is kept; others have the same area
NARROWEST = 12  # pixels
SCALES = 0.8, 1.7  # of these sizes a mark is described
MOST = 130  # features at each scale on each ground
GROUNDS = 255, 0
EDGE = 64  # pixels that are added to places: features lie beside a mark, too
HEAD = struct.Struct("<HB")  # features, outlines
FRAME = struct.Struct("<6f")
CELLS = SIDE * SIDE
WELL, FEW = 100, 32  # features in all four renderings
BLANK = "nothing is drawn in it that stands out from its ground, or it is smaller than 16 pixels"
PLAIN = "hardly detectable: a plain disc, box, bar or the like is everywhere"


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """What is sealed of a logo."""

    xy: F32  # (n, 2) pixels of `drawn`
    shapes: tuple[Shape, ...]  # of its parts, all of it first
    drawn: Drawn


def describe(drawn: Drawn, keys: Keys) -> Points:
    """The fingerprint of one mark."""
    small = resized(drawn, 1.0)
    found = _features(drawn, small)
    code = coded(found.descriptors, keys)
    words = code.words[:, 0]
    return Points(words, masked(words, code.plain, keys), poses(found), _body(small, found))


def resized(drawn: Drawn, scale: float) -> Drawn:
    """The mark at AREA times the scale."""
    height, width = drawn.cover.shape
    factor = scale * AREA / np.sqrt(width * height)
    return drawn.scaled(*(max(NARROWEST, round(factor * side)) for side in (width, height)))


def _features(drawn: Drawn, small: Drawn) -> Features:
    places, descriptors = [np.empty((0, 4), np.float32)], [np.empty((0, LENGTH), np.float32)]
    for scale in SCALES:
        made = resized(drawn, scale)
        ratio = made.cover.shape[1] / small.cover.shape[1]
        for level in GROUNDS:
            pixels, edge = made.on(level)
            found = features(pixels, max(pixels.shape), MOST)
            place = found.places.copy()
            place[:, :2] -= edge
            place[:, :3] /= ratio
            places.append(place)
            descriptors.append(found.descriptors)
    return Features(np.concatenate(places), np.concatenate(descriptors))


def _body(small: Drawn, found: Features) -> bytes:
    xy = ((found.places[:, :2] + EDGE) * FINE).round().clip(0, 65535).astype("<u2")
    made = _shapes(small)
    held = b"".join(
        FRAME.pack(*one.frame[:2].ravel().tolist()) + one.cells.astype("<f2").tobytes()
        for one in made
    )
    rgba = np.dstack([small.colours[..., ::-1], (255 * small.cover).round().astype(np.uint8)])
    png = cv2.imencode(".png", rgba)[1].tobytes()
    corners = [round(FULL * v) for v in small.box.corners[[0, 2]].ravel().tolist()]
    return HEAD.pack(len(found), len(made)) + PLACE.pack(*corners) + xy.tobytes() + held + png


def _shapes(small: Drawn) -> list[Shape]:
    """Of the mark's parts, without those that are everywhere."""
    found = (shape(mask) for mask in layers(small.colours, small.solid))
    return [one for one in found if one is not None and not is_plain(one)]


def opened(body: bytes) -> Mark:
    """What was sealed; bytes that no version of ours wrote raise CopywatchError."""
    try:
        count, outlines = HEAD.unpack_from(body)
        box = Box(*(v / FULL for v in PLACE.unpack_from(body, HEAD.size)))
        at = HEAD.size + PLACE.size
        xy = np.frombuffer(body, "<u2", 2 * count, at).reshape(-1, 2)
        at += xy.nbytes
        shapes = []
        for _ in range(outlines):
            frame = np.eye(3)
            frame[:2] = np.reshape(FRAME.unpack_from(body, at), (2, 3))
            cells = np.frombuffer(body, "<f2", CELLS, at + FRAME.size)
            shapes.append(Shape(cells.astype(np.float32), frame))
            at += FRAME.size + cells.nbytes
        rgba = cv2.imdecode(np.frombuffer(body, np.uint8, offset=at), cv2.IMREAD_UNCHANGED)
    except (struct.error, ValueError, IndexError, cv2.error) as error:
        raise CopywatchError("a stored logo is damaged; protect it again") from error
    if rgba is None:
        raise CopywatchError("a stored logo is damaged; protect it again")
    colours = np.ascontiguousarray(rgba[..., 2::-1], np.uint8)
    drawn = Drawn(colours, (rgba[..., 3] / 255).astype(np.float32), box)
    return Mark((xy / FINE - EDGE).astype(np.float32), tuple(shapes), drawn)


def count(value: Points) -> int:
    """Features in one of the four renderings, on average."""
    return round(len(value.words) / (len(SCALES) * len(GROUNDS)))


def detectable(value: Points) -> str:
    """How surely a logo will be found, in words."""
    if len(value.words) >= WELL:
        return f"well: {count(value)} points"
    if opened(value.body).shapes:
        return "by its outline only, upright and in full"
    return f"hardly: its outline is plain, and it has {count(value)} points"


def why_refused(value: Points) -> str:
    """Why a logo cannot be watched for; empty when it can."""
    if not value.body:
        return BLANK
    return "" if len(value.words) >= FEW or opened(value.body).shapes else PLAIN


def take(content: Content, context: Context) -> Points | None:
    """The fingerprint of a picture that is a logo; Unreadable when it cannot be opened."""
    if not context.logo or not isinstance(content, Image):
        return None
    white, black = (picture(content, context, ground) for ground in ("white", "black"))
    drawn = apart(white.frames[0], black.frames[0])
    if drawn is None:
        none = np.empty(0, np.uint32)
        return Points(none, np.empty((0, 2), np.uint64), np.empty((0, 2), np.uint8), b"")
    return describe(drawn, context.keys)


KIND = Kind(NAME, take)
