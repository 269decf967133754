"""Watches, runs, jobs and their leases."""

from datetime import UTC, datetime, timedelta

from hits.looked import Looked
from hits.record import Record
from hits.watches import Watch, watch_id
from matcher.match import NearMiss

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
NEAR = NearMiss(asset="valve", part="a.py", kind="code_tokens@1", where="pre", score=0.4,
                threshold=0.5)  # fmt: skip


def test_a_watch_is_kept_changed_and_removed(record: Record) -> None:
    watch = Watch(id=watch_id("https://a.example"), target="https://a.example", spider="site")
    record.watch_save(watch)
    changed = Watch(
        id=watch.id,
        target=watch.target,
        spider="site",
        args={"deep": [1]},
        every="day",
        paused=True,
    )
    record.watch_save(changed)
    assert record.watches() == [changed] and record.watch(watch.id) == changed
    assert record.watch_remove(watch.id) and record.watches() == []


def test_the_first_run_is_first_until_one_has_finished(record: Record) -> None:
    first = record.start_run("w", NOW)
    record.finish_run(first.id, Looked(), NOW, "failed")
    second = record.start_run("w", NOW + timedelta(hours=1))
    record.finish_run(second.id, Looked(), NOW)
    third = record.start_run("w", NOW + timedelta(hours=2))
    assert (first.first, second.first, third.first) == (True, True, False)
    assert [run.id for run in record.runs("w")] == [third.id, second.id, first.id]


def test_a_run_remembers_what_it_looked_at(record: Record) -> None:
    run = record.start_run("w", NOW, spider="site")
    looked = Looked(
        places=frozenset({"a", "b"}), pages=3, compared={"texts": 2}, refused={"robots": 1},
        new=1, nearest=(NEAR,),
    )  # fmt: skip
    record.finish_run(run.id, looked, NOW)
    known = record.run(run.id)
    assert known is not None and known.looked == looked and known.state == "finished"


def test_a_missed_run_is_made_up_once(record: Record) -> None:
    assert record.add_job("w", "a.example", NOW)
    assert not record.add_job("w", "a.example", NOW + timedelta(days=1))
    job = record.claim_job(NOW, "me")
    assert job is not None and not record.add_job("w", "a.example", NOW + timedelta(days=2))
    assert record.finish_job(job.id, "me")
    assert record.add_job("w", "a.example", NOW + timedelta(days=3))


def test_a_domain_is_visited_by_one_worker_at_a_time(record: Record) -> None:
    record.add_job("w1", "a.example", NOW)
    record.add_job("w2", "a.example", NOW + timedelta(seconds=1))
    record.add_job("w3", "b.example", NOW + timedelta(seconds=2))
    later = NOW + timedelta(seconds=9)
    claimed = [record.claim_job(later, worker) for worker in ("x", "y", "z")]
    assert [job.watch if job else None for job in claimed] == ["w1", "w3", None]


def test_a_dead_workers_job_is_taken_over_and_its_late_answer_refused(record: Record) -> None:
    record.add_job("w", "a.example", NOW)
    first = record.claim_job(NOW, "dead", timedelta(minutes=1))
    assert first is not None and record.claim_job(NOW, "next") is None
    assert record.renew_job(first.id, "dead", NOW, timedelta(minutes=2))
    late = NOW + timedelta(minutes=3)
    second = record.claim_job(late, "next")
    assert second is not None and second.id == first.id and second.attempts == 2
    assert not record.finish_job(first.id, "dead")
    assert not record.renew_job(first.id, "dead", late)
    assert record.finish_job(first.id, "next")
