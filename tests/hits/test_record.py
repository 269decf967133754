"""The record: taking in twice is harmless, decisions stay, alerts commit with their hit."""

import zlib
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import permutations
from multiprocessing import get_context

import pytest
import sqlalchemy as sa

from fingerprints.content import Text
from fingerprints.errors import CopywatchError
from fingerprints.keys import Keys
from hits.hit import Decision, Hit, Outcome
from hits.outbox import Event, Outgoing
from hits.record import Record
from hits.seen import SeenPage
from hits.tables import visits
from tests.hits.made import DAY, announce, facts, match, sighting


def test_the_same_sighting_twice_is_one_hit_and_one_alert(record: Record) -> None:
    first = record.take(sighting(), [match()], facts(), announce, "run")
    second = record.take(sighting(), [match()], facts(), announce, "run")
    assert len(first.new) == 1 and first.alerts == 1
    assert second.known == first.new and second.alerts == 0
    assert len(record.outbox.pending()) == 1
    assert len(record.visits(first.new[0])) == 1


def test_a_tree_of_400_files_is_one_hit_with_400_pieces(record: Record) -> None:
    for number in range(400):
        page = sighting(
            url=f"https://git.example/tree/{number}", place="git.example/tree", channel="code"
        )
        record.take(page, [match(part=f"file{number}.py")], facts(), announce)
    (hit,) = record.every_hit()
    assert hit.pieces == 400
    assert hit.sentence.endswith(", and 399 more parts")
    assert len(record.outbox.pending()) == 1
    proof = record.match(hit.id)
    assert proof is not None and len(proof.evidence) == 400


def test_a_hit_of_an_authorised_seller_is_kept_and_raises_no_alert(record: Record) -> None:
    told = facts(authorised_by="seller: Our Shop")
    taken = record.take(sighting(), [match()], told, announce)
    assert len(taken.authorised) == 1
    hit = record.hit(taken.authorised[0])
    assert hit is not None and hit.status == "authorised" and hit.risk == 0
    assert record.outbox.pending() == []


def test_a_place_that_goes_and_comes_back_is_announced_again(record: Record) -> None:
    (key,) = record.take(sighting(), [match()], facts(), announce).new
    assert record.gone("shop.example/item/7", DAY.format(2)) == [key]
    back = replace(sighting(), seen_at=DAY.format(3))
    assert record.take(back, [match()], facts(), announce).returned == (key,)
    hit = record.hit(key)
    assert hit is not None and hit.presence == "returned"
    assert [row.event for row in record.outbox.of_hit(key)] == ["new", "returned"]


def test_a_changed_price_is_history_and_not_a_new_hit(record: Record) -> None:
    (key,) = record.take(sighting(), [match()], facts(), announce).new
    cheaper = sighting(price=4.5, seen_at=DAY.format(2))
    assert record.take(cheaper, [match()], facts(), announce).known == (key,)
    (change,) = record.changes(key)
    assert (change.field, change.before, change.after) == ("price", "10.0", "4.5")


def test_decisions_are_appended_and_the_last_one_is_the_status(record: Record) -> None:
    (key,) = record.take(sighting(), [match()], facts(), announce).new
    record.decide(key, Decision(outcome="needs information", by="Ann", at=DAY.format(2)))
    hit = record.decide(key, Decision(outcome="confirmed", by="Ann", at=DAY.format(3)))
    assert hit.status == "confirmed"
    assert [one.outcome for one in record.decisions(key)] == ["needs information", "confirmed"]


def test_authorising_a_seller_closes_what_it_promised(record: Record) -> None:
    for number in range(3):
        page = sighting(url=f"https://shop.example/{number}", place=f"shop.example/{number}")
        record.take(page, [match()], facts(), announce)
    assert record.would_close("seller", "valve bazaar") == 3
    assert record.authorise("seller", "Valve Bazaar", "Ann", DAY.format(2)) == 3
    later = sighting(place="shop.example/9", url="https://shop.example/9")
    assert len(record.take(later, [match()], facts(), announce).authorised) == 1
    (rule,) = record.authorisations()
    assert record.withdraw(rule.id, DAY.format(3)) == 4


def test_sightings_in_any_order_give_the_same_hit(record: Record) -> None:
    told = [
        (sighting(url="https://shop.example/item/7?b", seen_at=DAY.format(3), price=None), 0.7),
        (sighting(url="https://shop.example/item/7?a", seen_at=DAY.format(1), price=9.0), 0.9),
        (sighting(url="https://shop.example/item/7?c", seen_at=DAY.format(2), seller=""), 0.8),
    ]
    found = []
    for number, order in enumerate(permutations(told)):
        for seen, score in order:
            moved = replace(seen, place=f"shop.example/{number}")
            record.take(moved, [match(score=score)], facts(), announce)
        (hit,) = record.hits_of(place=f"shop.example/{number}")
        found.append(replace(hit, id="", place="", seq=0))
    assert found[0].score == 0.9 and found[0].url.endswith("?a")
    assert (found[0].first_seen, found[0].last_seen) == (DAY.format(1), DAY.format(3))
    assert {(hit.score, hit.url, hit.first_seen, hit.last_seen, hit.seller) for hit in found} == {
        (0.9, "https://shop.example/item/7?a", DAY.format(1), DAY.format(3), "Valve Bazaar")
    }


def test_everything_of_a_delivery_is_undone_when_the_alert_rules_fail(record: Record) -> None:
    def broken(hit: Hit, event: Event) -> Sequence[Outgoing]:
        raise CopywatchError(hit.asset)

    page = SeenPage(url=sighting().url, seen_at=DAY.format(1))
    with pytest.raises(CopywatchError):
        record.take(sighting(), [match()], facts(), broken, page=page)
    assert list(record.every_hit()) == []
    assert record.pages.count() == 0


def test_a_verdict_that_is_no_hit_is_not_recorded(record: Record) -> None:
    taken = record.take(sighting(), [match(verdict="public origin")], facts(), announce)
    assert taken.hits == ()


def test_two_assets_at_one_place_are_two_hits(record: Record) -> None:
    told = facts("valve") | facts("tap")
    assert len(record.take(sighting(), [match("valve"), match("tap")], told, announce).new) == 2


def test_a_place_is_gone_only_when_its_last_page_is(record: Record) -> None:
    first = sighting(url="https://git.example/a", place="git.example")
    second = sighting(url="https://git.example/b", place="git.example")
    for page in (first, second):
        record.take(page, [match()], facts(), announce)
    assert record.gone("git.example", DAY.format(2), url="https://git.example/a") == []
    assert len(record.gone("git.example", DAY.format(2), url="https://git.example/b")) == 1
    assert record.gone("git.example", DAY.format(2), url="https://git.example/b") == []


def test_an_old_sighting_delivered_late_does_not_bring_a_place_back(record: Record) -> None:
    (key,) = record.take(sighting(), [match()], facts(), announce).new
    record.gone("shop.example/item/7", DAY.format(3))
    assert record.take(sighting(), [match()], facts(), announce).known == (key,)
    hit = record.hit(key)
    assert hit is not None and hit.presence == "gone"


def test_an_unchanged_page_seen_again_is_one_state_with_a_later_date(record: Record) -> None:
    (key,) = record.take(sighting(), [match()], facts(), announce).new
    record.take(sighting(seen_at=DAY.format(5)), [match()], facts(), announce)
    assert len(record.visits(key)) == 1
    hit = record.hit(key)
    assert hit is not None and (hit.first_seen, hit.last_seen) == (DAY.format(1), DAY.format(5))


def test_visits_come_back_as_they_were_delivered(record: Record) -> None:
    (key,) = record.take(sighting(), [match()], facts(), announce, warc={"file": "a.warc.gz"}).new
    (seen,) = record.visits(key)
    assert (seen.sighting, seen.match, seen.warc) == (sighting(), match(), {"file": "a.warc.gz"})


def test_the_record_of_a_secret_work_quotes_nothing_without_the_key(record_url: str) -> None:
    keys = Keys(bytes(range(32)))
    page = sighting(contents=(Text("the secret of the ball valve"),))
    with Record.open(record_url, keys) as record:
        (key,) = record.take(page, [match()], facts(secrecy="secret"), announce).new
        assert record.visits(key)[0].sighting == page
        with record.database.read() as connection:
            (body,) = connection.execute(sa.select(visits.c.body)).scalars()
        assert b"secret of" not in body
        with pytest.raises(zlib.error):
            zlib.decompress(body)
    with Record.open(record_url) as blind, pytest.raises(CopywatchError, match="register key"):
        blind.visits(key)


def test_hostile_words_are_stored_without_what_databases_refuse(record: Record) -> None:
    page = sighting(title="a\x00b\ud800c" + "x" * 100_000, seller="\x00", contents=(Text("\x00"),))
    (key,) = record.take(page, [match()], facts(), announce).new
    hit = record.hit(key)
    assert hit is not None and hit.title.startswith("ab?c") and len(hit.title) == 4_000


def test_numbers_of_change_follow_every_change_and_no_repeat(record: Record) -> None:
    (key,) = record.take(sighting(), [match()], facts(), announce).new
    first = record.position()
    record.take(sighting(), [match()], facts(), announce)
    assert record.position() == first
    record.decide(key, Decision(outcome="confirmed", by="Ann", at=DAY.format(2)))
    assert record.position() == first + 1
    assert [hit.id for hit in record.since(first)] == [key]


def test_a_decision_outlasts_later_crawls_and_rules(record: Record) -> None:
    (key,) = record.take(sighting(), [match()], facts(), announce).new
    record.decide(key, Decision(outcome="confirmed", by="Ann", at=DAY.format(2)))
    later = sighting(seen_at=DAY.format(3))
    record.take(later, [match()], facts(authorised_by="domain: shop.example"), announce)
    hit = record.hit(key)
    assert hit is not None and hit.status == "confirmed"


def test_an_outcome_that_does_not_exist_is_refused(record: Record) -> None:
    (key,) = record.take(sighting(), [match()], facts(), announce).new
    wrong = Decision(outcome="guilty", by="Ann", at=DAY.format(2))  # type: ignore[arg-type]
    with pytest.raises(CopywatchError, match="confirmed"):
        record.decide(key, wrong)
    assert record.decisions(key) == []


@pytest.mark.parametrize(
    ("kind", "value", "closes"),
    [
        ("seller", " VALVE   bazaar", 1),
        ("seller", "Valve", 0),
        ("domain", "https://Shop.example/", 1),
        ("domain", "op.example", 0),
        ("repository", "shop.example/item", 1),
        ("repository", "shop.example/ite", 0),
    ],
)
def test_an_authorisation_covers_exactly_what_it_names(
    record: Record, kind: str, value: str, closes: int
) -> None:
    record.take(sighting(), [match()], facts(), announce)
    assert record.would_close(kind, value) == closes
    assert record.authorise(kind, value, "Ann", DAY.format(2)) == closes


def test_the_history_of_a_seller_counts_confirmed_and_cleared(record: Record) -> None:
    outcomes: tuple[Outcome, ...] = ("confirmed", "confirmed", "lawful use", "needs information")
    for number, outcome in enumerate(outcomes):
        page = sighting(place=f"shop.example/{number}", url=f"https://shop.example/{number}")
        (key,) = record.take(page, [match()], facts(), announce).new
        record.decide(key, Decision(outcome=outcome, by="Ann", at=DAY.format(2)))
    assert record.history("Valve Bazaar", "", "shop.example") == (2, 1)
    assert record.history("Valve Bazaar", "", "other.example") == (0, 0)


def test_two_processes_writing_at_once_lose_nothing(record_url: str) -> None:
    Record.open(record_url).close()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        done = [pool.submit(write_hits, record_url, start) for start in (0, 15)]
        assert [one.result() for one in done] == [20, 20]
    with Record.open(record_url) as record:
        assert len(list(record.every_hit())) == 35
        assert len(record.outbox.pending()) == 35
        numbers = [hit.seq for hit in record.every_hit()]
    assert numbers == sorted(set(numbers))


def write_hits(url: str, start: int) -> int:
    """Take in 20 hits; five of them are the other process's too."""
    with Record.open(url) as record:
        for number in range(start, start + 20):
            place = f"shop.example/{number}"
            page = sighting(place=place, url=f"https://{place}")
            record.take(page, [match()], facts(), announce)
    return 20


def test_two_processes_opening_a_new_store_at_once_both_can(record_url: str) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert list(pool.map(write_hits, [record_url] * 2, [0, 20])) == [20, 20]
