"""Pictures of a work are edited, served, crawled and found, and shown on a sheet."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from copywatch.cli import app
from copywatch.cli.output import writable
from copywatch.config import Config
from copywatch.drill.disguise import Disguised
from copywatch.drill.judged import judged
from copywatch.drill.pictures.edits import EDITS
from copywatch.drill.pictures.maker import LONGEST
from copywatch.drill.pictures.offer import NOT_FREE, offered
from copywatch.drill.plan import Planned, planned
from copywatch.drill.works import choose
from copywatch.installation import Installation
from copywatch.scan import Scanned
from fingerprints.blobs import Blobs
from fingerprints.errors import ConfigurationError, CopywatchError
from fingerprints.protect import Request, protect
from matcher.match import Evidence, Examined, Match, NearMiss
from tests.copywatch.written import drawn, jpeg, picture, prose

NAMES = {edit.name for edit in EDITS.values()}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Installation]:
    installation = Installation(tmp_path / "home", Config())
    yield installation
    installation.close()


def protected(installation: Installation, path: Path) -> str:
    return protect(Request(paths=(path,)), installation.register).assets[0].asset


@pytest.mark.slow
def test_a_photo_in_32_edits_is_crawled_and_found_and_only_the_sheet_stays(
    tmp_path: Path,
    home: Installation,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    photo, scratch, sheet = tmp_path / "valve.png", tmp_path / "scratch", tmp_path / "out.jpg"
    picture(1).save(photo)
    scratch.mkdir()
    asset = protected(home, photo)
    home.close()
    before = sorted(tmp_path.rglob("*.*"))
    monkeypatch.setenv("COPYWATCH_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    with pytest.raises(SystemExit) as ended:
        app.run(["drill", asset, "--json", "--sheet", str(sheet)])
    out, err = capfd.readouterr()
    rows = {row["disguise"]: row for row in map(json.loads, out.splitlines())}
    assert ended.value.code == 0, err
    assert set(rows) == NAMES
    assert {row["pages"] for row in rows.values()} == {1}
    found = {name for name, row in rows.items() if row["state"] == "found"}
    assert len(found) >= 28, NAMES - found
    assert found > {"grey", "mirrored", "cropped to 60 %", "collage of four", "other background"}
    assert rows["pasted, 25 % of a photo"]["parts"][0]["verdict"] == "part copy"
    assert all(rows[name]["parts"][0]["why"] for name in NAMES - found)
    assert f"Found in {len(found)} of 32 disguises." in err
    with Image.open(sheet) as file:
        assert file.format == "JPEG" and min(file.size) > 1_400
    left = {path for path in tmp_path.rglob("*.*") if "snapshots" not in path.parts} - set(before)
    assert {path.name for path in left} - {"record.db"} == {"out.jpg"}
    assert not list(scratch.iterdir())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("sheet.gif", r"end its name in \.jpg or \.png"),
        ("there.jpg", "is there already"),
        ("nowhere/sheet.png", "make the folder first"),
    ],
)
def test_a_sheet_that_cannot_be_written_is_refused_before_anything_is_done(
    tmp_path: Path,
    name: str,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COPYWATCH_HOME", str(tmp_path / "home"))
    (tmp_path / "there.jpg").write_bytes(b"somebody's own")
    with pytest.raises(SystemExit) as ended:
        app.run(["drill", "nobody", "--sheet", str(tmp_path / name)])
    assert ended.value.code == 2
    assert words.replace("\\", "") in capfd.readouterr().err
    assert (tmp_path / "there.jpg").read_bytes() == b"somebody's own"
    assert not (tmp_path / "home").exists()


def test_a_sheet_where_the_system_allows_no_file_is_refused_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked of the system's answer: the administrator, as whom CI runs, may write anywhere."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(ConfigurationError, match="cannot be written"):
        writable(tmp_path / "sheet.jpg")


def test_a_work_without_pictures_has_no_sheet(
    tmp_path: Path,
    home: Installation,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "manual.md").write_text(prose(1), encoding="utf-8")
    asset = protected(home, tmp_path / "manual.md")
    home.close()
    monkeypatch.setenv("COPYWATCH_HOME", str(tmp_path / "home"))
    with pytest.raises(SystemExit) as ended:
        app.run(["drill", asset, "--sheet", str(tmp_path / "sheet.png")])
    assert ended.value.code == 2
    assert "has no picture to drill" in capfd.readouterr().err


def test_a_mixed_work_is_drilled_in_both(tmp_path: Path, home: Installation) -> None:
    folder = tmp_path / "valve"
    folder.mkdir()
    (folder / "manual.md").write_text(prose(1), encoding="utf-8")
    for seed in range(4):
        (folder / f"view{seed}.jpg").write_bytes(jpeg(picture(seed)))
    asset, blobs = protected(home, folder), Blobs(tmp_path / "blobs")
    two = choose(home.register, asset, 2, blobs)
    assert len(two.pieces) == 1 and len(two.photos) == 2 and two.parts == 5
    assert two.names == choose(home.register, asset, 2, blobs).names
    chosen = choose(home.register, asset, 1, blobs)
    told: list[tuple[str, int, int]] = []
    plans = planned(asset, chosen, lambda *facts: told.append(facts))
    assert {plan.disguise for plan in plans} > NAMES | {"full file", "sentences reordered"}
    assert sum(plan.disguise in NAMES for plan in plans) == 32
    assert told[-1] == ("disguising", len(plans), len(plans))


@pytest.mark.parametrize("name", ["large.jpg", "moving.gif", "clear.png", "turned.jpg"])
def test_odd_pictures_are_opened_as_strangers_are(
    tmp_path: Path, home: Installation, name: str
) -> None:
    path, image = tmp_path / name, picture(3)
    if name == "moving.gif":
        image.save(path, save_all=True, append_images=[picture(4)])
    elif name == "clear.png":
        image.putalpha(image.convert("L").point(lambda level: 255 if level < 240 else 0))
        image.save(path)
    else:
        exif = Image.Exif()
        exif[0x0112] = 6
        image.resize((1600, 1200)).save(path, exif=exif if name == "turned.jpg" else Image.Exif())
    blobs = Blobs(tmp_path / "blobs")
    (photo,) = choose(home.register, protected(home, path), 3, blobs).photos
    shown = {"large.jpg": (LONGEST, 600), "turned.jpg": (600, LONGEST)}
    assert photo.image.mode == "RGB" and photo.image.size == shown.get(name, (640, 480))
    path.unlink()
    with pytest.raises(CopywatchError, match="not where it was, or has changed"):
        choose(home.register, home.register.assets()[0].id, 3, blobs)


def test_a_page_shows_its_picture_and_one_that_cannot_be_made_is_not_tried() -> None:
    page = offered(picture(1), EDITS["mirror"], drawn(1))
    assert page and b'<img src="photo.jpg"' in page.data and page.picture[:2] == b"\xff\xd8"
    busy = Image.effect_noise((300, 300), 90).convert("RGB")
    assert offered(busy, EDITS["ground"], drawn(1)) is None
    tried = judged(Planned("other background", "a.jpg", None, NOT_FREE), "a", None)
    assert not tried.found and tried.why == NOT_FREE


def why(examined: Examined, size: tuple[int, int] = (400, 300)) -> str:
    page = Disguised(b"", "page.html", jpeg(picture(1).resize(size)))
    return judged(Planned("grey", "a.jpg", page), "a", Scanned("", examined=examined)).why


def test_what_was_told_in_place_of_a_hit_is_said_in_words() -> None:
    details = {"why": "the same shape in other colours"}
    proof = Evidence(kind="image_points@1", part="a.jpg", where="", score=0.4, details=details)
    match = Match(asset="a", verdict="same product?", score=0.4, evidence=(proof,))
    seen = {"images": 1}
    assert (
        why(Examined(matches=(match,), compared=seen))
        == 'told as "same product?", which is no hit: the same shape in other colours'
    )
    near = NearMiss(asset="a", part="", kind="image_hash@1", where="", score=0.3, threshold=0.58)
    assert why(Examined(near=(near,), compared=seen)) == "alike 0.30, looked at from 0.58 on"
    assert why(Examined(compared=seen)) == "shares no mark with the work"


def test_a_picture_that_is_too_small_for_the_crawler_is_said_so() -> None:
    assert "has 240 x 180 pixels: below 200 on a side" in why(Examined(), (240, 180))
    assert why(Examined()) == "the crawler did not fetch its picture"
