"""Line drawings: found scanned, photographed, cropped, redrawn; a shared frame is no copy."""

import io
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow

from fingerprints import image_hash, image_lines, image_points, snapshot
from fingerprints.blobs import Blobs
from fingerprints.content import Image
from fingerprints.image_open import Pixels
from fingerprints.image_sheet import drawn
from fingerprints.image_strokes import lines
from fingerprints.keys import Keys
from fingerprints.kind import Context, Points
from fingerprints.snapshot import Entry, Snapshot
from matcher import line_parts
from matcher.images import ImageAnswer, match_images
from tests.fingerprints.test_image_points import scene

Ask = Callable[[Pixels], ImageAnswer]
KEYS, OTHER = Keys(b"k" * 32), Keys(b"o" * 32)
PAPER, INK = 255, 0
HOUSE = "ACME WORKS"


def machine(seed: int, width: float = 2.0, side: int = 800) -> Pixels:
    """A machine part of plates, bolts, ribs and a contour; another for each seed."""
    dice = np.random.default_rng(seed)
    fine = 2
    canvas = np.full((side * fine * 3 // 4, side * fine), PAPER, np.uint8)
    thick, unit = max(1, round(width * fine)), side * fine
    for _ in range(9):
        x, y = (dice.uniform(0.06, 0.6, 2) * (1, 0.75) * unit).astype(int).tolist()
        w, h = (dice.uniform(0.06, 0.32, 2) * (1, 0.6) * unit).astype(int).tolist()
        cv2.rectangle(canvas, (x, y), (x + w, y + h), INK, thick)
        radius = min(w, h) // 3
        cv2.circle(canvas, (x + w // 2, y + h // 2), radius, INK, thick)
        cv2.circle(canvas, (x + w // 4, y + h // 3), max(6, radius // 4), INK, thick)
        if dice.random() < 0.5:
            for rib in range(1, 4):
                cv2.line(canvas, (x + w * rib // 4, y), (x + w * rib // 5, y + h), INK, thick)
    around = (dice.uniform(0.05, 0.95, (7, 2)) * (1, 0.7) * unit).astype(np.int32)
    cv2.polylines(canvas, [around], isClosed=True, color=INK, thickness=thick)
    small = cv2.resize(canvas, (side, side * 3 // 4), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def sheet(own: Pixels, house: str) -> Pixels:
    """A drawing in a house's frame, with its title block."""
    made = np.full((620, 800), PAPER, np.uint8)
    small = cv2.resize(own, (560, 420), interpolation=cv2.INTER_AREA)
    made[40:460, 50:610] = small
    cv2.rectangle(made, (12, 12), (787, 607), INK, 1)
    cv2.rectangle(made, (26, 26), (773, 593), INK, 2)
    for n in range(1, 8):
        cv2.line(made, (26 + 93 * n, 12), (26 + 93 * n, 26), INK, 1)
        cv2.line(made, (26 + 93 * n, 593), (26 + 93 * n, 607), INK, 1)
    cv2.rectangle(made, (430, 480), (773, 593), INK, 2)
    for y in (520, 556):
        cv2.line(made, (430, y), (773, y), INK, 1)
    cv2.line(made, (600, 520), (600, 593), INK, 1)
    words = ((house, 440, 508, 0.9), ("PART", 440, 545, 0.5), ("DRAWN", 610, 545, 0.5),
             ("SCALE 1:2", 440, 582, 0.5), ("SHEET 1/1", 610, 582, 0.5))  # fmt: skip
    for text, x, y, size in words:
        cv2.putText(made, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, size, INK, 1, cv2.LINE_AA)
    return made


def scanned(own: Pixels) -> Pixels:
    turn = cv2.getRotationMatrix2D((400, 300), 5, 0.95)
    made = cv2.warpAffine(own, turn, (800, 600), borderValue=255, flags=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(made, (0, 0), 0.7).astype(float) / 255
    grain = np.random.default_rng(1).normal(0, 8, soft.shape)
    return np.clip(222 + grain - (1 - soft) * 150, 0, 255).astype(np.uint8)


def photographed(own: Pixels) -> Pixels:
    there = np.array([[90, 70], [760, 40], [800, 600], [40, 560]], np.float32)
    here = np.array([[0, 0], [800, 0], [800, 600], [0, 600]], np.float32)
    matrix = cv2.getPerspectiveTransform(here, there)
    made = cv2.warpPerspective(own, matrix, (840, 640), borderValue=80, flags=cv2.INTER_AREA)
    light = np.linspace(0.55, 1.0, 840)[None, :]
    return np.clip(cv2.GaussianBlur(made, (0, 0), 1.0) * light, 0, 255).astype(np.uint8)


EDITS = {
    "scanned": (scanned(machine(3)), "turned by"),
    "photographed": (photographed(machine(3)), "seen at an angle"),
    "cropped": (machine(3)[60:525, 90:710], "cropped to"),
    "half line width": (machine(3, 1.0), "saved again"),
    "double line width": (machine(3, 4.0), "saved again"),
    "another's title block": (sheet(machine(3), "OAKLINE LTD"), "of the picture"),
    "mirrored": (machine(3)[:, ::-1], "mirrored"),
}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> tuple[Context, Snapshot]:
    folder: Path = tmp_path_factory.mktemp("drawings")
    context = Context(KEYS, Blobs(folder / "blobs"))
    works = [*(machine(n) for n in range(8)), *(sheet(machine(n), HOUSE) for n in (20, 21))]
    entries: list[Entry] = []
    for n, own in enumerate(works):
        image = Image(context.blobs.put(saved(own)))
        entries.append(
            Entry(f"asset{n}", f"{n}.png", image_hash.NAME, image_hash.look(image, context), 0)
        )
        for name, kind in (
            (image_points.NAME, image_points.KIND),
            (image_lines.NAME, image_lines.KIND),
        ):
            value = kind.take(image, context)
            assert isinstance(value, Points)
            entries.append(Entry(f"asset{n}", f"{n}.png", name, value, 0))
    return context, Snapshot.open(snapshot.write(folder / "s", entries, context.keys), KEYS)


@pytest.fixture
def ask(shelf: tuple[Context, Snapshot]) -> Ask:
    context, opened = shelf

    def asker(picture: Pixels) -> ImageAnswer:
        return match_images(Image(context.blobs.put(saved(picture)), where="img"), opened, context)

    return asker


def saved(picture: Pixels) -> bytes:
    data = io.BytesIO()
    Pillow.fromarray(np.ascontiguousarray(picture)).save(data, "JPEG", quality=85)
    return data.getvalue()


@pytest.mark.parametrize(("picture", "words"), EDITS.values(), ids=EDITS.keys())
def test_a_redrawn_drawing_is_found_with_its_edit(ask: Ask, picture: Pixels, words: str) -> None:
    found = {asset: (told, proof) for asset, told, proof in ask(picture).found}
    told, proof = found["asset3"]
    assert told in {"copy", "part copy"}
    if proof.kind == image_lines.NAME:
        assert words in proof.details["edit"]
        assert len(proof.details["quad_page"]) == 4
        assert proof.details["probability"] > 0.6
    assert {asset for asset, (other, _) in found.items() if "copy" in other} == {"asset3"}


def test_the_quadrilateral_lies_where_the_drawing_stands_on_its_new_sheet(ask: Ask) -> None:
    found = {asset: proof for asset, _, proof in ask(sheet(machine(3), "OAKLINE LTD")).found}
    corners = np.array(found["asset3"].details["quad_page"]) * (800, 620)
    assert np.abs(corners - [[50, 40], [610, 40], [610, 460], [50, 460]]).max() < 12


def test_strangers_are_nothing(ask: Ask) -> None:
    for seed in range(40, 44):
        answer = ask(machine(seed))
        assert not any("copy" in told for _, told, _ in answer.found)


def test_the_same_frame_and_title_block_are_no_copy(ask: Ask) -> None:
    """Two sheets of one house are protected; a third drawing of it, and an empty sheet, are not."""
    empty = np.full((600, 800), PAPER, np.uint8)
    for picture in (sheet(machine(30), HOUSE), sheet(empty, HOUSE)):
        assert not any("copy" in told for _, told, _ in ask(picture).found)
    found = [asset for asset, told, _ in ask(scanned(sheet(machine(20), HOUSE)[:600])).found
             if "copy" in told]  # fmt: skip
    assert found == ["asset8"]


def test_the_frame_is_cut_off_and_a_part_without_one_is_whole() -> None:
    thin = lines(rgb(sheet(machine(20), HOUSE)))
    assert thin is not None
    left = drawn(thin)
    assert not left[:20].any() and not left[500:].any()
    assert left.sum() > 0.25 * thin.sum()
    for part in (machine(20), package()):
        own = lines(rgb(part))
        assert own is not None
        assert (drawn(own) == own).all()


def package() -> Pixels:
    """A product whose outline looks like a frame: pins are joined to it on all sides."""
    made = np.full((600, 800), PAPER, np.uint8)
    cv2.rectangle(made, (40, 40), (760, 560), INK, 2)
    for n in range(18):
        cv2.rectangle(made, (60 + 38 * n, 30), (80 + 38 * n, 90), INK, 2)
        cv2.rectangle(made, (60 + 38 * n, 510), (80 + 38 * n, 570), INK, 2)
    cv2.rectangle(made, (250, 200), (550, 400), INK, 2)
    return made


def rgb(grey: Pixels) -> Pixels:
    return np.repeat(grey[..., None], 3, axis=2)


@pytest.mark.parametrize("make", [machine, lambda n: machine(n, 1.0), lambda n: machine(n, 4.0)])
def test_a_line_is_one_pixel_wide_whatever_it_was(make: Callable[[int], Pixels]) -> None:
    thin = lines(rgb(make(2)))
    plain = lines(rgb(machine(2)))
    assert thin is not None and plain is not None
    near = cv2.dilate(plain.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert near[thin].mean() > 0.95


def test_a_photograph_is_no_drawing() -> None:
    ramp = np.linspace(60, 220, 400)[None, :].repeat(300, 0)[..., None].repeat(3, 2)
    noise = np.random.default_rng(2).normal(0, 12, (300, 400, 3))
    bottle = np.full((400, 300, 3), 255, np.uint8)
    cv2.ellipse(bottle, (150, 200), (70, 160), 0, 0, 360, (120, 124, 130), -1)
    cv2.ellipse(bottle, (130, 170), (20, 90), 0, 0, 360, (190, 192, 196), -1)
    bottle = np.asarray(cv2.GaussianBlur(bottle, (0, 0), 4), np.uint8)
    for picture in (scene(1), scene(2), bottle, np.clip(ramp + noise, 0, 255).astype(np.uint8)):
        assert lines(picture) is None
        assert image_lines.describe(picture, KEYS) is None
    assert lines(np.full((200, 200, 3), 250, np.uint8)) is None


def test_the_store_holds_nothing_without_its_key() -> None:
    one, other = (image_lines.describe(rgb(machine(5)), keys) for keys in (KEYS, OTHER))
    assert one is not None and other is not None
    assert (one.words == other.words).mean() < 0.02
    assert 58 < float(np.bitwise_count(one.codes ^ other.codes).sum(axis=1).mean()) < 70
    held = image_points.kept(one.body)
    assert 0.005 < (held.thumb[..., 0] > 0).mean() < 0.2


HOSTILE = {
    "checkerboard": np.indices((512, 512)).sum(axis=0) % 2 * 255,
    "squares": np.indices((512, 512)).sum(axis=0) // 8 % 2 * 255,
    "noise": np.random.default_rng(3).integers(0, 2, (512, 512)) * 255,
    "hatching": np.where(np.indices((512, 512)).sum(axis=0) % 6, 255, 0),
    "grid": np.where((np.indices((512, 512)) % 9).min(axis=0) == 0, 0, 255),
    "dots": np.where(np.random.default_rng(4).random((512, 512)) < 0.03, 0, 255),
}


@pytest.mark.parametrize("picture", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_picture_ends_soon(
    shelf: tuple[Context, Snapshot], picture: np.ndarray[tuple[int, int], np.dtype[np.int64]]
) -> None:
    before = time.process_time()
    told = line_parts.found(rgb(picture.astype(np.uint8)), shelf[1].lines)
    assert time.process_time() - before < 2
    assert not any(one.score > 4.65 for one in told or [])
