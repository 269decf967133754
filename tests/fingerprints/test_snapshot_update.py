"""A snapshot that grew by changes answers like one written anew, and survives every kill."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerprints import (
    snapshot,
    snapshot_tokens,
    snapshot_update,
    snapshot_write,
    tokens_table,
)
from fingerprints.errors import CopywatchError
from fingerprints.kind import Tokens
from fingerprints.snapshot import Entry, Snapshot
from fingerprints.snapshot_manifest import publish_version, read_manifest
from fingerprints.snapshot_segment import mark
from fingerprints.snapshot_update import due, exchanged, tidied, updated
from tests.fingerprints.segments import KEYS, POOL, part


def answers(path: Path) -> dict[str, object]:
    """Everything that a snapshot tells, in an order that does not depend on its numbers."""
    opened = Snapshot.open(path, KEYS)
    assert opened.verify() == []

    def told(number: int) -> tuple[object, ...]:
        one = opened.entry(number)
        return (one.asset, one.part, one.kind, one.own, one.total, str(one.totals), len(one.lines))

    def found(kind: str) -> list[tuple[object, ...]]:
        table = opened.table(kind)
        if table is None:
            return []
        asked, postings, cut = table.look(POOL)
        assert (np.diff(asked) >= 0).all()
        owners = [told(int(number)) for number in table.owner(postings)]
        starts, sizes = table.places(postings)
        rows = zip(asked.tolist(), owners, starts.tolist(), sizes.tolist(), strict=True)
        return [*sorted(rows), ("cut", *cut.tolist())]

    rows = np.random.default_rng(1).integers(0, 2**64, (2, 4), dtype=np.uint64)
    near = [
        (told(one.entry), one.view, one.row, one.distance) for one in opened.bits.near(rows, 130)
    ]
    return {
        "entries": sorted(told(number) for number in opened.numbers.tolist()),
        "size": opened.size,
        "found": [found(kind) for kind in "st"],
        "names": sorted((name.word, told(name.entry)) for name in opened.names),
        "near": sorted(near),
        "nearest": [told(one.entry) for one in opened.bits.nearest(rows[0])],
        "pictures": len(opened.bits),
    }


def changed(base: Path, entries: Iterable[Entry], names: Iterable[str]) -> Path:
    marks = np.array([mark(KEYS, name, "a.txt") for name in names], np.uint64)
    return updated(base, marks, entries, KEYS)


def merged(base: Path, meanwhile: Path | None = None) -> Path | None:
    """Merge what is due, or else all; others may have published a newer one meanwhile."""
    chosen = due(base, KEYS) or read_manifest(base, KEYS).segments
    return exchanged(meanwhile or base, chosen, tidied(base, chosen, KEYS), KEYS)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting for the disk matters when the power fails, which no test can do."""
    monkeypatch.setattr(os, "fsync", int)


PARTS = st.sampled_from("abcdefghijkl")
STEPS = st.one_of(
    st.tuples(st.just("put"), st.dictionaries(PARTS, st.integers(0, 10**6), min_size=1)),
    st.tuples(st.just("remove"), st.sets(PARTS, min_size=1)),
    st.tuples(st.just("merge"), st.none()),
)


@pytest.mark.parametrize("limits", [(0, 0, 1), (0, 20_000, 2), (1 << 22, 1 << 24, 4)])
@settings(max_examples=12, deadline=None)
@given(steps=st.lists(STEPS, min_size=1, max_size=7))
def test_any_sequence_of_changes_answers_like_one_fresh_write(
    limits: tuple[int, int, int], steps: list[tuple[str, object]]
) -> None:
    now: dict[str, list[Entry]] = {}
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        for constant, value in zip(("FLOOR", "CEILING", "MOST"), limits, strict=True):
            patch.setattr(snapshot_update, constant, value)
        patch.setattr(tokens_table, "COMMON", 4)  # so that hashes are crowded
        patch.setattr(snapshot_tokens, "PIECE", 8)  # so that merges go piece by piece
        patch.setattr(snapshot_write, "HELD", 3_000)  # so that a write has several runs
        path = snapshot.write(Path(name) / "grown", [], KEYS)
        for step, given_ in steps:
            before = path
            if isinstance(given_, dict):
                now |= {asset: part(asset, seed) for asset, seed in given_.items()}
                path = changed(path, [e for asset in given_ for e in now[asset]], given_)
            elif isinstance(given_, set):
                now = {asset: made for asset, made in now.items() if asset not in given_}
                path = changed(path, [], given_)
            if step == "merge" and Snapshot.open(path, KEYS).segments:
                path = merged(path) or path
            assert Snapshot.open(before, KEYS).verify() == []
        fresh = snapshot.write(
            Path(name) / "fresh", [e for made in now.values() for e in made], KEYS
        )
        assert answers(path) == answers(fresh)


def test_what_changes_during_a_merge_holds_afterwards(tmp_path: Path) -> None:
    base = snapshot.write(tmp_path / "s", [e for n in "abc" for e in part(n, ord(n))], KEYS)
    newer = publish_version(tmp_path / "s", read_manifest(base, KEYS).segments, KEYS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshot_update, "FLOOR", 0)
        patch.setattr(snapshot_update, "FACTOR", 0)
        newer = changed(newer, part("b", 7), ["b", "c"])
    done = merged(base, newer)
    assert done is not None
    fresh = snapshot.write(tmp_path / "f", [*part("a", ord("a")), *part("b", 7)], KEYS)
    assert answers(done) == answers(newer) == answers(fresh)
    assert merged(base, done) is None  # that segment is no longer there


def test_an_old_snapshot_can_be_read_while_others_are_written(tmp_path: Path) -> None:
    base = snapshot.write(tmp_path / "s", part("a", 1), KEYS)
    opened, before = Snapshot.open(base, KEYS), answers(base)
    path = changed(base, part("a", 2), ["a"])
    assert answers(base) == before != answers(path)
    assert opened.size == 3


def test_a_merge_refuses_to_copy_damage(tmp_path: Path) -> None:
    base = snapshot.write(tmp_path / "s", part("a", 1), KEYS)
    (file,) = (tmp_path / "s" / "segments").iterdir()
    data = bytearray(file.read_bytes())
    data[3] ^= 1
    file.write_bytes(data)
    with pytest.raises(CopywatchError, match="damaged"):
        changed(base, part("b", 1), ["b"])


@pytest.mark.parametrize("count", [1, 5, 8, 9, 100, 4_095, 4_096, 70_000])
def test_a_posting_takes_at_most_twelve_bytes_and_four_of_place(tmp_path: Path, count: int) -> None:
    chance = np.random.default_rng(count)
    hashes = np.unique(chance.integers(0, 2**48, count, dtype=np.uint64))
    spots = np.arange(len(hashes), dtype=np.uint32)
    value = Tokens(chance.permutation(hashes), spots, spots + np.uint32(9), spots[:1], 9, 9)
    opened = Snapshot.open(
        snapshot.write(tmp_path / "s", [Entry("a", "p", "k", value, 1)], KEYS), KEYS
    )
    sizes = opened.segments[0].arrays.sizes()
    held = {name: size for name, size in sizes.items() if name.startswith("k/")}
    assert held.pop("k/places") == 4 * len(hashes)
    assert sum(held.values()) <= 12 * len(hashes) + 15
    table = opened.table("k")
    assert table is not None
    asked, postings = table.find(hashes)
    assert asked.tolist() == postings.tolist() == list(range(len(hashes)))


def test_the_first_256_owners_of_a_crowded_hash_are_given_and_the_cut_is_told(
    tmp_path: Path,
) -> None:
    """Near twins share every hash: the same owners are given for each, none is lost."""
    hashes = POOL[:3]
    spots = np.array([1, 2, 3], np.uint32)
    twin = Tokens(hashes, spots, spots + np.uint32(9), spots[:1], 9, 9)
    twins = [Entry(f"twin {n}", "a.txt", "s", twin, 1) for n in range(300)]
    path = snapshot.write(tmp_path / "s", twins[:200], KEYS)
    path = changed(path, twins[200:], [])
    table = Snapshot.open(path, KEYS).table("s")
    assert table is not None
    asked, postings, cut = table.look(np.concatenate([hashes, hashes]))
    owners = table.owner(postings).reshape(6, 256)
    assert cut.tolist() == [0, 1, 2, 3, 4, 5]
    assert len(set(owners[0].tolist())) == 256
    assert all(set(row) == set(owners[0]) for row in owners)
    fewer = Snapshot.open(changed(path, [], [one.asset for one in twins[:50]]), KEYS).table("s")
    assert fewer is not None
    asked, _, cut = fewer.look(hashes)
    assert (len(asked), len(cut)) == (3 * 250, 0)


def test_one_owner_of_a_crowded_hash_gives_its_first_places(tmp_path: Path) -> None:
    spots = np.arange(1_000, dtype=np.uint32)
    value = Tokens(np.full(1_000, 7, np.uint64), spots, spots + np.uint32(9), spots[:1], 9, 9)
    path = snapshot.write(tmp_path / "s", [Entry("a", "p", "k", value, 1)], KEYS)
    table = Snapshot.open(path, KEYS).table("k")
    assert table is not None
    _, postings, cut = table.look(np.array([7], np.uint64))
    assert table.places(postings)[0].tolist() == list(range(256))
    assert cut.tolist() == [0]
