"""What stands around a piece that is alike is followed: further lines, names changed alike."""

import random
import re
from collections.abc import Callable

import pytest

from fingerprints import code_sketch
from fingerprints.content import Code, Text
from matcher import weigh
from matcher.found import Answer
from matcher.match import HITS, Match, Span
from matcher.page import Matcher
from matcher.shared import Shared
from matcher.thresholds import SHIPPED
from matcher.view import View

Write = Callable[[int, int], str]
Protect = Callable[..., Matcher]
CUT = slice(40, 52)


def shared(matcher: Matcher, page: str) -> dict[str, Shared]:
    """What each stream of the only work tells of a page."""
    parts = weigh.weighed(View(page), matcher.snapshot, SHIPPED, Answer(), [])
    return {one.shared.kind: one.shared for found in parts.values() for one in found.streams}


def renamed(text: str, *, turns: int = 1) -> str:
    """Every name is another; with more turns a name is another one each time."""
    seen: dict[str, int] = {}

    def other(found: re.Match[str]) -> str:
        name = found.group()
        turn = seen[name] = seen.get(name, -1) + 1
        return f"q{name[::-1]}{turn % turns}".replace("_", "")

    return re.sub(r"\b[a-z]+_[a-z]+\b", other, text)


@pytest.fixture
def lines(program: Write) -> list[str]:
    return program(1, 40).splitlines()


@pytest.fixture
def matcher(protect: Protect, lines: list[str]) -> Matcher:
    return protect(valve_py=Code("\n".join(lines), "python"))


@pytest.fixture
def page(program: Write, lines: list[str]) -> Callable[[list[str]], str]:
    foreign = program(2, 40).splitlines()
    return lambda piece: "\n".join([*foreign[:60], *piece, *foreign[60:]])


def test_lines_with_other_names_are_told_from_end_to_end(
    matcher: Matcher, lines: list[str], page: Callable[[list[str]], str]
) -> None:
    found = shared(matcher, page(renamed("\n".join(lines[CUT])).splitlines()))
    sketch = found[code_sketch.NAME]
    assert sketch.chain > found["code_tokens@1"].chain
    assert sketch.rest < sketch.chain / 10
    assert found[code_sketch.NAME].own >= sum(len(re.findall(r"\w+", line)) for line in lines[CUT])


def test_names_that_are_others_each_time_tell_less(
    matcher: Matcher, lines: list[str], page: Callable[[list[str]], str]
) -> None:
    same, other = (
        shared(matcher, page(renamed("\n".join(lines[CUT]), turns=turns).splitlines()))
        for turns in (1, 9)
    )
    nothing = Shared(code_sketch.NAME, 0, 0, 0)
    assert other.get(code_sketch.NAME, nothing).chain < same[code_sketch.NAME].chain / 2


def test_lines_that_go_on_otherwise_do_not_count_as_whole(
    matcher: Matcher, lines: list[str], page: Callable[[list[str]], str]
) -> None:
    longer = [f"{line} + 7 * n" for line in lines[CUT]]
    whole, partly = (shared(matcher, page(piece)) for piece in (lines[CUT], longer))
    assert whole[code_sketch.NAME].rest < whole[code_sketch.NAME].chain / 4
    assert partly[code_sketch.NAME].chain < partly[code_sketch.NAME].rest


def test_comments_that_one_side_lacks_do_not_matter(
    protect: Protect, lines: list[str], page: Callable[[list[str]], str]
) -> None:
    said = [f"{line}  # piece {number}, seldom changed" for number, line in enumerate(lines)]
    found = shared(protect(valve_py=Code("\n".join(said), "python")), page(lines[CUT]))
    assert found[code_sketch.NAME].rest < found[code_sketch.NAME].chain / 4


def test_a_class_and_a_variable_of_its_name_are_changed_to_two(
    protect: Protect, lines: list[str], page: Callable[[list[str]], str]
) -> None:
    both = [f"{line} + Valve(valve)" if at % 5 == 0 else line for at, line in enumerate(lines)]
    matcher = protect(valve_py=Code("\n".join(both), "python"))
    piece = [line.replace("Valve(valve)", "Rakel(tomi)") for line in both[CUT]]
    found = shared(matcher, page(renamed("\n".join(piece)).splitlines()))[code_sketch.NAME]
    assert found.rest < found.chain / 10


def test_evidence_stands_where_the_lines_stand(
    matcher: Matcher, lines: list[str], page: Callable[[list[str]], str]
) -> None:
    body = page(renamed("\n".join(lines[CUT])).splitlines())
    match = next(m for m in matcher.examine([Text(body)]).matches if m.verdict in HITS)
    part, place = spans(match)
    assert (part.first_line, part.last_line) == pytest.approx((41, 52), abs=1)
    assert (place.first_line, place.last_line) == pytest.approx((61, 72), abs=1)
    assert match.verdict == "part copy"
    assert all(one.part_share < 0.2 for one in match.evidence)


def spans(match: Match) -> tuple[Span, Span]:
    """The first place that the sketch tells."""
    return next(one for one in match.evidence if one.kind == code_sketch.NAME).spans[0]


def test_a_text_has_no_sketch(protect: Protect, prose: Write) -> None:
    found = shared(protect(terms_md=Text(prose(1, 400))), prose(1, 400))
    assert found
    assert code_sketch.NAME not in found


def test_lines_that_were_pasted_into_a_comment_are_followed_too(
    matcher: Matcher, lines: list[str], page: Callable[[list[str]], str]
) -> None:
    piece = renamed("\n".join(lines[CUT])).splitlines()
    plain, inside = (shared(matcher, page(one)) for one in (piece, ["/*", *piece, "*/"]))
    assert inside[code_sketch.NAME].chain > plain[code_sketch.NAME].chain * 0.9


def test_lines_that_were_made_one_with_others_are_whole(
    matcher: Matcher, lines: list[str], page: Callable[[list[str]], str]
) -> None:
    made_one = " ".join(map(str.strip, page(lines[30:60]).splitlines()))
    found = shared(matcher, made_one)[code_sketch.NAME]
    assert found.rest < found.chain / 4


def rows(count: int) -> list[str]:
    """Lines of a table that are alike but for their numbers."""
    chance = random.Random(7)  # noqa: S311 - the same table every time
    digits = range(10**6, 10**8)
    return [
        f"    held[{n}] = spring_rate.share({chance.choice(digits)}.0, {chance.choice(digits)}.0)"
        for n in range(count)
    ]


def test_the_lines_of_a_table_are_found_where_their_numbers_stand(
    protect: Protect, page: Callable[[list[str]], str]
) -> None:
    table = rows(60)
    matcher = protect(rates_py=Code("\n".join(table), "python"))
    piece = renamed("\n".join(table[40:50])).splitlines()
    match = next(m for m in matcher.examine([Text(page(piece))]).matches if m.verdict in HITS)
    part, _ = spans(match)
    assert (part.first_line, part.last_line) == (41, 50)


def test_a_table_with_other_numbers_is_none_of_ours(
    protect: Protect, page: Callable[[list[str]], str]
) -> None:
    matcher = protect(rates_py=Code("\n".join(rows(60)), "python"))
    other = [re.sub(r"\d{7,}", lambda one: str(int(one.group()) * 7), line) for line in rows(50)]
    sketch = shared(matcher, page(other[40:]))[code_sketch.NAME]
    assert sketch.chain == 0
