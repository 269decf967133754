"""Every page seen can be explained, and a new work meets the past."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hits import samples
from hits.forget import Wanted, forget
from hits.record import Record
from hits.seen import SeenPage, variant
from matcher.match import NearMiss
from tests.hits.made import announce, facts, match, sighting

DAY = "2026-03-0{}T10:00:00+00:00"


def page(url: str = "https://shop.example/item/7", day: int = 1, **changed: object) -> SeenPage:
    values = {"url": url, "place": "shop.example/7", "seen_at": DAY.format(day)}
    return SeenPage(**{**values, **changed})  # type: ignore[arg-type]


def sample(*hashes: int) -> bytes:
    """As the matcher writes them: 6 bytes each."""
    return b"".join(number.to_bytes(6, "little") for number in hashes)


def test_a_page_comes_back_with_all_that_explains_it(record: Record) -> None:
    near = NearMiss(asset="a", part="b", kind="c@1", where="d", score=0.1, threshold=0.2)
    told = page(
        state="refused",
        why="robots.txt says no",
        robots="disallowed by robots.txt",
        compared={"texts": 3},
        near=(near,),
        unreadable=("x.pdf: encrypted",),
        candidates=(("a", "b", "c@1", 4),),
        matches=(("a", "copy", 0.9),),
        public=(("b", "also stands in tide 1, which is public"),),
        sample={"text_words@1": sample(1, 2)},
    )
    record.pages.put(told)
    assert record.pages.page(told.url) == told


def test_an_older_visit_never_replaces_a_newer_one(record: Record) -> None:
    record.pages.put(page(day=2, state="gone"))
    record.pages.put(page(day=1, state="clean"))
    found = record.pages.page(page().url)
    assert found is not None and found.state == "gone" and record.pages.count() == 1


@pytest.mark.parametrize(
    "written",
    [
        "http://www.shop.example/item/7/",
        "https://SHOP.example:443/item/7?utm_source=mail&gclid=1",
        "https://shop.example/item/7#photos",
    ],
)
def test_a_page_is_found_however_its_link_is_written(record: Record, written: str) -> None:
    record.pages.put(page())
    found = record.pages.page(written)
    assert found is not None and found.url == page().url


@pytest.mark.parametrize(
    "other", ["https://shop.example/item/8", "https://shop.example/item/7?size=2", "not a link"]
)
def test_another_page_is_not_taken_for_it(record: Record, other: str) -> None:
    record.pages.put(page())
    assert record.pages.page(other) is None


def test_variants_keep_the_order_of_no_question() -> None:
    assert variant("https://a.example/?b=2&a=1") == variant("http://a.example?a=1&b=2")


def test_a_run_knows_the_pages_it_has_dealt_with(record: Record) -> None:
    record.pages.put(page(run="one"))
    assert record.pages.has(page().url, "one")
    assert not record.pages.has(page().url, "two")
    assert record.pages.of_place("shop.example/7") == [page().url]


def test_the_same_sample_again_keeps_its_number_and_another_gets_a_new_one(record: Record) -> None:
    for day, hashes in enumerate([(1, 2), (1, 2), (3,)], start=1):
        record.pages.put(page(day=day, sample={"k@1": sample(*hashes)}))
    with record.database.read() as connection:
        assert samples.numbers(connection, 1, 9) == [2] and samples.newest(connection) == 2


def test_batches_of_files_at_one_address_have_a_sample_each(record: Record) -> None:
    for number in (1, 2, 1):
        one = page(sample={"k@1": sample(number)}, piece=f"src/{number}.py")
        record.pages.put(one)
    found = record.pages.page(page().url)
    assert found is not None and found.sample == {"k@1": sample(1, 2)}


@given(st.dictionaries(st.sampled_from(["a@1", "bc@2"]), st.binary(max_size=40)), st.data())
def test_a_row_of_samples_comes_back_and_a_damaged_one_is_no_crash(
    kinds: dict[str, bytes], data: st.DataObject
) -> None:
    row = samples.to_bytes(kinds)
    assert samples.from_bytes(row) == kinds
    samples.from_bytes(row[: data.draw(st.integers(0, len(row)))])


def test_pages_and_hits_of_a_work_or_a_site_are_forgotten(record: Record) -> None:
    for wanted in (Wanted(asset="valve"), Wanted(site="shop.example")):
        seen = page(matches=(("valve", "copy", 0.9),))
        record.take(sighting(), [match()], facts(), announce, page=seen)
        gone = forget(record.database, wanted, with_hits=True)
        assert (gone.pages, len(gone.hits)) == (1, 1)
    assert record.pages.count() == record.position() == 0
