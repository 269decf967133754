"""What an index must do, in the words of the domain; SQLite and Elasticsearch both do it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from fingerprints.errors import CopywatchError
from hits.hit import Hit

Sort = Literal["risk", "newest", "last_seen", "score"]
FACETS = (
    "status",
    "channel",
    "asset",
    "site",
    "seller",
    "country",
    "verdict",
    "presence",
)
SORTS = {"risk": "risk", "newest": "first_seen", "last_seen": "last_seen", "score": "score"}
LIMIT = 50
SHOWN = 50  # values counted per facet, most frequent first


class IndexDown(CopywatchError):
    """The index does not answer; the record works on and the index catches up later."""


class CursorGone(CopywatchError):
    """A page's cursor cannot be read; start again from the first page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is wanted; several values of one field mean any of them, () means all."""

    text: str = ""  # all words must match, the last one by its beginning
    status: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    asset: tuple[str, ...] = ()
    site: tuple[str, ...] = ()
    seller: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    verdict: tuple[str, ...] = ()
    presence: tuple[str, ...] = ()  # online, gone, returned
    min_risk: int = 0
    sort: Sort = "risk"
    limit: int = LIMIT

    def chosen(self) -> dict[str, tuple[str, ...]]:
        """The facet fields that are limited to some values."""
        return {name: values for name in FACETS if (values := getattr(self, name))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of answers: ids to read from the record, counts, and where to go on."""

    ids: tuple[str, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    cursor: str = ""  # "" when there is no more


class Index(Protocol):
    """Follows the record and answers searches; can always be made again from the record."""

    def put(self, hits: Iterable[Hit]) -> None:
        """Add or replace hits; an older state never replaces a newer one."""

    def search(self, wanted: Query, after: str = "") -> Page:
        """One page of ids; each facet is counted without its own limit."""

    def position(self) -> int:
        """The sequence number up to which the record has been followed."""

    def follow_to(self, seq: int) -> None:
        """Remember that everything up to `seq` has been put."""

    def rebuild(self, hits: Iterable[Hit], seq: int) -> None:
        """Fill a new index beside the old one and switch to it at once."""

    def close(self) -> None:
        """Let go of files and connections."""
