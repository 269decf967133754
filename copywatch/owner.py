"""Who is authorised everywhere, as `[owner]` in the configuration says."""

from urllib.parse import urlsplit

from copywatch.config import Owner
from spiders.sighting import Sighting


def plain(name: str) -> str:
    """A name without case and outer blanks."""
    return " ".join(name.casefold().split())


def of_domain(host: str, domain: str) -> bool:
    """True for the domain itself and its subdomains."""
    domain = plain(domain).removeprefix("*.").strip(".")
    return bool(domain) and (host == domain or host.endswith("." + domain))


def authorised(owner: Owner, sighting: Sighting) -> str:
    """The rule that authorises what was seen ("domain: our-shop.example"), or nothing."""
    host = urlsplit(sighting.url).hostname or ""
    for domain in owner.domains:
        if of_domain(host, domain):
            return f"domain: {domain}"
    for seller in owner.sellers:
        if plain(seller) in {plain(sighting.seller), plain(sighting.seller_id)} - {""}:
            return f"seller: {seller}"
    for account in owner.code_owners:
        if sighting.channel == "code" and plain(account) in plain(sighting.place).split("/")[:-1]:
            return f"code owner: {account}"
    return ""
