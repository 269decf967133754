"""The protected works and the people who were given them."""

from dataclasses import dataclass
from typing import Literal, get_args

Right = Literal[
    "trade_secret", "patent", "copyright", "trademark", "design", "database", "software"
]
Secrecy = Literal["public", "internal", "secret"]
RIGHTS: tuple[str, ...] = get_args(Right)
SECRECY: tuple[str, ...] = get_args(Secrecy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A right entered at an office; dates are ISO 8601."""

    office: str
    number: str
    nice_class: str = ""
    country: str = ""
    expiry: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One protected work; `code_name` is shown in its stead where the asset is secret."""

    id: str
    title: str
    code_name: str = ""
    right: Right = "copyright"
    owner: str = ""
    secrecy: Secrecy = "internal"
    registrations: tuple[Registration, ...] = ()
    search_words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    slogans: tuple[str, ...] = ()
    price_low: float | None = None
    price_high: float | None = None
    currency: str = ""
    url: str = ""

    @property
    def shown(self) -> str:
        """What alerts, logs and reports may call this asset."""
        return (self.code_name or self.id) if self.secrecy == "secret" else self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A vendor, licensee or other company that was given something."""

    id: str
    names: tuple[str, ...]
    country: str = ""
    domains: tuple[str, ...] = ()
    subcontractor_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """Who was given which revision of which asset, when and under which contract."""

    asset: str
    party: str
    revision: str = ""
    date: str = ""
    contract: str = ""
    clause: str = ""
    ended: str = ""
