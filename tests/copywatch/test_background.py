"""`copywatch background`: packages are added, listed and removed; what is wrong is said."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.copywatch.commands import Run

LIBRARY = "\n".join(
    f"def wave_{n}(depth, wind):\n    return depth * {n * 37 % 101} + wind / {n * 13 % 89 + 1}"
    for n in range(60)
)


def package(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps({"name": name, "version": "2.4.1"}))
    (folder / "wave.py").write_text(LIBRARY)
    return folder


def test_packages_come_are_listed_and_go(command: Run, tmp_path: Path) -> None:
    package(tmp_path / "node_modules" / "tidewave", "tidewave")
    code, out, _ = command("background", "add", str(tmp_path / "node_modules"), "--json")
    added = json.loads(out)
    assert (code, added["origin"], added["files"]) == (0, "tidewave 2.4.1", 2)
    assert added["marks"] > 100
    _, out, _ = command("background", "list", "--json")
    assert json.loads(out)["origin"] == "tidewave 2.4.1"
    assert command("works", "--json")[1] == ""
    assert command("background", "remove", "tidewave 2.4.1")[0] == 0
    assert command("background", "list", "--json")[1] == ""


def test_protect_says_that_a_work_is_public_and_stays_watched(command: Run, tmp_path: Path) -> None:
    folder = package(tmp_path / "tidewave", "tidewave")
    command("background", "add", str(folder), "--origin", "tide library")
    code, _, err = command("protect", str(folder / "wave.py"))
    assert code == 0
    assert "wave: this work is public as tide library; it stays watched." in err
    _, out, _ = command("background", "list", "--json")
    assert json.loads(out)["watched"] == ["wave"]


def test_an_archive_is_opened_and_named_by_what_it_holds(command: Run, tmp_path: Path) -> None:
    wheel = tmp_path / "swell-4.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("swell/wave.py", LIBRARY)
        archive.writestr("swell-4.0.dist-info/METADATA", "Name: swell\nVersion: 4.0\n")
        archive.writestr("swell-4.0.dist-info/RECORD", "swell/wave.py,sha256=x,9\n")
    _, out, err = command("background", "add", str(wheel), "--json")
    assert json.loads(out)["origin"] == "swell 4.0", err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("add", "not-there"), 2, "no such file or folder: not-there"),
        (("add", "empty"), 1, "Nothing was added"),
        (("add", "empty", "--origin", "\x07"), 2, "an origin needs a name"),
        (("remove", "tide"), 2, "no such origin: tide (see `copywatch background list`)"),
    ],
)
def test_a_slip_is_told_in_words(
    command: Run, tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    (tmp_path / "empty").mkdir()
    ended, _, err = command("background", *arguments)
    assert ended == code
    assert said in err
