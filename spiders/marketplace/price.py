"""Prices as numbers with a currency, from what shops print."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from price_parser import Price

ISO = {
    "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "RS": "INR", "RS.": "INR", "ZŁ": "PLN",
    "KČ": "CZK", "US$": "USD", "USD$": "USD", "C$": "CAD", "CA$": "CAD", "A$": "AUD", "AU$": "AUD",
    "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "R$": "BRL", "₺": "TRY", "TL": "TRY", "₽": "RUB",
    "₩": "KRW", "₪": "ILS", "฿": "THB", "₫": "VND", "₴": "UAH", "FT": "HUF", "RM": "MYR",
    "LEI": "RON", "KN": "HRK", "ТГ.": "KZT", "DH": "AED",
    "RP": "IDR", "₱": "PHP", "元": "CNY", "CN¥": "CNY", "NT$": "TWD", "MX$": "MXN",
}  # fmt: skip
MOST = 1e12
DOLLARS = {"au": "AUD", "ca": "CAD", "nz": "NZD", "sg": "SGD", "hk": "HKD", "mx": "MXN"}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount, and an ISO 4217 code where one is known."""

    amount: float
    currency: str = ""


def money(text: str, currency: str = "", url: str = "") -> Money | None:
    """The price in a text; None when there is none. A currency given beside it wins."""
    found = Price.fromstring(text[:200], currency_hint=currency or None)
    amount = found.amount_float
    if amount is None or not 0 <= amount < MOST:
        return None
    return Money(float(amount), iso(currency or found.currency or "", url))


def iso(symbol: str, url: str = "") -> str:
    """The ISO code of a printed currency; a bare dollar follows the country of the site."""
    symbol = symbol.strip().upper()
    if symbol == "$":
        return DOLLARS.get((urlsplit(url).hostname or "").rsplit(".", 1)[-1], "USD")
    return ISO.get(symbol, symbol if len(symbol) == 3 and symbol.isalpha() else "")  # noqa: PLR2004
