"""Twins in the register: one place of a page is given to the picture that it shows."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image as Pillow
from PIL import ImageDraw, ImageEnhance, ImageOps

from fingerprints import image_points, snapshot
from fingerprints.blobs import Blobs
from fingerprints.content import Image
from fingerprints.keys import Keys
from fingerprints.kind import Context
from fingerprints.snapshot import Entry, Snapshot
from matcher.images import ImageAnswer, match_images
from matcher.match import HITS
from tests.fingerprints.test_image_points import scene

Ask = Callable[[Pillow.Image], ImageAnswer]
BOX = (150, 110, 250, 210)


def product(label: str) -> Pillow.Image:
    """One design with one of several labels on it."""
    made = Pillow.fromarray(scene(3)).copy()
    draw = ImageDraw.Draw(made)
    draw.rectangle(BOX, fill=(250, 250, 245))
    if label == "ring":
        draw.ellipse((165, 125, 235, 195), outline=(190, 30, 30), width=12)
    elif label == "bars":
        for x in range(160, 240, 20):
            draw.rectangle((x, 120, x + 9, 200), fill=(20, 60, 150))
    return made


def saved(picture: Pillow.Image, quality: int = 85) -> bytes:
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=quality)
    return data.getvalue()


SHELF = {
    "ring": product("ring"),
    "bars": product("bars"),
    "twice": Pillow.open(io.BytesIO(saved(product("ring"), 60))),
    "detail": product("ring").crop((40, 40, 360, 290)),
}


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    folder: Path = tmp_path_factory.mktemp("twins")
    context = Context(Keys(b"k" * 32), Blobs(folder / "blobs"))
    entries = []
    for name, picture in SHELF.items():
        points = image_points.take(Image(context.blobs.put(saved(picture, 92))), context)
        assert points is not None
        entries.append(Entry(name, f"{name}.jpg", image_points.NAME, points, 0))
    opened = Snapshot.open(
        snapshot.write(folder / "snapshots", entries, context.keys), context.keys
    )

    def asker(picture: Pillow.Image) -> ImageAnswer:
        return match_images(Image(context.blobs.put(saved(picture)), where="img"), opened, context)

    return asker


def on_sale(own: Pillow.Image) -> Pillow.Image:
    made = own.copy()
    ImageDraw.Draw(made).text((30, 30), "SALE TODAY", (255, 0, 0), stroke_width=2, font_size=40)
    return made


def pasted(own: Pillow.Image) -> Pillow.Image:
    ground = Pillow.fromarray(scene(900, (800, 600)))
    ground.paste(own, (220, 130))
    return ground


EDITS: dict[str, Callable[[Pillow.Image], Pillow.Image]] = {
    "as it is": lambda own: own,
    "turned": lambda own: own.rotate(12, expand=True, fillcolor="white"),
    "mirrored": ImageOps.mirror,
    "darker": lambda own: ImageEnhance.Brightness(own).enhance(0.6),
    "written on": on_sale,
    "pasted": pasted,
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
@pytest.mark.parametrize("label", ["ring", "bars"])
def test_the_twin_is_alike_and_no_copy(
    ask: Ask, label: str, edit: Callable[[Pillow.Image], Pillow.Image]
) -> None:
    told = {asset: verdict for asset, verdict, _ in ask(edit(product(label))).found}
    twin = "bars" if label == "ring" else "ring"
    assert told[label] in HITS
    assert told.get(twin) not in HITS


def test_one_photograph_protected_twice_is_found_as_both(ask: Ask) -> None:
    told = {asset: verdict for asset, verdict, _ in ask(pasted(product("ring"))).found}
    assert (told["ring"], told["twice"]) == ("part copy", "part copy")


def test_a_detail_protected_apart_is_found_beside_the_whole(ask: Ask) -> None:
    told = {asset: verdict for asset, verdict, _ in ask(pasted(product("ring"))).found}
    assert told["detail"] == "part copy"


def test_what_a_twin_lost_is_told_with_the_reason(ask: Ask) -> None:
    proof = next(
        p for asset, _, p in ask(product("ring").rotate(90, expand=True)).found if asset == "bars"
    )
    assert proof.details["why"].endswith("fits the same place better")
    assert "probability" not in proof.details


def test_a_page_that_hides_where_twins_differ_names_one_of_them(ask: Ask) -> None:
    covered = product("ring")
    ImageDraw.Draw(covered).rectangle((140, 100, 260, 220), fill=(0, 0, 0))
    found = [asset for asset, verdict, _ in ask(covered).found if verdict in HITS]
    assert len({"ring", "bars"} & set(found)) == 1
