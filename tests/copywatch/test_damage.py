"""`copywatch doctor` names what is damaged, and the remedy that it states works."""

import shutil
from pathlib import Path

import pytest

from copywatch.doctor import checks
from copywatch.installation import Installation
from fingerprints import protect_parts
from fingerprints.protect import Request, protect

TEXT = "The valve opens when the membrane of seat seven rises above the brass collar. " * 4


def register_words(installation: Installation) -> str:
    (found,) = (check for check in checks(installation) if check.name == "register")
    return f"{found.state}: {found.words}"


def test_doctor_names_a_damaged_file_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "manual.md").write_text(TEXT)
    installation = Installation.at(tmp_path / "home")
    protect(Request(paths=(tmp_path / "manual.md",)), installation.register)
    assert register_words(installation).startswith("good")
    snapshots = installation.home / "snapshots"
    (file,) = (snapshots / "segments").iterdir()
    whole = file.read_bytes()
    places = installation.register.snapshot().segments[0].arrays["text_chars@1/places"].tobytes()
    file.write_bytes(whole.replace(places, bytes(len(places))))
    words = register_words(installation)
    assert f"{file.stem}: text_chars@1/places" in words
    assert f"delete {snapshots}" in words
    file.write_bytes(whole[:-1])
    assert "missing or damaged" in register_words(installation)
    shutil.rmtree(snapshots)
    assert register_words(installation).startswith("good")
    installation.close()


def test_doctor_names_works_that_an_earlier_version_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "manual.md").write_text(TEXT)
    installation = Installation.at(tmp_path / "home")
    monkeypatch.setattr(protect_parts, "EDITION", protect_parts.EDITION - 1)
    protect(Request(paths=(tmp_path / "manual.md",)), installation.register)
    monkeypatch.undo()
    (found,) = (check for check in checks(installation) if check.name == "older works")
    assert found.state == "warn"
    assert found.words.startswith("manual: read by an earlier version")
    protect(Request(paths=(tmp_path / "manual.md",)), installation.register)
    assert not [check for check in checks(installation) if check.name == "older works"]
    installation.close()
