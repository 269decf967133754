"""The sketch of a source file: keyed, sealed where it lies, and the way back to its units."""

from pathlib import Path

import numpy as np
import pytest

from fingerprints import code_sketch, snapshot
from fingerprints.blobs import Blobs
from fingerprints.code_sketch import CAPITAL, CODE, COMMENT, WORD
from fingerprints.content import Code, Table, Text
from fingerprints.keys import Keys
from fingerprints.kind import Context, Sketch
from fingerprints.snapshot import Entry, Snapshot
from fingerprints.stored import value_from_bytes, value_to_bytes

BODY = '''def press(valve, spring):
    """Hold it."""
    # not too hard
    return valve.turn(spring, 40.5) + "a bolt"
'''
KEYS = Keys(b"a key of the tests, 32 bytes....")
UNITS = (
    "def press ( valve spring ) : hold it . # not too hard "
    "return valve . turn ( spring 40 . 5 ) + a bolt"
)
SAID_BESIDE = range(7, 14)  # units of the docstring and the comment


@pytest.fixture
def context(tmp_path: Path) -> Context:
    return Context(KEYS, Blobs(tmp_path / "blobs"))


def taken(body: str, context: Context) -> Sketch:
    found = code_sketch.take(Code(body, "python"), context)
    assert found is not None
    return found


def test_every_word_and_sign_is_kept_with_its_place(context: Context) -> None:
    sketch = taken(BODY, context)
    units, starts = code_sketch.opened(sketch.body, sketch.count)
    expected = UNITS.split()
    assert sketch.count == len(units) == len(expected)
    for unit, start, word in zip(units.tolist(), starts.tolist(), expected, strict=True):
        assert BODY[start : start + len(word)].lower() == word
        assert bool(unit & WORD) == word.isalpha()
    assert np.flatnonzero(units & COMMENT).tolist() == list(SAID_BESIDE)
    same = [unit & CODE for unit, word in zip(units, expected, strict=True) if word == "valve"]
    assert len(set(same)) == 1 < len(same)


def test_a_capital_tells_names_apart_and_no_words(context: Context) -> None:
    sketch = taken("Point project(Point point)", context)
    units = code_sketch.opened(sketch.body, sketch.count)[0].tolist()
    first, _, _, second, third, _ = units
    assert first == second == third | CAPITAL
    assert first & CODE == third & CODE
    assert not third & CAPITAL


def test_a_text_in_capitals_throughout_tells_none(context: Context) -> None:
    sketch = taken("POINT PROJECT(POINT OTHER)", context)
    assert not np.any(code_sketch.opened(sketch.body, sketch.count)[0] & CAPITAL)


def test_another_key_gives_another_sketch(context: Context, tmp_path: Path) -> None:
    other = Context(Keys(b"another key of tests, 32 bytes.."), Blobs(tmp_path / "others"))
    one, two = taken(BODY, context), taken(BODY, other)
    codes = [code_sketch.opened(sketch.body, sketch.count)[0] & CODE for sketch in (one, two)]
    assert np.count_nonzero(codes[0] == codes[1]) <= 1
    assert taken(BODY, context).body == one.body


def test_only_source_files_have_one(context: Context) -> None:
    assert code_sketch.take(Text("a letter"), context) is None
    assert code_sketch.take(Table((("a", "b"),)), context) is None
    assert code_sketch.take(Code(" \n;\n", "c"), context) is None


def test_what_may_stand_open_in_the_store_tells_nothing_but_a_size(context: Context) -> None:
    sketch = taken(BODY, context)
    public, sealed = value_to_bytes(sketch)
    assert len(public) < 50
    assert sealed == sketch.body
    again = value_from_bytes(public, sealed)
    assert isinstance(again, Sketch)
    assert (again.count, again.body) == (sketch.count, sketch.body)


def test_a_snapshot_gives_the_sketch_of_a_part_and_seals_it(
    context: Context, tmp_path: Path
) -> None:
    sketches = {name: taken(BODY * size, context) for name, size in (("one", 1), ("two", 9))}
    entries = [Entry("asset", name, code_sketch.NAME, value, 4) for name, value in sketches.items()]
    path = snapshot.write(tmp_path / "snapshots", entries, KEYS)
    opened = Snapshot.open(path, KEYS)
    for number in opened.numbers.tolist():
        known = opened.sketch(number)
        assert known is not None
        assert (known.hashes, known.extra) == (
            sketches[known.part].count,
            sketches[known.part].body,
        )
    stored = b"".join(file.read_bytes() for file in path.parent.rglob("*") if file.is_file())
    assert all(value.body[:40] not in stored for value in sketches.values())
