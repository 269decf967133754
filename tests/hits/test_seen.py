"""Every page seen can be explained, and a new work meets the past."""

import numpy as np
import pytest

from hits.record import Record
from hits.seen import SeenPage, variant
from matcher.match import NearMiss

DAY = "2026-03-0{}T10:00:00+00:00"


def page(url: str = "https://shop.example/item/7", day: int = 1, **changed: object) -> SeenPage:
    values = {"url": url, "place": "shop.example/7", "seen_at": DAY.format(day)}
    return SeenPage(**{**values, **changed})  # type: ignore[arg-type]


def sample(*hashes: int) -> bytes:
    """As the matcher writes them: 6 bytes each."""
    return b"".join(number.to_bytes(6, "little") for number in hashes)


def outline(*words: int) -> bytes:
    """As the matcher writes a picture: 32 bytes."""
    return np.array(words, "<u8").tobytes()


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


def test_looking_back_finds_pages_that_share_hashes_most_first(record: Record) -> None:
    for number, hashes in enumerate([(1, 2, 3), (3, 4), (9,)]):
        record.pages.put(page(f"https://a.example/{number}", sample={"k@1": sample(*hashes)}))
    found = record.pages.lookback("k@1", np.array([3, 2, 1], np.uint64))
    assert [(past.url[-1], past.shared, past.of) for past in found] == [("0", 3, 3), ("1", 1, 2)]
    assert record.pages.lookback("other@1", np.array([3], np.uint64)) == []


def test_looking_back_at_pictures_goes_by_distance(record: Record) -> None:
    record.pages.put(page("https://a.example/1", sample={"i@1": outline(0b111, 0, 0, 0)}))
    record.pages.put(page("https://a.example/2", sample={"i@1": outline(2**64 - 1, 0, 0, 0)}))
    rows = np.zeros((1, 4), np.uint64)
    assert [past.url[-1] for past in record.pages.lookback("i@1", rows)] == ["1"]


def test_a_damaged_sample_is_no_crash(record: Record) -> None:
    record.pages.put(page(sample={"k@1": b"\x01\x02\x03"}))
    assert record.pages.lookback("k@1", np.array([3], np.uint64)) == []
