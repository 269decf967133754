"""Purge and expiry leave nothing behind: the raw files of a home are searched for what went."""

import fcntl
import json
import os
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from copywatch.cli.past import asked, purge_pages
from copywatch.crawl import locked
from copywatch.installation import Installation
from copywatch.judge import Judge
from copywatch.purge import expire, purge
from copywatch.revisit import SCHEMA
from copywatch.saving import judge
from fingerprints.content import Text
from fingerprints.errors import ConfigurationError, CopywatchError
from fingerprints.protect import Request, protect
from fingerprints.seal import seal
from hits.follow import catch_up
from hits.forget import Wanted, belongs
from hits.look_index import LookIndex
from matcher.match import Evidence, Examined, Match, NearMiss, Span
from matcher.sample import packed
from spiders.sighting import Capture, Sighting
from tests.copywatch import written

OLD, NEW = "2020-03-01T10:00:00+00:00", "2026-03-01T10:00:00+00:00"
WORK = "quill"


def sample(seed: int) -> dict[str, bytes]:
    hashes = np.random.default_rng(seed).integers(0, 2**48, 300, np.uint64)
    return dict(packed([("text_chars@1", hashes)]))


def match(asset: str) -> Match:
    evidence = Evidence(
        kind="text_chars@1", part="a.md", where="p", score=0.9,
        spans=((Span(0, 5, 1, 1), Span(3, 8)),),
    )  # fmt: skip
    return Match(asset=asset, verdict="copy", score=0.9, evidence=(evidence,))


@dataclass(slots=True)
class Home:
    """A home that has seen pages, and what is found of each in its raw files."""

    installation: Installation
    judge: Judge
    needles: dict[str, list[bytes]] = field(default_factory=dict)  # by page

    def see(self, host: str, at: str, *, hit: str = "", near: str = "") -> str:
        """One page with its words, sample, sealed answer, budget and a cut-off crawl."""
        url = f"https://{host}/item/{len(self.needles)}"
        word, seed = f"mark-of-{host}-{len(self.needles)}", len(self.needles)
        body = f"<p>{word}</p>".encode()
        digest = self.judge.blobs.put(body)
        sighting = Sighting(
            url=url, place=url.removeprefix("https://"), channel="web", site=host, seen_at=at,
            title=word, contents=(Text(word),), captures=(Capture(sha256=digest, url=url),),
        )  # fmt: skip
        miss = NearMiss(asset=near, part="", kind="text_chars@1", where=word, score=0.2,
                        threshold=0.5)  # fmt: skip
        examined = Examined(
            matches=(match(hit),) if hit else (), near=(miss,) if near else (), sample=sample(seed)
        )
        self.judge.take(sighting, examined)
        sealed = self.answer(url, body, at)
        self.budget(host, at)
        self.needles[url] = [word.encode(), url.encode(), sample(seed)["text_chars@1"], sealed]
        return url

    def answer(self, url: str, body: bytes, at: str) -> bytes:
        path = self.installation.home / "revisits" / "answers.db"
        path.parent.mkdir(exist_ok=True)
        sealed = seal(self.installation.keys, body, "answer:00")
        moment = datetime.fromisoformat(at).timestamp()
        with sqlite3.connect(path) as database:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute(SCHEMA)
            database.execute("INSERT INTO answers VALUES (?, ?, ?)", (url, moment, sealed))
        database.close()
        return sealed

    def budget(self, host: str, at: str) -> None:
        path = self.installation.home / "state" / "budget.db"
        path.parent.mkdir(exist_ok=True)
        with sqlite3.connect(path) as database:
            database.execute("CREATE TABLE IF NOT EXISTS days (day TEXT, site TEXT, pages INTEGER)")
            database.execute("INSERT INTO days VALUES (?, ?, 1)", (at[:10], host))
        database.close()

    def cut_off(self, run: str, url: str) -> Path:
        folder = self.installation.home / "runs" / run
        folder.mkdir(parents=True)
        (folder / "job.json").write_text(f'{{"targets": ["{url}"]}}')
        (folder / "lock").touch()
        return folder

    def found(self, url: str) -> list[int]:
        """Which marks of the page stand in any file of the home."""
        files = [path for path in self.installation.home.rglob("*") if path.is_file()]
        data = [path.read_bytes() for path in files]
        return [n for n, mark in enumerate(self.needles[url]) if any(mark in one for one in data)]

    @property
    def index(self) -> LookIndex:
        return LookIndex(
            self.installation.home / "seen", self.installation.record.database, small=2, large=8
        )

    def indexed(self) -> int:
        return sum(len(one.numbers) for one in self.index.segments())


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A home with one work, and nothing seen yet."""
    (tmp_path / f"{WORK}.md").write_text(written.prose(3), encoding="utf-8")
    installation = Installation.at(tmp_path / "home")
    protect(Request(paths=(tmp_path / f"{WORK}.md",)), installation.register)
    yield Home(installation, judge(installation))
    installation.close()


def test_a_purged_site_leaves_nothing_in_any_file(home: Home) -> None:
    bad = [home.see("shop.bad.example", NEW) for _ in range(3)]
    good = home.see("good.example", NEW)
    home.index.catch_up()
    assert [home.found(url) for url in bad] == [[0, 1, 2, 3]] * 3
    assert home.indexed() == 4
    gone = purge(home.installation, Wanted(site="bad.example"))
    assert (gone.pages, gone.answers) == (3, 4)
    assert [home.found(url) for url in bad] == [[]] * 3
    assert home.found(good) == [0, 1, 2]  # answers go whole: pictures of a page lie anywhere
    assert home.indexed() == 1
    assert b"bad.example" not in (home.installation.home / "state" / "budget.db").read_bytes()
    assert b"good.example" in (home.installation.home / "state" / "budget.db").read_bytes()


def test_pages_before_a_day_are_purged_and_newer_ones_stay(home: Home) -> None:
    old, new = home.see("a.example", OLD), home.see("a.example", NEW)
    home.index.catch_up()
    assert purge(home.installation, Wanted(before="2024-01-01T00:00:00+00:00")).pages == 1
    assert (home.found(old), home.found(new)) == ([], [0, 1, 2, 3])
    assert home.indexed() == 1


def test_what_had_to_do_with_a_work_is_purged(home: Home) -> None:
    near, other = home.see("a.example", NEW, near=WORK), home.see("b.example", NEW, near="other")
    assert purge(home.installation, Wanted(asset=WORK)).pages == 1
    assert home.found(near) == []
    assert home.found(other) == [0, 1, 2]


def test_hits_stay_with_their_evidence_until_a_word_says_so(home: Home) -> None:
    url = home.see("bad.example", NEW, hit=WORK)
    kept = home.see("good.example", NEW, hit=WORK)
    catch_up(home.installation.record, home.installation.index)
    record, wanted = home.installation.record, Wanted(site="bad.example")
    assert purge(home.installation, wanted).hits_kept == 1
    assert len(list(record.every_hit())) == 2
    assert home.found(url) != []
    (hit,) = [hit.id for hit in record.every_hit() if hit.url == url]
    file = record.visits(hit)[0].warc["file"]
    assert (home.installation.home / "captures" / file).exists()
    gone = purge(home.installation, wanted, with_hits=True)
    assert (gone.pages, gone.hits, gone.captures) == (0, 1, 1)
    assert home.found(url) == []
    (left,) = record.every_hit()
    assert left.url == kept and home.installation.captures.verify(record.visits(left.id)[0].warc)
    assert record.match(hit) is None and not record.outbox.pending()


def test_what_expired_is_gone_without_rewriting_the_whole_store(home: Home) -> None:
    old, new = home.see("a.example", OLD), home.see("a.example", NEW)
    home.index.catch_up()
    assert expire(home.installation, datetime(2026, 4, 1, tzinfo=UTC)) == 1
    assert (home.found(old), home.found(new)) == ([], [0, 1, 2, 3])
    assert home.indexed() == 1
    assert expire(home.installation, datetime(2026, 4, 1, tzinfo=UTC)) == 0


def test_crawls_that_were_cut_off_go_when_they_know_what_is_purged(home: Home) -> None:
    run = home.installation.record.start_run("w", datetime.now(UTC))
    bad = home.cut_off(run.id, "https://bad.example/")
    good = home.cut_off("other", "https://good.example/")
    assert purge(home.installation, Wanted(site="bad.example")).runs == 1
    assert (bad.exists(), good.exists()) == (False, True)
    ended = home.installation.record.run(run.id)
    assert ended is not None and ended.state == "stopped"


def test_a_crawl_under_way_is_waited_for(home: Home) -> None:
    folder = home.cut_off("alive", "https://bad.example/")
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert locked(folder / "lock")
        with pytest.raises(CopywatchError, match="A crawl is under way"):
            purge(home.installation, Wanted(site="bad.example"))


def test_bodies_that_a_killed_scan_left_go_and_fresh_ones_stay(home: Home) -> None:
    blobs = home.installation.blobs
    old, fresh = blobs.put(b"old"), blobs.put(b"fresh")
    os.utime(blobs.path(old), (time.time() - 9000,) * 2)
    assert purge(home.installation, Wanted(site="bad.example")).bodies == 1
    assert blobs.get(fresh) == b"fresh"


@pytest.mark.parametrize(
    ("address", "site", "inside"),
    [
        ("https://www.shop.example/a", "shop.example", "inside"),
        ("https://eu.shop.example/a", "shop.example", "inside"),
        ("shop.example/7", "shop.example", "inside"),
        ("http://127.0.0.1:8080/x", "127.0.0.1:8080", "inside"),
        ("http://127.0.0.1:8081/x", "127.0.0.1:8080", "outside"),
        ("https://workshop.example/a", "shop.example", "outside"),
        ("https://other.example/shop.example", "shop.example", "outside"),
        ("http://[bad", "shop.example", "outside"),
        ("http://shop.example:port/", "shop.example", "outside"),
    ],
)
def test_a_site_is_a_host_and_what_lies_below_it(address: str, site: str, inside: str) -> None:
    assert belongs(address, site) is (inside == "inside")


@pytest.mark.parametrize("words", [("", "", ""), ("a", "", "b"), ("", "yesterday", "")])
def test_one_thing_at_a_time_is_purged(words: tuple[str, str, str]) -> None:
    with pytest.raises(ConfigurationError, match="--before"):
        asked(*words)


def test_a_site_may_be_typed_as_an_address() -> None:
    assert asked("https://www.Shop.example/item/7", "", "") == Wanted(site="shop.example")


def test_the_command_asks_first_and_says_what_went(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home.see("bad.example", NEW, hit=WORK)
    monkeypatch.setenv("COPYWATCH_HOME", str(home.installation.home))
    with pytest.raises(ConfigurationError, match="Say --yes"):
        purge_pages(site="bad.example")
    told = capsys.readouterr().err
    assert "1 pages seen would be forgotten; 1 hits would be kept" in told
    purge_pages(site="bad.example", yes=True, as_json=True)
    done = capsys.readouterr()
    assert json.loads(done.out)["pages"] == 1
    assert "1 hits stay" in done.err and "--hits" in done.err
