"""Runs one function on hostile input in a child process that has limits on time and memory."""

import atexit
import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any

from fingerprints import SINGLE
from fingerprints import bounded_child as child
from fingerprints.errors import Unreadable

START_SECONDS = 60.0  # a loaded machine imports slowly; the function's own time starts later
KEPT = {"HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "TMPDIR", "TZ"}  # no key, no token
LEAN = {**SINGLE, "MALLOC_ARENA_MAX": "2"}
LETTERS = 300  # of a reason
PATIENCE = 5.0  # times the seconds of the processor that a loaded machine may take by the clock
FAT = 96 * child.MEGABYTE  # resident at rest; above, a call that counts all gets a fresh child


class Told(Unreadable):
    """The function itself failed; the child is in good order and stays."""


class Runner:
    """One child process, started when it is first needed and again after it was killed."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.rest = 0  # bytes the child took when it was first at rest
        self.spent = 0.0  # seconds of the processor that all calls took

    def call(self, request: bytes, limits: child.Limits) -> Any:
        """Send one pickled (function, arguments) and wait for its answer."""
        with self.lock:
            try:
                return self._ask(request, limits)
            except Told as told:
                reason = str(told)
            except BaseException:  # tidied up, and raised again
                self.stop()
                raise
        raise Unreadable(reason)

    def _ask(self, request: bytes, limits: child.Limits) -> Any:
        if limits.in_all and self.process and _resident(self.process) > FAT:
            self.stop()  # what earlier calls left behind must not count for this one
        process = self._started(child.packed(limits) + request)
        with self._counting(process, limits.seconds):
            payload = self._answer(process, limits)
        return self._result(payload, limits.megabytes)

    @contextlib.contextmanager
    def _counting(self, process: subprocess.Popen[bytes], seconds: float) -> Iterator[None]:
        """A child that is gone is taken to have used up what it was allowed."""
        before = child.spent(process.pid)
        try:
            yield
        finally:
            now = child.spent(process.pid)
            self.spent += now - before if now else seconds

    def _answer(self, process: subprocess.Popen[bytes], limits: child.Limits) -> bytes:
        megabytes, late = limits.megabytes, f"took longer than {limits.seconds:g} s"
        try:
            status, payload = _receive(process, limits.wall, child.answer_max(megabytes))
        except TimeoutError as error:
            raise Unreadable(late) from error
        except EOFError as error:
            raise Unreadable(_ending(process, late)) from error
        except ValueError as error:
            raise Unreadable(str(error)) from error
        if status == child.RESULT:
            return payload
        if status == child.MEMORY:
            raise Unreadable(f"needed more than {megabytes} MB")
        raise Told(payload.decode(errors="replace")[:LETTERS])

    def _result(self, payload: bytes, megabytes: int) -> Any:
        size, result = child.Loader.read(payload)
        self.rest = self.rest or size
        if size > self.rest + megabytes * child.MEGABYTE // 2:
            self.stop()  # it keeps what it has read
        return result

    def _started(self, message: bytes) -> subprocess.Popen[bytes]:
        """The child that has taken the call; one that died since the last call is replaced."""
        for _ in range(2):
            if self.process is None:
                self.process = _start()
            with contextlib.suppress(BrokenPipeError, EOFError, TimeoutError):
                assert self.process.stdin is not None
                child.send(self.process.stdin.fileno(), child.CALL, message)
                _receive(self.process, START_SECONDS)
                return self.process
            self.stop()
        raise Unreadable("the process that reads files could not be started")

    def stop(self) -> None:
        """Kill the child, if there is one; the next call starts another."""
        process, self.process, self.rest = self.process, None, 0
        if process is not None:
            process.kill()
            _close(process)
            process.wait()

    def forget(self) -> None:
        """After a fork the child belongs to the parent: let go of it without killing it."""
        process, self.process, self.rest = self.process, None, 0
        self.lock = threading.Lock()
        if process is not None:
            _close(process)
            process.returncode = 0  # not ours to wait for


def _receive(
    process: subprocess.Popen[bytes], seconds: float, most: int = child.ANSWER
) -> tuple[bytes, bytes]:
    assert process.stdout is not None
    until = monotonic() + seconds
    return child.receive(process.stdout.fileno(), lambda: until - monotonic(), most)


def _start() -> subprocess.Popen[bytes]:
    """A fresh interpreter: nothing is inherited, and our own main module is not imported again."""
    environment = {name: os.environ[name] for name in KEPT & os.environ.keys()} | LEAN
    environment["PYTHONPATH"] = os.pathsep.join(path or os.getcwd() for path in sys.path)  # noqa: PTH109 - the text is wanted
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-P", "-m", child.__name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,  # Ctrl-C is for the parent, which ends the child
    )


def _resident(process: subprocess.Popen[bytes]) -> int:
    """Bytes of memory the child takes; 0 when it is gone, which the next message finds out."""
    with contextlib.suppress(OSError, IndexError, ValueError):
        return child.pages(f"/proc/{process.pid}/statm", child.RESIDENT)
    return 0


def _close(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


def _ending(process: subprocess.Popen[bytes], late: str) -> str:
    try:
        code = process.wait(1)
    except subprocess.TimeoutExpired:
        return "its reader stopped without an answer"
    if -code in child.LATE:
        return late
    return f"its reader broke down (signal {-code})" if code < 0 else "its reader broke down"


def kept() -> Runner:
    """A runner whose child ends with this process, and is not shared after a fork."""
    runner = Runner()
    atexit.register(runner.stop)
    os.register_at_fork(after_in_child=runner.forget)
    return runner


RUNNER = kept()


def spent() -> float:
    """Seconds of the processor that the calls of this process have taken; 0 where not told."""
    return RUNNER.spent


def call(
    function: Callable[..., Any],
    *args: Any,
    seconds: float = 2.0,
    megabytes: int = 512,
    patience: float = 1.0,
    in_all: bool = False,
    runner: Runner | None = None,
) -> Any:
    """The function's result, or Unreadable in plain words when it failed or hit a limit.

    It may take `seconds` of the processor and `patience` times as many by the clock, so that with
    patience the same bytes end in the same way on a loaded machine. `megabytes` are what it may
    take on top of what the child takes at rest; with `in_all` they are the whole process's,
    libraries included. The function must be importable by name. Only plain values, numpy arrays
    and the classes of `fingerprints` come back, so that a child taken over by its input cannot
    reach the parent. What takes long to load has a `runner` of its own, which keeps it.
    """
    request = pickle.dumps((function, args), pickle.HIGHEST_PROTOCOL)
    return (runner or RUNNER).call(request, child.Limits(seconds, megabytes, patience, in_all))
