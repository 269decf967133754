"""Matching in worker processes: memory is bounded, and a worker that dies is replaced."""

import asyncio
import multiprocessing
import os
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Self

from copywatch.signals import undisturbed
from fingerprints.blobs import Blobs
from fingerprints.content import Content
from fingerprints.keys import Keys
from fingerprints.kind import Context
from fingerprints.snapshot import Snapshot
from matcher.match import Examined

if TYPE_CHECKING:
    from matcher.page import Matcher

NICE = 5  # matching gives way to whoever fetches, and to the console
MOST = 4  # workers, unless the configuration says otherwise
DIED = "page: the matching process died on it"


@dataclass(frozen=True, slots=True, repr=False)
class Desk:
    """What a worker opens for itself."""

    snapshot: Path
    blobs: Path
    keys: Keys
    every: bool = False  # name every candidate, however many there are
    read_words: bool = False  # that stand in pictures

    def matcher(self) -> "Matcher":
        """A matcher over the snapshot, sharing its pages with every other process."""
        from matcher.page import Matcher  # noqa: PLC0415  # most commands match nothing
        from matcher.thresholds import SHIPPED  # noqa: PLC0415  # as above

        return Matcher(
            Snapshot.open(self.snapshot, self.keys),
            Context(self.keys, Blobs(self.blobs)),
            replace(SHIPPED, listed=sys.maxsize) if self.every else SHIPPED,
            read_words=self.read_words,
        )


_here: list["Matcher"] = []


def _sit_down(desk: Desk) -> None:
    os.nice(NICE)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    _here[:] = [desk.matcher()]


def _leave_with_parent() -> None:
    """A worker of a killed crawl would wait for work for ever: it holds its own queue open."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _examine(contents: Sequence[Content], title: str) -> Examined:
    return _here[0].examine(contents, title)


@dataclass(slots=True)
class Pool:
    """Bounded worker processes; use as a context manager."""

    desk: Desk
    workers: int = 0
    executor: ProcessPoolExecutor | None = field(default=None, init=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.executor is not None:
            self.executor.shutdown(cancel_futures=True)

    def ready(self) -> ProcessPoolExecutor:
        """The running executor, started when first wanted."""
        if self.executor is None:
            self.executor = ProcessPoolExecutor(
                self.workers or min(os.cpu_count() or 1, MOST),
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_sit_down,
                initargs=(self.desk,),
            )
        return self.executor

    async def examine(self, contents: Sequence[Content], title: str = "") -> Examined:
        """Match one page; a page that kills its worker twice is unreadable, never lost silently."""
        for _ in range(2):
            executor = self.ready()
            try:
                with undisturbed():  # the first one starts the workers
                    work = executor.submit(_examine, tuple(contents), title)
                return await asyncio.wrap_future(work)
            except BrokenProcessPool:
                if self.executor is executor:
                    self.executor = None
                    executor.shutdown(wait=False, cancel_futures=True)
        return Examined(unreadable=(DIED,))
