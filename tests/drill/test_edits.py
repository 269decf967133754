"""Each edit of a picture does what it says, the same each time, or says that it cannot be made."""

import io
from random import Random

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageOps

from copywatch.drill.pictures.among import standing
from copywatch.drill.pictures.edits import EDITS
from copywatch.drill.pictures.maker import LONGEST, Maker
from tests.copywatch.written import drawn, picture

SEEN = picture(7, (400, 300))  # on a plain ground
SAME_SIZE = {
    "jpeg30", "grey", "blur", "noise", "text", "stickers", "watermark", "jitter", "hue", "mirror",
    "rot180", "perspective", "ground", "mirror+ground+text",
}  # fmt: skip


def another(dice: Random) -> Image.Image:
    return Image.new("RGB", (64, 64), (dice.randrange(256), 90, 40))


def maker(seed: int = 3) -> Maker:
    return Maker(drawn(seed), another, standing)


def made(name: str, image: Image.Image = SEEN, seed: int = 3) -> Image.Image | None:
    data = EDITS[name].made(image, maker(seed))
    return Image.open(io.BytesIO(data)).convert("RGB") if data else None


def apart(one: Image.Image, other: Image.Image) -> float:
    """Mean difference in levels of 255."""
    return float(np.asarray(ImageChops.difference(one, other)).mean())


def test_there_are_32_edits_each_with_a_name_of_its_own() -> None:
    assert len(EDITS) == 32 == len({edit.name for edit in EDITS.values()})


@pytest.mark.parametrize("name", EDITS)
def test_the_same_dice_make_the_same_bytes_and_leave_the_original_alone(name: str) -> None:
    edit, before = EDITS[name], SEEN.tobytes()
    assert edit.made(SEEN, maker()) == edit.made(SEEN, maker())
    assert SEEN.tobytes() == before


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_changes_the_picture_and_its_size_only_where_it_says_so(name: str) -> None:
    edited = made(name)
    assert edited is not None
    if name in SAME_SIZE:
        assert edited.size == SEEN.size
        assert 0 < apart(edited, SEEN) < 130
    else:
        assert edited.size != SEEN.size


def test_mirrored_turned_and_smaller_are_what_they_say() -> None:
    mirrored, over, quarter = made("mirror"), made("rot180"), made("rot90")
    assert mirrored and apart(ImageOps.mirror(mirrored), SEEN) < 3
    assert over and apart(over.rotate(180), SEEN) < 3
    assert quarter and quarter.size == (300, 400)
    small = made("resize40")
    assert small and small.size == (160, 120)


@pytest.mark.parametrize(("name", "share"), [("crop80", 0.8), ("crop60", 0.6), ("crop40", 0.4)])
def test_a_crop_has_its_share_of_the_area(name: str, share: float) -> None:
    for seed in range(8):
        cut = made(name, seed=seed)
        assert cut and abs(cut.width * cut.height / (400 * 300) - share) < 0.01


@pytest.mark.parametrize(
    ("name", "share"), [("paste50", 0.5), ("paste25", 0.25), ("paste12", 0.12)]
)
def test_a_pasted_picture_takes_its_share_of_the_photo(name: str, share: float) -> None:
    shown = made(name, Image.new("RGB", (400, 300), "white"))
    assert shown and shown.width == LONGEST
    white = np.asarray(shown).min(axis=2) > 230
    assert abs(white.mean() - share) < 0.02


def test_a_product_on_a_plain_ground_gets_another_and_one_that_fills_the_picture_cannot() -> None:
    shown = made("ground")
    assert shown and shown.getpixel((2, 2)) != SEEN.getpixel((2, 2))
    busy = Image.effect_noise((300, 300), 90).filter(ImageFilter.GaussianBlur(2)).convert("RGB")
    assert made("ground", busy) is None
    assert made("mirror+ground+text", busy) is None


@pytest.mark.parametrize("size", [(40, 40), (800, 3), (3, 800)])
def test_tiny_and_narrow_pictures_are_edited_too(size: tuple[int, int]) -> None:
    image = SEEN.resize(size)
    for name, edit in EDITS.items():
        data = edit.made(image, maker())
        assert data or "ground" in name, name
