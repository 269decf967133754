"""A work protected later meets the pages of the past; the index is made again from the record."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa

from fingerprints.arrays import U64
from fingerprints.errors import CopywatchError
from hits import samples
from hits.look import Part, Past, look
from hits.look_index import LookIndex
from hits.look_segment import Segment
from hits.record import Record
from hits.samples import Sample
from hits.seen import SeenPage, page_id
from hits.tables import samples as rows
from matcher.sample import packed

DAY = "2026-03-01T10:00:00+00:00"
Fill = Callable[..., None]


def random(count: int, seed: int) -> U64:
    return np.unique(np.random.default_rng(seed).integers(0, 2**48, count, np.uint64))


def part(*hashes: int, name: str = "spec.md") -> Part:
    return Part(name, {"text_chars@1": np.array(sorted(hashes), np.uint64)})


def url(number: int) -> str:
    return f"https://a.example/{number}"


def put(
    record: Record, number: int, hashes: U64 | Sequence[int], kind: str = "text_chars@1"
) -> None:
    sample = packed([(kind, np.array(hashes, np.uint64))])
    record.pages.put(SeenPage(url=url(number), place="p", seen_at=DAY, sample=sample))


def urls(found: list[Past]) -> list[str]:
    return [past.url for past in found]


@pytest.fixture
def index(record: Record, tmp_path: Path) -> LookIndex:
    """An index with segments of four rows, sixteen for a large one."""
    return LookIndex(tmp_path / "seen", record.database, small=4, large=16)


def sizes(index: LookIndex) -> list[int]:
    return [last + 1 - first for first, last in index.ranges()]


def test_pages_are_found_by_what_they_share_most_first(record: Record, index: LookIndex) -> None:
    for number, hashes in enumerate([(1, 2, 3), (3, 4), (9,)]):
        put(record, number, hashes)
    found = look(index, [part(1, 2, 3)], least=1)
    assert [(past.url, past.shared, past.of, past.share) for past in found] == [
        (url(0), 3, 3, 1.0),
        (url(1), 1, 2, pytest.approx(1 / 3, abs=1e-3)),
    ]
    assert urls(look(index, [part(1, 2, 3)])) == [url(0)]
    assert look(index, [Part("x", {"text_words@1": np.array([1, 2, 3], np.uint64)})]) == []


def test_streams_count_together_and_the_best_part_is_named(
    record: Record, index: LookIndex
) -> None:
    kinds = {"text_chars@1": np.array([1, 2], np.uint64), "code_tokens@1": np.array([7], np.uint64)}
    sample = packed(kinds.items())
    record.pages.put(SeenPage(url=url(1), place="p", seen_at=DAY, sample=sample))
    (past,) = look(index, [part(1, 2, name="b.py"), Part("a.py", kinds)])
    assert (past.part, past.kind, past.kinds) == (
        "a.py",
        "text_chars@1",
        {"text_chars@1": 2, "code_tokens@1": 1},
    )


@pytest.mark.parametrize("pages", [3, 20])
def test_pictures_go_by_distance(record: Record, index: LookIndex, pages: int) -> None:
    theirs = np.random.default_rng(1).integers(0, 2**64 - 1, (pages, 4), np.uint64)
    for number, row in enumerate(theirs):
        put(record, number, row, "image_hash@1")
    index.catch_up()
    near = theirs[1] ^ np.array([2**15 - 1, 2**15 - 1, 0, 1], np.uint64)
    (past,) = look(index, [Part("a.jpg", {"image_hash@1": near[None]})])
    assert (past.url, past.shared, past.of, past.kind) == (url(1), 1, 1, "image_hash@1")
    far = theirs[1] ^ np.array([2**16 - 1, 2**16 - 1, 0, 0], np.uint64)
    assert look(index, [Part("a.jpg", {"image_hash@1": far[None]})]) == []


def test_segments_grow_and_merge_and_answer_as_the_record_does(
    record: Record, index: LookIndex
) -> None:
    work = random(400, 0)
    for number in range(40):
        mixed = np.concatenate([random(300, number + 1), work[number : number + 3 * (number % 3)]])
        put(record, number, np.unique(mixed))
        index.catch_up()
    assert sizes(index) == [16, 16, 4, 4]
    plain = LookIndex(index.folder.parent / "empty", index.database)
    asked = [Part("a", {"text_chars@1": work})]
    assert look(index, asked) == look(plain, asked)
    assert len(look(index, asked)) == 26


def test_a_page_seen_again_is_told_once_as_it_is_now(record: Record, index: LookIndex) -> None:
    for number in range(8):
        put(record, number, [1, 2, 3])
    index.catch_up()
    put(record, 0, [7, 8, 9])
    put(record, 1, [1, 2, 3, 4])
    assert sorted(urls(look(index, [part(1, 2, 3)]))) == [url(n) for n in range(1, 8)]
    index.tidy()
    assert sum(len(one.numbers) for one in index.segments()) == 6


def test_a_lost_a_damaged_and_a_half_written_segment_are_made_again(
    record: Record, index: LookIndex
) -> None:
    for number in range(12):
        put(record, number, [1, 2, 3])
    index.catch_up()
    first, second, third = sorted(index.folder.glob("*.seg"))
    whole = [first.read_bytes(), second.read_bytes(), third.read_bytes()]
    first.write_bytes(whole[0][:-1])
    second.unlink()
    third.write_bytes(b"")
    third.with_suffix(".new").write_bytes(whole[2][:50])
    assert len(look(index, [part(1, 2, 3)])) == 12
    index.catch_up()
    assert not list(index.folder.glob("*.new"))
    assert len(index.segments()) == len(index.ranges()) > 0
    assert len(look(index, [part(1, 2, 3)])) == 12
    with pytest.raises(CopywatchError, match="damaged"):
        Segment.open(_written(index.folder / "x.seg", b"no segment at all" * 9))


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_segments_of_a_record_that_was_set_back_are_dropped(
    record: Record, index: LookIndex
) -> None:
    for number in range(8):
        put(record, number, [1, 2, 3])
    index.catch_up()
    with record.database.write() as connection:
        connection.execute(sa.text("UPDATE sequence SET value = 2 WHERE name = 'samples'"))
        connection.execute(sa.delete(rows).where(rows.c.number > 2))
    index.catch_up()
    assert index.ranges() == []
    assert len(look(index, [part(1, 2, 3)])) == 2


def test_two_crawls_at_once_lose_nothing(record: Record, index: LookIndex) -> None:
    def crawl(start: int) -> None:
        for number in range(start, start + 10):
            put(record, number, [1, 2, 3])
            index.catch_up()

    crawls = [threading.Thread(target=crawl, args=(start,)) for start in (0, 100)]
    for one in crawls:
        one.start()
    for one in crawls:
        one.join()
    index.catch_up()
    found = urls(look(index, [part(1, 2, 3)]))
    assert sorted(found) == sorted(url(start + n) for start in (0, 100) for n in range(10))
    with record.database.read() as connection:
        assert samples.numbers(connection, 1, 99) == list(range(1, 21))


def test_what_is_forgotten_is_in_no_segment(record: Record, index: LookIndex) -> None:
    for number in range(16):
        put(record, number, random(50, number))
        put(record, 100 + number, random(4, number), "image_hash@1")
    index.catch_up()
    before = index.segments()
    index.forget([1, 2, 3, 20])
    after = index.segments()
    assert [s.numbers.tolist() for s in after] == [
        [n for n in s.numbers.tolist() if n not in {1, 2, 3, 20}] for s in before
    ]
    assert sum(len(one.owners) for one in after) == 14 * 50
    assert after[1].sharing(random(50, 10)).max() >= 50


def test_a_segment_names_every_page_that_holds_a_hash() -> None:
    held = [random(500, seed) for seed in range(200)]
    made = [
        Sample(10 + number, page_id(url(number)), packed([("text_chars@1", hashes)]))
        for number, hashes in enumerate(held)
    ]
    segment = Segment.of(10, 209, made)
    asked = np.unique(np.concatenate([held[7][:9], held[8][:2], random(2000, 999)]))
    counts = segment.sharing(asked)
    assert counts[7] >= 9 and counts[8] >= 2
    assert np.median(counts) <= 2  # by chance: the record says so then
