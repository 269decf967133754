"""Every sort of file is known by its bytes, and what cannot be read is refused in words."""

import contextlib
import gzip
import io
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Picture

from fingerprints.blobs import Blobs
from fingerprints.content import Image
from fingerprints.errors import Unreadable
from fingerprints.read import data, guess, limits, parts

FORMATS = ["jpeg", "png", "webp", "gif", "avif", "tiff", "bmp"]


def picture(form: str) -> bytes:
    noise = np.random.default_rng(7).integers(0, 255, (40, 60, 3), np.uint8)
    file = io.BytesIO()
    Picture.fromarray(noise).save(file, form)
    return file.getvalue()


def refusal(raw: bytes, name: str, tmp_path: Path) -> str:
    with pytest.raises(Unreadable) as raised:
        list(data(raw, name, Blobs(tmp_path)))
    return str(raised.value)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", ["photo", "photo.jpg", "photo.txt"])
def test_pictures_are_known_by_their_bytes(form: str, name: str, tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    raw = picture(form)
    ((part, content),) = data(raw, name, blobs)
    assert isinstance(content, Image)
    assert (part, content.where) == (name, name)
    assert blobs.get(content.sha256) == raw


def test_a_text_named_like_a_picture_is_refused(tmp_path: Path) -> None:
    assert "picture" in refusal(b"this is not a photo", "a.jpg", tmp_path)


@pytest.mark.parametrize("raw", [b"", b"  \n\t ", b"\0\0\0"])
def test_an_empty_file_is_refused(raw: bytes, tmp_path: Path) -> None:
    assert refusal(raw, "a.txt", tmp_path) == "empty"


def test_a_binary_file_of_unknown_format_is_refused(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 255, 5_000, np.uint8).tobytes()
    assert "unknown format" in refusal(noise, "a.dat", tmp_path)
    assert "a compiled file" in refusal(b"\x7fELF\2\1\1\0\0\0\0\0" + noise, "a.txt", tmp_path)


@pytest.mark.parametrize("name", ["a.gz", "a.txt"])
def test_archives_are_left_to_the_matcher(name: str, tmp_path: Path) -> None:
    assert "archive" in refusal(gzip.compress(b"text"), name, tmp_path)


def test_enormous_files_are_refused_without_reading_them(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    path.touch()
    os.truncate(path, limits.FILE + 1)
    with pytest.raises(Unreadable, match="larger than 200 MB"):
        list(parts(path, "big.txt", Blobs(tmp_path)))


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, reason in {"pipe": "regular", "gone": "opened", ".": "regular"}.items():
        with pytest.raises(Unreadable, match=reason):
            list(parts(tmp_path / name, name, Blobs(tmp_path)))


def test_files_and_bytes_are_read_alike(tmp_path: Path, prose: str) -> None:
    (tmp_path / "a.txt").write_text(prose)
    blobs = Blobs(tmp_path)
    assert list(parts(tmp_path / "a.txt", "x/a.txt", blobs)) == list(
        data(prose.encode(), "x/a.txt", blobs)
    )


@pytest.mark.parametrize(
    ("name", "raw", "sort"),
    [
        ("a.csv", b"a,b\n1,2\n", "table"),
        ("a", b"%PDF-1.7\n", "document"),
        ("a.pdf", b"plain words", "document"),
        ("a.xlsx", b"PK\x03\x04", "table"),
        ("a.docx", b"PK\x03\x04", "document"),
        ("a.zip", b"PK\x03\x04", "archive"),
        ("a.md", b"# Title", "text"),
        ("a.go", b"package a", "code"),
        ("a.bin", b"\0\1\2\3", "binary"),
    ],
)
def test_the_sort_of_file_is_guessed(name: str, raw: bytes, sort: str) -> None:
    assert guess(name, raw) == sort


NAMES = st.sampled_from(
    ["a", *(f"a.{end}" for end in ["txt", "html", "pdf", "docx", "csv", "xlsx", "jpg", "py"])]
)
HEADS = st.sampled_from(
    [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>", b"\xff\xfe", b"\x89PNG\r\n\x1a\n"]
)


@given(name=NAMES, head=HEADS, rest=st.binary(max_size=300))
def test_noise_is_read_or_refused_but_never_breaks(
    name: str, head: bytes, rest: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    blobs = Blobs(tmp_path_factory.getbasetemp() / "noise")
    with contextlib.suppress(Unreadable):
        for part, content in data(head + rest, name, blobs):
            assert part.startswith(name) and content.type
