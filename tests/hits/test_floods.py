"""A fingerprint that floods is in quarantine: its hits are kept and marked, and nobody is told."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from hits import forget, migrations
from hits.flood import Limits, fingerprint_id, named
from hits.forget import Wanted
from hits.hit import Decision, Outcome
from hits.record import Record
from hits.tables import floods, rests
from hits.take import Taken
from matcher.match import Evidence, Match, Verdict
from tests.hits.made import announce, facts, match, sighting

START = datetime(2026, 3, 1, 10, tzinfo=UTC)
FOOTER = fingerprint_id("valve", "text_words@1", "spec.pdf#1")
FEW = 5


@pytest.fixture
def few(record_url: str) -> Iterator[Record]:
    """A record on which five hits are a flood."""
    with Record.open(record_url, limits=Limits(hits=FEW)) as opened:
        yield opened


def proof(part: str = "spec.pdf#1", score: float = 0.9, kind: str = "text_words@1") -> Evidence:
    return Evidence(kind=kind, part=part, where="p", score=score)


def see(
    record: Record, number: int, *evidence: Evidence, hours: float = 0.0,
    verdict: Verdict = "copy", **told: str,
) -> Taken:  # fmt: skip
    """One page at a place of its own, in the first hour or later."""
    page = sighting(
        url=f"https://shop.example/{number}",
        place=f"shop.example/{number}",
        seen_at=(START + timedelta(hours=hours, seconds=number)).isoformat(),
    )
    found = Match(asset="valve", verdict=verdict, score=0.9, evidence=evidence or (proof(),))
    return record.take(page, [found], facts(**told), announce)


def flood(record: Record, count: int = FEW, *evidence: Evidence) -> list[Taken]:
    return [see(record, number, *evidence) for number in range(count)]


def inside(record: Record) -> set[str]:
    return {f"{one.kind.partition('@')[0]} {one.part}" for one in record.quarantine.inside()}


def decide(record: Record, hit: str, outcome: Outcome) -> None:
    record.decide(hit, Decision(outcome=outcome, by="Ann", at=START.isoformat()))


def test_the_fiftieth_hit_within_a_day_is_the_last_that_is_told(record: Record) -> None:
    assert [taken.alerts for taken in flood(record, 49)] == [1] * 49
    assert record.quarantine.inside() == []
    last = see(record, 49)
    assert last.alerts == 1
    (one,) = record.quarantine.inside()
    assert (one.id, one.hits, one.hit) == (FOOTER, 50, last.new[0])
    silent = see(record, 50)
    assert len(silent.new) == 1 and silent.alerts == 0
    hit = record.hit(silent.new[0])
    assert hit is not None and hit.status == "open"
    mark = record.quarantine.marks([hit.id, last.new[0]])
    assert mark[hit.id].silent and not mark[last.new[0]].silent
    assert record.quarantine.silent(FOOTER) == [hit.id]
    assert record.quarantine.inside()[0].silent == 1


@pytest.mark.parametrize(("hours", "shut"), [(23.9, 1), (24.1, 0)])
def test_a_flood_comes_within_a_day(few: Record, hours: float, shut: int) -> None:
    flood(few, FEW - 1)
    see(few, 9, hours=hours)
    assert len(few.quarantine.inside()) == shut


def test_the_order_in_which_sightings_come_does_not_matter(few: Record) -> None:
    for number, hours in enumerate((30, 5, 20, 28, 12)):
        see(few, number, hours=hours)
        assert not few.quarantine.inside()
    see(few, 5, hours=29)
    (one,) = few.quarantine.inside()
    assert one.since.startswith("2026-03-02T16:00:00")


def test_authorised_and_decided_hits_do_not_count(few: Record) -> None:
    see(few, 90, authorised_by="seller: Our Shop")
    decide(few, see(few, 91).new[0], "not ours")
    flood(few, FEW - 1)
    assert not few.quarantine.inside()
    see(few, 9)
    assert few.quarantine.inside()
    assert see(few, 92, authorised_by="seller: Our Shop").authorised
    assert few.quarantine.silent(FOOTER) == []


def test_what_was_confirmed_once_never_floods(few: Record) -> None:
    decide(few, see(few, 90).new[0], "confirmed")
    decide(few, see(few, 90).known[0], "not ours")
    assert [taken.alerts for taken in flood(few, 2 * FEW)] == [1] * 2 * FEW
    assert not few.quarantine.inside()


def test_a_hit_with_evidence_of_its_own_is_told(few: Record) -> None:
    flood(few)
    assert see(few, 10, proof(), proof("spec.pdf#7", 0.8)).alerts == 1
    lesser = replace(proof("front.jpg", 0.8), details={"verdict": "same product?"})
    assert see(few, 11, proof(), lesser).alerts == 0
    assert see(few, 12, proof(kind="image_hash@1")).alerts == 1
    assert see(few, 13).alerts == 0


def test_a_silent_hit_is_told_when_more_is_found_there(few: Record) -> None:
    flood(few)
    (key,) = see(few, 10).new
    assert see(few, 10).alerts == 0
    assert see(few, 10, proof("valve.py", 0.6)).alerts == 1
    assert [row.event for row in few.outbox.of_hit(key)] == ["new"]
    assert few.quarantine.marks([key]) == {}
    assert see(few, 10, proof("valve.py", 0.6)).alerts == 0


def test_a_copy_is_told_where_only_parts_of_the_work_flood(few: Record) -> None:
    """A sheet's footer floods; the whole sheet is another matter."""
    for number in range(FEW + 1):
        see(few, number, verdict="part copy")
    assert len(few.quarantine.silent(FOOTER)) == 1
    copies = [see(few, 10 + number) for number in range(FEW)]
    assert [taken.alerts for taken in copies] == [1] * FEW
    assert see(few, 30).alerts == 0, "copies flood by now as well"
    assert len(few.quarantine.inside()) == 1


def test_a_copy_among_flooding_parts_has_no_mark(few: Record) -> None:
    for number in range(FEW):
        see(few, number, verdict="part copy")
    (copy,), (part,) = see(few, 10).new, see(few, 11, verdict="part copy").new
    assert few.quarantine.marks([copy, part]).keys() == {part}


def test_a_silent_part_that_becomes_a_copy_is_told(few: Record) -> None:
    for number in range(FEW + 1):
        see(few, number, verdict="part copy")
    assert see(few, FEW, hours=1).alerts == 1
    assert few.quarantine.silent(FOOTER) == []


def test_what_always_stands_beside_it_goes_along(few: Record) -> None:
    """A text is read in several ways, and a twin is found wherever its original is."""
    twins = (proof(), proof(score=0.7, kind="text_chars@1"), proof("twin.pdf", 0.6))
    flood(few, FEW - 1, *twins, proof("often.pdf", 0.5))
    see(few, 9, *twins)
    assert inside(few) == {"text_words spec.pdf#1", "text_chars spec.pdf#1", "text_words twin.pdf"}
    assert see(few, 10, *twins).alerts == 0
    assert see(few, 11, *twins, proof("often.pdf", 0.5)).alerts == 1


def test_what_stands_beside_it_and_was_confirmed_stays_outside(few: Record) -> None:
    decide(few, see(few, 90, proof("twin.pdf", 0.6)).new[0], "confirmed")
    flood(few, FEW, proof(), proof("twin.pdf", 0.6))
    assert inside(few) == {"text_words spec.pdf#1"}
    assert see(few, 10, proof(), proof("twin.pdf", 0.6)).alerts == 1


def test_a_confirmation_ends_the_quarantine_of_all_that_the_hit_rests_on(few: Record) -> None:
    twins = (proof(), proof("twin.pdf", 0.6))
    flood(few, FEW, *twins)
    (key,) = see(few, 10, *twins).new
    decide(few, key, "confirmed")
    assert not few.quarantine.inside()
    assert see(few, 11, *twins).alerts == 1
    assert few.quarantine.marks([key])[key].silent
    assert few.quarantine.silent(FOOTER) == []  # decided


def test_a_confirmation_for_other_evidence_leaves_the_quarantine_as_it_is(few: Record) -> None:
    flood(few)
    (key,) = see(few, 10, proof(), proof("valve.py", 0.6)).new
    decide(few, key, "confirmed")
    assert inside(few) == {"text_words spec.pdf#1"}


def test_a_release_tells_nothing_and_the_count_begins_anew(few: Record) -> None:
    flood(few)
    (silent,) = see(few, 10).new
    at = (START + timedelta(hours=1)).isoformat()
    assert few.quarantine.release(FOOTER, "Ann", at)
    assert not few.quarantine.release(FOOTER, "Ann", at)
    assert few.outbox.of_hit(silent) == []
    (one,) = few.quarantine.known()
    assert (one.since, one.released_by, one.silent) == ("", "Ann", 1)
    assert see(few, 10, hours=2).known and few.outbox.of_hit(silent) == []
    later = [see(few, number, hours=2) for number in range(20, 20 + FEW)]
    assert [taken.alerts for taken in later] == [1] * FEW
    assert few.quarantine.inside(), "a new flood of as many hits"
    assert few.quarantine.silent(FOOTER) == [silent]


def test_a_place_that_comes_back_is_silent_too(few: Record) -> None:
    flood(few)
    (key,) = see(few, 10).new
    few.gone("shop.example/10", (START + timedelta(hours=1)).isoformat())
    back = see(few, 10, hours=2)
    assert back.returned == (key,) and back.alerts == 0
    few.quarantine.release(FOOTER, "Ann", (START + timedelta(hours=3)).isoformat())
    few.gone("shop.example/10", (START + timedelta(hours=4)).isoformat())
    assert see(few, 10, hours=5).alerts == 1


def test_the_same_sightings_twice_change_nothing(few: Record) -> None:
    def state() -> list[object]:
        with few.database.read() as connection:
            tables = (floods, rests)
            return [connection.execute(sa.select(one).order_by(one.c[0])).all() for one in tables]

    flood(few, FEW + 2, proof(), proof("twin.pdf", 0.6))
    before = state()
    assert all(not taken.alerts for taken in flood(few, FEW + 2, proof(), proof("twin.pdf", 0.6)))
    assert state() == before
    assert len(few.outbox.pending()) == FEW


def test_writers_at_once_count_together(few: Record) -> None:
    with ThreadPoolExecutor(4) as writers:
        told = list(writers.map(lambda number: see(few, number).alerts, range(4 * FEW)))
    assert sum(told) == FEW
    assert len(few.quarantine.silent(FOOTER)) == 3 * FEW


def test_assets_are_counted_each_for_itself(few: Record) -> None:
    flood(few, FEW - 1)
    page = sighting(url="https://shop.example/9", place="shop.example/9")
    few.take(page, [match("tap")], facts("tap"), announce)
    assert not few.quarantine.inside()


def test_nothing_of_a_purged_work_stays(few: Record) -> None:
    flood(few, FEW + 1)
    forget.forget(few.database, Wanted(asset="valve"))
    assert few.quarantine.inside(), "the hits stay, and so does why they are silent"
    forget.forget(few.database, Wanted(asset="valve"), with_hits=True)
    with few.database.read() as connection:
        assert connection.execute(sa.select(floods)).all() == []
        assert connection.execute(sa.select(rests)).all() == []


def test_a_record_of_an_older_copywatch_is_filled(record_url: str) -> None:
    with Record.open(record_url) as record:
        flood(record, FEW, proof(), proof("twin.pdf", 0.6))
        (confirmed,) = see(record, 90, proof("valve.py")).new
        decide(record, confirmed, "confirmed")
        with record.database.write() as connection:
            for table in (rests, floods):
                table.drop(connection)
            connection.execute(sa.text("UPDATE alembic_version SET version_num = '0002'"))
    with Record.open(record_url, limits=Limits(hits=FEW + 1)) as again:
        see(again, 91, proof("valve.py"))
        see(again, FEW)
        assert inside(again) == {"text_words spec.pdf#1"}
        with again.database.read() as connection:
            kept = connection.execute(sa.select(floods.c.part, floods.c.confirmed_at)).all()
        assert ("valve.py", START.isoformat()) in [tuple(row) for row in kept]
    assert migrations.HEAD == "0003"


def test_a_part_of_a_secret_work_is_not_named(few: Record) -> None:
    flood(few)
    (one,) = few.quarantine.inside()
    known = facts("valve")["valve"].asset
    assert named(one, known) == "spec.pdf page 1 (text_words@1)"
    hidden = "one of its parts (text_words@1)"
    assert named(one, replace(known, secrecy="secret")) == named(one, None) == hidden
