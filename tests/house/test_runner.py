"""`make test` says what could not run, never calls sudo, and leaves nothing out in CI."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ELASTIC, TIMED, group
from tests.elastic.nodes import VERSIONS
from tests.run import processes

ROOT = Path(__file__).parents[2]


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A path with git and nothing else: no Java, no browser, no apt-get."""
    git = shutil.which("git")
    assert git
    (tmp_path / "git").symlink_to(git)
    return tmp_path


def run(path: Path, **more: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if key not in {"CI", "PATH"}}
    return subprocess.run(
        [sys.executable, "-m", "tests.run", "--collect-only", "-q", "tests/house/test_names.py"],
        cwd=ROOT, env={**kept, "PATH": str(path), **more}, capture_output=True, text=True,
        timeout=100, check=False,
    )  # fmt: skip


def test_what_is_missing_is_named_with_its_packages_at_the_end(bare: Path) -> None:
    done = run(bare)
    assert done.returncode == 0, done.stdout + done.stderr
    last = done.stdout.strip().splitlines()[-3:]
    assert "not run here: Elasticsearch (apt install default-jdk-headless maven)" in last
    assert "not run here: the browser (apt install chromium)" in last
    assert "sudo" not in (ROOT / "tests" / "run.py").read_text().replace("never by sudo", "")


def test_in_ci_anything_missing_is_a_failure(bare: Path) -> None:
    done = run(bare, CI="true")
    assert done.returncode == 1
    assert "CI leaves nothing out" in done.stdout


def test_a_missing_venv_module_is_told_in_one_line(tmp_path: Path) -> None:
    """A Python without ensurepip, as Debian ships it."""
    python = tmp_path / "python3"
    python.write_text('#!/bin/sh\ncase "$*" in *ensurepip*) exit 1;; esac\nexit 0\n')
    python.chmod(0o755)
    done = subprocess.run(
        ["make", "venv-possible", f"PYTHON={python}"],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "apt install python3-venv" in done.stderr.splitlines()[0]


def test_everything_runs_in_two_processes_and_each_server_starts_once() -> None:
    """What needs one server, shares a folder's home or measures time has one group each."""
    assert processes([])[:2] == processes(["--durations=9"])[:2] == ["-n", "2"]
    assert processes(["tests/house"]) == []
    index = "tests/hits/test_index.py"
    versions = {group(f"{index}::test_words[{version}-2]") for version in VERSIONS}
    assert versions == {"elastic"} == {group(f"{file}::test_tls[sqlite]") for file in ELASTIC}
    assert group(f"{index}::test_words[sqlite-2]") == index
    assert group("tests/hits/test_record.py::test_one[postgres]") == "postgres"
    assert group("tests/console/test_hit.py::a") == group("tests/console/test_many.py::b")
    assert {group(f"{file}::test_it[a]") for file in TIMED} == {"timed"}
    assert all((ROOT / file).is_file() for file in (*TIMED, *ELASTIC))


def test_one_group_is_run_by_one_process(tmp_path: Path) -> None:
    """Of two files, each goes to a process of its own, and nothing of a file to another."""
    files = ["tests/house/test_names.py", "tests/fingerprints/test_kinds.py"]
    command = [sys.executable, "-m", "pytest", "-v", *processes([]), *files]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False
    )
    pairs = set(re.findall(r"^\[(gw\d)\].* (tests/\S+?)::", done.stdout, re.MULTILINE))
    assert {file for _, file in pairs} == set(files), done.stdout
    assert len(pairs) == 2
