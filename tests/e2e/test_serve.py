"""`copywatch serve` as a process: the console, the schedule and the crawls in one tree."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from copywatch.installation import Installation
from hits.watches import Watch
from tests.alerts.receivers import Hook, hook
from tests.copywatch import written
from tests.copywatch.commands import configure, copywatch, quick
from tests.copywatch.site import Site, site
from tests.e2e.console import Client, Served, served

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
MISSED = timedelta(minutes=33)  # six runs of five minutes


@pytest.fixture(scope="module")
def receiver() -> Iterator[Hook]:
    with hook() as kept:
        yield kept


@pytest.fixture(scope="module")
def shop() -> Iterator[Site]:
    with site("127.0.0.35") as made:
        yield made


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory, shop: Site, receiver: Hook) -> Path:
    """A home whose watch ran once, on an empty shop; made once, copied for each test."""
    base = tmp_path_factory.mktemp("watched")
    rule = f'[targets]\nhook = "{receiver.url}"\n\n[[alerts]]\nname = "all"\ntargets = ["hook"]\n'
    configure(base / "home", quick([shop.allow], f"workers = 1\n{rule}"))
    (base / "manual.md").write_text(written.prose(6), encoding="utf-8")
    assert copywatch(base / "home", "protect", str(base / "manual.md")).code == 0
    shop.html("/", "A shop", "<p>Opens soon.</p>")
    assert copywatch(base / "home", "watch", shop.url, "--every", "5m").code == 0
    return base / "home"


@pytest.fixture
def home(tmp_path: Path, watched: Path, shop: Site, receiver: Hook) -> Path:
    """Six runs were missed since, and now a copy is there."""
    place = Path(shutil.copytree(watched, tmp_path / "home"))
    with_record(place, lambda watch: replace(watch, next_run=stamp(datetime.now(UTC) - MISSED)))
    shop.pages.clear()
    shop.html("/", "A shop", f"<p>{written.prose(6)}</p>")
    shop.asked.clear()
    receiver.got.clear()
    return place


def stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def with_record(home: Path, change: Callable[[Watch], Watch]) -> Watch:
    """Change the one watch of a home as the schedule itself would."""
    installation = Installation.at(home)
    try:
        (watch,) = installation.record.watches()
        changed = change(watch)
        installation.record.watch_save(changed)
        return changed
    finally:
        installation.close()


def until(fact: Callable[[], object], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.2)


def group(leader: int) -> list[str]:
    """The living processes of a group, by what they are."""
    listed = subprocess.run(
        ["ps", "-e", "-o", "pgid=,stat=,args="], capture_output=True, text=True, check=True
    ).stdout
    found = [line.split(maxsplit=2) for line in listed.splitlines()]
    return [args for pgid, state, args in found if int(pgid) == leader and state[0] != "Z"]


def interrupted(running: Served) -> int:
    """Ctrl-C at a terminal: the signal reaches the whole group."""
    os.killpg(running.process.pid, signal.SIGINT)
    return running.process.wait(30)


def test_a_missed_run_is_made_up_once_and_its_alert_leaves(
    home: Path, shop: Site, receiver: Hook
) -> None:
    with served(home) as running:
        until(lambda: receiver.got)
        (alert,) = receiver.got
        assert shop.allow in str(alert)
        time.sleep(3)  # a look at the clock or two
        assert shop.asked.count("/") == 1, "six missed runs are one visit"
        watch = with_record(home, lambda watch: watch)
        now = datetime.now(UTC)
        assert now < datetime.fromisoformat(watch.next_run) <= now + timedelta(minutes=5)
        assert interrupted(running) == 0, running.said
        until(lambda: not group(running.process.pid), 10)
    assert len(copywatch(home, "hits", "list", "--json").lines) == 1


def test_the_login_link_opens_the_console_once(home: Path, shop: Site) -> None:
    with served(home) as running:
        client, stranger = Client(running.address), Client(running.address)
        assert stranger.get("/")[0] == 401
        assert client.enter(running.link) == 200
        assert client.get("/")[0] == 200
        assert shop.allow in client.get("/watches")[1]
        assert stranger.enter(running.link) == 403
        assert stranger.get("/")[0] == 401


def test_ctrl_c_in_the_middle_of_a_crawl_leaves_nothing_running_and_the_crawl_goes_on(
    home: Path, shop: Site
) -> None:
    for number in range(60):
        shop.html(f"/p{number}", f"Thing {number}", f"<p>{written.prose(100 + number, 5)}</p>")
    shop.html("/", "A shop", written.prose(6), [f"/p{number}" for number in range(60)])
    with served(home) as running:
        until(lambda: len(shop.asked) > 5)
        assert interrupted(running) == 0, running.said
        until(lambda: not group(running.process.pid), 15)
        assert "Traceback" not in "".join(running.said), running.said
    done = copywatch(home, "crawl", "--json")
    assert done.code == 0, done.err
    assert len(done.lines[0]["places"]) == 61
    assert "went on" in done.err
