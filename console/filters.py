"""The inbox's address: what is asked for, and the links that ask for a little more or less."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from console import words
from hits.index import FACETS, Page, Query

ANY = "any"  # status=any: decided hits, too
TEXT = 300
VALUES = 20  # of one facet in one address
TITLES = {
    "status": "Status",
    "channel": "Kind of place",
    "verdict": "What it is",
    "presence": "Presence",
    "asset": "Work",
    "site": "Site",
    "seller": "Seller",
    "country": "Country",
}
LISTED = 8


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in use; its link removes it."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet; its link adds or removes it."""

    words: str
    count: int
    chosen: bool
    href: str


@dataclass(frozen=True, slots=True)
class Facet:
    """One group of filters with counts."""

    words: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Query):
    """A query, or the silent hits of a fingerprint in quarantine, which the record knows."""

    silent: str = ""


def read(params: QueryParams) -> Asked:
    """The query of an address; without a status it asks for open hits."""
    chosen: dict[str, Any] = {name: tuple(params.getlist(name)[:VALUES]) for name in FACETS}
    if ANY in chosen["status"]:
        chosen["status"] = ()
    elif not chosen["status"]:
        chosen["status"] = ("open",)
    if silent := params.get("silent", "")[:TEXT]:
        return Asked(silent=silent)
    return Asked(text=words.clean(params.get("q", ""))[:TEXT], **chosen)


def pairs(query: Asked) -> list[tuple[str, str]]:
    """The query as the fields of an address."""
    if query.silent:
        return [("silent", query.silent)]
    found = [("q", query.text)] if query.text else []
    chosen = query.chosen()
    if not chosen.get("status"):
        found.append(("status", ANY))
    if chosen.get("status") == ("open",):
        del chosen["status"]
    return found + [(name, value) for name, values in chosen.items() for value in values]


def address(query: Asked, after: str = "", path: str = "/") -> str:
    """The address that asks for this."""
    fields = pairs(query) + ([("after", after)] if after else [])
    return f"{path}?{urlencode(fields)}" if fields else path


def chips(query: Asked, names: Mapping[str, str], silent: str = "") -> list[Chip]:
    """One for each filter in use; the usual "open" is none."""
    found = []
    if query.silent:
        found.append(Chip(f"Nobody was told: {silent}", "/"))
    if query.text:
        found.append(Chip(f"“{query.text}”", address(replace(query, text=""))))
    for name, values in query.chosen().items():
        if (name, values) == ("status", ("open",)):
            continue
        found += [
            Chip(
                f"{TITLES[name]}: {worded(name, value, names)}",
                address(_limited(query, name, tuple(v for v in values if v != value))),
            )
            for value in values
        ]
    return found


def facets(query: Asked, page: Page, names: Mapping[str, str]) -> list[Facet]:
    """The filters beside the list, each value with its count."""
    found = []
    for name, title in TITLES.items():
        counts = dict(page.facets.get(name, {}))
        mine = getattr(query, name)
        counts |= {value: 0 for value in mine if value not in counts}
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        listed = [item for item in ranked if item[0]][:LISTED]
        listed += [item for item in ranked if item[0] in mine and item not in listed]
        values = tuple(_value(query, name, value, count, names) for value, count in listed)
        if values:
            found.append(Facet(title, values))
    return found


def _value(query: Asked, name: str, value: str, count: int, names: Mapping[str, str]) -> Value:
    mine = getattr(query, name)
    chosen = value in mine
    others = tuple(one for one in mine if one != value)
    href = address(_limited(query, name, others if chosen else (*mine, value)))
    return Value(worded(name, value, names), count, chosen, href)


def worded(name: str, value: str, names: Mapping[str, str]) -> str:
    """A value as a person reads it."""
    if name == "asset":
        return names.get(value, value)
    if name == "channel":
        return words.CHANNELS.get(value, value)
    if name == "presence":
        return words.PRESENCE.get(value, value)
    return value.capitalize() if name in {"status", "verdict"} else value


def _limited(query: Asked, field: str, values: tuple[str, ...]) -> Asked:
    change: Any = {field: values}
    return replace(query, **change)
