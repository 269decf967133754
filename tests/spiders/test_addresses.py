"""Which addresses may be asked: the literal half of the guard, and its half after DNS."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twisted.internet.address import IPv4Address, IPv6Address

from spiders.addresses import Addresses, is_public, literal
from spiders.guards import GuardedResolver

OPEN = Addresses.of([])


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "0x7f000001", "0177.0.0.1", "2130706433", "0", "0.0.0.0",  # noqa: S104
        "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "198.18.0.1",
        "192.0.2.7", "224.0.0.1", "240.0.0.1", "255.255.255.255", "127.0.0.1.",
        "\uff11\uff12\uff17.0.0.1",
        "[::1]", "[::]", "[::ffff:10.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[fe80::1]",
        "[fc00::1]", "[fec0::1]", "[ff02::1]", "[64:ff9b::a00:1]", "[2002:7f00:1::]",
        "[2001:db8::1]",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public_are_refused(host: str) -> None:
    assert OPEN.refusal(f"http://{host}/")


@pytest.mark.parametrize(
    "host", ["1.1.1.1", "[2606:4700:4700::1111]", "example.com", "dead.beef.example"]
)
def test_public_addresses_and_names_pass(host: str) -> None:
    assert OPEN.refusal(f"https://{host}/a?b=c") == ""


@pytest.mark.parametrize(
    "url",
    [
        "http://good.example@127.0.0.1/", "http://user:pass@good.example/", "http:///nowhere",
        "http://good.example\\@127.0.0.1/", "file:///etc/passwd", "ftp://good.example/",
        "http://good.example:99999/", "http://[::1/",
    ],
)  # fmt: skip
def test_tricks_with_the_form_of_an_address_are_refused(url: str) -> None:
    assert OPEN.refusal(url)


def test_the_allow_list_is_exact_in_host_and_port() -> None:
    allowed = Addresses.of(["127.0.0.2:8001"])
    assert allowed.refusal("http://127.0.0.2:8001/page") == ""
    assert allowed.refusal("http://127.0.0.2:8002/")
    assert allowed.refusal("http://127.0.0.3:8001/")
    assert allowed.refusal("http://127.0.0.2/")


@given(st.ip_addresses(v=4))
def test_a_number_is_judged_like_the_address_it_spells(address: Any) -> None:
    assert literal(str(int(address))) == address
    assert bool(OPEN.refusal(f"http://{int(address)}/")) != is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_wrapped_in_ipv6_is_judged_by_what_it_wraps(address: Any) -> None:
    assert bool(OPEN.refusal(f"http://[::ffff:{address}]/")) != is_public(address)


class Turncoat:
    """A name server that answers a public address first and a private one afterwards."""

    def __init__(self, *answers: list[Any]) -> None:
        self.answers = list(answers)

    def resolveHostName(self, receiver: Any, *_: Any) -> Any:  # noqa: N802
        receiver.resolutionBegan(self)
        for address in self.answers.pop(0):
            receiver.addressResolved(address)
        receiver.resolutionComplete()
        return self


class Collected:
    def __init__(self) -> None:
        self.hosts: list[str] = []

    def resolutionBegan(self, _: Any) -> None:  # noqa: N802
        self.hosts.clear()

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        self.hosts.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        self.hosts.append("end")


def test_a_name_that_changes_its_mind_is_judged_at_every_connection() -> None:
    public, private = IPv4Address("TCP", "1.1.1.1", 80), IPv4Address("TCP", "10.0.0.1", 80)
    linked = IPv6Address("TCP", "fe80::1%eth0", 80)
    resolver = GuardedResolver(Turncoat([public, private], [private, linked]), OPEN)
    got = Collected()
    resolver.resolveHostName(got, "rebind.example", 80)
    assert got.hosts == ["1.1.1.1", "end"]
    resolver.resolveHostName(got, "rebind.example", 80)
    assert got.hosts == ["end"]
    assert resolver.refused == {("rebind.example", 80)}
