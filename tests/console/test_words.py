"""What strangers wrote is made harmless, and numbers are told as people read them."""

from datetime import UTC, datetime
from typing import get_args

import pytest

from console import words
from console.shown import environment
from hits.hit import OUTCOMES
from matcher.match import Reason, Verdict
from spiders.sighting import Channel

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "\x01javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "//a.example",
        "https://",
        "http://[",
        "file:///etc/passwd",
    ],
)
def test_a_link_that_is_no_web_address_is_no_link(url: str) -> None:
    assert words.web_address(url) == ""


def test_a_web_address_stays_as_it_is() -> None:
    assert words.web_address("https://a.example/b?c=<d>") == "https://a.example/b?c=<d>"


def test_control_characters_and_direction_overrides_are_shown_as_what_they_are() -> None:
    dirty = "a\x00b\u202ec\u2066d\x1b[31m\x85\ud800"
    assert words.clean(dirty) == "a\ufffdb\ufffdc\ufffdd\ufffd[31m\ufffd\ufffd"
    assert len(words.clean(dirty)) == len(dirty)


def test_letters_of_all_scripts_and_lines_stay() -> None:
    text = "阀门\tعربي\nvalve é 🙂"
    assert words.clean(text) == text


def test_every_value_in_a_template_is_cleaned_and_escaped() -> None:
    page = environment().from_string("{{ value }}").render(value="<b>\u202e\x00")
    assert page == "&lt;b&gt;\ufffd\ufffd"


@pytest.mark.parametrize(
    ("share", "told"), [(1.0, "100 %"), (0.999, "99 %"), (0.001, "under 1 %"), (0, "0 %")]
)
def test_a_share_is_never_rounded_to_all_or_nothing(share: float, told: str) -> None:
    assert words.percent(share) == told


@pytest.mark.parametrize(
    ("stamp", "told"),
    [
        ("2026-11-20T09:30:00+00:00", "just now"),
        ("2026-11-20T09:29:00+00:00", "1 minute ago"),
        ("2026-11-20T06:30:00+00:00", "3 hours ago"),
        ("2026-11-18T06:30:00+00:00", "2 days ago"),
        ("2026-11-20T10:31:00+00:00", "in 1 hour"),
        ("nonsense", "nonsense"),
    ],
)
def test_a_time_is_told_from_now(stamp: str, told: str) -> None:
    assert words.ago(stamp, NOW) == told


@pytest.mark.parametrize(
    ("price", "told"), [(None, ""), (11.5, "11.50 EUR"), (1e300, "1e+300 EUR"), (0.0, "0.00 EUR")]
)
def test_a_price_is_told_with_its_currency(price: float | None, told: str) -> None:
    assert words.money(price, "EUR") == told


def test_an_effect_has_a_sign() -> None:
    assert words.effect(Reason("right", 20)) == "+20"
    assert words.effect(Reason("renamed", -0.05), 100) == "\N{MINUS SIGN}5"


def test_every_channel_verdict_and_outcome_has_its_words() -> None:
    assert set(words.CHANNELS) == set(get_args(Channel))
    assert set(words.VERDICTS) == set(get_args(Verdict))
    assert tuple(words.OUTCOMES) == OUTCOMES
