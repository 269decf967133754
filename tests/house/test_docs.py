"""The docs name every command, configuration key, kind and spider that there is."""

import re
from pathlib import Path

import pytest
import typer.main

from copywatch.cli import app as commands
from copywatch.config import Config
from fingerprints.kinds import KINDS
from spiders.choose import sites

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / "copywatch.toml.example").read_text(encoding="utf-8")


def names() -> list[str]:
    commands.load(["--help"])
    found = typer.main.get_command(commands.app)
    return sorted(found.commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", names())
def test_every_command_is_documented_and_found_by_its_name(name: str) -> None:
    assert f"`copywatch {name}" in PAGE
    assert name in commands.WHERE


@pytest.mark.parametrize("section", sorted(Config.model_fields))
def test_every_key_of_the_configuration_stands_in_the_example(section: str) -> None:
    assert f"[{section}]" in EXAMPLE
    annotation = Config.model_fields[section].annotation
    inner = getattr(annotation, "__args__", (annotation,))[-1]
    for key in getattr(inner, "model_fields", {}):
        assert re.search(rf"^(# )?{key} = ", EXAMPLE, re.MULTILINE), f"{section}.{key}"


def test_every_site_that_ships_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for site in sites():
        assert site.name in readme.lower(), site.name


def test_every_kind_is_named_in_the_docs() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md"))
    for kind in KINDS:
        assert kind.name.partition("@")[0] in text, kind.name


def test_the_readme_is_short_and_its_links_lead_somewhere() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")):
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_each_step_of_the_flow_names_files_that_exist() -> None:
    text = (ROOT / "docs" / "flow.md").read_text(encoding="utf-8")
    for path in re.findall(r"`([a-z_]+/[a-z_/]+(?:\.py|/))`", text):
        assert (ROOT / path).exists(), path
