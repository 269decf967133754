"""Winnowing: every shared run is found, and nothing can be read back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerprints import winnow
from fingerprints.arrays import U64
from fingerprints.keys import Keys
from fingerprints.stream import Stream
from fingerprints.streams import STREAMS

SMALL = st.lists(st.integers(0, 5), max_size=80).map(lambda codes: np.array(codes, np.uint64))


@given(SMALL, st.integers(1, 9))
def test_equal_runs_have_equal_hashes_and_other_runs_others(codes: U64, k: int) -> None:
    hashes = winnow.grams(codes, k)
    runs = [tuple(codes[at : at + k].tolist()) for at in range(max(0, len(codes) - k + 1))]
    assert len(hashes) == len(runs)
    assert len(set(hashes.tolist())) == len(set(runs))


@given(SMALL, st.integers(1, 9))
def test_windows_are_sums_of_neighbours(codes: U64, k: int) -> None:
    summed = [int(codes[at : at + k].sum()) for at in range(max(0, len(codes) - k + 1))]
    assert winnow.windows(codes, k).tolist() == summed


@given(SMALL)
def test_each_place_knows_the_last_one_of_the_same_code(codes: U64) -> None:
    seen: dict[int, int] = {}
    for place, before in enumerate(winnow.previous(winnow.mix(codes)).tolist()):
        assert before == seen.get(int(codes[place]), -1)
        seen[int(codes[place])] = place


@given(SMALL, st.integers(1, 12))
def test_of_any_neighbours_that_say_enough_the_smallest_is_chosen(codes: U64, w: int) -> None:
    hashes = winnow.mix(codes)
    keep = codes != 3
    chosen = set(winnow.choose(hashes, w, keep).tolist())
    assert all(keep[place] for place in chosen)
    w = min(w, len(codes))
    for at in range(len(codes) - w + 1) if w else ():
        window = [place for place in range(at, at + w) if keep[place]]
        if window:
            smallest = min(int(hashes[place]) for place in window)
            assert smallest in {int(hashes[place]) for place in chosen & set(window)}


@pytest.mark.parametrize("k", [3, 20])
@pytest.mark.parametrize("w", [4, 8])
def test_ten_thousand_shared_runs_are_all_found(k: int, w: int) -> None:
    """The guarantee: a shared run of k + w - 1 units has a chosen gram in common."""
    chance = np.random.default_rng(7)
    run = k + w - 1
    shared = chance.integers(0, 50, (2_500, run), dtype=np.uint64)
    for row in shared:
        protected = np.concatenate([chance.integers(0, 50, 40, dtype=np.uint64), row])
        page = np.concatenate([row, chance.integers(0, 50, 40, dtype=np.uint64)])
        hashes = winnow.grams(protected, k)
        stored = hashes[winnow.choose(hashes, w, np.ones(len(hashes), bool))]
        assert np.isin(stored, winnow.grams(page, k)).any()


@pytest.mark.parametrize("stream", STREAMS, ids=lambda stream: stream.name)
def test_streams_promise_runs_of_at_most_27(stream: Stream) -> None:
    assert stream.w >= 4
    assert stream.k + stream.w - 1 <= 27


def test_the_key_changes_every_hash_and_another_stream_too() -> None:
    public = np.arange(1_000, dtype=np.uint64)
    one, other = Keys(b"1" * 32), Keys(b"2" * 32)
    hashes = winnow.keyed(public, one, "a")
    assert (hashes == winnow.keyed(public, one, "a")).all()
    assert len(np.intersect1d(hashes, winnow.keyed(public, other, "a"))) == 0
    assert len(np.intersect1d(hashes, winnow.keyed(public, one, "b"))) == 0
    assert hashes.max() < 1 << winnow.BITS


def test_hashes_are_the_same_on_every_machine() -> None:
    codes = winnow.mix(np.arange(30, dtype=np.uint64))
    assert [f"{h:016x}" for h in winnow.grams(codes, 28).tolist()] == GOLDEN
    assert [
        f"{h:012x}" for h in winnow.keyed(codes[:2], Keys(bytes(32)), "golden").tolist()
    ] == KEYED


GOLDEN = ["71b447564d52c6e9", "64f0b87d4323f78e", "66e00df08d5f8ec5"]
KEYED = ["e163a9f79fc1", "9730f0f00255"]
