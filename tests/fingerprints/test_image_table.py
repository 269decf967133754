"""The snapshot's table of outlines finds what lies near, and survives a round trip."""

import time
from pathlib import Path

import numpy as np
import pytest

from fingerprints.bits_table import BitsTable, write_bits
from fingerprints.errors import CopywatchError
from fingerprints.keys import Keys
from fingerprints.kind import U64, Bits

KEYS = Keys(b"k" * 32)


def rows(count: int, seed: int = 1) -> U64:
    return np.random.default_rng(seed).integers(0, 2**64, (count, 4), dtype=np.uint64)


def flipped(row: U64, bits: int) -> U64:
    """The row with so many bits changed."""
    raw = np.unpackbits(row.view(np.uint8))
    raw[np.random.default_rng(bits).permutation(256)[:bits]] ^= 1
    return np.packbits(raw).view(np.uint64)


def table(folder: Path, count: int = 50) -> tuple[BitsTable, U64]:
    stored = rows(count)
    entries = [
        (
            f"asset {n}",
            f"{n}.jpg",
            "image_hash@1",
            Bits(stored[2 * n : 2 * n + 2], ("a", "b"), n, b"x" * n),
        )
        for n in range(count // 2)
    ]
    write_bits(folder, [*entries, ("flat", "f.jpg", "image_hash@1", Bits(rows(0), (), 0))], KEYS)
    return BitsTable.open(folder, KEYS), stored


def test_entries_come_back_and_flat_pictures_are_left_out(tmp_path: Path) -> None:
    stored, _ = table(tmp_path)
    assert len(stored) == 25
    entry = stored.entry(7)
    assert (entry.asset, entry.part, entry.quality) == ("asset 7", "7.jpg", 7)
    assert (entry.labels, entry.extra) == (("a", "b"), b"x" * 7)


def test_the_scan_finds_exactly_what_lies_within_the_limit(tmp_path: Path) -> None:
    stored, words = table(tmp_path)
    asked = np.stack([flipped(words[9], 31), flipped(words[20], 0), flipped(words[3], 33)])
    found = stored.near(asked, 32)
    assert [(near.entry, near.view, near.row, near.distance) for near in found] == [
        (10, 0, 1, 0),
        (4, 1, 0, 31),
    ]


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
    write_bits(tmp_path, [], KEYS)
    stored = BitsTable.open(tmp_path, KEYS)
    assert len(stored) == 0
    assert stored.near(rows(2), 256) == []
    assert stored.nearest(rows(1)[0]) == []


def test_the_nearest_is_found_however_far(tmp_path: Path) -> None:
    stored, words = table(tmp_path)
    (near,) = stored.nearest(flipped(words[31], 60))
    assert (near.entry, near.view, near.distance) == (15, 1, 60)


def test_a_damaged_table_says_what_to_do(tmp_path: Path) -> None:
    table(tmp_path)
    (tmp_path / "bits.rows.npy").write_bytes(b"nothing")
    with pytest.raises(CopywatchError, match="protect anything again"):
        BitsTable.open(tmp_path, KEYS)


def test_a_hundred_thousand_outlines_are_scanned_in_milliseconds(tmp_path: Path) -> None:
    words = rows(100_000)
    write_bits(tmp_path, [("a", "p", "k", Bits(words, ("whole",) * len(words), 50))], KEYS)
    stored = BitsTable.open(tmp_path, KEYS)
    stored.near(words[:1], 32)
    before = time.process_time()
    found = stored.near(words[77:81], 32)
    assert len(found) == 4
    assert time.process_time() - before < 0.2


def test_names_of_assets_and_files_do_not_stand_open(tmp_path: Path) -> None:
    table(tmp_path)
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"asset" not in stored and b".jpg" not in stored
    with pytest.raises(CopywatchError, match="register key"):
        BitsTable.open(tmp_path, Keys(b"o" * 32))
