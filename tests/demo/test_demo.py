"""The demo, run as a user runs it, finds every copy and accuses nobody."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from copywatch.demo.home import MARK, emptied, fresh
from fingerprints.errors import ConfigurationError

ROOT = Path(__file__).parents[2]
KEYS = {"url", "place", "channel", "asset", "status", "score", "risk", "evidence", "alerts"}
KINDS = {
    *("text_chars", "text_words", "code_tokens", "code_members", "code_sketch"),
    *("table_pairs", "names", "image_hash"),
}


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> "subprocess.CompletedProcess[str]":
    home = tmp_path_factory.mktemp("demo") / "home"
    return subprocess.run(
        [sys.executable, "-m", "copywatch", "demo", "--once", "--json", "--demo-home", str(home)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=550,
        check=False,
    )


@pytest.fixture(scope="module")
def hits(ran: "subprocess.CompletedProcess[str]") -> list[dict[str, Any]]:
    return [json.loads(line) for line in ran.stdout.splitlines()]


pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def test_it_ends_by_itself_having_found_all_and_accused_nobody(
    ran: "subprocess.CompletedProcess[str]",
) -> None:
    assert ran.returncode == 0, ran.stderr[-3000:]
    assert "Of 18 copies at 15 places 18 were found." in ran.stderr
    assert "innocent places 0 were accused" in ran.stderr
    assert "was asked 0 times" in ran.stderr


def test_every_hit_is_one_line_with_the_promised_keys(hits: list[dict[str, Any]]) -> None:
    assert all(hit.keys() == KEYS for hit in hits)
    assert all({"kind", "part"} <= proof.keys() for hit in hits for proof in hit["evidence"])


def test_hits_are_of_all_channels_and_kinds(hits: list[dict[str, Any]]) -> None:
    assert {hit["channel"] for hit in hits} == {"marketplace", "trade_show", "code", "paste"}
    kinds = {proof["kind"].partition("@")[0] for hit in hits for proof in hit["evidence"]}
    assert kinds == KINDS


def test_alerts_left_for_every_open_hit_and_for_no_authorised_one(
    hits: list[dict[str, Any]],
) -> None:
    for hit in hits:
        states = {alert["state"] for alert in hit["alerts"]}
        assert states == ({"sent"} if hit["status"] == "open" else set())
    assert {hit["status"] for hit in hits} == {"open", "authorised"}


def test_what_is_told_names_secret_works_by_their_code_names_and_quotes_nothing(
    ran: "subprocess.CompletedProcess[str]",
) -> None:
    told = ran.stdout + ran.stderr
    assert "Heron" in told
    assert "Test protocol" not in told and "carbon flour" not in told
    assert "\x1b" not in told


def test_it_ends_with_three_commands_for_ones_own_works(
    ran: "subprocess.CompletedProcess[str]",
) -> None:
    for command in ("copywatch protect", "copywatch watch https://", "copywatch serve"):
        assert command in ran.stderr.partition("Your own works, three commands:")[2]


def test_a_folder_that_holds_anything_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(ConfigurationError, match="no demo made it"):
        emptied(tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_two_demos_at_the_same_time_have_two_homes(tmp_path: Path) -> None:
    wished = tmp_path / "demo"
    with fresh(wished) as first, fresh(wished) as second:
        assert first == wished != second
        assert (second / MARK).exists()
    with fresh(wished) as third:
        assert third == wished
