"""Commands run in this process, where a process of their own would only cost time."""

from pathlib import Path

import pytest

from copywatch.cli.app import run
from tests.copywatch.commands import Run


@pytest.fixture
def command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs a command in this process, in a home of its own: its code, stdout and stderr."""
    monkeypatch.setenv("COPYWATCH_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            run(arguments)
        return int(ended.value.code or 0), *capsys.readouterr()

    return call
