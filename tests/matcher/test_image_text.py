"""Words that stand in pictures are read and matched, in bounds, when a company asks for it."""

import io
import logging
import socket
import zipfile
from collections.abc import Callable
from typing import NoReturn

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFilter, ImageFont

from fingerprints import bounded, image_text
from fingerprints.content import Content, File, Image, Text
from fingerprints.errors import ConfigurationError
from fingerprints.image_open import Pixels
from matcher.clock import Clock
from matcher.match import READ, Examined
from matcher.page import Matcher, Page, Piece
from matcher.sentence import sentence

Protect = Callable[..., Matcher]
SIZE = 480, 360
TICK = 0.3  # seconds over the limit until a line that was begun ends
BRAND = Text("AQUAVALVE", where="name")


def scene(*words: str, size: int = 40, seed: int = 1) -> Pillow.Image:
    """A blurred shelf with grain, and on it a label with the words."""
    dice = np.random.default_rng(seed)
    image = Pillow.new("RGB", SIZE)
    draw = ImageDraw.Draw(image)
    for _ in range(40):
        x, y = dice.integers(0, SIZE)
        colour = tuple(map(int, dice.integers(40, 220, 3)))
        draw.rectangle((x, y, x + 90, y + 60), fill=colour)
    image = image.filter(ImageFilter.GaussianBlur(3))
    draw = ImageDraw.Draw(image)
    if words:
        draw.rectangle((40, 90, 440, 110 + 1.4 * size * len(words)), fill=(235, 228, 205))
    for number, line in enumerate(words):
        place = 60, 100 + 1.4 * size * number
        draw.text(place, line, fill=(120, 20, 30), font=ImageFont.load_default(size))
    noisy = np.asarray(image, np.int16) + dice.integers(-8, 9, (SIZE[1], SIZE[0], 1))
    return Pillow.fromarray(noisy.clip(0, 255).astype(np.uint8))


def jpeg(picture: Pillow.Image) -> bytes:
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=80)
    return data.getvalue()


def examined(matcher: Matcher, data: bytes, *, read_words: bool = True) -> Examined:
    content = Image(matcher.context.blobs.put(data), where="img", url="https://a.example/1.jpg")
    return reading(matcher, content, read_words=read_words)


def reading(matcher: Matcher, content: Content, *, read_words: bool = True) -> Examined:
    reader = Matcher(matcher.snapshot, matcher.context, read_words=read_words)
    return reader.examine([content])


def test_a_brand_printed_in_a_photo_is_told_with_how_it_was_reached(protect: Protect) -> None:
    data = jpeg(scene("AQUAVALVE", "pumps since 1974"))
    found = examined(protect(brand=BRAND), data)
    (match,) = found.matches
    assert (match.asset, match.verdict) == ("brand", "name")
    (evidence,) = match.evidence
    assert evidence.unwrapped == (READ,)
    assert evidence.where == "https://a.example/1.jpg"
    assert evidence.in_picture
    assert found.compared["texts"] == found.compared["images"] == 1
    assert sentence(match) == "the name AQUAVALVE, read in a picture"
    assert found.unreadable == ()


def test_nothing_is_read_unless_it_is_asked_for(protect: Protect) -> None:
    spent = image_text.spent()
    assert examined(protect(brand=BRAND), jpeg(scene("AQUAVALVE")), read_words=False).matches == ()
    assert image_text.spent() == spent


def test_a_slogan_over_two_lines_and_a_text_are_found(protect: Protect) -> None:
    lines = (
        "The conical seat is turned against the",
        "bronze collar until the gauge shows nine,",
        "then the spindle is hardened in warm oil",
        "and ground with paste number seventeen.",
        "Inspect the membrane under a low lamp;",
        "reject it where a brass thread is seen.",
    )
    matcher = protect(
        steps_md=Text(" ".join(lines)), slogan=Text("warm oil and ground", "", "name")
    )
    found = examined(matcher, jpeg(scene(*lines, size=18)))
    assert {(match.asset, match.verdict) for match in found.matches} == {
        ("steps_md", "copy"),
        ("slogan", "name"),
    }


def test_a_picture_inside_an_archive_is_read_and_its_way_told(protect: Protect) -> None:
    matcher = protect(brand=BRAND)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("front.jpg", jpeg(scene("AQUAVALVE")))
    file = File(matcher.context.blobs.put(packed.getvalue()), "all.zip", "all.zip")
    (match,) = reading(matcher, file).matches
    assert match.evidence[0].unwrapped == ("zip:front.jpg", READ)
    assert match.evidence[0].where == "all.zip"


@pytest.mark.parametrize("sort", ["a shelf", "white", "noise", "checks", "one pixel wide"])
def test_a_picture_without_words_gives_nothing(protect: Protect, sort: str) -> None:
    dice = np.random.default_rng(1)
    cell = np.kron(np.eye(2, dtype=np.uint8) * 255, np.ones((8, 8), np.uint8))
    pixels = {
        "a shelf": np.asarray(scene()),
        "white": np.full((300, 300, 3), 255, np.uint8),
        "noise": dice.integers(0, 255, (4_000, 3_000, 3), np.uint8),
        "checks": np.tile(cell, (32, 32))[..., None].repeat(3, 2),
        "one pixel wide": np.zeros((512, 1, 3), np.uint8),
    }[sort]
    found = examined(protect(brand=BRAND), jpeg(Pillow.fromarray(pixels)))
    assert found.matches == ()
    assert not [reason for reason in found.unreadable if "words" in reason]


def crowded() -> Pixels:
    """More words than there is time for."""
    image = Pillow.new("RGB", (512, 512), "white")
    draw = ImageDraw.Draw(image)
    for y in range(0, 512, 9):
        draw.text((2, y), "AQUAVALVE pumps " * 9, fill="black", font=ImageFont.load_default(8))
    return np.asarray(image)


def test_more_words_than_there_is_time_for_are_counted(
    protect: Protect, monkeypatch: pytest.MonkeyPatch
) -> None:
    image_text.read(np.zeros((64, 64, 3), np.uint8))  # the models are ready
    before = image_text.spent()
    body, unread = image_text.read(crowded())
    assert image_text.spent() - before < image_text.ENOUGH + TICK
    assert 0 < len(body) <= image_text.LETTERS
    assert unread > 0
    monkeypatch.setattr(image_text, "read", lambda _: (body, unread))
    found = examined(protect(brand=BRAND), jpeg(scene()))
    told = f"https://a.example/1.jpg: words in the picture: no time for {unread} lines"
    assert found.unreadable == (told,)


def test_a_page_whose_pictures_take_too_long_says_which_were_not_read(protect: Protect) -> None:
    matcher, page = protect(brand=BRAND), Page(Clock(2.0), 1_000, reading=0.0)
    content = Image("0" * 64, "img", "https://a.example/2.jpg")
    matcher._read(crowded(), content, Piece(content), page)
    (reason,) = page.answer.unreadable
    assert reason.startswith("https://a.example/2.jpg: words in the picture: no time after 20 s")


def test_a_picture_that_is_too_slow_is_counted_and_the_next_is_read(
    protect: Protect, monkeypatch: pytest.MonkeyPatch
) -> None:
    matcher = protect(brand=BRAND)
    with monkeypatch.context() as patch:
        patch.setattr(image_text, "SECONDS", 0.2)
        (reason,) = examined(matcher, jpeg(Pillow.fromarray(crowded()))).unreadable
    assert reason.endswith("words in the picture: took longer than 0.2 s")
    assert examined(matcher, jpeg(scene("AQUAVALVE"))).matches


def _cut_off(pixels: Pixels) -> tuple[str, list[str]]:
    """What is read in a process without a network, and what is logged meanwhile."""

    def barred(*_: object, **__: object) -> NoReturn:
        raise OSError("no network here")

    told: list[str] = []
    patch = pytest.MonkeyPatch()  # the process ends with the test
    patch.setattr(socket.socket, "connect", barred)
    patch.setattr(socket, "getaddrinfo", barred)
    patch.setattr(
        logging.Logger, "callHandlers", lambda _, record: told.append(record.getMessage())
    )
    return image_text.lines(pixels)[0], told


def test_nothing_is_fetched_and_nothing_logged() -> None:
    runner = bounded.Runner()
    try:
        read, told = bounded.call(
            _cut_off, np.asarray(scene("AQUAVALVE")), seconds=20, patience=5, runner=runner
        )
    finally:
        runner.stop()
    assert read == "AQUAVALVE"
    assert told == []


def test_without_the_reader_its_installation_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    image_text.check()
    monkeypatch.setattr(image_text, "LIBRARIES", ("rapidocr", "no_such_reader"))
    with pytest.raises(ConfigurationError, match="pip install onnxruntime rapidocr"):
        image_text.check()
