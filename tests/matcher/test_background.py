"""Public code is told with its origin and is no leak; what is protected itself stays protected."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from fingerprints import background_add, code_tokens, text_chars
from fingerprints.blobs import Blobs
from fingerprints.content import Content, Text
from fingerprints.keys import make
from fingerprints.kind import Context
from fingerprints.protect import Request, protect
from fingerprints.register import Register
from fingerprints.snapshot import Snapshot
from fingerprints.stream import Stream
from matcher.background import Public
from matcher.match import HITS, Match
from matcher.page import Matcher
from matcher.sentence import sentence

Write = Callable[[int, int], str]
ORIGIN = "tidewave 2.4.1"
NO_SNAPSHOT = cast(Snapshot, None)  # nothing was added: it is not asked


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    home = tmp_path / "home"
    with Register(home, make(home)) as opened:
        yield opened


@pytest.fixture
def library(program: Write) -> str:
    """A public library of our own making."""
    return program(91, 30)


@pytest.fixture
def package(tmp_path: Path, library: str) -> Path:
    """The folder of dependencies that holds it."""
    root = tmp_path / "dependencies"
    files = {
        "tidewave/package.json": '{"name": "tidewave", "version": "2.4.1"}',
        "tidewave/lib/wave.py": library,
    }
    for name, body in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(body)
    return root


def no_archive(_path: Path, _context: Context) -> list[tuple[str, Content]]:
    return []


def added(register: Register, package: Path) -> None:
    background_add.add([package], register, no_archive)


def protected(register: Register, root: Path, **files: str) -> None:
    for name, body in files.items():
        root.mkdir(exist_ok=True)
        (root / f"{name}.py").write_text(body)
    assert protect(Request(paths=(root,)), register).failed == 0


def matches(register: Register, body: str) -> list[Match]:
    context = Context(register.keys, Blobs(register.home / "blobs"))
    return list(Matcher(register.snapshot(), context).examine([Text(body)]).matches)


def test_code_of_a_public_package_in_a_protected_tree_is_told_with_its_origin(
    register: Register, package: Path, tmp_path: Path, library: str, program: Write
) -> None:
    protected(register, tmp_path / "tree", own=program(1, 60), other=program(2, 40), wave=library)
    assert matches(register, library)[0].verdict in HITS
    added(register, package)
    (match,) = matches(register, library)
    assert match.verdict == "public origin"
    assert {name for one in match.evidence for name in one.details["origin"]} == {ORIGIN}
    told = sentence(match)
    assert "of wave.py; it also stands in tidewave 2.4.1, which is public" in told
    assert match.evidence[0].part_share > 0.9


def test_own_code_beside_public_code_is_a_hit_for_the_own_code_alone(
    register: Register, package: Path, tmp_path: Path, library: str, program: Write
) -> None:
    own = program(1, 60)
    protected(register, tmp_path / "tree", own=own, wave=library)
    added(register, package)
    (match,) = matches(register, f"{library}\n{own}")
    assert match.verdict == "copy"
    assert {one.part for one in match.evidence} == {"own.py"}
    public = [reason for reason in match.reasons if reason.name == "public_part"]
    assert [one.detail for one in public] == [
        "1 more of its parts: it also stands in tidewave 2.4.1, which is public"
    ]
    assert [one.effect for one in public] == [0.0]


def test_public_code_inside_an_own_file_does_not_count(
    register: Register, package: Path, tmp_path: Path, library: str, program: Write
) -> None:
    """The work has more of its own than of the package, or it would be the package."""
    protected(register, tmp_path / "tree", mixed=f"{program(1, 70)}\n{library}")
    added(register, package)
    assert {match.verdict for match in matches(register, library)} == {"public origin"}


@pytest.mark.parametrize("order", ["work first", "background first"])
def test_who_protects_the_library_itself_gets_a_hit_whichever_came_first(
    register: Register, package: Path, tmp_path: Path, library: str, order: str
) -> None:
    for step in sorted(["work", "background"], key=lambda step: not order.startswith(step)):
        if step == "work":
            protected(register, tmp_path / "mine", wave=library)
        else:
            added(register, package)
        register.publish()
    (match,) = matches(register, library)
    assert match.verdict == "copy"
    assert register.backgrounds.origins("mine") == [ORIGIN]


def test_the_owner_of_a_library_gets_a_hit_where_who_merely_uses_it_does_not(
    register: Register, package: Path, tmp_path: Path, library: str, program: Write
) -> None:
    protected(register, tmp_path / "tree", own=program(1, 60), wave=library)
    protected(register, tmp_path / "mine", wave=library)
    added(register, package)
    assert [(match.asset, match.verdict) for match in matches(register, library)] == [
        ("mine", "copy"),
        ("tree", "public origin"),
    ]


def test_a_background_that_is_removed_explains_nothing_any_more(
    register: Register, package: Path, tmp_path: Path, library: str, program: Write
) -> None:
    protected(register, tmp_path / "tree", own=program(1, 60), wave=library)
    added(register, package)
    assert matches(register, library)[0].verdict == "public origin"
    assert register.backgrounds.remove(ORIGIN)
    assert not register.backgrounds.remove(ORIGIN)
    assert matches(register, library)[0].verdict in HITS


def test_background_is_neither_a_work_nor_a_candidate(
    register: Register, package: Path, tmp_path: Path, library: str, program: Write
) -> None:
    added(register, package)
    protected(register, tmp_path / "tree", own=program(1, 20))
    assert [asset.id for asset in register.assets()] == ["tree"]
    context = Context(register.keys, Blobs(register.home / "blobs"))
    examined = Matcher(register.snapshot(), context).examine([Text(library)])
    assert [*examined.matches, *examined.candidates, *examined.near] == []


def test_a_work_that_comes_to_have_more_of_its_own_is_the_library_no_longer(
    register: Register, package: Path, tmp_path: Path, library: str, program: Write
) -> None:
    added(register, package)
    protected(register, tmp_path / "tree", wave=library)
    register.publish()
    assert register.backgrounds.works(ORIGIN) == ("tree",)
    protected(register, tmp_path / "tree", own=program(1, 60))
    assert matches(register, library)[0].verdict == "public origin"
    assert register.backgrounds.works(ORIGIN) == ()


def test_a_licence_counts_for_nobody_even_as_part_of_a_protected_library(
    register: Register, package: Path, tmp_path: Path, library: str
) -> None:
    commented = "\n".join(f"# {line}" for line in LICENCE.splitlines())
    (package / "tidewave" / "lib" / "wave.py").write_text(f"{commented}\n{library}")
    added(register, package)
    protected(register, tmp_path / "mine", wave=f"{commented}\n{library}")
    assert matches(register, library)[0].verdict in HITS
    assert register.backgrounds.origins("mine") == [ORIGIN]
    (match,) = matches(register, commented)
    assert match.verdict == "public origin"
    assert match.evidence[0].details["origin"][0] == "the MIT licence"


def marked(stream: Stream, *known: int) -> list[int]:
    """Which of 200 grams are public where the shipped background has these."""
    grams = np.array(known)
    none, entries = np.empty(0, np.int64), np.empty(0, np.uint32)
    found = Public(stream, 200, grams, grams.astype(np.uint64), none, entries, NO_SNAPSHOT)
    return np.flatnonzero(found.marks).tolist()


def test_code_is_public_where_known_grams_stand_densely_and_not_between_idioms() -> None:
    idioms = (20, 32, 45, 51, 68)
    assert marked(code_tokens.STREAM, *idioms) == list(idioms)
    assert len(marked(text_chars.STREAM, *idioms)) > len(idioms) * 4
    dense = marked(code_tokens.STREAM, *idioms, 100, 103, 107, 110, 114, 118)
    assert dense == [*idioms, *range(96, 123)]


LICENCE = """Permission is hereby granted, free of charge, to any person obtaining a copy of this
software and associated documentation files (the "Software"), to deal in the Software
without restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions: The above copyright notice and
this permission notice shall be included in all copies or substantial portions of the Software."""
