"""Watches run in step with their plan, and a missed run is made up once."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copywatch import schedule
from fingerprints.errors import ConfigurationError
from hits.watches import Watch

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def watch(name: str, next_run: str = "", every: str = "day", *, paused: bool = False) -> Watch:
    return Watch(
        id=name, target=f"https://{name}.example/", spider="site", every=every,
        next_run=next_run, paused=paused,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("every", "hours"),
    [("hour", 1), ("day", 24), ("week", 168), ("6h", 6), ("3d", 72), ("30m", 0.5)],
)
def test_every_is_read_in_words_and_in_units(every: str, hours: float) -> None:
    assert schedule.interval(every) == timedelta(hours=hours)


@pytest.mark.parametrize("every", ["daily", "1s", "0d", "4m", "-3h", "99999d", "h"])
def test_what_is_no_interval_is_told_with_what_is(every: str) -> None:
    with pytest.raises(ConfigurationError, match="hour, day, week"):
        schedule.interval(every)


def test_a_watch_without_a_plan_is_never_due() -> None:
    assert schedule.next_run("", "", NOW) == ""
    assert schedule.due([watch("a", every="")], NOW) == []


@given(st.integers(min_value=0, max_value=10_000))
def test_the_next_run_lies_ahead_by_at_most_one_interval_and_stays_in_step(minutes: int) -> None:
    planned = NOW - timedelta(minutes=minutes)
    found = datetime.fromisoformat(schedule.next_run("6h", planned.isoformat(), NOW))
    assert NOW < found <= NOW + timedelta(hours=6)
    assert (found - planned) % timedelta(hours=6) == timedelta(0)


def test_due_watches_come_the_longest_waiting_first_and_paused_ones_not_at_all() -> None:
    late = (NOW - timedelta(hours=5)).isoformat()
    later = (NOW - timedelta(hours=9)).isoformat()
    ahead = (NOW + timedelta(hours=1)).isoformat()
    found = schedule.due(
        [watch("b", late), watch("c", ahead), watch("a", later), watch("d", later, paused=True)],
        NOW,
    )
    assert [one.id for one in found] == ["a", "b"]
