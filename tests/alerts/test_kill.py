"""A sender that is killed at any moment loses nothing and repeats at most what it was sending."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from hits.flood import Limits
from hits.record import Record
from tests.alerts.examples import take, telling
from tests.alerts.receivers import Hook

ROOT = Path(__file__).parents[2]
KILLS, AHEAD, LONGEST = 30, 10, 0.2  # seconds


def test_thirty_kills_lose_nothing_and_repeat_only_what_was_being_sent(
    tmp_path: Path, hook: Hook
) -> None:
    hits, killed = kill_senders(tmp_path, hook)
    seen = Counter(got["alert"] for got in hook.got)
    assert {got["link"].rpartition("/")[2] for got in hook.got} == hits
    assert len(seen) == len(hits)
    assert sum(seen.values()) - len(hits) <= killed
    told: set[str] = set()
    for got in hook.got:
        assert got["alert"] not in told or got["possibly_sent_before"] == "yes"
        told.add(got["alert"])
    assert 0 < sum(got["possibly_sent_before"] == "yes" for got in hook.got) <= killed


def kill_senders(folder: Path, hook: Hook) -> tuple[set[str], int]:
    """Find hits while senders are killed, then let the last one finish."""
    moments = random.Random(20261122)  # noqa: S311  # moments, not secrets
    command = [sys.executable, "-m", "tests.alerts.killed", str(folder), hook.url]
    hits: set[str] = set()
    killed = 0
    with (
        Record.open(f"sqlite:///{folder / 'record.db'}", limits=Limits(hits=100_000)) as record,
        subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as forks,
    ):
        assert forks.stdin is not None and forks.stdout is not None
        for _ in range(10 * KILLS):
            while len(hits) - len(hook.got) < AHEAD:
                hits.add(take(record, f"shop.test/p/{len(hits)}", telling("chat")))
            child = ask(forks)
            time.sleep(moments.uniform(0, LONGEST))
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            killed += forks.stdout.readline().strip() == "True"
            if killed == KILLS:
                break
        ask(forks)
        assert forks.stdout.readline().strip() == "False"
        forks.stdin.close()
    return hits, killed


def ask(forks: "subprocess.Popen[str]") -> int:
    assert forks.stdin is not None and forks.stdout is not None
    forks.stdin.write("go\n")
    forks.stdin.flush()
    return int(forks.stdout.readline())
