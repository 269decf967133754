"""Sellers, domains and repositories that may: remembered once, true for every hit."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from fingerprints.errors import ConfigurationError
from hits.folded import words

Kind = Literal["seller", "domain", "repository"]
KINDS: tuple[str, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorisation:
    """Who may, who said so and when; a withdrawn one stays to be read."""

    id: str
    kind: Kind
    value: str
    by: str
    at: str
    withdrawn_at: str = ""

    @property
    def words(self) -> str:
        """As it stands at a hit: "seller: Our Shop"."""
        return f"{self.kind}: {self.value}"


def authorisation_id(kind: str, value: str) -> str:
    """The same for every spelling of a value; an unknown kind is refused."""
    if kind not in KINDS or not _folded(value):
        message = f"Authorise one of {', '.join(KINDS)}, with a name; not {kind!r} {value[:60]!r}."
        raise ConfigurationError(message)
    return hashlib.sha256(f"{kind}\n{_folded(value)}".encode()).hexdigest()[:24]


def authorised_by(rules: Iterable[Authorisation], facts: Mapping[str, Any]) -> str:
    """The first rule that covers a hit with this url, place, seller and seller_id; "" if none."""
    return next((rule.words for rule in rules if covers(rule, facts)), "")


def covers(rule: Authorisation, facts: Mapping[str, Any]) -> bool:
    """Whether a rule speaks of this hit."""
    if rule.withdrawn_at:
        return False
    if rule.kind == "seller":
        sellers = {_folded(facts["seller"]), _folded(facts["seller_id"])}
        return _folded(rule.value) in sellers
    if rule.kind == "domain":
        host = (urlsplit(facts["url"]).hostname or "").lower()
        domain = _bare(rule.value).partition("/")[0]
        return host == domain or host.endswith("." + domain)
    place = _bare(facts["place"])
    return place == _bare(rule.value) or place.startswith(_bare(rule.value) + "/")


@lru_cache(maxsize=4096)  # the same sellers come again and again
def _folded(name: str) -> str:
    return " ".join(words(name))


def _bare(address: str) -> str:
    """An address without scheme, "www." and last slash, in small letters."""
    bare = address.strip().lower().partition("://")[2] or address.strip().lower()
    return bare.removeprefix("www.").rstrip("/")
