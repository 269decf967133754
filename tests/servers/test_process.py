"""Starting and stopping real software."""

import sys
from pathlib import Path

import pytest

from tests.servers.process import NotReady, free_port, python, running

HOST = "127.0.0.19"


def test_a_missing_environment_is_told_with_the_way_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COPYWATCH_SERVERS_PYTHON", str(tmp_path / "none"))
    with pytest.raises(NotReady, match="`make test` sets it up"):
        python()


def test_a_server_answers_inside_the_block_and_is_gone_after_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COPYWATCH_SERVERS_PYTHON", sys.executable)
    port = free_port(HOST)
    serve = ["-m", "http.server", "--bind", HOST, str(port)]
    with running(serve, host=HOST, port=port, folder=tmp_path) as server:
        assert Path(f"/proc/{server.pid}").exists()
        assert server.url == f"http://{HOST}:{port}/"
    assert not Path(f"/proc/{server.pid}").exists()


def test_a_server_that_ends_at_once_shows_what_it_wrote(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COPYWATCH_SERVERS_PYTHON", sys.executable)
    fails = ["-c", "raise SystemExit('no such shop')"]
    with (
        pytest.raises(NotReady, match="no such shop"),
        running(fails, host=HOST, port=free_port(HOST), folder=tmp_path),
    ):
        pass
