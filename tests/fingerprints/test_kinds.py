"""Every kind: a versioned name, the same content the same value, and nothing of it in the value."""

import re
from pathlib import Path

import numpy as np
import pytest

from fingerprints import kinds, stored
from fingerprints.blobs import Blobs
from fingerprints.content import Code, Content, Table, Text
from fingerprints.keys import Keys
from fingerprints.kind import Context, Tokens
from fingerprints.stream import line_starts

ROWS = tuple((f"Firm {n} Ltd", f"m{n}@mail.example", f"+44 20 {n:07d}") for n in range(30))


@pytest.fixture
def context(tmp_path: Path) -> Context:
    return Context(Keys(b"k" * 32), Blobs(tmp_path))


@pytest.fixture
def contents(prose: str, code: str) -> dict[str, Content]:
    return {
        "text_chars@1": Text(prose),
        "text_words@1": Text(prose),
        "code_tokens@1": Code(code),
        "code_members@1": Code(code),
        "table_pairs@3": Table(ROWS),
    }


STREAMS = ("text_chars@1", "text_words@1", "code_tokens@1", "code_members@1", "table_pairs@3")


def tokens(content: Content, context: Context, name: str) -> Tokens:
    value = dict(kinds.take(content, context))[name]
    assert isinstance(value, Tokens)
    return value


def test_names_are_versioned_and_stand_once() -> None:
    names = [kind.name for kind in kinds.KINDS]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z_]+@\d+", name) for name in names)


@pytest.mark.parametrize("name", STREAMS)
def test_the_same_content_gives_the_same_value(
    contents: dict[str, Content], context: Context, name: str
) -> None:
    one, other = (tokens(contents[name], context, name) for _ in range(2))
    assert one.hashes.tolist() == other.hashes.tolist()
    assert 0 < one.protectable <= one.total
    assert one.own == len(one.hashes)


@pytest.mark.parametrize("name", STREAMS)
def test_another_key_gives_no_hash_in_common(
    contents: dict[str, Content], context: Context, name: str
) -> None:
    other = Context(Keys(b"o" * 32), context.blobs)
    one, two = (tokens(contents[name], each, name).hashes for each in (context, other))
    assert len(np.intersect1d(one, two)) == 0


@pytest.mark.parametrize("name", STREAMS)
def test_no_run_of_the_content_is_in_the_stored_value(
    contents: dict[str, Content], context: Context, name: str
) -> None:
    content = contents[name]
    body = " ".join(map(" ".join, content.rows)) if isinstance(content, Table) else ""
    words = re.findall(rb"\w{4,}", (body or getattr(content, "body", "")).encode())
    held = b"".join(stored.value_to_bytes(tokens(content, context, name)))
    ours = {b"protectable", b"tokens", b"type", b"total", b"count"}
    assert not [word for word in words if word in held and word not in ours]


def test_spans_hold_what_was_hashed(prose: str, context: Context) -> None:
    value = tokens(Text("Line one.\n" + prose), context, "text_chars@1")
    for start, end in zip(value.starts.tolist(), value.ends.tolist(), strict=True):
        assert sum(map(str.isalnum, ("Line one.\n" + prose)[start:end])) == 20


def test_line_starts_are_those_of_the_text() -> None:
    assert line_starts("a\n\nb").tolist() == [0, 2, 3]
    assert line_starts("a\n").tolist() == [0]
    assert line_starts("").tolist() == [0]


@pytest.mark.parametrize(
    "content",
    [
        Text(""),
        Text("short"),
        Text("= " * 500),
        Code(", ".join(f"0x{n * 7919 % 4096:04x}" for n in range(900))),
        Text("-" * 2_000),
        Table((("yes", "no"),) * 50),
        Table(()),
    ],
    ids=["nothing", "one word", "a ruler", "numbers", "dashes", "two values", "no rows"],
)
def test_what_says_nothing_has_no_fingerprint(content: Content, context: Context) -> None:
    assert kinds.take(content, context) == []


def test_a_licence_is_known_and_not_protectable(context: Context) -> None:
    licence = (
        "THE SOFTWARE IS PROVIDED AS IS, WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, "
        "INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A "
        "PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT "
        "HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY."
    )
    value = tokens(Text(licence), context, "text_chars@1")
    assert value.own < 0.1 * len(value.hashes)
    assert value.protectable < 0.3 * value.total


def test_a_declared_name_is_a_name_and_nothing_else(context: Context) -> None:
    found = kinds.take(Text("AQUAVALVE\n aqua-valve \nBlue  Harbor\nab", where="name"), context)
    assert [name for name, _ in found] == ["names@1"]
    assert getattr(found[0][1], "words", ()) == ("AQUAVALVE", "Blue Harbor")


def test_every_kind_has_a_test_here_or_in_a_file_of_its_own(contents: dict[str, Content]) -> None:
    tested: set[str] = {
        *contents,
        "names@1",
        "code_sketch@2",
        "image_hash@1",
        "image_points@1",
        "image_logo@1",
        "image_lines@1",
    }
    assert {kind.name for kind in kinds.KINDS} == tested
