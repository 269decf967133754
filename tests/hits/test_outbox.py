"""The outbox: once, in groups, again after a crash with a mark, and summaries after their run."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from hits.hit import Hit
from hits.looked import Looked
from hits.outbox import Announce, Event, Outgoing
from hits.record import Record
from tests.hits.made import announce, facts, match, sighting

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def wanting(*outgoing: Outgoing) -> Announce:
    """Rules that want these messages for every hit."""

    def rules(hit: Hit, event: Event) -> Sequence[Outgoing]:
        return outgoing

    return rules


def crawl(record: Record, number: int, rules: Announce = announce) -> str:
    """One more hit."""
    place = f"shop.example/{number}"
    page = sighting(place=place, url=f"https://{place}")
    return record.take(page, [match()], facts(), rules).new[0]


def test_a_claimed_row_is_nobody_elses_until_its_lease_ends(record: Record) -> None:
    crawl(record, 1)
    (row,) = record.outbox.claim(NOW)
    assert (row.state, row.attempts, row.maybe_sent) == ("sending", 1, False)
    assert record.outbox.claim(NOW) == []
    (again,) = record.outbox.claim(NOW + timedelta(minutes=3))
    assert again.maybe_sent and again.id == row.id


def test_a_new_sender_finds_what_the_dead_one_was_sending_marked(record: Record) -> None:
    crawl(record, 1)
    (row,) = record.outbox.claim(NOW)
    record.outbox.name_message([row.id], "<one@copywatch>")
    assert record.outbox.recover() == 1
    (again,) = record.outbox.claim(NOW)
    assert again.maybe_sent and again.message_id == "<one@copywatch>"


def test_a_sent_row_never_comes_again(record: Record) -> None:
    crawl(record, 1)
    record.outbox.sent([row.id for row in record.outbox.claim(NOW)], NOW)
    assert record.outbox.recover() == 0
    assert record.outbox.claim(NOW + timedelta(days=9)) == []
    assert record.outbox.counts() == {"sent": 1}


def test_a_failed_row_waits_for_its_time_or_for_a_person(record: Record) -> None:
    crawl(record, 1)
    later = NOW + timedelta(minutes=5)
    (row,) = record.outbox.claim(NOW)
    record.outbox.failed([row.id], "no route", later)
    assert record.outbox.claim(NOW) == []
    (row,) = record.outbox.claim(later)
    assert not row.maybe_sent and row.last_error == "no route"
    record.outbox.failed([row.id], "no such address", None)
    assert record.outbox.claim(later + timedelta(days=9)) == []
    assert record.outbox.retry(later) == 1
    assert len(record.outbox.claim(later)) == 1


def test_a_summary_leaves_whole_when_its_run_has_ended(record: Record) -> None:
    run = record.start_run("watch", NOW)
    rules = wanting(Outgoing(rule="all", target="chat", group=f"summary:{run.id}"))
    for number in range(7):
        crawl(record, number, rules)
    assert record.outbox.claim(NOW, limit=3) == []
    record.finish_run(run.id, Looked(), NOW)
    assert len(record.outbox.claim(NOW, limit=3)) == 7


def test_a_run_that_goes_on_after_a_kill_still_holds_its_summary(record: Record) -> None:
    run = record.start_run("watch", NOW)
    crawl(record, 1, wanting(Outgoing(rule="all", target="chat", group=f"summary:{run.id}")))
    again = record.start_run("watch", NOW, run=run.id)
    assert again.first and record.outbox.claim(NOW) == []


def test_a_digest_leaves_at_its_time_and_whole(record: Record) -> None:
    due = NOW + timedelta(hours=6)
    rules = wanting(Outgoing(rule="all", target="mail", group="digest:all", due_at=due.isoformat()))
    for number in range(4):
        crawl(record, number, rules)
    assert record.outbox.claim(NOW) == []
    assert len(record.outbox.claim(due, limit=1)) == 4


@pytest.mark.parametrize("repeats", [1, 3])
def test_each_rule_and_target_gets_its_own_row_once(record: Record, repeats: int) -> None:
    rules = wanting(*(Outgoing(rule="r", target=target) for target in ("chat", "mail")))
    for _ in range(repeats):
        record.take(sighting(), [match()], facts(), rules)
    assert sorted(row.target for row in record.outbox.pending()) == ["chat", "mail"]
