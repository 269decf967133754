"""The address guard: no request reaches a private address, by its letters or after DNS."""

import ipaddress
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer

from spiders.addresses import PORTS, Addresses
from spiders.unseen import NotSeen

REASON = "address"


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
    """Judges every answer of DNS at each connection, so a name that changes is caught too."""

    def __init__(self, inner: Any, addresses: Addresses) -> None:
        self.inner = inner
        self.addresses = addresses
        self.refused: set[tuple[str, int]] = set()

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
        self.addresses = Addresses.of(crawler.settings.getlist("COPYWATCH_ALLOW"))
        self.resolver: GuardedResolver | None = None
        crawler.signals.connect(self.install, signal=signals.engine_started)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def install(self) -> None:
        """Put the guard between the running reactor and DNS, however the crawl was started."""
        from twisted.internet import reactor  # noqa: PLC0415 - exists only from here on

        self.resolver = GuardedResolver(reactor.nameResolver, self.addresses)
        reactor.installNameResolver(self.resolver)

    def process_request(self, request: Request) -> None:
        if self.resolver is None:
            raise NotSeen("refused", REASON, "not asked: the address guard is not in place")
        why = self.addresses.refusal(request.url)
        if why:
            raise NotSeen("refused", REASON, f"not asked: {why}")

    def process_exception(self, request: Request, exception: Exception) -> None:
        """A name that resolved to refused addresses only looks like an unknown host."""
        parts = urlparse_cached(request)
        port = parts.port or PORTS.get(parts.scheme, 0)
        known = self.resolver is not None and (parts.hostname, port) in self.resolver.refused
        if isinstance(exception, CannotResolveHostError) and known:
            message = "not asked: its name leads to a private or local address"
            raise NotSeen("refused", REASON, message) from exception
