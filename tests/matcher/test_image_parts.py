"""Parts of protected pictures in other pictures: found, with the place and the edit in words."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageOps

from fingerprints import image_hash, image_points, snapshot
from fingerprints.blobs import Blobs
from fingerprints.content import Image
from fingerprints.keys import Keys
from fingerprints.kind import Context, Points
from fingerprints.snapshot import Entry, Snapshot
from matcher.image_geometry import warped
from matcher.images import ImageAnswer, match_images
from tests.fingerprints.test_image_points import scene

Ask = Callable[[Pillow.Image], ImageAnswer]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> tuple[Context, Snapshot]:
    folder: Path = tmp_path_factory.mktemp("pictures")
    context = Context(Keys(b"k" * 32), Blobs(folder / "blobs"))
    entries: list[Entry] = []
    for n in range(12):
        image = Image(context.blobs.put(saved(Pillow.fromarray(scene(n)))))
        points = image_points.take(image, context)
        assert isinstance(points, Points)
        name = f"asset{n}"
        entries.append(Entry(name, f"{n}.jpg", image_hash.NAME, image_hash.look(image, context), 0))
        entries.append(Entry(name, f"{n}.jpg", image_points.NAME, points, 0))
    path = snapshot.write(folder / "snapshots", entries, context.keys)
    return context, Snapshot.open(path, context.keys)


@pytest.fixture
def ask(shelf: tuple[Context, Snapshot]) -> Ask:
    context, opened = shelf

    def asker(picture: Pillow.Image) -> ImageAnswer:
        return match_images(Image(context.blobs.put(saved(picture)), where="img"), opened, context)

    return asker


def saved(picture: Pillow.Image) -> bytes:
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=85)
    return data.getvalue()


def pasted(own: Pillow.Image, at: tuple[int, int] = (250, 120)) -> Pillow.Image:
    ground = Pillow.fromarray(scene(900, (800, 600)))
    ground.paste(own, at)
    return ground


OWN = Pillow.fromarray(scene(3))
EDITS = {
    "cropped": (OWN.crop((60, 40, 340, 270)), "part copy", "cropped to 5"),
    "mirrored and cropped": (ImageOps.mirror(OWN.crop((0, 0, 280, 320))), "part copy", "mirrored"),
    "pasted": (pasted(OWN.resize((320, 256))), "part copy", "on 1"),
    "turned": (OWN.rotate(20, expand=True, fillcolor="white"), "part copy", "turned by -20"),
    "upside down": (OWN.rotate(180), "copy", "turned by"),
}


@pytest.mark.parametrize(("picture", "verdict", "edit"), EDITS.values(), ids=EDITS.keys())
def test_a_part_is_found_with_its_edit(
    ask: Ask, picture: Pillow.Image, verdict: str, edit: str
) -> None:
    asset, told, proof = ask(picture).found[0]
    assert (asset, told) == ("asset3", verdict)
    assert edit in proof.details["edit"]
    assert proof.kind == "image_points@1"
    assert proof.details["probability"] > 0.9


def test_the_quadrilateral_lies_where_the_picture_was_pasted(ask: Ask) -> None:
    found = {asset: proof for asset, _, proof in ask(pasted(OWN.resize((320, 256)))).found}
    proof = found["asset3"]
    corners = np.array(proof.details["quad_page"]) * (800, 600)
    wanted = np.array([[250, 120], [570, 120], [570, 376], [250, 376]])
    assert np.abs(corners - wanted).max() < 8
    assert proof.details["quad_part"] == [[0, 0], [1, 0], [1, 1], [0, 1]]
    assert abs(proof.page_share - 320 * 256 / 480_000) < 0.02


def test_a_mirrored_quadrilateral_is_told_on_the_page_as_it_is(ask: Ask) -> None:
    picture = ImageOps.mirror(pasted(OWN.resize((320, 256)), (100, 100)))
    found = {asset: proof for asset, _, proof in ask(picture).found}
    corners = np.array(found["asset3"].details["quad_page"]) * (800, 600)
    assert abs(corners[:, 0].min() - 380) < 8
    assert abs(corners[:, 0].max() - 700) < 8


def test_strangers_are_nothing(ask: Ask) -> None:
    for seed in range(50, 58):
        assert ask(Pillow.fromarray(scene(seed))).found == ()


def test_two_protected_pictures_in_one_are_both_found(ask: Ask) -> None:
    both = Pillow.new("RGB", (800, 320))
    both.paste(OWN, (0, 0))
    both.paste(Pillow.fromarray(scene(5)), (400, 0))
    assert {asset for asset, _, _ in ask(both).found} == {"asset3", "asset5"}


def test_a_shared_corner_is_no_copy(ask: Ask) -> None:
    """A fifth of the picture in one corner of a picture that shows something else there."""
    other = Pillow.fromarray(scene(77))
    other.paste(OWN.crop((0, 0, 130, 110)), (0, 0))
    assert "copy" not in {verdict for _, verdict, _ in ask(other).found}


@pytest.mark.parametrize("form", ["GIF", "WEBP"])
def test_a_part_in_a_later_frame_is_found(shelf: tuple[Context, Snapshot], form: str) -> None:
    context, opened = shelf
    frames = [Pillow.fromarray(scene(seed, (800, 600))) for seed in (60, 61)]
    frames.insert(1, pasted(OWN))
    data = io.BytesIO()
    frames[0].save(data, form, save_all=True, append_images=frames[1:], duration=200)
    moving = Image(context.blobs.put(data.getvalue()), where="img")
    asset, told, proof = match_images(moving, opened, context).found[0]
    assert (asset, told) == ("asset3", "part copy")
    assert proof.details["edit"].startswith("in an animation, ")
    assert "quad_page" not in proof.details, "the first frame is what the console outlines"


def test_warped_follows_a_homography() -> None:
    matrix = np.array([[2.0, 0, 5], [0, 2.0, -3], [0, 0, 1]])
    assert warped(matrix, np.array([[1.0, 1.0]])).tolist() == [[7.0, -1.0]]
