"""The configuration is read strictly, and every error names file, key and what is allowed."""

from pathlib import Path

import pytest

from copywatch import config
from fingerprints.errors import ConfigurationError


def written(folder: Path, text: str) -> Path:
    path = folder / config.FILE
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(ConfigurationError) as caught:
        config.read(written(folder, text))
    return str(caught.value)


def test_no_file_means_the_defaults() -> None:
    assert config.read(None).crawl.pages == 200


def test_the_example_is_a_valid_file_with_the_defaults() -> None:
    example = Path(__file__).parents[2] / "copywatch.toml.example"
    read = config.read(example)
    assert read.crawl == config.Crawl()
    assert read.index == config.IndexSection()
    assert read.owner.sellers == ["Our Official Store"]


def test_the_rule_in_the_example_is_valid_once_it_is_no_comment(tmp_path: Path) -> None:
    example = (Path(__file__).parents[2] / "copywatch.toml.example").read_text(encoding="utf-8")
    start = example.index("# [[alerts]]")
    rule = example[start:].replace("\n# ", "\n").removeprefix("# ")
    targets = '[targets]\nteam = "json://127.0.0.1:9/"\n'
    read = config.read(written(tmp_path, targets + rule))
    assert read.alerts[0].min_risk == 60


def test_an_unknown_key_is_named_with_file_and_what_is_allowed(tmp_path: Path) -> None:
    said = refusal(tmp_path, "[crawl]\npagse = 3\n")
    assert str(tmp_path / config.FILE) in said
    assert "crawl.pagse" in said
    assert "pages" in said


def test_an_unknown_key_of_a_rule_is_told_with_the_keys_of_a_rule(tmp_path: Path) -> None:
    said = refusal(tmp_path, '[[alerts]]\nname = "a"\ntargets = []\ntarget = "x"\n')
    assert "alerts.0.target" in said
    assert "min_risk" in said


def test_a_wrong_type_is_told_with_the_value(tmp_path: Path) -> None:
    said = refusal(tmp_path, '[crawl]\npages = "many"\n')
    assert "crawl.pages" in said
    assert "'many'" in said


def test_a_rule_that_names_an_unknown_target_is_refused(tmp_path: Path) -> None:
    said = refusal(tmp_path, '[[alerts]]\nname = "a"\ntargets = ["nobody"]\n')
    assert "nobody" in said


def test_broken_toml_is_one_clear_line(tmp_path: Path) -> None:
    said = refusal(tmp_path, "[crawl\n")
    assert "not a TOML file" in said
    assert "\n" not in said


def test_a_value_from_the_environment_that_is_not_set_is_told() -> None:
    assert config.secret("env:THERE", {"THERE": "x"}) == "x"
    assert config.secret("plain", {}) == "plain"
    with pytest.raises(ConfigurationError, match="NOT_THERE"):
        config.secret("env:NOT_THERE", {})


def test_the_home_goes_before_the_current_folder(tmp_path: Path) -> None:
    home, current = tmp_path / "home", tmp_path / "current"
    home.mkdir()
    current.mkdir()
    assert config.find(home, current) is None
    there = written(current, "")
    assert config.find(home, current) == there
    assert config.find(home, current) != written(home, "")
    assert config.find(home, current) == home / config.FILE
