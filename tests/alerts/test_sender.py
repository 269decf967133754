"""What is due leaves once; what fails is tried again and never holds back the rest."""

import fcntl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from alerts.sender import ATTEMPTS, Counts, send_due
from alerts.target import read
from alerts.waiting import waiting
from hits.looked import Looked
from hits.record import Record
from tests.alerts.examples import LOOKUPS, NOW, take, telling
from tests.alerts.receivers import Hook, Sink

ON_TIME = timedelta()
DEAD = "json://127.0.0.1:9/nobody"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record.open(f"sqlite:///{tmp_path / 'record.db'}") as opened:
        yield opened


def send(record: Record, later: timedelta = ON_TIME, **urls: str) -> Counts:
    return send_due(record, read(urls, {}), LOOKUPS, lambda: NOW + later)


def test_a_hit_reaches_chat_and_mail_once(record: Record, hook: Hook, sink: Sink) -> None:
    hit = take(record, "shop.test/p/1", telling("chat", "mail"))
    mail = sink.url("a@firm.test")
    assert send(record, chat=hook.url, mail=mail) == Counts(sent=2)
    assert send(record, chat=hook.url, mail=mail) == Counts()
    assert [got["link"] for got in hook.got] == [f"https://watch.firm.test/hits/{hit}"]
    assert [to for to, _ in sink.got] == ["a@firm.test"]


def test_a_summary_waits_for_the_end_of_its_run_and_is_one(record: Record, hook: Hook) -> None:
    run = record.start_run("w1", NOW)
    tell = telling("chat", run=run.id, first_run=run.first)
    for number in range(30):
        take(record, f"shop.test/p/{number}", tell, run.id)
    assert send(record, chat=hook.url) == Counts()
    record.finish_run(run.id, Looked(), NOW)
    assert send(record, chat=hook.url) == Counts(sent=1)
    assert hook.got[0]["title"] == "First look: 30 hits on shop.test"


def test_a_digest_leaves_at_its_hour(record: Record, hook: Hook) -> None:
    for number in range(3):
        take(record, f"shop.test/p/{number}", telling("chat", digest="hourly"))
    assert send(record, chat=hook.url) == Counts()
    assert send(record, timedelta(minutes=31), chat=hook.url) == Counts(sent=1)
    assert hook.got[0]["title"] == "Digest: 3 hits on shop.test"


def test_a_dead_target_waits_and_holds_back_nobody(record: Record, hook: Hook) -> None:
    for number in range(4):
        take(record, f"shop.test/p/{number}", telling("dead", "chat"))
    assert send(record, dead=DEAD, chat=hook.url) == Counts(sent=4, waiting=4)
    assert send(record, timedelta(seconds=59), dead=DEAD, chat=hook.url) == Counts()
    assert send(record, timedelta(seconds=61), dead=DEAD) == Counts(waiting=4)
    assert send(record, timedelta(seconds=179), dead=DEAD) == Counts()  # twice as long
    assert send(record, timedelta(seconds=182), dead=hook.url) == Counts(sent=4)
    assert len({got["alert"] for got in hook.got}) == 8


def test_one_message_that_is_refused_does_not_stop_the_others(record: Record, hook: Hook) -> None:
    for number in range(5):
        take(record, f"shop.test/p/{number}", telling("chat"))
    hook.refuse_next = 1
    assert send(record, chat=hook.url) == Counts(sent=4, waiting=1)


def test_what_fails_too_often_is_shown_and_can_be_tried_again(record: Record, hook: Hook) -> None:
    take(record, "shop.test/p/1", telling("chat"))
    later = timedelta()
    for _ in range(ATTEMPTS - 1):
        assert send(record, later, chat=DEAD) == Counts(waiting=1)
        later += timedelta(hours=6)
    assert send(record, later, chat=DEAD) == Counts(failed=1)
    [line] = waiting(record.outbox.pending(), read({"chat": DEAD}, {}))
    assert (line.state, line.attempts, line.hits) == ("failed", ATTEMPTS, 1)
    assert line.shown == "json://127.0.0.1:9/…" and "nobody" not in line.error
    assert record.outbox.retry(NOW, line.ids) == 1
    assert send(record, chat=hook.url) == Counts(sent=1)
    assert waiting(record.outbox.pending(), {}) == []


def test_a_target_that_left_the_configuration_is_told(record: Record) -> None:
    take(record, "shop.test/p/1", telling("chat"))
    assert send(record) == Counts(waiting=1)
    [line] = waiting(record.outbox.pending(), {})
    assert line.error == "the target chat is no longer in copywatch.toml"


def test_a_second_sender_of_the_same_home_leaves_it_to_the_first(
    record: Record, hook: Hook, tmp_path: Path
) -> None:
    take(record, "shop.test/p/1", telling("chat"))
    targets, lock = read({"chat": hook.url}, {}), tmp_path / "alerts.lock"
    with lock.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert send_due(record, targets, LOOKUPS, lambda: NOW, alone=lock) == Counts(busy=True)
    assert send_due(record, targets, LOOKUPS, lambda: NOW, alone=lock) == Counts(sent=1)


def test_a_dead_sender_is_followed_when_its_lease_ends(record: Record, hook: Hook) -> None:
    take(record, "shop.test/p/1", telling("chat"))
    [row] = record.outbox.claim(NOW)
    record.outbox.name_message([row.id], "abc123")
    assert send(record, chat=hook.url) == Counts()
    assert send(record, timedelta(minutes=10), chat=DEAD) == Counts(waiting=1)
    assert send(record, timedelta(minutes=20), chat=hook.url) == Counts(sent=1)
    [got] = hook.got
    assert (got["alert"], got["possibly_sent_before"]) == ("abc123", "yes")
    assert got["title"].startswith("(possibly sent before)")


def test_a_sender_that_died_before_it_began_to_send_leaves_no_mark(
    record: Record, hook: Hook
) -> None:
    take(record, "shop.test/p/1", telling("chat"))
    record.outbox.claim(NOW, lease=timedelta())
    assert send(record, chat=hook.url) == Counts(sent=1)
    assert hook.got[0]["possibly_sent_before"] == "no"


def test_a_repeated_summary_keeps_its_company(record: Record, hook: Hook) -> None:
    tell = telling("chat", first_run=True)
    for number in range(3):
        take(record, f"shop.test/p/{number}", tell)
    assert send(record, chat=DEAD) == Counts(waiting=1)
    take(record, "shop.test/p/9", tell)
    assert send(record, timedelta(hours=1), chat=hook.url) == Counts(sent=2)
    titles = sorted(got["title"] for got in hook.got)
    assert titles == ["First look: 1 hit on shop.test", "First look: 3 hits on shop.test"]
