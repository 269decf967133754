"""What one page may take: seconds of the processor, shared out between the steps of a match.

Whatever loops over what a page holds asks here, so that a hostile page ends soon; each step tells
what it left out. Bytes and depths have budgets of their own, the same on every machine.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import inf
from time import thread_time
from typing import TypeVar

from fingerprints import bounded

Item = TypeVar("Item")

UNWRAPPED = 0.3  # share of the time after which nothing more is unwrapped,
SEARCHED = 0.45  # no search for rows of tables begins,
COMPARED = 0.55  # no view, candidate or content is compared any more,
NAMED = 0.65  # no name is looked for,
OPENED = 0.75  # and no file is read on
FAIR = 0.2  # of the time, which reading files cannot take away from comparing what they hold
PACE = 64  # items between two looks at the clock
LATE = "the page took too long"


class _Once:
    """Seconds that this process spent on what is read or made once, such as lists of words."""

    spent = 0.0


@contextmanager
def once() -> Iterator[None]:
    """What happens in here is on no page's account: the first page that needs it is not late."""
    begun = thread_time()
    try:
        yield
    finally:
        _Once.spent += thread_time() - begun


def _now() -> tuple[float, float]:
    return thread_time() - _Once.spent, bounded.spent()


@dataclass(slots=True)
class Clock:
    """Begins when it is made; counts this thread and the process that opens files."""

    seconds: float = inf
    late: int = 0  # loops that were ended
    begun: tuple[float, float] = field(default_factory=lambda: _now())  # noqa: PLW0108 - tests set the clock

    @property
    def left(self) -> float:
        """Seconds for reading files."""
        own, files = self._spent()
        return OPENED * self.seconds - own - files

    def past(self, share: float) -> bool:
        """Whether this share of the time is over."""
        own, files = self._spent()
        return own + files > share * self.seconds and own > min(FAIR, share) * self.seconds

    def each(self, items: Iterable[Item], share: float) -> Iterator[Item]:
        """Like `within`, with a look at the clock before each item, since each may take long."""
        return self.within(items, share, 1)

    def within(self, items: Iterable[Item], share: float, pace: int = PACE) -> Iterator[Item]:
        """These items until the share is over; then `late` counts one more."""
        for number, item in enumerate(items):
            if number % pace == 0 and self.past(share):
                self.late += 1
                return
            yield item

    def _spent(self) -> tuple[float, float]:
        own, files = _now()
        return own - self.begun[0], files - self.begun[1]


ENDLESS = Clock()
