"""A hostile corpus of pictures: each ends in the right picture or in a counted refusal."""

import io
import struct
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from fingerprints.errors import Unreadable
from fingerprints.image_open import Picture, open_bounded


def drawn(width: int = 240, height: int = 160) -> Image.Image:
    """A jug on a table: nothing in it is symmetric."""
    image = Image.new("RGB", (width, height), (236, 232, 224))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, height * 0.7, width, height), fill=(150, 110, 70))
    draw.ellipse((width * 0.2, height * 0.2, width * 0.55, height * 0.9), fill=(30, 90, 160))
    draw.polygon(((width * 0.6, 20), (width * 0.95, 40), (width * 0.7, 90)), fill=(200, 40, 40))
    return image


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    data = io.BytesIO()
    image.save(data, kind, **options)
    return data.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def claim(width: int, height: int, colour: int = 0) -> bytes:
    """The head of a PNG."""
    head = struct.pack(">IIBBBBB", width, height, 1 if colour == 0 else 8, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that claims and holds many pixels of one bit."""
    row = bytes(1 + width // 8)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return claim(width, height) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], Picture]:
    def reader(data: bytes) -> Picture:
        path = tmp_path / "picture"
        path.write_bytes(data)
        before = time.monotonic()
        try:
            picture = open_bounded(str(path))
        finally:
            assert (
                time.monotonic() - before < 30
            )  # two of the processor, and the start of the process
        return picture

    return reader


@pytest.fixture
def refused(read: Callable[[bytes], Picture]) -> Callable[[bytes], str]:
    def reader(data: bytes) -> str:
        with pytest.raises(Unreadable) as caught:
            read(data)
        return str(caught.value)

    return reader


def apart(picture: Picture, wanted: Image.Image) -> float:
    """Mean difference in levels between what was read and what was drawn."""
    frame = picture.frames[0].astype(np.int16)
    size = (frame.shape[1], frame.shape[0])
    other = np.asarray(wanted.convert("RGB").resize(size, Image.Resampling.BOX), dtype=np.int16)
    return float(np.abs(frame - other).mean())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP", "TIFF", "JPEG2000"])
def test_every_allowed_format_is_read(read: Callable[[bytes], Picture], kind: str) -> None:
    picture = read(saved(drawn(), kind))
    assert (picture.width, picture.height) == (240, 160)
    assert apart(picture, drawn()) < 4


@pytest.mark.parametrize("kind", ["PPM", "PCX", "TGA", "EPS", "PDF"])
def test_every_other_format_is_refused(refused: Callable[[bytes], str], kind: str) -> None:
    assert refused(saved(drawn(64, 64), kind)).startswith("is not a picture that can be read")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_mode_of_a_png_gives_the_same_light(
    read: Callable[[bytes], Picture], mode: str
) -> None:
    grey = drawn().convert("L")
    if mode == "I;16":
        image = Image.fromarray(np.asarray(grey, dtype=np.uint16) * 257)
    else:
        colour = {"P": drawn().quantize(64), "RGBA": drawn().convert("RGBA")}
        image = colour.get(mode) or grey.convert(mode)
    wanted = grey.convert("1") if mode == "1" else grey
    picture = read(saved(image, "PNG"))
    light = np.asarray(Image.fromarray(picture.frames[0]).convert("L"), dtype=np.int16)
    assert np.abs(light - np.asarray(wanted.convert("L"), dtype=np.int16)).mean() < 3


@pytest.mark.parametrize("mode", ["CMYK", "YCbCr", "L", "LAB", "F", "I", "PA"])
def test_print_and_measuring_modes_are_read(read: Callable[[bytes], Picture], mode: str) -> None:
    kind = "JPEG" if mode in {"CMYK", "YCbCr"} else "TIFF"
    if mode == "PA":
        assert apart(read(saved(drawn().quantize(64), "PNG", transparency=255)), drawn()) < 8
        return
    image = drawn().convert("L").convert(mode) if mode in {"F", "I"} else _converted(mode)
    grey = drawn().convert("L") if mode in {"F", "I", "L"} else drawn()
    allowed = {"F": 40, "LAB": 60}.get(mode, 4)  # F is stretched, LAB is taken as it is
    assert apart(read(saved(image, kind)), grey) < allowed


def _converted(mode: str) -> Image.Image:
    if mode != "LAB":
        return drawn().convert(mode)
    from PIL import ImageCms  # noqa: PLC0415 - needed here only

    srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    converted = ImageCms.profileToProfile(drawn(), srgb, lab, outputMode="LAB")
    assert converted is not None
    return converted


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_comes_upright_however_the_camera_was_held(
    read: Callable[[bytes], Picture], orientation: int
) -> None:
    back = {6: 8, 8: 6}.get(orientation, orientation)
    tag = Image.Exif()
    tag[0x0112] = back
    stored = ImageOps.exif_transpose(_tagged(drawn(), tag))
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = read(saved(stored, "JPEG", exif=exif, quality=92))
    assert (picture.width, picture.height) == (240, 160)
    assert apart(picture, drawn()) < 4


def _tagged(image: Image.Image, exif: Image.Exif) -> Image.Image:
    with Image.open(io.BytesIO(saved(image, "PNG", exif=exif))) as opened:
        opened.load()
        return opened


def test_broken_exif_does_not_keep_a_picture_from_being_read(
    read: Callable[[bytes], Picture],
) -> None:
    data = saved(drawn(), "JPEG", exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff" + b"\x00" * 20)
    assert apart(read(data), drawn()) < 4


def test_what_is_clear_is_white_and_hidden_colours_stay_hidden(
    read: Callable[[bytes], Picture],
) -> None:
    image = Image.new("RGBA", (80, 80), (255, 0, 0, 0))
    image.paste((0, 0, 255, 255), (20, 20, 60, 60))
    frame = read(saved(image, "PNG")).frames[0]
    assert frame[0, 0].tolist() == [255, 255, 255]
    assert frame[40, 40].tolist() == [0, 0, 255]


def test_a_large_picture_is_scaled_down_and_its_size_is_told(
    read: Callable[[bytes], Picture],
) -> None:
    picture = read(saved(drawn(3000, 2000), "JPEG"))
    assert (picture.width, picture.height) == (3000, 2000)
    assert picture.frames[0].shape == (341, 512, 3)
    assert apart(picture, drawn(3000, 2000)) < 4


def test_an_animation_gives_the_few_frames_that_differ(read: Callable[[bytes], Picture]) -> None:
    frames = [drawn(), drawn(), ImageOps.invert(drawn()), Image.new("RGB", (240, 160), "black")]
    frames += [Image.new("RGB", (240, 160), (n, 0, 0)) for n in range(60)]
    for kind in ("GIF", "WEBP", "PNG", "AVIF"):
        picture = read(saved(frames[0], kind, save_all=True, append_images=frames[1:]))
        assert 2 <= len(picture.frames) <= 4, kind
        assert apart(picture, drawn()) < 6, kind


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"not a picture at all", "is not a picture that can be read"),
        (b"GIF89a", "is cut short or damaged"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "is cut short or damaged"),
        (b"\x89PNG\r\n\x1a\n", "is cut short or damaged"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "is not a picture that can be read"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "is not a picture that can be read"),
        (
            claim(10_000, 10_000) + chunk(b"IDAT", b""),
            "has 100 million pixels; at most 40 million are read",
        ),
        (
            claim(6_000, 6_000, 6) + chunk(b"IDAT", b""),
            "has 36 million pixels; at most 32 million are read",
        ),
        (
            claim(65_000, 65_000) + chunk(b"IDAT", b""),
            "has 4225 million pixels; at most 40 million are read",
        ),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else str(value)[:24],
)
def test_what_is_no_picture_or_a_bomb_is_refused_in_plain_words(
    refused: Callable[[bytes], str], data: bytes, reason: str
) -> None:
    assert refused(data).startswith(reason)


def test_a_hundred_megapixels_in_twelve_kilobytes_cost_nothing(
    refused: Callable[[bytes], str],
) -> None:
    data = bomb(10_000, 10_000)
    assert len(data) < 20_000
    refused(data)
    before = time.monotonic()
    refused(data)
    assert time.monotonic() - before < 5


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_picture_is_refused(
    refused: Callable[[bytes], str], kind: str, share: float
) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (160, 240, 3), dtype=np.uint8)
    data = saved(Image.fromarray(noise), kind)
    assert refused(data[: int(len(data) * share)])


def test_any_damage_ends_in_a_picture_or_a_reason(read: Callable[[bytes], Picture]) -> None:
    random = np.random.default_rng(7)
    reasons = []
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP", "TIFF"):
        whole = saved(drawn(), kind)
        for _ in range(12):
            data = bytearray(whole)
            for place in random.integers(0, len(data), 12):
                data[place] = random.integers(0, 256)
            try:
                assert max(read(bytes(data)).frames[0].shape) <= 512
            except Unreadable as reason:
                reasons.append(str(reason))
    assert 10 < len(reasons) < 80 and all(reasons)


def test_a_text_bomb_in_a_png_is_refused(refused: Callable[[bytes], str]) -> None:
    whole = saved(drawn(), "PNG")
    text = b"Comment\x00\x00" + zlib.compress(bytes(100 << 20), 1)
    assert refused(whole[:33] + chunk(b"zTXt", text) + whole[33:]) == "is cut short or damaged"


def test_a_caller_may_ask_for_more_pixels_and_gets_what_the_file_has(tmp_path: Path) -> None:
    path, large = tmp_path / "picture.png", drawn(1200, 800)
    for image in (large, large.convert("RGBA"), large.convert("L").convert("I;16")):
        image.save(path)
        assert open_bounded(str(path)).frames[0].shape == (341, 512, 3)
        assert open_bounded(str(path), 800).frames[0].shape == (533, 800, 3)
        assert open_bounded(str(path), 4000).frames[0].shape == (800, 1200, 3)
