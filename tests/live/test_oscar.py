"""A django-oscar shop, whose pages carry no markup, read by the generic spider."""

import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import PIL.Image
import pytest
from PIL import ImageChops, ImageStat

from fingerprints.content import Image, Text
from tests.live.crawling import crawl
from tests.servers import samples
from tests.servers.oscar import Product
from tests.servers.process import Server

pytestmark = pytest.mark.servers


def products(folder: Path, count: int) -> list[Product]:
    """Every sixth product has a second picture."""
    made = []
    for number in range(count):
        paths = [
            folder / f"{number}-{side}.png" for side in ("front", "back")[: 1 + (number % 6 == 0)]
        ]
        for side, path in enumerate(paths):
            path.write_bytes(samples.picture(1000 + 2 * number + side, (400, 300)))
        made.append(
            Product(
                title=f"Relief valve {number:02d}",
                price=f"{10 + number}.50",
                description=f"Opens at {30 + number} bar, turned from one bar of steel.",
                pictures=tuple(paths),
                category="Valves",
            )
        )
    return made


def distance(one: bytes, other: bytes) -> float:
    """Mean difference of two pictures in grey levels, whatever their sizes."""
    small = [
        PIL.Image.open(io.BytesIO(data)).convert("L").resize((16, 12)) for data in (one, other)
    ]
    return float(ImageStat.Stat(ImageChops.difference(*small)).mean[0])


def test_every_product_page_is_seen_with_its_pictures_and_its_price(
    oscar: Callable[[Sequence[Product]], Server], tmp_path: Path
) -> None:
    seeded = products(tmp_path, 21)  # more than one page of the catalogue
    server = oscar(seeded)
    found = crawl("site", [server.url], tmp_path, allow=[server.allow], pages=150)
    for product in seeded:
        page = re.compile(
            f"{server.url}catalogue/{product.title.lower().replace(' ', '-')}_[0-9]+/"
        )
        (seen,) = [s for s in found.sightings if page.fullmatch(s.url)]
        assert seen.title == product.title
        assert (seen.price, seen.currency) == (float(product.price), "EUR")
        assert any(product.description in c.body for c in seen.contents if isinstance(c, Text))
        shown = [found.data(c) for c in seen.contents if isinstance(c, Image)]
        assert len(shown) == len(product.pictures)
        for picture, path in zip(shown, product.pictures, strict=True):
            assert distance(picture, path.read_bytes()) < 4
    assert not [line for line in found.unseen if line["reason"] == "500"]
