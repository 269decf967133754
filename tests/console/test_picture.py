"""The picture in the README is a screenshot of a hit, made by this test."""

import os
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.console import live
from tests.console.world import World, listing_id

KEPT = Path(__file__).parents[2] / "docs" / "picture.png"
LARGEST = 200_000


@pytest.mark.browser
def test_the_picture_of_a_hit_can_be_made(world: World, chromium: Browser, tmp_path: Path) -> None:
    """`COPYWATCH_PICTURE=1` replaces the one in docs/."""
    target = KEPT if os.environ.get("COPYWATCH_PICTURE") == "1" else tmp_path / "picture.png"
    with live.served(world) as address:
        window = live.page(chromium, width=1200, height=760)
        live.enter(window, address, world)
        window.goto(f"{address}/hits/{listing_id()}", wait_until="networkidle")
        window.screenshot(path=target)
        window.context.close()
    with Image.open(target) as picture:
        small = picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=256)
    small.save(target, optimize=True)
    assert small.size == (1200, 760)
    assert 20_000 < target.stat().st_size < LARGEST
    assert len(small.getcolors(256) or ()) > 50


def test_the_picture_in_the_docs_is_one_of_these() -> None:
    with Image.open(KEPT) as picture:
        assert picture.size == (1200, 760)
    assert KEPT.stat().st_size < LARGEST
