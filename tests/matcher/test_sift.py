"""What is not aligned could not have been told: bounds hold, and sifting changes no answer."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from fingerprints.content import Content, Text
from matcher import weigh
from matcher.page import Matcher
from matcher.sift import Asked
from matcher.thresholds import SHIPPED

Write = Callable[[int, int], str]
Protect = Callable[..., Matcher]
WORKS, PAGES = 60, 30


def written(seed: int, phrases: list[str], lines: list[str]) -> str:
    """Words of its own between phrases that everybody here uses."""
    chance = random.Random(seed)  # noqa: S311 - the same text every time
    own = [" ".join(chance.sample(line.split(), 4)) for line in chance.choices(lines, k=40)]
    return "\n".join(f"{chance.choice(phrases)} {words}" for words in own)


@pytest.fixture
def write(prose: Write) -> Callable[[int], str]:
    lines = prose(70, 6_000).splitlines()
    phrases = [" ".join(line.split()[2:6]) for line in prose(71, 24_000).splitlines()]
    return lambda seed: written(seed, phrases, lines)


@pytest.fixture
def matcher(protect: Protect, write: Callable[[int], str]) -> Matcher:
    works: dict[str, Content] = {f"p{n}_md": Text(write(n)) for n in range(WORKS)}
    return protect(**works)


@pytest.fixture
def pages(write: Callable[[int], str]) -> list[Content]:
    """Strangers, and strangers with a piece of a work: from nothing to much."""
    return [
        Text("\n".join([write(900 + n), *write(n).splitlines()[: n % 7], write(950 + n)]))
        for n in range(PAGES)
    ]


def test_no_alignment_tells_more_than_its_bound(
    matcher: Matcher, pages: list[Content], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[float, float]] = []
    align = weigh._aligned

    def aligned(asked: Asked, *rest: object) -> weigh.Aligned | None:
        found = align(asked, *rest)  # type: ignore[arg-type]
        if found is not None and asked.candidate.distinct:
            seen.append((asked.most, found.shared.bits))
        return found

    monkeypatch.setattr(weigh, "_aligned", aligned)
    every = Matcher(
        matcher.snapshot, matcher.context, replace(SHIPPED, near=0.0, least=0.0, seed=0.0)
    )
    for page in pages:
        every.examine([page])
    assert len(seen) > 10 * PAGES
    assert all(told <= most + 0.01 for most, told in seen)  # what is told is rounded


def test_sifting_changes_no_match_and_no_near_miss(matcher: Matcher, pages: list[Content]) -> None:
    every = Matcher(matcher.snapshot, matcher.context, replace(SHIPPED, near=0.0))
    hits = 0
    for page in pages:
        sifted, whole = matcher.examine([page]), every.examine([page])
        assert sifted.matches == whole.matches
        assert list(sifted.near) == [miss for miss in whole.near if miss.score > SHIPPED.near]
        hits += bool(sifted.matches)
    assert 0 < hits < PAGES


def test_coincidences_are_not_aligned(
    matcher: Matcher, pages: list[Content], monkeypatch: pytest.MonkeyPatch
) -> None:
    aligned: list[object] = []
    align = weigh._aligned

    def counted(*given: object) -> weigh.Aligned | None:
        aligned.append(given)
        return align(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(weigh, "_aligned", counted)
    every = Matcher(
        matcher.snapshot, matcher.context, replace(SHIPPED, near=0.0, least=0.0, seed=0.0)
    )
    for page in pages:
        every.examine([page])
    whole = len(aligned)
    for page in pages:
        matcher.examine([page])
    assert len(aligned) - whole < 0.8 * whole


def test_what_may_tell_most_is_aligned_first(
    matcher: Matcher, pages: list[Content], monkeypatch: pytest.MonkeyPatch
) -> None:
    most: list[float] = []

    def noted(asked: Asked, *_: object) -> None:
        if asked.candidate.distinct:
            most.append(asked.most)

    monkeypatch.setattr(weigh, "_aligned", noted)
    for page in pages:
        most.clear()
        matcher.examine([page])
        assert not most or max(most) in most[:6]  # two readings of three streams are a part
