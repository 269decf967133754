"""The protected side is read from the original, or from its encrypted copy."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from PIL import Image as Picture

from fingerprints import originals
from fingerprints.blobs import Blobs
from fingerprints.content import Code, Content, Image, Table, Text
from fingerprints.errors import CopywatchError
from fingerprints.kind import Context
from fingerprints.protect import Request, protect, protect_contents
from fingerprints.register import Register
from fingerprints.works import Asset

Works = Callable[[dict[str, str | bytes]], Path]
ROWS = tuple((f"Person {n}", f"+49 30 {n * 7919:07d}", f"Town {n}") for n in range(30))


def excel() -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("People")
    for row in ROWS:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "blobs")


def test_every_part_is_read_again_from_its_file(
    register: Register, works: Works, blobs: Blobs, prose: str, code: str
) -> None:
    root = works({"sub/a.txt": prose, "b.py": code, "c.xlsx": excel()})
    protect(Request(paths=(root,)), register)
    names = [part.name for part in register.parts("works")]
    assert {name: originals.content(register, "works", name, blobs) for name in names} == {
        "sub/a.txt": Text(prose, where="sub/a.txt"),
        "b.py": Code(code, "python", "b.py"),
        "c.xlsx#People!": Table(ROWS, "c.xlsx#People!"),
    }


@pytest.mark.parametrize("keep", [False, True])
def test_a_file_that_changed_or_went_away_needs_a_kept_copy(
    *, keep: bool, register: Register, works: Works, blobs: Blobs, prose: str
) -> None:
    root = works({"a.txt": prose, "b.txt": prose[::-1]})
    protect(Request(paths=(root,), keep=keep), register)
    (root / "a.txt").write_text("something else")
    (root / "b.txt").unlink()
    read = [originals.content(register, "works", name, blobs) for name in ("a.txt", "b.txt")]
    expected: list[Content | None] = [
        Text(prose, where="a.txt"), Text(prose[::-1], where="b.txt")
    ]  # fmt: skip
    assert read == (expected if keep else [None, None])


def test_kept_copies_tell_nothing_and_open_with_the_key_only(
    register: Register, home: Path, prose: str
) -> None:
    originals.keep(register, prose.encode())
    originals.keep(register, prose.encode())
    (path,) = (home / originals.FOLDER).iterdir()
    assert prose.encode()[:12] not in path.read_bytes()
    sealed = path.read_bytes()
    path.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    digest = hashlib.sha256(prose.encode()).hexdigest()
    with pytest.raises(CopywatchError, match="damaged"):
        originals.kept(register, digest)
    originals.forget(register, digest)
    assert originals.kept(register, digest) is None


def test_what_a_shop_showed_is_kept(register: Register, blobs: Blobs, prose: str) -> None:
    from_shop = Asset(id="seat", title="Seat", url="https://shop.example/seat")
    text, grid = Text(prose, where="div"), Table(ROWS, "table")
    context = Context(register.keys, blobs)
    protect_contents(from_shop, [("text", text), ("sizes", grid)], register, context)
    assert originals.content(register, "seat", "text", blobs) == text
    assert originals.content(register, "seat", "sizes", blobs) == grid


def test_a_kept_picture_comes_back_as_bytes(
    register: Register, works: Works, blobs: Blobs, tmp_path: Path
) -> None:
    noise = np.random.default_rng(3).integers(0, 255, (9, 12, 3), np.uint8)
    file = io.BytesIO()
    Picture.fromarray(noise).resize((360, 270), Picture.Resampling.BICUBIC).save(file, "png")
    root = works({"front.png": file.getvalue()})
    protect(Request(paths=(root,), keep=True), register)
    (root / "front.png").unlink()
    found = originals.content(register, "works", "front.png", blobs)
    assert isinstance(found, Image)
    assert blobs.get(found.sha256) == file.getvalue()


def test_names_are_their_own_original(register: Register, blobs: Blobs) -> None:
    protect(Request(names=("AQUAVALVE",)), register)
    name = originals.content(register, "aquavalve", "names", blobs)
    assert name == Text("AQUAVALVE", where="names")


def test_a_removed_work_takes_its_copies_along(
    register: Register, works: Works, home: Path, prose: str
) -> None:
    root = works({"one/a.txt": prose, "two/a.txt": prose, "one/b.txt": prose[::-1]})
    protect(Request(paths=(root / "one", root / "two"), keep=True), register)
    assert len(list((home / originals.FOLDER).iterdir())) == 2
    assert originals.remove(register, "one")
    assert len(list((home / originals.FOLDER).iterdir())) == 1
    assert not originals.remove(register, "one")


def test_an_unknown_part_has_no_original(register: Register, blobs: Blobs) -> None:
    assert originals.content(register, "none", "a.txt", blobs) is None
