"""Pictures of the background: what fits one of them better is no copy; protecting wins."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from fingerprints import background_add
from fingerprints.blobs import Blobs
from fingerprints.content import Content, Image
from fingerprints.keys import make
from fingerprints.kind import Context
from fingerprints.protect import Request, protect
from fingerprints.register import Register
from matcher.match import HITS, Match
from matcher.page import Matcher
from tests.fingerprints.test_image_points import scene

STOCK = Pillow.fromarray(scene(900, (800, 600)))


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    home = tmp_path / "home"
    with Register(home, make(home)) as opened:
        yield opened


def staged(seed: int) -> Pillow.Image:
    """A product of its own on the stock photo."""
    made = STOCK.copy()
    made.paste(Pillow.fromarray(scene(seed, (220, 200))), (280, 220))
    return made


def protected(register: Register, folder: Path, picture: Pillow.Image) -> None:
    folder.mkdir()
    picture.save(folder / "front.png")
    assert protect(Request(paths=(folder,)), register).failed == 0


def public(register: Register, folder: Path, *pictures: Pillow.Image) -> background_add.Outcome:
    folder.mkdir(exist_ok=True)
    for n, picture in enumerate(pictures):
        picture.save(folder / f"{n}.png")
    return background_add.add([folder], register, no_archive, origin="stock photos")


def no_archive(_path: Path, _context: Context) -> list[tuple[str, Content]]:
    return []


def asked(register: Register, picture: Pillow.Image) -> list[Match]:
    context = Context(register.keys, Blobs(register.home / "blobs"))
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=85)
    shown = Image(context.blobs.put(data.getvalue()), where="img")
    return list(Matcher(register.snapshot(), context).examine([shown]).matches)


def hits(register: Register, picture: Pillow.Image) -> set[str]:
    return {match.asset for match in asked(register, picture) if match.verdict in HITS}


def test_another_product_on_the_same_stock_photo_is_no_copy(
    register: Register, tmp_path: Path
) -> None:
    protected(register, tmp_path / "lamp", staged(3))
    assert hits(register, staged(4)) == {"lamp"}, "without the stock photo they look like one"
    public(register, tmp_path / "stock", STOCK)
    (match,) = asked(register, staged(4))
    assert match.verdict == "shared element"
    assert match.evidence[0].details["why"] == (
        "the public picture stock photos fits the same place better"
    )
    assert hits(register, staged(3).rotate(10)) == {"lamp"}
    assert hits(register, staged(3)) == {"lamp"}


def test_the_public_picture_itself_is_nothing(register: Register, tmp_path: Path) -> None:
    protected(register, tmp_path / "lamp", staged(3))
    public(register, tmp_path / "stock", STOCK)
    assert not hits(register, STOCK)
    assert {match.asset for match in asked(register, STOCK.rotate(180))} <= {"lamp"}


def test_what_is_public_and_protected_stays_protected(register: Register, tmp_path: Path) -> None:
    protected(register, tmp_path / "photo", STOCK)
    public(register, tmp_path / "stock", STOCK)
    assert hits(register, STOCK) == {"photo"}
    assert hits(register, STOCK.crop((100, 60, 700, 560))) == {"photo"}


def test_a_removed_or_replaced_picture_counts_no_more(register: Register, tmp_path: Path) -> None:
    protected(register, tmp_path / "lamp", staged(3))
    public(register, tmp_path / "stock", STOCK)
    assert not hits(register, staged(4))
    public(register, tmp_path / "other", Pillow.fromarray(scene(55, (400, 400))))
    assert hits(register, staged(4)) == {"lamp"}
    public(register, tmp_path / "stock", STOCK)
    assert register.backgrounds.remove("stock photos")
    assert hits(register, staged(4)) == {"lamp"}


def test_icons_and_plain_pictures_are_told_and_left_out(register: Register, tmp_path: Path) -> None:
    outcome = public(
        register,
        tmp_path / "stock",
        Pillow.fromarray(scene(1, (64, 64))),
        Pillow.fromarray(np.full((300, 300, 3), 255, np.uint8)),
        STOCK,
    )
    assert [row[:2] for row in outcome.packages] == [("stock photos", 1)]
    assert "icon" in outcome.skipped["0.png"]
    assert "plain" in outcome.skipped["1.png"]
