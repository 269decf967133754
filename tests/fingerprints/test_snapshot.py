"""The snapshot: written whole, opened by the right key only, and it tells nothing by itself."""

import json
import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerprints import kinds, snapshot, stored
from fingerprints.blobs import Blobs
from fingerprints.content import Code, Content, Table, Text
from fingerprints.errors import ConfigurationError, CopywatchError
from fingerprints.keys import Keys
from fingerprints.kind import Bits, Context, Names, Tokens, Value
from fingerprints.snapshot import Entry, Snapshot

KEYS = Keys(b"k" * 32)
ROWS = tuple((f"Firm {n} Ltd", f"m{n}@mail.example", f"+44 20 {n:07d}") for n in range(30))


@pytest.fixture
def entries(prose: str, code: str, tmp_path: Path) -> list[Entry]:
    context = Context(KEYS, Blobs(tmp_path / "blobs"))
    contents: dict[str, Content] = {
        "secret_process.md": Text(prose),
        "valve.py": Code(code),
        "customers.csv": Table(ROWS),
        "name": Text("AQUAVALVE", where="name"),
    }
    return [
        Entry("project-nightjar", part, kind, value, 9)
        for part, content in contents.items()
        for kind, value in kinds.take(content, context)
    ]


@pytest.fixture
def path(entries: list[Entry], tmp_path: Path) -> Path:
    return snapshot.write(tmp_path / "snapshots", entries, KEYS)


def numbered(opened: Snapshot) -> dict[tuple[str, str, str], int]:
    """Every entry that counts, by asset, part and kind."""
    known = {number: opened.entry(number) for number in opened.numbers.tolist()}
    return {(one.asset, one.part, one.kind): number for number, one in known.items()}


def segment(path: Path) -> Path:
    """The only segment's file."""
    (found,) = (path.parent / "segments").iterdir()
    return found


def test_every_posting_is_found_with_owner_and_place(path: Path, entries: list[Entry]) -> None:
    opened = Snapshot.open(path, KEYS)
    numbers = numbered(opened)
    for entry in entries:
        number = numbers[entry.asset, entry.part, entry.kind]
        table = opened.table(entry.kind)
        if not isinstance(entry.value, Tokens):
            continue
        assert table is not None
        asked, postings = table.find(entry.value.hashes)
        mine = table.owner(postings) == number
        starts, sizes = table.places(postings[mine])
        told = set(zip(asked[mine].tolist(), starts.tolist(), sizes.tolist(), strict=True))
        for place, (start, end) in enumerate(
            zip(entry.value.starts.tolist(), entry.value.ends.tolist(), strict=True)
        ):
            assert (place, start, end - start) in told


def test_what_is_not_there_is_not_found(path: Path) -> None:
    table = Snapshot.open(path, KEYS).table("text_chars@1")
    assert table is not None
    stored = table.parts[0].hashes(np.arange(len(table)))
    others = np.setdiff1d(np.arange(2**48 - 5_000, 2**48, dtype=np.uint64), stored)
    others = np.concatenate([others, np.zeros(1, np.uint64)])
    assert [len(found) for found in table.find(others)] == [0, 0]


def test_entries_tell_asset_part_and_lines(path: Path, entries: list[Entry]) -> None:
    opened = Snapshot.open(path, KEYS)
    numbers = numbered(opened)
    assert sorted(numbers) == sorted((e.asset, e.part, e.kind) for e in entries)
    known = opened.entry(numbers["project-nightjar", "secret_process.md", "text_chars@1"])
    assert known.totals is not None
    assert known.totals.keys() == {"text_chars@1", "text_words@1"}
    assert [name.word for name in opened.names] == ["AQUAVALVE"]


def test_it_travels_by_its_path(path: Path) -> None:
    again = pickle.loads(pickle.dumps(Snapshot.open(path, KEYS)))  # noqa: S301 - our own bytes
    assert again.version == path.name


def test_no_file_names_the_asset_its_parts_or_its_words(path: Path) -> None:
    files = [file for file in path.parent.rglob("*") if file.is_file()]
    assert len(files) == 3
    held = b"".join(file.read_bytes() for file in files)
    words = (
        b"nightjar",
        b"secret_process",
        b"valve.py",
        b"AQUAVALVE",
        b"membrane",
        b"mail.example",
    )
    assert [word for word in words if word in held] == []


def test_a_thief_without_the_key_finds_no_telephone_number(path: Path) -> None:
    """The keyless hashes of all pairs of cells, which anybody can make, are not in the store."""
    from fingerprints import cells  # noqa: PLC0415 - only here

    table = Snapshot.open(path, KEYS).table("table_pairs@3")
    assert table is not None
    stolen = table.parts[0].hashes(np.arange(len(table)))
    phones = cells.read([row[2] for row in ROWS]).codes
    mails = cells.read([row[1] for row in ROWS]).codes
    public = cells.pairs(phones, mails)
    assert len(stolen) == 3 * len(ROWS)
    for guess in (phones, public, public >> np.uint64(16), phones >> np.uint64(16)):
        assert len(np.intersect1d(guess, stolen)) == 0


def test_another_key_is_refused_in_plain_words(path: Path) -> None:
    with pytest.raises(ConfigurationError, match="another key"):
        Snapshot.open(path, Keys(b"x" * 32))


def test_a_newer_format_is_refused_in_plain_words(path: Path) -> None:
    manifest = json.loads((path / "manifest.json").read_text())
    (path / "manifest.json").write_text(json.dumps(manifest | {"format": 99}))
    with pytest.raises(ConfigurationError, match="newer Copywatch"):
        Snapshot.open(path, KEYS)


def test_an_older_format_is_refused_in_plain_words(path: Path) -> None:
    (path / "manifest.json").write_text(json.dumps({"format": 1, "key": KEYS.id}))
    with pytest.raises(ConfigurationError, match=r"older Copywatch .* Run the command again"):
        Snapshot.open(path, KEYS)


def test_a_manifest_that_was_tampered_with_is_refused(path: Path) -> None:
    manifest = json.loads((path / "manifest.json").read_text())
    (path / "manifest.json").write_text(json.dumps(manifest | {"dead": "0" * 64}))
    with pytest.raises(ConfigurationError, match="missing or damaged"):
        Snapshot.open(path, KEYS)


@pytest.mark.parametrize("name", ["manifest.json", "segment"])
@pytest.mark.parametrize("keep", [0, 7, 0.5])
def test_a_truncated_file_is_refused_in_plain_words(path: Path, name: str, keep: float) -> None:
    file = segment(path) if name == "segment" else path / name
    data = file.read_bytes()
    file.write_bytes(data[: int(len(data) * keep) if keep < 1 else int(keep)])
    with pytest.raises(ConfigurationError, match="missing or damaged"):
        Snapshot.open(path, KEYS)


def test_a_missing_segment_is_refused_in_plain_words(path: Path) -> None:
    segment(path).unlink()
    with pytest.raises(ConfigurationError, match=r"missing or damaged\. Delete the folder"):
        Snapshot.open(path, KEYS)


@pytest.mark.parametrize("part", ["upper", "owners", "places"])
def test_every_damaged_array_is_named_by_verify(path: Path, part: str) -> None:
    assert Snapshot.open(path, KEYS).verify() == []
    damage(path, f"code_tokens@1/{part}")
    assert Snapshot.open(path, KEYS).verify() == [f"{segment(path).stem}: code_tokens@1/{part}"]


def damage(path: Path, name: str) -> None:
    """Turn all bits of an array round."""
    array = Snapshot.open(path, KEYS).segments[0].arrays[name]
    data = segment(path).read_bytes()
    assert data.count(array.tobytes()) == 1
    segment(path).write_bytes(data.replace(array.tobytes(), (~array).tobytes()))


def test_damaged_places_are_told_when_they_are_used(path: Path, entries: list[Entry]) -> None:
    damage(path, "text_chars@1/places")
    table = Snapshot.open(path, KEYS).table("text_chars@1")
    assert table is not None and isinstance(entries[0].value, Tokens)
    _, postings = table.find(entries[0].value.hashes)
    with pytest.raises(CopywatchError, match="copywatch doctor"):
        table.places(postings)


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> "list[Entry]":
        raise OSError(28, "No space left on device")

    folder = tmp_path / "snapshots"
    with pytest.raises(OSError, match="No space"):
        snapshot.write(folder, (entry for _ in [0] for entry in broken()), KEYS)
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert snapshot.newest(folder) is None


def test_the_newest_has_the_highest_number(tmp_path: Path, entries: list[Entry]) -> None:
    folder = tmp_path / "snapshots"
    assert snapshot.newest(folder) is None
    paths = [snapshot.write(folder, entries[:1], KEYS) for _ in range(3)]
    assert snapshot.newest(folder) == paths[-1]


def test_an_empty_register_has_a_snapshot_too(tmp_path: Path) -> None:
    opened = Snapshot.open(snapshot.write(tmp_path / "s", [], KEYS), KEYS)
    assert (opened.size, opened.names, opened.table("text_chars@1")) == (0, (), None)


@given(
    st.lists(st.tuples(st.integers(0, 2**48 - 1), st.integers(0, 2**20), st.integers(1, 99))),
    st.integers(0, 9),
)
def test_values_survive_as_bytes(rows: list[tuple[int, int, int]], own: int) -> None:
    rows.sort(key=lambda row: row[1])
    hashes, starts, sizes = (
        (list(column) for column in zip(*rows, strict=True)) if rows else ([],) * 3
    )
    value = Tokens(
        np.array(hashes, np.uint64),
        np.array(starts, np.uint32),
        np.array(starts, np.uint32) + np.array(sizes, np.uint32),
        np.arange(3, dtype=np.uint32),
        total=7,
        protectable=5,
        own=own,
    )
    again = stored.value_from_bytes(*stored.value_to_bytes(value))
    assert isinstance(again, Tokens)
    assert (again.total, again.protectable, again.own) == (7, 5, own)
    assert again.lines.tolist() == [0, 1, 2]
    found = zip(again.hashes.tolist(), again.starts.tolist(), again.ends.tolist(), strict=True)
    assert sorted(found) == sorted((h, s, s + n) for h, s, n in rows)


@pytest.mark.parametrize(
    "value",
    [
        Names(("AQUAVALVE", "Über")),
        Bits(np.arange(8, dtype=np.uint64).reshape(2, 4), ("whole", "grey"), 80, b"extra"),
    ],
)
def test_names_and_outlines_survive_as_bytes(value: Value) -> None:
    again = stored.value_from_bytes(*stored.value_to_bytes(value))
    assert str(again) == str(value)


@pytest.mark.parametrize("data", [b"", b"\x01\0\0\0{", b"\x02\0\0\0{}", b"\xff\xff\xff\xff" * 9])
def test_damaged_bytes_are_refused_in_plain_words(data: bytes) -> None:
    with pytest.raises(CopywatchError, match="damaged"):
        stored.value_from_bytes(data, b"")
