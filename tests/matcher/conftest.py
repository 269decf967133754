"""Works of our own, made by the tests, and a matcher that knows them."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from fingerprints import kinds, snapshot
from fingerprints.blobs import Blobs
from fingerprints.content import Content
from fingerprints.keys import Keys
from fingerprints.kind import Context
from fingerprints.wordset import wordset
from matcher.page import Matcher

VOCABULARY = sorted(
    wordset("""
    valve membrane collar pressure bronze seat spindle gasket torque thread flange bearing
    oil grinding paste furnace alloy tolerance drawing revision supplier machine spring
    lever wheel slowly under above against before after quickly carefully never always
    seldom turn hold measure polish harden temper weld rinse fasten loosen inspect reject
    accept deliver order millimetre degree minute litre hour batch crate pallet label
    stamp serial number quality twelve seventeen forty several every another narrow broad
    hollow conical threaded brass
    """)
)
Protect = Callable[..., Matcher]


@pytest.fixture
def prose() -> Callable[[int, int], str]:
    """Sentences of `count` words; another seed gives another text."""

    def write(seed: int, count: int) -> str:
        chance = random.Random(seed)  # noqa: S311 - the same work every time
        words = [chance.choice(VOCABULARY) for _ in range(count)]
        for at in range(0, count, 12):
            words[at] = words[at].capitalize()
            words[at - 1] += "."
        return "\n".join(" ".join(words[at : at + 12]) for at in range(0, count, 12))

    return write


def expression(chance: random.Random, names: list[str], depth: int = 3) -> str:
    """A random expression, deep enough to be like no other."""
    if depth == 0:
        return chance.choice([chance.choice(names), str(chance.randrange(99)), "'text'"])
    one, other = (expression(chance, names, chance.randrange(depth)) for _ in range(2))
    name = chance.choice(names)
    forms = ("{}({})", "{}[{}]", "{}.take({})", "({} - {})", "{} * {}", "{} < {}", "{}(-{})")
    return chance.choice(forms).format(name, one) + chance.choice((f" + {other}", "", ""))


@pytest.fixture
def program() -> Callable[[int, int], str]:
    """A program of so many pieces of four lines; another seed gives another program."""
    heads = ("if {}:", "while {}:", "for x in {}:", "with {}:", "return {}", "assert {}", "y = {}")

    def write(seed: int, pieces: int) -> str:
        chance = random.Random(seed)  # noqa: S311 - the same work every time
        names = [f"{chance.choice(VOCABULARY)}_{chance.choice(VOCABULARY)}" for _ in range(60)]
        return "\n".join(
            " " * 4 * chance.randrange(3)
            + chance.choice(heads).format(expression(chance, names))
            + f" {chance.choice(names)}"
            for _ in range(pieces * 4)
        )

    return write


@pytest.fixture
def context(tmp_path: Path) -> Context:
    return Context(Keys(b"k" * 32), Blobs(tmp_path / "blobs"))


@pytest.fixture
def protect(tmp_path: Path, context: Context) -> Protect:
    """A matcher that protects these contents; each is an asset named after its part."""

    def build(**works: Content) -> Matcher:
        entries = [
            snapshot.Entry(asset, part_name(asset), kind, value, 0)
            for asset, content in works.items()
            for kind, value in kinds.take(content, context)
        ]
        path = snapshot.write(tmp_path / "snapshots", entries, context.keys)
        return Matcher(snapshot.Snapshot.open(path, context.keys), context)

    return build


def part_name(asset: str) -> str:
    """valve_py stands for valve.py."""
    return asset.replace("_", ".")
