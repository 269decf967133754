"""The generic names of our packages must not clash with a library's."""

import re
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = {"alerts", "console", "copywatch", "fingerprints", "hits", "matcher", "spiders"}


def test_no_installed_library_ships_a_package_with_one_of_our_names() -> None:
    clashes = {
        f"{distribution.name}: {file}"
        for distribution in distributions()
        if (distribution.name or "").lower() != "copywatch"
        for file in distribution.files or ()
        if file.parts and file.parts[0].removesuffix(".py") in OURS
    }
    assert not clashes


def test_no_lock_names_a_library_called_like_one_of_our_packages() -> None:
    for lock in (ROOT / "locks").glob("*.lock"):
        names = set(re.findall(r"^([a-z0-9-]+)==", lock.read_text(), re.MULTILINE))
        assert names, lock.name
        assert not names & OURS, lock.name


def test_locks_carry_hashes_and_no_address() -> None:
    for lock in (ROOT / "locks").glob("*.lock"):
        text = lock.read_text()
        assert "://" not in text, lock.name
        pins = len(re.findall(r"^[a-z0-9-]+==", text, re.MULTILINE))
        assert text.count("--hash=sha256:") >= pins > 0, lock.name
