"""A work protected after its copy was seen: offered, looked for, visited, proved."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from copywatch.installation import Installation
from copywatch.lookback import Candidate, look_back, offer, watches
from copywatch.pool import Desk
from copywatch.saving import judge
from fingerprints.content import Text
from fingerprints.protect import Request, protect
from hits import samples
from hits.look import Past
from hits.record import Record
from hits.watches import Watch, watch_id
from spiders.sighting import Sighting
from tests.copywatch import written
from tests.copywatch.commands import configure, copywatch, quick
from tests.copywatch.site import Site, site

SEEN_AT = "2026-03-01T10:00:00+00:00"


@pytest.fixture
def shop() -> Iterator[Site]:
    with site("127.0.0.33") as made:
        made.html("/copy", "Manual", f"<p>{written.prose(1)}</p>")
        made.html("/other", "Hoses", f"<p>{written.prose(2)}</p>")
        yield made


def work(folder: Path, name: str, seed: int) -> Path:
    path = folder / f"{name}.md"
    path.write_text(written.prose(seed), encoding="utf-8")
    return path


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Installation]:
    """A home with one work."""
    installation = Installation.at(tmp_path / "home")
    protect(Request(paths=(work(tmp_path, "first", 3),)), installation.register)
    yield installation
    installation.close()


def see(home: Installation, url: str, text: str) -> None:
    """One page as a crawl hands it over, matched with the snapshot that there is."""
    matcher = Desk(home.register.publish(), home.blobs.root, home.keys).matcher()
    sighting = Sighting(
        url=url, place=url, channel="web", site="a.example", seen_at=SEEN_AT,
        contents=(Text(text),),
    )  # fmt: skip
    judge(home).take(sighting, matcher.examine(sighting.contents))


def test_protect_offers_nothing_where_nothing_was_seen(home: Installation) -> None:
    assert offer(home, ["first"]) == ""
    assert offer(home, []) == ""


def test_protect_says_how_many_pages_share_fingerprints(home: Installation, tmp_path: Path) -> None:
    for number, seed in enumerate([5, 5, 6]):
        see(home, f"https://a.example/{number}", written.prose(seed))
    assert "none shares" in offer(home, ["first"])
    protect(Request(paths=(work(tmp_path, "later", 5),)), home.register)
    assert offer(home, ["later"]).startswith("2 pages seen before share fingerprints")
    found = look_back(home, "later")
    assert [one.past.url for one in found] == ["https://a.example/0", "https://a.example/1"]
    assert all(one.past.share > 0.95 for one in found)  # samples leave out what is public


def test_visits_keep_what_a_watch_allowed_and_leave_out_what_was_brought(
    home: Installation,
) -> None:
    allowed = Watch(id=watch_id("x"), target="x", spider="site", args={"allow": ["10.0.0.1:80"]})
    home.record.watch_save(allowed)
    run = home.record.start_run(allowed.id, datetime.now(UTC))
    urls = ["http://10.0.0.1/a", "http://10.0.0.1/b", "file:///tmp/c", "https://github.com/o/r"]
    past = [
        Past(url=url, place="p", seen_at=SEEN_AT, kind="k", shared=3, of=9, run=run.id)
        for url in urls
    ]
    made = watches(home, "first", [Candidate(one, captured=False, hits=()) for one in past])
    assert [(w.spider, w.args["targets"]) for w in made] == [
        ("github", ["https://github.com/o/r"]),
        ("site", urls[:2]),
    ]
    assert made[1].args["allow"] == ["10.0.0.1:80"] and made[1].args["scope"] == "page"


def test_samples_of_an_older_copywatch_are_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    with Record.open(f"sqlite:///{path}") as record:
        assert record.pages.count() == 0
    with sqlite3.connect(path) as database:
        database.executescript(
            """
            DROP TABLE samples;
            DROP TABLE rests;
            DROP TABLE floods;
            DROP INDEX ix_pages_seen_at;
            CREATE TABLE samples (page TEXT NOT NULL REFERENCES pages (id), kind TEXT NOT NULL,
                                  data BLOB NOT NULL, PRIMARY KEY (page, kind));
            INSERT INTO pages (id, url, body) VALUES ('p', 'https://a.example/', '{}');
            INSERT INTO samples VALUES ('p', 'a@1', x'010203040506'), ('p', 'b@1', x'0102');
            UPDATE alembic_version SET version_num = '0001';
            """
        )
    database.close()
    with Record.open(f"sqlite:///{path}") as record, record.database.read() as connection:
        (row,) = samples.between(connection, 1, 9)
        assert row.kinds == {"a@1": bytes([1, 2, 3, 4, 5, 6]), "b@1": bytes([1, 2])}
        assert samples.newest(connection) == 1


@pytest.mark.timeout(240)
def test_found_pages_are_visited_and_become_hits(
    home: Installation, shop: Site, tmp_path: Path
) -> None:
    configure(home.home, quick([shop.allow]))
    for path in ("/copy", "/other"):
        see(home, shop.url + path, shop.pages[path].body.decode())
    protect(Request(paths=(work(tmp_path, "second", 1),)), home.register)
    home.close()
    done = copywatch(home.home, "lookback", "second", "--visit", "--json", timeout=200)
    assert done.code == 0, done.err
    past, crawled = done.lines
    assert (past["url"], past["part"], past["captured"]) == (f"{shop.url}/copy", "second.md", False)
    assert crawled["new"] == 1 and "/other" not in shop.asked
    (hit,) = home.record.every_hit()
    assert (hit.asset, hit.url) == ("second", f"{shop.url}/copy")
    assert home.record.watches() == []
    (again,) = look_back(home, "second")
    assert again.captured and again.hits == (hit.id,)
