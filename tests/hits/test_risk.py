"""Risk: each reason has a name and moves it the way a person would expect."""

from dataclasses import replace
from typing import Any

import pytest

from fingerprints.works import Asset, Party
from hits.risk import Facts, assess
from tests.hits.made import match, sighting

ASSET = Asset(id="valve", title="Valve", price_low=100.0, currency="EUR")
PLAIN = Facts(asset=ASSET)
SEEN = sighting(price=100.0)


def risk(facts: Facts = PLAIN, *, seen: Any = SEEN, found: Any = None) -> tuple[int, list[str]]:
    number, reasons = assess(seen, found or match(), facts)
    return number, [reason.name for reason in reasons]


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (replace(PLAIN, asset=replace(ASSET, right="trade_secret")), "right"),
        (replace(PLAIN, asset=replace(ASSET, secrecy="secret")), "secret in public"),
        (replace(PLAIN, party=Party(id="v1", names=("Vendor One",))), "known party"),
        (replace(PLAIN, confirmed_before=2), "confirmed before"),
        (replace(PLAIN, expected_countries=("DE", "FR")), "unexpected country"),
    ],
)
def test_what_makes_a_hit_more_urgent_is_named(facts: Facts, reason: str) -> None:
    number, names = risk(facts)
    assert number > risk()[0] and reason in names


def test_sellers_cleared_before_are_less_urgent_unless_one_was_confirmed() -> None:
    assert risk(replace(PLAIN, cleared_before=3))[0] < risk()[0]
    assert risk(replace(PLAIN, cleared_before=3, confirmed_before=1))[0] > risk()[0]


def test_an_authorised_place_is_no_risk() -> None:
    number, names = risk(replace(PLAIN, authorised_by="seller: Us", confirmed_before=9))
    assert number == 0 and names[0] == "authorised"


@pytest.mark.parametrize(
    ("price", "currency", "named"),
    [(10.0, "EUR", True), (50.0, "eur", True), (61.0, "EUR", False), (10.0, "CNY", False),
     (None, "EUR", False), (10.0, "", False)],
)  # fmt: skip
def test_only_a_price_far_below_ours_in_our_currency_counts(
    price: float | None,
    currency: str,
    named: bool,  # noqa: FBT001  # a column of the table above
) -> None:
    names = risk(seen=sighting(price=price, currency=currency))[1]
    assert ("price far below ours" in names) is named


def test_a_copy_is_more_urgent_than_a_name() -> None:
    assert risk()[0] > risk(found=match(verdict="name"))[0]


def test_risk_stays_between_0_and_100() -> None:
    worst = Facts(
        asset=replace(ASSET, right="trade_secret", secrecy="secret"),
        party=Party(id="v", names=()),
        confirmed_before=50,
    )
    assert risk(worst, seen=sighting(channel="paste", price=1.0), found=match(score=1.0))[0] == 100
    assert risk(replace(PLAIN, cleared_before=50), found=match(score=0.0))[0] >= 0
