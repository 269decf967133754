"""Outlines of pictures: the same picture is near, keyed distances stay, flat ones are refused."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageDraw, ImageOps

from fingerprints import image_hash, image_signature
from fingerprints.blobs import Blobs
from fingerprints.content import Content, Image, Text
from fingerprints.errors import CopywatchError, Unreadable
from fingerprints.image_hash import KIND, keyed
from fingerprints.image_views import WHOLE, Box, trimmed
from fingerprints.keys import Keys
from fingerprints.kind import Bits, Context

KEYS, OTHER = Keys(b"a" * 32), Keys(b"b" * 32)
Put = Callable[[Pillow.Image], Image]


def lamp(shade: tuple[int, int, int] = (180, 60, 50), size: int = 400) -> Pillow.Image:
    """A lamp on white."""
    image = Pillow.new("RGB", (size, size), "white")
    draw = ImageDraw.Draw(image)
    at = [size * n // 20 for n in range(21)]
    draw.polygon(((at[7], at[3]), (at[12], at[3]), (at[15], at[9]), (at[4], at[9])), fill=shade)
    draw.rectangle((at[9], at[9], at[10], at[16]), fill=(60, 60, 60))
    draw.ellipse((at[6], at[15], at[14], at[18]), fill=(90, 80, 70))
    return image


@pytest.fixture
def context(tmp_path: Path) -> Context:
    return Context(KEYS, Blobs(tmp_path))


@pytest.fixture
def put(context: Context) -> Put:
    def putter(image: Pillow.Image) -> Image:
        data = io.BytesIO()
        image.save(data, "PNG")
        return Image(context.blobs.put(data.getvalue()))

    return putter


def taken(content: Content, context: Context) -> Bits:
    bits = KIND.take(content, context)
    assert isinstance(bits, Bits)
    return bits


def apart(one: Bits, other: Bits) -> int:
    return int(np.bitwise_count(one.rows[0] ^ other.rows[0]).sum())


def test_the_same_picture_gives_the_same_fingerprint(put: Put, context: Context) -> None:
    one, again = taken(put(lamp()), context), taken(put(lamp()), context)
    assert one.rows.tolist() == again.rows.tolist()
    assert one.extra == again.extra
    assert one.labels == ("whole", "trimmed")
    assert one.quality >= image_hash.QUALITY
    assert not image_hash.why_refused(one)


def test_a_smaller_grey_copy_is_near_and_another_picture_far(put: Put, context: Context) -> None:
    one = taken(put(lamp()), context)
    copy = taken(put(lamp().convert("L").resize((160, 160))), context)
    noise = np.random.default_rng(2).integers(0, 255, (90, 90, 3), dtype=np.uint8)
    other = taken(put(Pillow.fromarray(noise).resize((300, 300))), context)
    assert apart(one, copy) <= 12
    assert apart(one, other) > 80


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
@settings(max_examples=60, deadline=None)
def test_a_key_keeps_every_distance(first: bytes, second: bytes) -> None:
    one, other = (np.frombuffer(data, np.uint8) for data in (first, second))
    plain = int(np.bitwise_count(one ^ other).sum())
    for keys in (KEYS, OTHER):
        assert int(np.bitwise_count(keyed(one, keys) ^ keyed(other, keys)).sum()) == plain


def test_without_the_key_a_stored_outline_says_nothing() -> None:
    bits = image_hash.outline(image_hash.reduced(np.asarray(lamp())))
    distances: list[int] = []
    for number in range(200):
        stored = keyed(bits, Keys(number.to_bytes(32, "big")))
        distances.append(int(np.bitwise_count(stored ^ keyed(bits, KEYS)).sum()))
        distances.append(int(np.bitwise_count(stored ^ bits.view("<u8")).sum()))
    assert 124 < float(np.mean(distances)) < 132
    assert min(distances) > 80


def test_the_order_of_the_bits_is_the_keys_own() -> None:
    rows: list[NDArray[np.uint64]] = []
    for keys in (KEYS, OTHER):
        nothing = keyed(np.zeros(32, np.uint8), keys)
        one = np.zeros(32, np.uint8)
        one[0] = 0x80
        rows.append(keyed(one, keys) ^ nothing)
    assert rows[0].tolist() != rows[1].tolist()
    assert [int(np.bitwise_count(row).sum()) for row in rows] == [1, 1]


@pytest.mark.parametrize(
    "image",
    [
        Pillow.new("RGB", (500, 500), "white"),
        Pillow.new("RGB", (500, 500), (12, 200, 90)),
        Pillow.new("RGBA", (500, 500), (255, 0, 0, 0)),
        lamp(size=40).resize((24, 24)),
        Pillow.linear_gradient("L"),
    ],
    ids=["white", "green", "clear", "icon", "gradient"],
)
def test_a_plain_or_tiny_picture_is_refused_with_a_reason(
    put: Put, context: Context, image: Pillow.Image
) -> None:
    bits = taken(put(image), context)
    assert bits.quality == 0
    assert not len(bits.rows)
    assert image_hash.why_refused(bits).startswith("plain or tiny")


def test_other_content_has_no_outline(context: Context) -> None:
    assert KIND.take(Text("a lamp"), context) is None


@pytest.mark.parametrize(
    ("digest", "reason"), [("0" * 64, "is no longer stored"), ("../x", "is named by something")]
)
def test_a_picture_that_is_not_here_is_unreadable(
    context: Context, digest: str, reason: str
) -> None:
    with pytest.raises(Unreadable, match=reason):
        KIND.take(Image(digest), context)


def test_mirrored_outlines_are_made_for_the_page_side_only(put: Put, context: Context) -> None:
    look = image_hash.look(put(lamp()), context, mirrored=True)
    assert look.labels == ("whole", "trimmed", "mirrored whole", "mirrored trimmed")
    flipped = taken(put(ImageOps.mirror(lamp())), context)
    assert np.bitwise_count(look.rows[2] ^ flipped.rows[0]).sum() == 0


def test_a_border_is_trimmed_and_a_busy_edge_is_not() -> None:
    inner = trimmed(np.asarray(ImageOps.expand(lamp(), 90, (10, 20, 30))))
    assert inner is not None and inner.pixels.shape == (400, 400, 3)
    assert inner.box == Box(90 / 580, 90 / 580, 490 / 580, 490 / 580)
    noise = np.random.default_rng(3).integers(0, 255, (90, 90, 3), dtype=np.uint8)
    assert trimmed(noise) is None
    assert trimmed(np.full((90, 90, 3), 255, np.uint8)) is None


def test_the_second_opinion_is_sealed_and_survives(put: Put, context: Context) -> None:
    bits = taken(put(lamp()), context)
    known = image_signature.unseal(bits.extra, KEYS)
    assert (known.width, known.height, len(known.views)) == (400, 400, 2)
    drawn = image_signature.signature(np.asarray(lamp()))
    assert image_signature.light_apart(known.views[0], drawn) < 1
    assert image_signature.colour_apart(known.views[0], drawn) < 1
    with pytest.raises(CopywatchError, match="register key"):
        image_signature.unseal(bits.extra, OTHER)
    with pytest.raises(CopywatchError, match="register key"):
        image_signature.unseal(b"short", KEYS)


def test_it_keeps_where_its_views_stand(put: Put, context: Context) -> None:
    bits = taken(put(lamp()), context)
    whole, inner = (view.box for view in image_signature.unseal(bits.extra, KEYS).views)
    assert whole == WHOLE
    assert inner is not None
    assert inner.corners.ravel().tolist() == pytest.approx(
        [0.2, 0.15, 0.75, 0.15, 0.75, 0.9, 0.2, 0.9], abs=0.01
    )


def test_one_sealed_before_that_was_kept_still_opens(put: Put, context: Context) -> None:
    sealed, key = taken(put(lamp()), context).extra, AESGCM(KEYS.sub("image signature"))
    nonce, about = sealed[: image_signature.NONCE], image_signature.ABOUT
    body = key.decrypt(nonce, sealed[image_signature.NONCE :], about)
    old = nonce + key.encrypt(nonce, body[: -2 * image_signature.PLACE.size], about)
    known = image_signature.unseal(old, KEYS)
    assert [view.box for view in known.views] == [WHOLE, None]
    assert known.views[1].light.shape == (image_signature.LIGHT, image_signature.LIGHT)


def test_light_tells_prints_apart_and_colour_tells_colours() -> None:
    red, blue = (
        image_signature.signature(np.asarray(lamp(c))) for c in ((180, 60, 50), (60, 70, 200))
    )
    grey = image_signature.signature(np.asarray(lamp().convert("L").convert("RGB")))
    assert image_signature.colour_apart(red, blue) > 60
    assert image_signature.light_apart(red, blue) < 30
    assert grey.grey and not red.grey
    assert image_signature.light_apart(red, grey) < 2
    assert image_signature.light_alike(red, red) == pytest.approx(1)
    assert image_signature.light_apart(red, red.mirrored().mirrored()) == 0
