"""Console, schedule and crawls in one process tree."""

import contextlib
import errno
import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from copywatch import follow, schedule
from copywatch.crawl import GRACE, crawl
from copywatch.installation import Installation
from copywatch.purge import expire
from copywatch.signals import ending_quietly
from fingerprints.errors import ConfigurationError, CopywatchError
from hits.watches import Job

log = logging.getLogger("copywatch.serve")
TICK = 2.0  # seconds between looks at the clock
FOLLOW = 10.0  # seconds between passes of index and alerts while nothing else happens
LEASE = timedelta(minutes=5)
LEAVE = 5.0  # seconds for a round to end when no crawl is under way


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def listening(host: str, port: int) -> socket.socket:
    """A bound socket; a port in use is told with the way out."""
    try:
        return socket.create_server((host, port), reuse_port=False)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ConfigurationError(
                f"port {port} on {host} is in use. Stop what uses it, or choose another: "
                "`copywatch serve --port 0` takes a free one."
            ) from error
        raise ConfigurationError(f"cannot listen on {host}:{port}: {error.strerror}") from error


@dataclass(slots=True)
class Worker:
    """Looks at the clock, runs what is due, lets index and alerts follow."""

    home: Path
    stop: threading.Event = field(default_factory=threading.Event)
    name: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}")
    followed: float = 0.0
    expired: date | None = None  # when pages seen were last looked through

    def run(self) -> None:
        """Until told to stop. A failed round is logged, and the next one tries again."""
        while not self.stop.is_set():
            try:
                self.round()
            except (CopywatchError, OSError):
                log.exception("this round of the schedule failed; the next one tries again")
                self.stop.wait(FOLLOW)
            self.stop.wait(TICK)

    def round(self) -> None:
        """One look at the clock, with rooms opened in this thread."""
        installation = Installation.at(self.home)
        try:
            schedule.enqueue(installation.record, now)
            while not self.stop.is_set() and (
                job := installation.record.claim_job(now(), self.name, LEASE)
            ):
                self.job(installation, job)
            for told in follow.after(installation):
                log.info("%s", told)
            self.expire(installation)
        finally:
            installation.close()

    def expire(self, installation: Installation) -> None:
        """Once a day, and not while a crawl writes."""
        today = now().date()
        if today != self.expired:
            expire(installation, now())
            self.expired = today

    def job(self, installation: Installation, job: Job) -> None:
        """Crawl one watch under its lease."""
        watch = installation.record.watch(job.watch)
        error = ""
        if watch is not None:
            with self.leased(job):
                try:
                    done = crawl(installation, watch, lambda _: None, self.stop)
                    error = done.failed
                except CopywatchError as problem:
                    error = str(problem)
        installation.record.finish_job(job.id, self.name, error)
        if error:
            log.warning("%s: %s", watch.target if watch else job.watch, error)

    @contextlib.contextmanager
    def leased(self, job: Job) -> Iterator[None]:
        """Renew the lease while the crawl lasts."""
        done = threading.Event()

        def renew() -> None:
            while not done.wait(LEASE.total_seconds() / 3):
                installation = Installation.at(self.home)
                try:
                    installation.record.renew_job(job.id, self.name, now(), LEASE)
                finally:
                    installation.close()

        thread = threading.Thread(target=renew, daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()


def serve(app: Starlette, bound: socket.socket, home: Path, *, started: Callable[[], None]) -> None:
    """Serve the console on a bound socket and work the schedule until interrupted."""
    worker = Worker(home)
    thread = threading.Thread(target=worker.run, name="schedule", daemon=True)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, date_header=False
    )
    thread.start()
    started()
    with ending_quietly():
        try:
            uvicorn.Server(config).run(sockets=[bound])
        finally:
            worker.stop.set()
            thread.join(timeout=GRACE + LEAVE)
