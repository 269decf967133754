"""The commands that the demo ends with can be typed as they stand."""

import sys
from pathlib import Path

import pytest

from copywatch.demo.shown import command, end


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    program = tmp_path / "bin" / "copywatch"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(program), "demo"])
    return program


def test_the_bare_name_is_told_where_the_shell_finds_it(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(installed.parent))
    assert command() == "copywatch"


def test_else_the_program_is_told_from_where_one_stands(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert command() == str(installed)
    monkeypatch.chdir(installed.parents[1])
    assert command() == "bin/copywatch"
    assert "  bin/copywatch serve\n" in end("x", installed)
