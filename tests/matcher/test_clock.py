"""What a page may take is shared out between the steps, and what is left out is told."""

from collections.abc import Callable
from time import thread_time

import pytest

from fingerprints.content import Code, Text
from matcher import clock as clocks
from matcher.clock import ENDLESS, LATE, PACE, Clock, once
from matcher.page import TITLE, Matcher
from matcher.unwrap import LATE as NOT_UNWRAPPED
from matcher.unwrap import unwrap

Write = Callable[[int, int], str]
Protect = Callable[..., Matcher]


def used(seconds: float) -> Clock:
    """A clock of which this much was used."""
    clock = Clock(2.0)
    own, files = clock.begun
    clock.begun = own - seconds, files
    return clock


def test_each_share_ends_in_its_turn() -> None:
    shares = (clocks.UNWRAPPED, clocks.SEARCHED, clocks.COMPARED, clocks.NAMED)
    assert [used(0.0).past(share) for share in shares] == [False, False, False, False]
    assert [used(1.0).past(share) for share in shares] == [True, True, False, False]
    assert [used(1.2).past(share) for share in shares] == [True, True, True, False]
    assert [used(1.9).past(share) for share in shares] == [True, True, True, True]
    assert used(1.0).left == pytest.approx(0.5, abs=0.01)
    assert not ENDLESS.past(0.0)


def test_files_that_took_long_are_compared_all_the_same() -> None:
    clock = Clock(2.0)
    own, files = clock.begun
    clock.begun = own, files - 1.6
    assert clock.left < 0
    assert not clock.past(clocks.COMPARED)
    clock.begun = own - 0.5, files - 1.6
    assert clock.past(clocks.COMPARED)


def test_a_loop_ends_soon_after_the_share_and_is_counted() -> None:
    clock = used(0.0)
    done = []
    for item in clock.within(range(10 * PACE), clocks.COMPARED):
        done.append(item)
        if item == PACE + 3:
            clock.begun = clock.begun[0] - 1.5, clock.begun[1]
    assert done == list(range(2 * PACE))
    assert clock.late == 1
    assert list(clock.each([1, 2], clocks.COMPARED)) == []
    assert list(clock.each([1, 2], 1.0)) == [1, 2]


def test_what_is_read_once_is_on_no_pages_account() -> None:
    clock = Clock(0.2)
    with once():
        until = thread_time() + 0.2
        while thread_time() < until:
            pass
    assert not clock.past(0.5)


def test_what_was_not_unwrapped_is_told() -> None:
    body = "&lt;p&gt;" * 50
    assert len(unwrap(body, clock=used(0.0)).views) > 1
    late = unwrap(body, clock=used(1.0))
    assert [view.how for view in late.views] == [()]
    assert late.left_out == NOT_UNWRAPPED


def test_contents_and_names_that_were_left_out_are_told(
    protect: Protect, program: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = program(1, 30)
    matcher = protect(valve_py=Code(body), brand=Text("AQUAVALVE", where="name"))
    page = [Text(f"The AquaVelve {n}\n{body}") for n in range(3)]
    assert {m.asset for m in matcher.examine(page).matches} == {"valve_py", "brand"}
    monkeypatch.setattr(clocks, "_now", iter_clock(0.2))
    examined = matcher.examine(page)
    assert f"page: 2 contents were not compared: {LATE}" in examined.unreadable
    assert f"page: names were not looked for to the end: {LATE}" in examined.unreadable
    assert examined.compared["texts"] == 1


def iter_clock(step: float) -> Callable[[], tuple[float, float]]:
    """A clock on which each look takes this long."""
    looks = iter(range(1_000_000))
    return lambda: (next(looks) * step, 0.0)


def test_a_title_is_cut_and_said(protect: Protect) -> None:
    matcher = protect(brand=Text("AQUAVALVE", where="name"))
    examined = matcher.examine([], title="word " * TITLE)
    assert examined.unreadable == (f"title: only the first {TITLE} characters were compared",)
