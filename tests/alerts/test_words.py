"""Crawled strings in a message do no harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.words import address, clean


@given(st.text(), st.integers(2, 60))
def test_any_string_becomes_one_bounded_line(text: str, limit: int) -> None:
    line = clean(text, limit)
    assert len(line) <= limit
    assert not set("\r\n\x00\u202e\u2066\u200b<>`|") & set(line)


@pytest.mark.parametrize(
    ("crawled", "told"),
    [
        ("Valve\u202e gpj.exe", "Valve gpj.exe"),
        ("a\r\nBcc: all@firm.test", "a Bcc: all@ firm.test"),
        ("@everyone look", "@ everyone look"),
        ("<!channel> [click](http://x)", "(!channel) (click)(http://x)"),
        ("x" * 500, "x" * 119 + "…"),
        ("\x1b[31mred", "(31mred"),
    ],
)
def test_hostile_marks_are_gone(crawled: str, told: str) -> None:
    assert clean(crawled) == told


def test_an_address_that_hides_its_server_is_quoted() -> None:
    assert address("https://shop.test/p/1?a=b") == "https://shop.test/p/1?a=b"
    assert address("javascript:alert(1)") == "“javascript:alert(1)”"
    assert address("https://bank.test@evil.test/") == "“https://bank.test@ evil.test/”"
