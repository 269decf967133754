"""A crawl killed with SIGKILL at any moment loses no hit and repeats no alert but one under way."""

import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.alerts.receivers import Hook, hook
from tests.copywatch import written
from tests.copywatch.commands import configure, copywatch, environment, quick
from tests.copywatch.site import Page, Site, site

KILLS = 30
PAGES = 60
COPIES = range(0, PAGES, 4)  # every fourth page shows one of the protected pictures and texts
LONGEST = 6.0  # seconds before a kill
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture
def shop() -> Iterator[Site]:
    with site("127.0.0.32") as made:
        for number in range(PAGES):
            picture = f"/{number}.jpg"
            seed = 500 + number if number in COPIES else 900 + number
            made.pages[picture] = Page(written.jpeg(written.picture(seed)), "image/jpeg")
            text = written.prose(seed, 12)
            made.html(f"/p{number}", f"Thing {number}", f'<img src="{picture}"><p>{text}</p>')
        made.html("/", "Things", "", [f"/p{number}" for number in range(PAGES)])
        yield made


@pytest.fixture
def receiver() -> Iterator[Hook]:
    with hook() as kept:
        yield kept


def prepare(home: Path, shop: Site, receiver: Hook) -> None:
    """Works of which some pages show copies; the watch has run once before on an empty site."""
    works = home.parent / "works"
    works.mkdir()
    for number in COPIES:
        (works / f"text-{number}.md").write_text(written.prose(500 + number, 12), encoding="utf-8")
        (works / f"picture-{number}.jpg").write_bytes(written.jpeg(written.picture(500 + number)))
    rule = f'[targets]\nhook = "{receiver.url}"\n\n[[alerts]]\nname = "all"\ntargets = ["hook"]\n'
    configure(home, quick([shop.allow]) + rule)
    assert copywatch(home, "protect", "--each", str(works)).code == 0
    pages = dict(shop.pages)
    shop.pages.clear()
    shop.html("/", "Things", "<p>Soon.</p>")
    assert copywatch(home, "watch", shop.url).code == 0  # so that this is no first run
    shop.pages.update(pages)


def crawling(home: Path) -> subprocess.Popen[bytes]:
    """A crawl in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "copywatch", "crawl"],
        cwd=home.parent,
        env=environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def kill(process: subprocess.Popen[bytes]) -> None:
    """The whole group, at once."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def killed(home: Path, after: float) -> bool:
    """Crawl, and kill it after so many seconds; True when the crawl ended before."""
    process = crawling(home)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        kill(process)
        return False
    return True


def recorded(home: Path) -> set[str]:
    """The pages of the crawl under way that are matched and recorded."""
    found: set[str] = set()
    for path in (home / "runs").glob("*/frontier.db"):
        not_made_yet = contextlib.suppress(sqlite3.OperationalError)
        with contextlib.closing(sqlite3.connect(path)) as database, not_made_yet:
            rows = database.execute("SELECT request FROM requests WHERE done")
            found |= {json.loads(request)["url"] for (request,) in rows}
    return found


def alerts(receiver: Hook) -> Counter[str]:
    """Alerts by id; a repetition must say that it may be one."""
    for message in receiver.got:
        if "alert" not in message:
            raise AssertionError(sorted(message))
    return Counter(str(message["alert"]) for message in receiver.got)


def test_thirty_kills_lose_nothing_and_repeat_only_what_was_being_sent(
    tmp_path: Path, shop: Site, receiver: Hook
) -> None:
    home = tmp_path / "home"
    prepare(home, shop, receiver)
    chance = random.Random(11)  # noqa: S311  # moments to kill at
    ended = 0
    for _ in range(KILLS):
        ended += killed(home, chance.uniform(0.3, LONGEST))
    assert ended < KILLS / 2, "most of the crawls must have been killed"
    last = copywatch(home, "crawl", "--json", timeout=200)
    assert last.code == 0, last.err
    with contextlib.suppress(subprocess.TimeoutExpired):
        copywatch(home, "alerts", "retry", timeout=60)

    found = copywatch(home, "hits", "list", "--limit", "500", "--json").lines
    wanted = {(f"{kind}-{n}", f"/p{n}") for n in COPIES for kind in ("text", "picture")}
    assert {(h["asset"], str(h["url"]).replace(shop.url, "")) for h in found} == wanted

    counted = alerts(receiver)
    assert len(counted) == len(wanted), (len(counted), len(wanted))
    for alert, times in counted.items():
        sent = [m for m in receiver.got if m["alert"] == alert]
        assert times == 1 or all(m["possibly_sent_before"] == "yes" for m in sent[1:])


def test_a_killed_crawl_does_not_read_again_what_it_had_matched(
    tmp_path: Path, shop: Site, receiver: Hook
) -> None:
    home = tmp_path / "home"
    prepare(home, shop, receiver)
    shop.asked.clear()
    process = crawling(home)
    patience = time.monotonic() + 90
    while len(recorded(home)) < PAGES // 4 and time.monotonic() < patience:
        time.sleep(0.02)
    assert process.poll() is None, "the crawl must be under way"
    kill(process)
    before = recorded(home)
    assert PAGES // 4 <= len(before) < PAGES
    shop.asked.clear()
    done = copywatch(home, "crawl", "--json", timeout=200)
    assert done.code == 0, done.err
    assert not before & {shop.url + path for path in shop.asked}
    (looked,) = done.lines
    assert len(looked["places"]) == PAGES + 1
