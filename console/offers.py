"""What "authorised" may remember, and how many hits that would close."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from console.visit import Visit
from fingerprints.errors import ConfigurationError
from hits.authorise import Kind
from hits.hit import Hit


@dataclass(frozen=True, slots=True)
class Offer:
    """A seller, domain or repository that may be remembered."""

    kind: Kind
    value: str
    closes: int


def of(visit: Visit, hit: Hit) -> list[Offer]:
    """Everything about this hit that may be remembered."""
    found: list[tuple[Kind, str]] = []
    if hit.seller:
        found.append(("seller", hit.seller))
    if hit.channel == "code":
        found.append(("repository", hit.place))
    if domain := _host(hit.url):
        found.append(("domain", domain))
    return [offer for kind, value in found if (offer := _offer(visit, kind, value))]


def _offer(visit: Visit, kind: Kind, value: str) -> Offer | None:
    try:
        return Offer(kind, value, visit.services.record.would_close(kind, value))
    except ConfigurationError:  # a seller called "***" is no name that could be remembered
        return None


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
