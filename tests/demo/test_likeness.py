"""Goods drawn with the same tools are alike in light and form, and no copies of each other."""

from pathlib import Path

import pytest
from PIL import Image

from copywatch.demo.goods import GOODS
from copywatch.demo.products import PRODUCTS
from fingerprints import image_points, snapshot
from fingerprints.image_open import Pixels, open_picture
from fingerprints.keys import Keys
from fingerprints.snapshot import Entry, Snapshot
from matcher import image_parts, image_told
from matcher.match import HITS

KEYS = Keys(b"k" * 32)


def opened(image: Image.Image, file: Path) -> Pixels:
    image.convert("RGB").save(file, quality=85)
    return open_picture(str(file)).frames[0]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder: Path = tmp_path_factory.mktemp("likeness")
    drawn = {name: opened(draw(), folder / f"{name}.png") for name, draw in PRODUCTS.items()}
    entries = [
        Entry(name, name, image_points.NAME, image_points.describe(pixels, KEYS), 0)
        for name, pixels in drawn.items()
    ]
    return Snapshot.open(snapshot.write(folder, entries, KEYS), KEYS)


@pytest.mark.parametrize("name", GOODS)
def test_other_goods_with_the_same_shading_are_no_copies(
    shelf: Snapshot, name: str, tmp_path: Path
) -> None:
    found = image_parts.placed(opened(GOODS[name](), tmp_path / "page.jpg"), shelf.points)
    assert not [one.one.own.part for one in found if image_told.verdict(one)[0] in HITS]
