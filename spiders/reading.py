"""Strict reading of pages: a field that must be there is there, or the page has changed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol


class PageChanged(Exception):
    """A required field is gone or ambiguous: the page is counted as changed and gives nothing."""


class Found(Protocol):
    """What selectors give: parsel's SelectorList, or anything with `getall`."""

    def getall(self) -> list[Any]: ...


@dataclass(frozen=True, slots=True)
class Expects:
    """How many sightings a run should give: fewer is broken, more is worth a look."""

    sightings_per_run: tuple[int, int]


def tidy(text: str) -> str:
    """One line, single spaces."""
    return re.sub(r"\s+", " ", text).strip()


def values(found: Found | Sequence[str]) -> list[str]:
    """The distinct, non-empty, tidied values in the order of the page."""
    texts = found.getall() if hasattr(found, "getall") else found
    return list(dict.fromkeys(filter(None, (tidy(str(text)) for text in texts))))


def one(found: Found | Sequence[str], name: str = "a required field") -> str:
    """The single value; PageChanged when there is none, or when two differ."""
    texts = values(found)
    if len(texts) != 1:
        message = f"{name}: expected one value, found {len(texts)}"
        raise PageChanged(message)
    return texts[0]


def maybe(found: Found | Sequence[str]) -> str:
    """The first value, or nothing where absence is normal."""
    return next(iter(values(found)), "")


def some(found: Found | Sequence[str], name: str = "a required list") -> list[str]:
    """All values; PageChanged when there is none."""
    texts = values(found)
    if not texts:
        message = f"{name}: expected at least one value"
        raise PageChanged(message)
    return texts
