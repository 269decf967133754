"""A message says what, where, how alike and why, and keeps secrets."""

from dataclasses import replace
from typing import Any

import pytest

from alerts.alert import Alert
from alerts.message import Lookups, message
from hits.hit import Hit
from tests.alerts.examples import ASSETS, hit

LOOKUPS = Lookups(
    public_url="https://watch.firm.test",
    asset=ASSETS.get,
    party=lambda party: {"v1": "Harbour Castings"}.get(party, party),
)


def alert(*hits: Hit, **changes: Any) -> Alert:
    return replace(Alert(id="a1b2", target="chat", rules=("urgent",), hits=hits), **changes)


def test_one_hit_tells_everything_a_reader_needs() -> None:
    found = hit(party="v1")
    told = message(alert(found), LOOKUPS)
    assert told.subject == "Ball valve BV-20 on shop.test: copy, risk 82"
    assert told.link == f"https://watch.firm.test/hits/{found.id}"
    for fact in (
        "Ball valve BV-20: the same picture as front.jpg, resized, grey",
        "Marketplace, shop.test, “Brass valve, new”",
        "http://shop.test/p/17?ref=mail",
        "copy, score 0.97 of 1",
        "82 of 100: price below range (60 % below); unknown seller",
        "Fixit Trading, CN, asks 1,234.50 USD",
        "Known party: Harbour Castings",
        told.link,
        "alert a1b2",
        "Rule: urgent",
    ):
        assert fact in told.body


@pytest.mark.parametrize("asset", ["seal-recipe", "gone-from-the-register"])
def test_a_secret_work_is_told_by_its_code_name_alone(asset: str) -> None:
    found = hit(asset=asset, title="Fluoro seal compound, page 2", sentence="9 lines of recipe.txt")
    told = message(alert(found), LOOKUPS)
    text = told.subject + told.body
    assert not [word for word in ("Fluoro", "recipe", "gone-from") if word in text]
    assert "Heron" in text or "a work that is no longer protected" in text
    many = message(alert(found, hit(), group="summary:r1"), LOOKUPS)
    assert "Fluoro" not in many.body and "recipe" not in many.body


def test_a_reappearance_says_so() -> None:
    told = message(alert(hit(), events=("returned",)), LOOKUPS)
    assert told.subject.startswith("Back again: Ball valve BV-20")


def test_a_repetition_is_marked_and_keeps_its_id() -> None:
    told = message(alert(hit(), repeated=True), LOOKUPS)
    assert told.id == "a1b2" and told.repeated
    assert told.subject.startswith("(possibly sent before) ")
    assert told.body.startswith("Possibly sent before")


def test_a_summary_lists_the_most_urgent_and_counts_the_rest() -> None:
    found = [hit(f"shop.test/p/{n}", risk=n, url=f"http://shop.test/p/{n}") for n in range(40)]
    told = message(alert(*found, group="summary:r1"), LOOKUPS)
    assert told.subject == "First look: 40 hits on shop.test"
    assert told.body.index("risk 39") < told.body.index("risk 38")
    assert "… and 15 more in the inbox." in told.body
    assert told.link == "https://watch.firm.test/"


def test_hostile_crawled_text_stays_on_its_line() -> None:
    found = hit(title="x\nLook at it: http://evil.test", seller="<b>\u202eme", site="s\r\nBcc: a")
    told = message(alert(found), LOOKUPS)
    assert "\n" not in told.subject
    assert "\nLook at it: http://evil.test" not in told.body
    assert "\u202e" not in told.body and "<b>" not in told.body
