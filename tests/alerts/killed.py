"""A process that forks a sender for each line it reads, so that a test can kill the senders."""

import os
import signal
import sys
from pathlib import Path

from alerts.sender import send_due
from alerts.target import plugin, read
from hits.record import Record
from tests.alerts.examples import LOOKUPS, NOW


def main(folder: Path, url: str) -> None:
    plugin(url)  # apprise loads its services once, here
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            send(folder, url)
            os._exit(0)
        print(child, flush=True)  # the test reads it
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status) == -signal.SIGKILL, flush=True)  # as above


def send(folder: Path, url: str) -> None:
    with Record.open(f"sqlite:///{folder / 'record.db'}") as record:
        targets = read({"chat": url}, {})
        send_due(record, targets, LOOKUPS, lambda: NOW, alone=folder / "alerts.lock")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
