"""The record: taking in twice is harmless, decisions stay, alerts commit with their hit."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hits.hit import Decision
from hits.record import Record
from tests.hits.made import DAY, announce, facts, match, sighting


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record.open(f"sqlite:///{tmp_path / 'record.db'}") as opened:
        yield opened


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
