"""Elasticsearch as the index of a whole installation: killed in mid-crawl, deleted, made again."""

import json
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.copywatch import written
from tests.copywatch.commands import Done, configure, copywatch, quick
from tests.copywatch.site import Site, site
from tests.e2e.console import Client, served
from tests.elastic.nodes import Node, node, runnable

PAGES = 40
COPIES = range(0, PAGES, 2)
pytestmark = [pytest.mark.elastic, pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture
def server() -> Iterator[Node]:
    """The oldest supported server that this machine can run."""
    version, java = min(runnable().items())
    with node(version, java) as running:
        yield running


@pytest.fixture
def shop() -> Iterator[Site]:
    with site("127.0.0.34") as made:
        for number in range(PAGES):
            seed = 300 + number if number in COPIES else 800 + number
            made.html(f"/p{number}", f"Thing {number}", f"<p>{written.prose(seed, 12)}</p>")
        made.html("/", "Things", "", [f"/p{number}" for number in range(PAGES)])
        yield made


@pytest.fixture
def home(tmp_path: Path, server: Node, shop: Site) -> Path:
    works = tmp_path / "works"
    works.mkdir()
    for number in COPIES:
        (works / f"text-{number}.md").write_text(written.prose(300 + number, 12), encoding="utf-8")
    index = f'[index]\nuse = "elasticsearch"\nurl = "{server.url}"\n'
    configure(tmp_path / "home", quick([shop.allow], index))
    done = copywatch(tmp_path / "home", "protect", "--each", str(works))
    assert done.code == 0, done.err
    return tmp_path / "home"


def crawled_while_killed(home: Path, shop: Site, server: Node) -> Done:
    """Crawl, and kill the node when half of the pages were asked for."""

    def kill() -> None:
        while len(shop.asked) < PAGES / 2:
            time.sleep(0.01)
        server.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        return copywatch(home, "watch", shop.url, "--json", timeout=200)
    finally:
        killer.join()


def answers(home: Path) -> dict[str, list[str]]:
    """What some questions give, ids in order."""
    questions = {"all": (), "word": ("Thing",), "one": ("--asset", "text-4"), "open": ("--status",
                 "open", "--min-risk", "10")}  # fmt: skip
    found = {}
    for name, question in questions.items():
        done = copywatch(home, "hits", "list", *question, "--limit", "500", "--json")
        assert done.code == 0, done.err
        found[name] = [str(line["id"]) for line in done.lines]
    return found


def delete_indices(server: Node) -> None:
    """As an administrator might, by mistake."""
    with urllib.request.urlopen(f"{server.url}/_cat/indices/copywatch*?format=json") as answer:  # noqa: S310  # loopback
        names = [entry["index"] for entry in json.load(answer)]
    assert names
    request = urllib.request.Request(f"{server.url}/{','.join(names)}", method="DELETE")  # noqa: S310
    urllib.request.urlopen(request).close()  # noqa: S310  # loopback


def index_check(home: Path, code: int) -> tuple[str, str]:
    """What doctor says of the index, and that it ends with the code."""
    checked = copywatch(home, "doctor", "--json")
    assert checked.code == code, checked.err
    (index,) = [check for check in checked.lines if check["name"].startswith("index")]
    return index["state"], index["words"]


def inbox(home: Path) -> str:
    """The console's first page."""
    with served(home) as console:
        client = Client(console.address)
        assert client.enter(console.link) == 200
        status, page = client.get("/")
        assert status == 200
        return page


def test_a_node_killed_in_mid_crawl_loses_nothing_and_a_deleted_index_is_made_again(
    home: Path, shop: Site, server: Node
) -> None:
    assert copywatch(home, "hits", "list", "--json").lines == []  # the index is there
    done = crawled_while_killed(home, shop, server)
    assert done.code == 0, done.err
    assert "The record is complete; the index will catch up by itself" in done.err
    assert done.lines[0]["new"] == len(COPIES)
    assert len(copywatch(home, "hits", "export", "--json").lines) == len(COPIES)

    asked = copywatch(home, "hits", "list", "--json")
    assert (asked.code, asked.lines) == (1, [])
    assert "hits export" in asked.err
    state, words = index_check(home, 1)
    assert state == "bad"
    assert f"lags by {len(COPIES)}" in words
    assert f"lags by {len(COPIES)}" in inbox(home)

    server.start()
    before = answers(home)
    assert len(before["all"]) == len(before["word"]) == len(COPIES)
    assert len(before["one"]) == 1
    assert index_check(home, 0)[0] == "good"

    delete_indices(server)
    made = copywatch(home, "reindex")
    assert (made.code, f"{len(COPIES)} hits indexed" in made.err) == (0, True), made.err
    assert answers(home) == before
