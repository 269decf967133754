"""The child's side of `bounded`: reads a call, sets its limits, runs it, sends the answer."""

import importlib
import io
import os
import pickle
import resource
import select
import signal
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from fingerprints.errors import Unreadable

CALL, STARTED, RESULT, MEMORY, FAILED = (bytes([n]) for n in b"CSRMF")
LATE = (signal.SIGPROF, signal.SIGXCPU, signal.SIGALRM)
MEGABYTE = 1 << 20
HEAD = struct.Struct(">cQ")
LIMITS = struct.Struct(">dQd?")
SIZE, RESIDENT = 0, 1  # fields of /proc/PID/statm
ANSWER = 64 * MEGABYTE  # bytes of an answer at most, or this part of the memory allowed
PART = 8
PIECE = 1 << 20
PLAIN = {"bytearray", "complex", "frozenset", "set", "slice"}
ARRAYS = {
    ("numpy", "ndarray"),
    ("numpy", "dtype"),
    ("numpy._core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "scalar"),
    ("numpy._core.numeric", "_frombuffer"),
}


class Loader(pickle.Unpickler):
    """Unpickles plain values, numpy arrays and classes of `fingerprints`, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in ARRAYS or (module == "builtins" and name in PLAIN):
            return super().find_class(module, name)
        if module.startswith("fingerprints.") and "." not in name:
            found = getattr(importlib.import_module(module), name, None)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} may not come back from a bounded call")

    @classmethod
    def read(cls, data: bytes) -> tuple[int, Any]:
        """(bytes the child takes, result); Unreadable when the answer is not what it may be."""
        try:
            size, result = cls(io.BytesIO(data)).load()
        except Exception as error:  # a child taken over by its input may send anything
            raise Unreadable("its reader gave an answer that makes no sense") from error
        return int(size), result


class Limits(NamedTuple):
    """What one call may take."""

    seconds: float  # of the processor
    megabytes: int
    patience: float  # times as many seconds by the clock
    in_all: bool  # megabytes of the whole process, or on top of what it takes at rest

    @property
    def wall(self) -> float:
        """Seconds by the clock."""
        return self.seconds * self.patience


def packed(limits: Limits) -> bytes:
    """The head of a call."""
    return LIMITS.pack(*limits)


def answer_max(megabytes: int) -> int:
    """How many bytes an answer may have."""
    return max(ANSWER, megabytes * MEGABYTE // PART)


def send(handle: int, status: bytes, payload: bytes = b"") -> None:
    """Write one message whole."""
    rest = memoryview(HEAD.pack(status, len(payload)) + payload)
    while rest:
        rest = rest[os.write(handle, rest) :]


def receive(
    handle: int, left: Callable[[], float] | None = None, most: int = ANSWER
) -> tuple[bytes, bytes]:
    """Read one message; EOFError when the other side is gone, TimeoutError when `left` runs out."""
    status, size = HEAD.unpack(_read(handle, HEAD.size, left))
    if left is not None and size > most:
        raise ValueError(_too_large(most))
    return status, _read(handle, size, left)


def _too_large(most: int) -> str:
    return f"gave more than {most // MEGABYTE} MB"


def _read(handle: int, size: int, left: Callable[[], float] | None) -> bytes:
    data = bytearray()
    while len(data) < size:
        if left is not None:
            wait = select.poll()  # unlike select, good for any number of open files
            wait.register(handle, select.POLLIN)
            if not wait.poll(max(0.0, left()) * 1000):
                raise TimeoutError
        piece = os.read(handle, min(PIECE, size - len(data)))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)


def pages(statm: str, field: int) -> int:
    """Bytes that /proc/PID/statm tells, which counts in pages."""
    return int(Path(statm).read_text().split()[field]) * resource.getpagesize()


def spent(process: int) -> float:
    """Seconds of the processor, user and system (proc(5), stat); 0 where there is none to ask."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def size_now() -> int:
    """Bytes of address space this process takes."""
    return pages("/proc/self/statm", SIZE)


def _limit(limits: Limits) -> None:
    """Limits for one call; the clocks kill the process even when its parent is gone."""
    room = limits.megabytes * MEGABYTE
    if limits.in_all:
        room -= pages("/proc/self/statm", RESIDENT)
    _lower(resource.RLIMIT_AS, size_now() + max(room, 0))
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = used.ru_utime + used.ru_stime
    _lower(resource.RLIMIT_CPU, int(spent + limits.seconds) + 2)
    signal.setitimer(signal.ITIMER_PROF, limits.seconds)
    signal.setitimer(signal.ITIMER_REAL, limits.wall + 1)


def _lower(limit: int, value: int) -> None:
    _, hard = resource.getrlimit(limit)
    resource.setrlimit(limit, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _rest() -> None:
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    for limit in (resource.RLIMIT_AS, resource.RLIMIT_CPU):
        _, hard = resource.getrlimit(limit)
        resource.setrlimit(limit, (hard, hard))


def _run(function: Callable[..., Any], args: tuple[Any, ...], most: int) -> tuple[bytes, bytes]:
    try:
        answer = pickle.dumps((size_now(), function(*args)), pickle.HIGHEST_PROTOCOL)
    except Unreadable as reason:
        return FAILED, str(reason).encode()
    except MemoryError:
        return MEMORY, b""
    except Exception as error:  # noqa: BLE001 - whatever a parser raises on hostile bytes is one refusal
        return FAILED, f"could not be read ({type(error).__name__})".encode()
    return (RESULT, answer) if len(answer) <= most else (FAILED, _too_large(most).encode())


def _serve(source: int, target: int) -> None:
    while True:
        _, message = receive(source)
        limits = Limits(*LIMITS.unpack_from(message))
        function, args = pickle.loads(memoryview(message)[LIMITS.size :])  # noqa: S301 - from our parent
        send(target, STARTED)
        _limit(limits)
        answer = _run(function, args, answer_max(limits.megabytes))
        _rest()
        send(target, *answer)


def main() -> None:
    """Serve until the parent closes the pipe; what a library prints goes nowhere."""
    source, target = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        _serve(source, target)
    except (EOFError, BrokenPipeError):
        return


if __name__ == "__main__":
    main()
