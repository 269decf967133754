"""The address guard: no request reaches a private address, by its letters or after DNS."""

import ipaddress
from typing import Any, Self
from weakref import WeakKeyDictionary

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer

from spiders.addresses import Addresses
from spiders.unseen import NotSeen

REASON = "address"
_resolvers: WeakKeyDictionary[Crawler, "GuardedResolver"] = WeakKeyDictionary()


@implementer(IResolutionReceiver)
class _Receiver:
    """Hands on the addresses that may be asked and drops the others."""

    def __init__(self, inner: Any, name: str, port: int, guard: "GuardedResolver") -> None:
        self.inner, self.name, self.port, self.guard = inner, name, port, guard

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802 - Twisted's name
        self.inner.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802 - Twisted's name
        found = ipaddress.ip_address(str(address.host).split("%", 1)[0])
        if self.guard.addresses.refusal_of_ip(found, self.port, self.name):
            self.guard.refused.add((self.name, self.port))
        else:
            self.inner.addressResolved(address)

    def resolutionComplete(self) -> None:  # noqa: N802 - Twisted's name
        self.inner.resolutionComplete()


@implementer(IHostnameResolver)
class GuardedResolver:
    """Resolves anew for every connection, so a name that changes its mind is caught too."""

    def __init__(self, reactor: Any, addresses: Addresses, inner: Any = None) -> None:
        self.reactor = reactor
        self.inner = inner or reactor.nameResolver
        self.addresses = addresses
        self.refused: set[tuple[str, int]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        resolver = cls(reactor, Addresses.of(crawler.settings.getlist("COPYWATCH_ALLOW")))
        _resolvers[crawler] = resolver
        return resolver

    def install_on_reactor(self) -> None:
        self.reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802 - Twisted's names
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        *rest: Any,
        **named: Any,
    ) -> Any:
        receiver = _Receiver(resolutionReceiver, hostName, portNumber, self)
        return self.inner.resolveHostName(receiver, hostName, portNumber, *rest, **named)


class AddressGuard:
    """Stands before everything else, on every hop: pages, redirects, pictures, robots.txt."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.addresses = Addresses.of(crawler.settings.getlist("COPYWATCH_ALLOW"))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        why = self.addresses.refusal(request.url)
        if why:
            raise NotSeen("refused", REASON, f"not asked: {why}")

    def process_exception(self, request: Request, exception: Exception) -> None:
        """A name that resolved to refused addresses only looks like an unknown host."""
        parts = urlparse_cached(request)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        resolver = _resolvers.get(self.crawler)
        known = resolver is not None and (parts.hostname, port) in resolver.refused
        if isinstance(exception, CannotResolveHostError) and known:
            message = "not asked: its name leads to a private or local address"
            raise NotSeen("refused", REASON, message) from exception
