"""A world of people, companies and orders: customers and strangers come from the same statistics.

Addresses, numbers of telephones and accounts belong to one person, as in the world; names, towns,
days, prices, companies with their switchboards and running order numbers are shared by chance.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

import numpy as np

from benchmarks.tables import lists
from fingerprints.fold import fold

COLUMNS = ("order", "first", "last", "mail", "phone", "city", "company", "born")
ACCOUNTS = ("name", "iban", "city", "amount")
CODES = {
    "US": "1",
    "GB": "44",
    "DE": "49",
    "FR": "33",
    "ES": "34",
    "IT": "39",
    "NL": "31",
    "SE": "46",
}
DOMAINS = ("gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "gmx.de", "web.de", "orange.fr",
           "libero.it", "icloud.com", "aol.com")  # fmt: skip
SORTS = ("Logistics", "Trading", "Systems", "Foods", "Motors", "Consulting", "Steel", "Textiles",
         "Pharma", "Packaging", "Energy", "Media", "Tools", "Optics", "Chemicals")  # fmt: skip
FORMS = {
    "US": "Inc",
    "GB": "Ltd",
    "DE": "GmbH",
    "FR": "SA",
    "ES": "SL",
    "IT": "Srl",
    "NL": "BV",
    "SE": "AB",
}
SHARED = 0.08  # of people who give the switchboard of their company
COMPANIES = 150_000
FIRST_ORDER, ORDERS = 4_100_000, 3_000_000
SEEDS = {"A": 4, "B": 90_017}  # A chooses rules and thresholds, B is reported


@dataclass(frozen=True, slots=True)
class Person:
    """One row; `code` is the country."""

    code: str
    order: int
    first: str
    last: str
    mail: str
    phone: str  # national digits
    city: str
    company: str
    born: tuple[int, int, int]
    iban: str
    amount: int  # cents

    def cell(self, column: str) -> str:
        """As a table has it."""
        if column == "name":
            return f"{self.first} {self.last}"
        if column == "born":
            year, month, day = self.born
            return f"{year}-{month:02d}-{day:02d}"
        if column == "phone":
            return f"+{CODES[self.code]} {self.phone}"
        if column == "amount":
            return f"{self.amount / 100:.2f}"
        return str(getattr(self, column))

    def row(self, columns: tuple[str, ...] = COLUMNS) -> tuple[str, ...]:
        """Several cells."""
        return tuple(self.cell(column) for column in columns)


def half_of(name: str) -> str:
    """Where a name or town belongs, however it is written."""
    return "AB"[zlib.crc32(fold(name).text.encode()) & 1]


class World:
    """Draws people; the same half gives the same ones, and none of their names to the other."""

    def __init__(self, half: str) -> None:
        self.half = half
        self.chance = Random(SEEDS[half])  # noqa: S311 - the same people every time
        self.weights = {"US": 30, "GB": 12, "DE": 22, "FR": 12, "ES": 8, "IT": 8, "NL": 5, "SE": 3}
        self.lists = {code: self._lists(code) for code in self.weights}
        self.made = 0
        draw = self._codes(COMPANIES)
        self.companies = [self._company(code) for code in draw]

    def _lists(self, code: str) -> tuple[tuple[list[str], list[float]], ...]:
        lasts = dict(lists.last_names()[code])
        if code != "US":
            order = sorted(lasts)
            self.chance.shuffle(order)
            lasts = {name: 1 / (rank + 2) ** 0.9 for rank, name in enumerate(order)}
        found = [self._mine(s) for s in (lists.first_names()[code], lasts, lists.towns()[code])]
        return tuple((list(shares), np.cumsum(list(shares.values())).tolist()) for shares in found)

    def _mine(self, shares: Mapping[str, float]) -> dict[str, float]:
        """What belongs to this half: no name and no town stands in both."""
        return {name: s for name, s in shares.items() if half_of(name) == self.half}

    def _codes(self, count: int) -> list[str]:
        return self.chance.choices(list(self.weights), list(self.weights.values()), k=count)

    def _name(self, code: str, which: int) -> str:
        names, weights = self.lists[code][which]
        return self.chance.choices(names, cum_weights=weights)[0]

    def _company(self, code: str) -> tuple[str, str, str, str]:
        """Name, country, switchboard, town."""
        name = f"{self._name(code, 1)} {self.chance.choice(SORTS)} {FORMS[code]}"
        return name, code, self._number(code), self._name(code, 2)

    def _number(self, code: str) -> str:
        """National digits of nobody else."""
        self.made += 1
        tail = (self.made * 7_368_787 + 1_234_567) % 10_000_000
        area = self.chance.randrange(30, 990) if code != "US" else self.chance.randrange(201, 989)
        return f"{area} {tail // 10_000:03d} {tail % 10_000:04d}"

    def person(self) -> Person:
        """Somebody new."""
        chance = self.chance
        code = self._codes(1)[0]
        first, last = self._name(code, 0), self._name(code, 1)
        company = chance.choice(self.companies)
        at_work = chance.random() < SHARED
        if at_work:
            code = company[1]
        self.made += 1
        plain = "".join(filter(str.isalnum, fold(f"{first}.{last}").text.replace(".", "·")))
        local = f"{fold(first).text}.{fold(last).text}{self.made}".replace(" ", "").replace("'", "")
        if not plain.isascii():
            local = f"mail{self.made}"
        bank = f"{chance.randrange(10, 99)}{chance.randrange(10**9):09d}{self.made:09d}"
        return Person(
            code=code,
            order=FIRST_ORDER + chance.randrange(ORDERS),
            first=first,
            last=last,
            mail=f"{local}@{chance.choice(DOMAINS)}",
            phone=company[2] if at_work else self._number(code),
            city=company[3] if at_work else self._name(code, 2),
            company=company[0],
            born=(chance.randrange(1945, 2006), chance.randrange(1, 13), chance.randrange(1, 29)),
            iban=f"{'DE' if code == 'DE' else 'NL' if code == 'NL' else 'ES'}{bank}",
            amount=chance.randrange(900, 90_000) // 5 * 5,
        )

    def people(self, count: int) -> list[Person]:
        """Several."""
        return [self.person() for _ in range(count)]
