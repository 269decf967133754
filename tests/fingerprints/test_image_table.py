"""The snapshot's table of outlines finds what lies near, and survives a round trip."""

import time
from pathlib import Path

import numpy as np

from fingerprints import snapshot
from fingerprints.arrays import U64
from fingerprints.bits_table import BitsTable
from fingerprints.keys import Keys
from fingerprints.kind import Bits
from fingerprints.snapshot import Entry, Snapshot

KEYS = Keys(b"k" * 32)


def rows(count: int, seed: int = 1) -> U64:
    return np.random.default_rng(seed).integers(0, 2**64, (count, 4), dtype=np.uint64)


def flipped(row: U64, bits: int) -> U64:
    """The row with so many bits changed."""
    raw = np.unpackbits(row.view(np.uint8))
    raw[np.random.default_rng(bits).permutation(256)[:bits]] ^= 1
    return np.packbits(raw).view(np.uint64)


def opened(folder: Path, *entries: Entry) -> BitsTable:
    return Snapshot.open(snapshot.write(folder / "snapshots", entries, KEYS), KEYS).bits


def table(folder: Path, count: int = 50) -> tuple[BitsTable, U64]:
    stored = rows(count)
    entries = [
        Entry(
            f"asset {n}",
            f"{n}.jpg",
            "image_hash@1",
            Bits(stored[2 * n : 2 * n + 2], ("a", "b"), n, b"x" * n),
            0,
        )
        for n in range(count // 2)
    ]
    flat = Entry("flat", "f.jpg", "image_hash@1", Bits(rows(0), (), 0), 0)
    return opened(folder, *entries, flat), stored


def test_entries_come_back_and_flat_pictures_are_left_out(tmp_path: Path) -> None:
    stored, words = table(tmp_path)
    assert len(stored) == 25
    (near,) = stored.near(words[14:15], 0)
    entry = stored.entry(near.entry)
    assert (entry.asset, entry.part, entry.quality) == ("asset 7", "7.jpg", 7)
    assert (entry.labels, entry.extra) == (("a", "b"), b"x" * 7)


def test_the_scan_finds_exactly_what_lies_within_the_limit(tmp_path: Path) -> None:
    stored, words = table(tmp_path)
    asked = np.stack([flipped(words[9], 31), flipped(words[20], 0), flipped(words[3], 33)])
    found = stored.near(asked, 32)
    assert [
        (stored.entry(near.entry).asset, near.view, near.row, near.distance) for near in found
    ] == [("asset 10", 0, 1, 0), ("asset 4", 1, 0, 31)]


def test_the_scan_agrees_with_counting_every_pair(tmp_path: Path) -> None:
    stored, words = table(tmp_path, 400)
    asked = rows(5, seed=9)
    wanted = sorted(
        int(np.bitwise_count(word ^ row).sum())
        for row in asked
        for word in words
        if np.bitwise_count(word ^ row).sum() <= 118
    )
    assert [near.distance for near in stored.near(asked, 118)] == wanted
    assert wanted


def test_an_empty_table_finds_nothing(tmp_path: Path) -> None:
    stored = opened(tmp_path)
    assert len(stored) == 0
    assert stored.near(rows(2), 256) == []
    assert stored.nearest(rows(1)[0]) == []


def test_the_nearest_is_found_however_far(tmp_path: Path) -> None:
    stored, words = table(tmp_path)
    (near,) = stored.nearest(flipped(words[31], 60))
    assert (stored.entry(near.entry).asset, near.view, near.distance) == ("asset 15", 1, 60)


def test_a_hundred_thousand_outlines_are_scanned_in_milliseconds(tmp_path: Path) -> None:
    words = rows(100_000)
    stored = opened(tmp_path, Entry("a", "p", "k", Bits(words, ("whole",) * len(words), 50), 0))
    stored.near(words[:1], 32)
    before = time.process_time()
    found = stored.near(words[77:81], 32)
    assert len(found) == 4
    assert time.process_time() - before < 0.2
