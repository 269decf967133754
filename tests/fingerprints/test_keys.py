"""The register key: made once, readable by its owner only, never quoted."""

import stat
from pathlib import Path

import pytest

from fingerprints.errors import ConfigurationError
from fingerprints.keys import FILE, VARIABLE, Keys, load, make, of_home, parse


def test_a_new_home_gets_a_key_that_only_its_owner_can_read(home: Path) -> None:
    keys, made = of_home(home, {})
    assert made
    assert stat.S_IMODE((home / FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert [path.name for path in home.iterdir()] == [FILE]
    assert of_home(home, {}) == (keys, False)


def test_the_exported_text_gives_the_same_key(home: Path) -> None:
    keys = make(home)
    assert parse(keys.export() + "\n", "test") == keys


def test_the_environment_comes_before_the_file(home: Path) -> None:
    make(home)
    other = Keys(b"e" * 32)
    assert load(home, {VARIABLE: other.export()}) == other


def test_the_first_of_two_makers_wins(home: Path) -> None:
    assert make(home) == make(home)


def test_a_register_without_its_key_tells_where_to_put_it(home: Path) -> None:
    home.mkdir()
    (home / "register.db").touch()
    with pytest.raises(ConfigurationError, match=VARIABLE):
        of_home(home, {})
    assert not (home / FILE).exists()


@pytest.mark.parametrize("text", ["", "short", "ü" * 50, "!" * 44])
def test_a_text_that_is_no_key_is_refused_without_quoting_it(text: str) -> None:
    with pytest.raises(ConfigurationError, match="key export") as raised:
        parse(text, "the file")
    assert not text or text not in str(raised.value)


def test_keys_for_two_purposes_differ_and_the_key_is_never_printed() -> None:
    keys = Keys(b"s" * 32)
    assert keys.sub("seal") != keys.sub("tokens")
    assert "ssss" not in repr(keys)
