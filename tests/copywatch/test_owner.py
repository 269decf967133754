"""What `[owner]` names is authorised everywhere, and nothing that merely looks like it."""

import pytest

from copywatch.config import Owner
from copywatch.owner import authorised
from spiders.sighting import Channel, Sighting

OWNER = Owner(domains=["our-shop.example"], sellers=["Our Store"], code_owners=["our-org"])


def seen(
    url: str = "https://market.example/1",
    *,
    seller: str = "",
    place: str = "market.example/1",
    channel: Channel = "marketplace",
) -> Sighting:
    return Sighting(
        url=url, place=place, channel=channel, site="market.example",
        seen_at="2026-03-01T12:00:00+00:00", seller=seller,
    )  # fmt: skip


@pytest.mark.parametrize("host", ["our-shop.example", "www.our-shop.example"])
def test_the_own_domain_and_its_subdomains_are_authorised(host: str) -> None:
    assert authorised(OWNER, seen(f"https://{host}/x")) == "domain: our-shop.example"


@pytest.mark.parametrize(
    "host", ["your-shop.example", "not-our-shop.example", "our-shop.example.evil"]
)
def test_a_domain_that_only_ends_alike_is_not(host: str) -> None:
    assert authorised(OWNER, seen(f"https://{host}/x")) == ""


def test_the_own_seller_is_authorised_in_any_case() -> None:
    assert authorised(OWNER, seen(seller="our  STORE")) == "seller: Our Store"
    assert authorised(OWNER, seen(seller="our stores")) == ""


def test_the_own_account_is_authorised_on_code_hosts_only() -> None:
    place = "github.com/our-org/tool"
    assert authorised(OWNER, seen(place=place, channel="code")) == "code owner: our-org"
    assert authorised(OWNER, seen(place=place)) == ""
    assert authorised(OWNER, seen(place="github.com/other/our-org", channel="code")) == ""


def test_empty_rules_authorise_nobody() -> None:
    assert authorised(Owner(domains=[""], sellers=[""], code_owners=[""]), seen()) == ""
