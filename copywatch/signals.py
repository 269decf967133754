"""Who hears Ctrl-C: the command that a person started, not its helpers."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def undisturbed() -> Iterator[None]:
    """Processes started in this block do not hear Ctrl-C; whoever started them ends them."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def ending_quietly() -> Iterator[None]:
    """Ctrl-C and SIGTERM end what runs in this block in order, and the command with code 0.

    For a server that handles both itself and, when it is done, raises them again.
    """

    def done(_number: int, _frame: FrameType | None) -> None:
        """Nothing is left to do."""

    before = {number: signal.signal(number, done) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
