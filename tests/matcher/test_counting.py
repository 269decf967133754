"""Numbers of lists that count are told from numbers that somebody measured."""

import pytest

from matcher.counting import counting


@pytest.mark.parametrize(
    "written",
    [
        "10 11 12 13 14 15",
        "0x01 0x02 0x04 0x08 0x10 0x20",
        "7 100 7 200 7 300 7 400 7 500",
        "90 80 70 60 50u 40ul",
        "65535 65535 65535",
    ],
)
def test_a_list_that_counts_is_seen_from_its_third_number_on(written: str) -> None:
    numbers = written.split()
    assert counting(numbers)[4 if "100" in numbers else 2 :].all()


def test_measures_and_keys_do_not_count() -> None:
    assert not counting(
        ["8909899", "18653125", "1137963", "4521408", "2937500", "0xc59bc752"]
    ).any()


@pytest.mark.parametrize("written", [[], ["7"], ["0xzz", "1e9", "12_000"], ["9" * 9_999, "1"]])
def test_what_is_no_number_or_too_large_counts_as_none(written: list[str]) -> None:
    assert not counting(written).any()


def test_a_hexadecimal_number_of_any_length_is_read() -> None:
    assert not counting([f"0x{'f' * 100_000}", "5"]).any()
