"""The index of samples: a folder of segments that follows the record by number.

The record is the truth; whatever is missing here is made again from it. New rows wait in the
record until there are enough for a small segment; sixteen small ones become a large one (a
log-structured merge, O'Neil and others 1996). A segment is written whole or not at all, and one
process at a time writes.
"""

import fcntl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fingerprints.arrays import U64
from fingerprints.errors import CopywatchError
from hits import samples
from hits.database import Database
from hits.look_segment import Segment

SMALL = 1024  # rows of a small segment
LARGE = 16 * SMALL
END = 2**62  # no row has a higher number
TRIES = 5
LIST = "*.seg"
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class LookIndex:
    """The segments in a folder, and the record that they follow."""

    folder: Path
    database: Database
    small: int = SMALL
    large: int = LARGE

    def segments(self) -> list[Segment]:
        """All segments that are whole, in order; one replaced meanwhile is looked for again."""
        for _ in range(TRIES):
            try:
                return [Segment.open(self._path(one)) for one in self.ranges()]
            except FileNotFoundError:
                continue
            except CopywatchError:  # damaged: what it held is made again
                with self.writing():
                    self._sweep()
        return []

    def ranges(self) -> list[Range]:
        """The rows that each segment covers, in order, without those that a larger one covers."""
        found = sorted(map(_range, self.folder.glob(LIST)), key=lambda one: (one[0], -one[1]))
        kept: list[Range] = []
        for one in found:
            if not kept or one[0] > kept[-1][1]:
                kept.append(one)
        return kept

    def behind(self) -> list[Range]:
        """Ranges of rows that no segment covers; the last one has no end."""
        return [*uncovered(self.ranges())]

    def waiting(self) -> int:
        """How many rows no segment covers yet, counted up to two large segments for each gap."""
        with self.database.read() as connection:
            return sum(
                len(samples.numbers(connection, *gap, limit=2 * self.large))
                for gap in self.behind()
            )

    def catch_up(self) -> None:
        """Follow the record as far as whole segments go; does nothing where another one does."""
        with self.writing(wait=False) as mine:
            if not mine:
                return
            self._sweep()
            *holes, (start, _) = self.behind()
            for first, last in holes:
                self._fill(first, last)
            while end := self._enough(start):
                self._fill(start, end)
                start = end + 1
            self._merge()

    def forget(self, numbers: list[int]) -> None:
        """Take rows out of every segment; nothing of them stays in a file."""
        gone = np.array(numbers, np.uint64)
        with self.writing():
            self._sweep()
            for one in self.ranges():
                self._rewrite(Segment.open(self._path(one)), gone)

    def tidy(self, share: int = 1, of: int = 1) -> None:
        """Take out what the record no longer has; looks at every `of`-th segment."""
        with self.writing():
            self._sweep()
            for first, last in self.ranges()[share % of :: of]:
                segment = Segment.open(self._path((first, last)))
                with self.database.read() as connection:
                    there = np.array(samples.numbers(connection, first, last), np.uint64)
                self._rewrite(segment, np.setdiff1d(segment.numbers, there))

    def clear(self) -> None:
        """Forget all segments; they are made again from the record."""
        with self.writing():
            for path in self.folder.glob(LIST):
                path.unlink()

    @contextmanager
    def writing(self, *, wait: bool = True) -> Iterator[bool]:
        """Hold the folder; False where somebody else does and we do not wait."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
                return
            yield True

    def _enough(self, start: int) -> int:
        """Where the next segment ends; 0 while too few rows wait."""
        with self.database.read() as connection:
            rows = samples.numbers(connection, start, END, limit=self.large)
        size = self.large if len(rows) == self.large else self.small
        return rows[size - 1] if len(rows) >= size else 0

    def _fill(self, first: int, last: int) -> None:
        """Write what the record has in this range, which may be nothing."""
        with self.database.read() as connection:
            while first <= last:
                rows = samples.numbers(connection, first, last, limit=self.large)
                end = rows[-1] if len(rows) == self.large else last
                Segment.of(first, end, samples.between(connection, first, end)).write(self.folder)
                first = end + 1

    def _merge(self) -> None:
        """Sixteen small neighbours become a large one, made again from the record."""
        small: list[Range] = []
        for one in self.ranges():
            small = [*small, one] if self._is_small(one) else []
            if len(small) == self.large // self.small:
                self._fill(small[0][0], one[1])
                small = []
        self._sweep()

    def _sweep(self) -> None:
        """Remove drafts of the killed, what a larger segment covers, what is damaged, and all
        when the record is older than they are (a backup was put back, or a new one begun)."""
        for draft in self.folder.glob("*.new"):
            draft.unlink()
        with self.database.read() as connection:
            newest = samples.newest(connection)
        kept = set(self.ranges())
        for path in self.folder.glob(LIST):
            first, last = _range(path)
            if (first, last) not in kept or last > newest or not _whole(path):
                path.unlink()

    def _rewrite(self, segment: Segment, gone: U64) -> None:
        fewer = segment.without(gone)
        if fewer is not None:
            fewer.write(self.folder)

    def _is_small(self, one: Range) -> bool:
        return len(Segment.open(self._path(one)).numbers) <= self.small

    def _path(self, one: Range) -> Path:
        return self.folder / f"{one[0]:012}-{one[1]:012}.seg"


def uncovered(ranges: Iterable[Range]) -> Iterator[Range]:
    """The gaps between ranges in order, and what comes after the last."""
    at = 1
    for first, last in ranges:
        if first > at:
            yield at, first - 1
        at = last + 1
    yield at, END


def _range(path: Path) -> Range:
    first, _, last = path.stem.partition("-")
    return int(first), int(last)


def _whole(path: Path) -> bool:
    try:
        Segment.open(path)
    except CopywatchError:
        return False
    return True
