"""The bounded child process: what is too slow, too large or broken ends there."""

import multiprocessing
import operator
import os
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fingerprints import bounded, bounded_child, content
from fingerprints.errors import Unreadable

ROOT = Path(__file__).parents[2]


def refused(function: Any, *args: Any, **limits: Any) -> str:
    with pytest.raises(Unreadable) as caught:
        bounded.call(function, *args, **limits)
    return str(caught.value)


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split(") ")[1][0] != "Z"
    except FileNotFoundError:
        return False


def gone(process: int) -> bool:
    until = time.monotonic() + 10
    while alive(process) and time.monotonic() < until:
        time.sleep(0.02)
    return not alive(process)


def test_what_calls_spend_is_counted_in_time_of_the_processor() -> None:
    bounded.call(time.sleep, 0.0)
    before = bounded.spent()
    bounded.call(time.sleep, 0.4)
    assert bounded.spent() - before < 0.2
    bounded.call(_busy, 0.4)
    assert 0.3 < bounded.spent() - before < 0.8
    assert refused(_busy, 30.0, seconds=0.5, patience=50)
    assert bounded.spent() - before > 0.75


def _busy(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def test_a_result_comes_back_from_another_process_which_stays() -> None:
    child = bounded.call(os.getpid)
    assert child != os.getpid()
    assert bounded.call(os.getpid) == child


def test_arrays_and_our_own_types_come_back() -> None:
    assert bounded.call(np.arange, 5).tolist() == [0, 1, 2, 3, 4]
    told = bounded.call(content.from_json, {"type": "text", "body": "hello"})
    assert told == content.Text("hello")


def test_our_own_reason_is_passed_on_and_the_child_stays() -> None:
    child = bounded.call(os.getpid)
    assert refused(bounded_child.Loader.read, b"no pickle").startswith("its reader gave an answer")
    assert bounded.call(os.getpid) == child


def test_another_error_is_told_by_its_name_without_its_text() -> None:
    assert refused(int, "protected words") == "could not be read (ValueError)"


@pytest.mark.parametrize("function", [time.sleep, pow])
def test_what_takes_too_long_is_ended_in_time(function: Any) -> None:
    args = (30,) if function is time.sleep else (7, 10**10)
    before, child = time.monotonic(), bounded.call(os.getpid)
    assert refused(function, *args, seconds=0.3) == "took longer than 0.3 s"
    assert time.monotonic() - before < 5
    assert gone(child)


def test_with_patience_only_the_processors_time_counts() -> None:
    assert bounded.call(time.sleep, 0.6, seconds=0.2, patience=20) is None
    before = time.monotonic()
    assert refused(pow, 7, 10**10, seconds=0.3, patience=100) == "took longer than 0.3 s"
    assert time.monotonic() - before < 20
    assert refused(time.sleep, 30, seconds=0.1, patience=3) == "took longer than 0.1 s"


def test_memory_in_all_counts_libraries_and_what_is_at_rest() -> None:
    bounded.call(_ends_of, 1)  # imports what this module needs
    taken = bounded.call(bounded_child.pages, "/proc/self/statm", bounded_child.RESIDENT)
    room = 200 - taken // bounded_child.MEGABYTE
    assert 40 < room < 190
    assert len(bounded.call(_ends_of, (room - 20) << 20, megabytes=200, in_all=True)) == 2
    assert (
        refused(_ends_of, (room + 2) << 20, megabytes=200, in_all=True) == "needed more than 200 MB"
    )
    assert len(bounded.call(_ends_of, (room + 2) << 20, megabytes=200)) == 2


def test_a_child_grown_fat_is_replaced_before_a_call_that_counts_all() -> None:
    child = bounded.call(_grow, 120 << 20)
    assert bounded.call(os.getpid) == child
    assert bounded.call(os.getpid, in_all=True) != child


def _ends_of(size: int) -> bytes:
    return bytes(bytearray(size)[:: max(1, size - 1)])


def _grow(size: int) -> int:
    globals()["kept"] = b"x" * size
    return os.getpid()


def test_what_needs_too_much_memory_is_refused() -> None:
    assert refused(bytearray, 200 << 20, megabytes=64) == "needed more than 64 MB"
    assert len(bounded.call(bytearray, 20 << 20, megabytes=64)) == 20 << 20


def test_memory_that_an_earlier_call_kept_counts_for_nobody_else() -> None:
    for _ in range(5):
        assert len(bounded.call(bytearray, 25 << 20, megabytes=64)) == 25 << 20


def test_an_answer_that_is_too_large_is_refused() -> None:
    assert refused(bytes, 65 << 20) == "gave more than 64 MB"


@pytest.mark.parametrize(
    ("function", "args", "reason"),
    [
        (os._exit, (3,), "its reader broke down"),
        (os.abort, (), "its reader broke down (signal 6)"),
        (os.close, (4,), "its reader broke down"),
    ],
)
def test_a_crash_is_a_reason_and_the_next_call_works(
    function: Any, args: tuple[int, ...], reason: str
) -> None:
    assert refused(function, *args) == reason
    assert bounded.call(operator.add, 1, 2) == 3


def test_a_child_killed_between_two_calls_is_replaced_unseen() -> None:
    os.kill(bounded.call(os.getpid), 9)
    assert bounded.call(operator.add, 1, 2) == 3


def test_an_answer_cannot_bring_code_along() -> None:
    assert refused(operator.attrgetter, "x") == "its reader gave an answer that makes no sense"
    evil = b"cfingerprints.bounded\nos.system\n."
    with pytest.raises(Unreadable):
        bounded_child.Loader.read(evil)


def test_the_child_knows_neither_key_nor_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYWATCH_KEY", "secret")
    bounded.RUNNER.stop()
    assert bounded.call(os.getenv, "COPYWATCH_KEY") is None
    assert bounded.call(os.getenv, "PATH") == os.environ["PATH"]


def test_what_a_library_prints_does_not_spoil_the_answer() -> None:
    assert bounded.call(print, "C" * 100) is None
    assert bounded.call(operator.add, 1, 2) == 3


def test_threads_take_turns() -> None:
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda n: bounded.call(operator.add, n, 1), range(50))) == list(
            range(1, 51)
        )


def test_each_worker_of_a_pool_has_a_child_of_its_own() -> None:
    mine = bounded.call(os.getpid)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        theirs = pool.submit(bounded.call, os.getpid).result(30)
    assert theirs != mine
    assert gone(theirs) and alive(mine)


def test_a_forked_process_lets_go_of_its_parents_child() -> None:
    mine = bounded.call(os.getpid)
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        theirs = pool.submit(bounded.call, os.getpid).result(30)
    assert theirs != mine
    assert bounded.call(os.getpid) == mine


@pytest.mark.parametrize(
    "ending", ["pass", "import os; os._exit(0)", "import os; os.kill(os.getpid(), 9)"]
)
def test_nothing_is_left_running_however_the_parent_ends(ending: str) -> None:
    code = (
        "import os, sys; from fingerprints import bounded;"
        f"print(bounded.call(os.getpid), flush=True); {ending}"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, timeout=30, check=False
    )
    assert gone(int(done.stdout))


def test_a_call_costs_less_than_a_millisecond() -> None:
    bounded.call(operator.add, 1, 2)
    costs = []
    for _ in range(100):
        before = time.perf_counter()
        bounded.call(operator.add, 1, 2)
        costs.append(time.perf_counter() - before)
    assert sorted(costs)[10] < 0.001  # other processes take their share of the clock
