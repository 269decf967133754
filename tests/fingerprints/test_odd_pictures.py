"""Odd and hostile picture files: each ends in the right fingerprint or in a refusal, in bounds."""

import io
import sys
from pathlib import Path

import pytest
from PIL import Image as Pillow

from fingerprints.blobs import Blobs
from fingerprints.content import Code, Image
from fingerprints.errors import Unreadable
from fingerprints.image_formats import heif_size, is_svg, sniff
from fingerprints.image_open import open_picture
from fingerprints.read import data, guess
from tests.fingerprints.odd import formats, svg
from tests.fingerprints.odd.corpus import CORPUS
from tests.fingerprints.odd.decode import MEGABYTES, SECONDS, apart, decoded
from tests.fingerprints.odd.draw import Make, Odd, drawn, saved

DAMAGED = "is cut short or damaged"
TICK = 0.06  # seconds; the kernel counts in hundredths, and a kill takes one


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("odd") / "ready"
    path.write_bytes(saved(drawn(), "PNG"))
    return path


@pytest.mark.timeout(300)
@pytest.mark.parametrize("odd", CORPUS, ids=lambda odd: odd.name.replace("/", "|"))
def test_a_file_ends_in_the_right_picture_or_in_a_reason(
    odd: Odd, ready: Path, tmp_path: Path
) -> None:
    path = tmp_path / "picture"
    path.write_bytes(odd.make())
    found = decoded(path, ready)
    assert found.seconds <= SECONDS + TICK
    assert found.megabytes <= MEGABYTES
    if odd.reason:
        assert found.picture is None
        assert found.reason.startswith(odd.reason)
    elif found.picture is None:
        assert odd.either and found.reason == DAMAGED, found.reason
    else:
        levels, bits = apart(found.picture, odd)
        assert levels <= odd.levels
        assert bits <= odd.bits
        assert len(found.picture.frames) >= odd.frames


def test_the_corpus_is_large_and_each_file_has_a_name() -> None:
    assert len({odd.name for odd in CORPUS}) == len(CORPUS) >= 60


@pytest.mark.parametrize(
    ("module", "make", "words"),
    [
        ("pillow_heif", lambda: formats.heic(drawn()), "pip install pillow-heif"),
        ("resvg_py", svg.drawing, "pip install resvg_py"),
    ],
)
def test_without_its_library_a_format_is_refused_and_the_library_named(
    module: str,
    make: Make,
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setattr(Pillow, "MAX_IMAGE_PIXELS", Pillow.MAX_IMAGE_PIXELS)
    path = tmp_path / "picture"
    path.write_bytes(make())
    with pytest.raises(Unreadable, match=words):
        open_picture(str(path))


def test_a_drawing_is_read_as_code_and_as_a_picture(tmp_path: Path) -> None:
    found = dict(data(svg.drawing(), "logo.svg", Blobs(tmp_path)))
    assert isinstance(found["logo.svg"], Code)
    assert isinstance(found["logo.svg#drawing"], Image)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.heic", lambda: formats.heic(drawn())),
        ("a.jp2", lambda: saved(drawn(), "JPEG2000")),
        ("a.ico", lambda: formats.ico("png")),
        ("a.svgz", next(odd.make for odd in CORPUS if odd.name == "svgz")),
    ],
)
def test_new_formats_are_pictures_by_their_bytes(name: str, make: Make) -> None:
    assert guess(name, make()) == guess("noname", make()) == "image"


@pytest.mark.parametrize(
    "head",
    [b"", b"<svgx>", b"<html><svg>", b"<!-- <svg> -->", b"<?xml?>" * 600, b"<!--" * 1_000,
     b"<!---->" * 580, b"\0\0\1\0\1\0" + bytes(20), b"\0\0\0\x18ftypisom", b"\x1f\x8b\x08rest"],
)  # fmt: skip
def test_what_only_looks_like_a_picture_is_none(head: bytes) -> None:
    assert not sniff(head)
    assert not is_svg(head)


def test_the_size_of_a_heic_is_told_without_opening_it() -> None:
    assert heif_size(formats.heic(drawn())) == drawn().size
    assert heif_size(b"") is None


def test_a_word_in_a_drawing_is_not_drawn(tmp_path: Path, ready: Path) -> None:
    path = tmp_path / "picture"
    path.write_bytes(svg.drawing('<text x="9" y="99" font-size="90">WORDS</text>'))
    found = decoded(path, ready).picture
    assert found is not None
    assert apart(found, Odd("svg", svg.drawing))[0] < 5


def test_a_picture_is_opened_in_the_bounded_process_only(
    tmp_path: Path, ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pillow, "open", None)
    assert decoded(ready, ready).picture is not None


def test_the_picture_of_an_svg_holds_nothing_of_this_machine(tmp_path: Path, ready: Path) -> None:
    secret = tmp_path / "secret.png"
    image = io.BytesIO()
    Pillow.new("RGB", (64, 64), "black").save(image, "PNG")
    secret.write_bytes(image.getvalue())
    for href in (str(secret), secret.as_uri(), f"../{tmp_path.name}/secret.png"):
        (tmp_path / "picture").write_bytes(svg.picture(href))
        found = decoded(tmp_path / "picture", ready).picture
        assert found is not None
        assert apart(found, Odd("svg", svg.drawing))[0] < 5
