"""A work is drilled end to end, and what stands in the way is said in words."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from copywatch.cli import app
from copywatch.config import Config
from copywatch.drill.disguise import Disguised
from copywatch.drill.served import number_of, path_of
from copywatch.drill.tried import Row, Tried
from copywatch.drill.works import LONGEST, choose
from copywatch.installation import Installation
from fingerprints.blobs import Blobs
from fingerprints.errors import ConfigurationError, CopywatchError
from fingerprints.protect import Request, protect

WIRES = ("copper", "steel", "brass", "nickel", "silver", "tin", "zinc", "lead", "iron", "gold")
KILN = "\n".join(
    f"""
def {wire}_load(rows_{at}, limit={at * 7 + 3}):
    # how far {wire} may be bent before it tears
    worst = max(row.strain_{wire} * {at + 2} for row in rows_{at} if row.bent_{at})
    if worst > limit and not rows_{at}.is_cold_{wire}:
        raise ValueError("the {wire} tears at %d" % worst)
    return [round(limit / worst, {at % 4}) for _ in range(len(rows_{at}) + {at})]
"""
    for at, wire in enumerate(WIRES)
)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Installation]:
    installation = Installation(tmp_path / "home", Config())
    yield installation
    installation.close()


def protected(installation: Installation, path: Path, **facts: object) -> str:
    report = protect(Request(paths=(path,), **facts), installation.register)  # type: ignore[arg-type]  # options of this test
    return report.assets[0].asset


def files(folder: Path) -> list[str]:
    """Everything but snapshots: a record, index or body would show."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(str(path) for path in found if path.parts[0] != "snapshots")


def test_a_work_in_disguise_is_served_crawled_and_found_and_nothing_of_it_stays(
    tmp_path: Path,
    home: Installation,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    work, scratch = tmp_path / "wires.py", tmp_path / "scratch"
    work.write_text(KILN)
    scratch.mkdir()
    asset = protected(home, work)
    home.close()
    (tmp_path / "home" / "copywatch.toml").write_text("[crawl]\nworkers = 1\n")
    before = files(tmp_path / "home")
    monkeypatch.setenv("COPYWATCH_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    with pytest.raises(SystemExit) as ended:
        app.run(["drill", asset, "--json"])
    out, err = capfd.readouterr()
    rows = {row["disguise"]: row for row in map(json.loads, out.splitlines())}
    assert ended.value.code == 0, err
    assert len(rows) >= 20
    assert {row["pages"] for row in rows.values()} == {1}
    found = {name for name, row in rows.items() if row["state"] == "found"}
    assert found > {
        "full file", "20 lines", "comments stripped", "identifiers renamed", "notebook",
        "base64 starting mid-line", "gzip+base64", "zip archive", "PDF", "homoglyphs",
    }  # fmt: skip
    assert rows["zip archive"]["parts"][0]["unwrapped"] == ["zip:stuff/part.py"]
    assert all(row["score"] > 0.4 for name, row in rows.items() if name in found)
    assert f"of {len(rows)} disguises" in err
    assert "strain_" not in out + err
    assert files(tmp_path / "home") == before
    assert not list(scratch.iterdir())


def test_a_work_that_is_not_there_is_a_slip_and_one_that_moved_is_told(
    tmp_path: Path, home: Installation
) -> None:
    work = tmp_path / "wires.py"
    work.write_text(KILN)
    asset = protected(home, work)
    blobs = Blobs(tmp_path / "blobs")
    with pytest.raises(ConfigurationError, match="no such work: nobody"):
        choose(home.register, "nobody", 3, blobs)
    assert choose(home.register, asset, 3, blobs).pieces[0].body == KILN
    work.write_text(KILN + "# changed since\n")
    with pytest.raises(CopywatchError, match=r"not where it was, or has changed: .*wires\.py"):
        choose(home.register, asset, 3, blobs)


def test_of_many_parts_a_few_are_chosen_the_same_each_time_and_the_lost_are_named(
    tmp_path: Path, home: Installation
) -> None:
    folder = tmp_path / "plant"
    folder.mkdir()
    for number in range(6):
        (folder / f"line{number}.py").write_text(KILN.replace("load", f"load{number}"))
    (folder / "long.txt").write_text("Some words on wires. " * 20_000)
    asset = protected(home, folder)
    blobs = Blobs(tmp_path / "blobs")
    chosen = choose(home.register, asset, 3, blobs)
    assert len(chosen.pieces) == 3 and chosen.parts == 7 and not chosen.lost
    assert choose(home.register, asset, 3, blobs) == chosen
    assert all(
        len(piece.body) <= LONGEST for piece in choose(home.register, asset, 9, blobs).pieces
    )
    (folder / Path(chosen.pieces[0].part).name).unlink()
    less = choose(home.register, asset, 3, blobs)
    assert len(less.pieces) == 3 and chosen.pieces[0] not in less.pieces
    assert [Path(path).name for path in less.lost] == [Path(chosen.pieces[0].part).name]


def test_names_and_scraps_are_refused_in_words(tmp_path: Path, home: Installation) -> None:
    scrap = tmp_path / "scrap.py"
    scrap.write_text("rate = furnace(limit_of_wires, 7)\n")
    blobs = Blobs(tmp_path / "blobs")
    name = protect(Request(names=("Kilnhold",)), home.register).assets[0].asset
    with pytest.raises(CopywatchError, match="holds names only"):
        choose(home.register, name, 3, blobs)
    with pytest.raises(CopywatchError, match=r"too small|nothing to disguise"):
        choose(home.register, protected(home, scrap), 3, blobs)


def test_pages_that_no_crawler_follows_are_served_without_their_suffix() -> None:
    assert path_of(7, Disguised(b"", "page.js")) == "/sheet-7/page"
    assert path_of(7, Disguised(b"", "page.zip")) == "/sheet-7/page.zip"
    assert number_of("http://127.0.0.1:1/sheet-12/page.zip") == 12
    assert number_of("http://127.0.0.1:1/") == -1


def test_a_row_tells_the_weakest_find_and_is_in_part_when_one_was_missed() -> None:
    hit, weak, missed = (
        Tried(part="a", found=True, score=0.9),
        Tried(part="b", found=True, score=0.6),
        Tried(part="c", score=0.3, why="alike"),
    )
    assert Row(disguise="hex", tried=(hit, weak)).state == "found"
    assert Row(disguise="hex", tried=(hit, weak)).score == 0.6
    assert Row(disguise="hex", tried=(hit, missed)).state == "in part"
    assert Row(disguise="hex", tried=(missed,)).to_json("x")["score"] == 0.3
    assert Row(disguise="hex", skipped=(missed,)).state == "not tried"
