"""What every index promises, on each real engine."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hits.hit import Hit
from hits.index import CursorGone, Index, Query, Sort
from tests.hits.made import hit

SORTS: tuple[Sort, ...] = ("risk", "newest", "last_seen", "score")


def every_id(index: Index, wanted: Query) -> list[str]:
    found: list[str] = []
    cursor = ""
    while True:
        page = index.search(wanted, cursor)
        found += page.ids
        if not (cursor := page.cursor):
            return found


def test_a_hit_put_twice_is_found_once(index: Index) -> None:
    index.put([hit(1)])
    index.put([hit(1)])
    assert index.search(Query()).ids == (hit(1).id,)


def test_an_older_state_never_replaces_a_newer_one(index: Index) -> None:
    index.put([hit(1, status="confirmed", seq=9)])
    index.put([hit(1, status="open", seq=5)])
    assert index.search(Query()).facets["status"] == {"confirmed": 1}


def test_an_empty_index_answers_with_nothing(index: Index) -> None:
    page = index.search(Query(text="valve", status=("open",)))
    assert (page.ids, page.total, page.cursor) == ((), 0, "")
    assert page.facets["status"] == {}


def test_all_words_must_match_and_the_last_one_by_its_beginning(index: Index) -> None:
    index.put([hit(1, title="Brass ball joint"), hit(2, title="Brass tap")])
    assert index.search(Query(text="brass")).total == 2
    assert index.search(Query(text="brass joi")).ids == (hit(1).id,)
    assert index.search(Query(text="bra joint")).ids == ()


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Édition Française", "edition francaise"),
        ("STRASSE", "straße"),
        ("不锈钢球阀", "球阀"),
        ("\uff21\uff31\uff35\uff21 tap", "aqua"),
        ("Клапан шаровой", "КЛАПАН"),
        ('AND OR "valve" -not* (near)', 'and "or" near('),
    ],
)
def test_words_are_found_however_they_are_written(index: Index, title: str, text: str) -> None:
    index.put([hit(1, title=title), hit(2, title="something else")])
    assert index.search(Query(text=text)).ids == (hit(1).id,)


def test_the_words_of_a_changed_title_replace_the_old_ones(index: Index) -> None:
    index.put([hit(1, title="Brass valve", seq=1)])
    index.put([hit(1, title="Copper tap", seq=2)])
    assert index.search(Query(text="brass")).total == 0
    assert index.search(Query(text="copper")).total == 1


def test_limits_of_different_fields_hold_together_and_values_of_one_field_are_either(
    index: Index,
) -> None:
    index.put([hit(1, channel="code"), hit(2, channel="paste"), hit(3, status="confirmed")])
    wanted = Query(channel=("code", "paste"), status=("open",))
    assert set(index.search(wanted).ids) == {hit(1).id, hit(2).id}


def test_a_facet_is_counted_without_its_own_limit_but_with_the_others(index: Index) -> None:
    index.put(
        [
            hit(1, channel="code", country="CN"),
            hit(2, channel="paste", country="CN"),
            hit(3, channel="paste", country="TR"),
        ]
    )
    page = index.search(Query(channel=("paste",), country=("CN",)))
    assert page.total == 1
    assert page.facets["channel"] == {"code": 1, "paste": 1}
    assert page.facets["country"] == {"CN": 1, "TR": 1}
    assert page.facets["status"] == {"open": 1}


def test_facets_name_the_most_frequent_first_and_leave_out_what_is_not_told(index: Index) -> None:
    sellers = ["B", "A", "C", "C", "", "a"]
    index.put([hit(number, seller=seller) for number, seller in enumerate(sellers, 1)])
    counted = index.search(Query()).facets["seller"]
    assert list(counted.items()) == [("C", 2), ("A", 1), ("B", 1), ("a", 1)]


def test_presence_tells_gone_from_returned_from_online(index: Index) -> None:
    day = hit(1).last_seen
    index.put([hit(1), hit(2, gone_at=day), hit(3, returned_at=day)])
    assert index.search(Query(presence=("gone",))).ids == (hit(2).id,)
    assert index.search(Query()).facets["presence"] == {"gone": 1, "online": 1, "returned": 1}


def test_risk_from_a_number_on_is_inclusive(index: Index) -> None:
    index.put([hit(1, risk=39), hit(2, risk=40), hit(3, risk=41)])
    assert index.search(Query(min_risk=40)).ids == (hit(3).id, hit(2).id)


@pytest.mark.parametrize("sort", SORTS)
def test_paging_gives_every_hit_once_in_order(index: Index, sort: Sort) -> None:
    hits = [
        hit(n, risk=n % 3, score=(n % 4) / 7, first_seen=f"2026-03-0{1 + n % 5}T10:00:00+00:00",
            last_seen=f"2026-04-0{1 + n % 2}T10:00:00.5+00:00")
        for n in range(1, 24)
    ]  # fmt: skip
    index.put(hits)
    found = every_id(index, Query(sort=sort, limit=5))
    assert found == [one.id for one in ordered(hits, sort)]


def ordered(hits: list[Hit], sort: Sort) -> list[Hit]:
    key = {"newest": "first_seen"}.get(sort, sort)
    by_id = sorted(hits, key=lambda one: one.id)
    return sorted(by_id, key=lambda one: getattr(one, key), reverse=True)


def test_a_hit_that_leaves_the_list_moves_no_other_hit_off_the_next_page(index: Index) -> None:
    hits = [hit(number, risk=100 - number) for number in range(1, 9)]
    index.put(hits)
    first = index.search(Query(status=("open",), limit=4))
    index.put([replace(hits[1], status="confirmed", seq=100)])
    second = index.search(Query(status=("open",), limit=4), first.cursor)
    assert second.ids == tuple(one.id for one in hits[4:])


def test_a_cursor_of_another_order_or_made_up_is_refused(index: Index) -> None:
    index.put([hit(number) for number in range(1, 5)])
    cursor = index.search(Query(limit=2)).cursor
    for wrong in (Query(sort="newest"), Query()):
        text = cursor if wrong.sort == "newest" else "bm9uc2Vuc2U="
        with pytest.raises(CursorGone):
            index.search(wrong, text)


def test_the_position_only_goes_forward_and_starts_at_nothing(index: Index) -> None:
    assert index.position() == 0
    index.follow_to(7)
    index.follow_to(3)
    assert index.position() == 7


def test_a_rebuilt_index_holds_what_it_was_given_and_nothing_else(index: Index) -> None:
    index.put([hit(1), hit(2)])
    index.rebuild([hit(2), hit(3)], 30)
    assert set(index.search(Query()).ids) == {hit(2).id, hit(3).id}
    assert index.position() == 30


def test_hostile_lengths_and_signs_are_taken(index: Index) -> None:
    wild = hit(1, title="x" * 200_000, seller="\x01\u202e" + "long " * 2_000, country="\U0001f600")
    index.put([wild])
    assert index.search(Query(text="x" * 60)).total == 1
    assert index.search(Query(country=("\U0001f600",))).total == 1


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=40))
def test_no_text_that_a_person_types_is_an_error(index: Index, text: str) -> None:
    index.search(Query(text=text))
