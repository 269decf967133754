"""Which addresses may be asked: public ones, and the exact host:port pairs that were allowed."""

import ipaddress
import socket
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import urlsplit

PORTS = {"http": 80, "https": 443}
NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Addresses:
    """The allow-list; every decision about an address is made here."""

    allowed: frozenset[str] = frozenset()  # "127.0.0.2:8001", "[::1]:8001", "wiki.corp:443"

    @classmethod
    def of(cls, entries: Iterable[str]) -> "Addresses":
        return cls(frozenset(entry.strip().lower() for entry in entries if entry.strip()))

    def refusal(self, url: str) -> str:
        """Why a URL may not be asked, judged by its letters alone; empty when it may."""
        try:
            parts = urlsplit(url)
            name, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
        except ValueError:
            return "not an address"
        if parts.scheme not in PORTS:
            return "only http and https are read"
        if "@" in parts.netloc or "\\" in parts.netloc or not name:
            return "a name or password stands in the address"
        address = literal(name)
        if address is None:
            return ""
        return self.refusal_of_ip(address, port, name)

    def refusal_of_ip(self, address: IPv4Address | IPv6Address, port: int, name: str = "") -> str:
        """Why an IP address may not be connected to; empty when it may."""
        if self.allowed & {f"{address}:{port}", f"[{address}]:{port}", f"{name.lower()}:{port}"}:
            return ""
        return "" if is_public(address) else "a private or local address"


def literal(name: str) -> IPv4Address | IPv6Address | None:
    """The IP that a host name spells in any form a resolver takes: decimal, octal, hex, short."""
    name = unicodedata.normalize("NFKC", name).rstrip(".").split("%", 1)[0]
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        pass
    if not name or not set(name.lower()) <= set("0123456789abcdefx."):
        return None
    try:
        return IPv4Address(socket.inet_aton(name))
    except (OSError, ValueError):
        return None


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address belongs to the public internet, also inside its IPv6 wrappers."""
    if isinstance(address, IPv6Address):
        inner = _wrapped(address)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:
            return False
    plain = not (address.is_multicast or address.is_reserved or address.is_unspecified)
    return plain and address.is_global


def _wrapped(address: IPv6Address) -> IPv4Address | None:
    if address in NAT64 or int(address) >> 32 == 0:  # NAT64; the old "compatible" ::a.b.c.d
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo
