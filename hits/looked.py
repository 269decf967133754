"""What a crawl or scan looked at, so that zero hits is an answer."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from matcher.match import Examined, NearMiss

KINDS = {"texts": "text", "codes": "piece of code", "tables": "table", "images": "picture"}
PLURAL = {"piece of code": "pieces of code"}
NEAREST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Counts of one run; `add` and `merge` give a new one."""

    places: frozenset[str] = frozenset()
    pages: int = 0
    compared: Mapping[str, int] = field(default_factory=dict)  # texts, codes, tables, images
    refused: Mapping[str, int] = field(default_factory=dict)  # by reason
    failed: Mapping[str, int] = field(default_factory=dict)
    unreadable: Mapping[str, int] = field(default_factory=dict)
    new: int = 0
    known: int = 0
    gone: int = 0
    returned: int = 0
    authorised: int = 0
    nearest: tuple[NearMiss, ...] = ()

    def add(self, place: str, examined: Examined, *, pages: int = 1) -> "Looked":
        """One more page, and what the matcher compared on it."""
        reasons = (text.partition(": ")[2] or text for text in examined.unreadable)
        one = Looked(
            places=frozenset({place} if place else ()),
            pages=pages,
            compared=dict(examined.compared),
            unreadable=dict(Counter(reasons)),
            nearest=examined.near,
        )
        return self.merge(one)

    def count(self, what: str, reason: str, number: int = 1) -> "Looked":
        """So many more `refused`, `failed` or `unreadable` for this reason."""
        before: Mapping[str, int] = getattr(self, what)
        return replace(self, **{what: _sum(before, {reason: number})})  # type: ignore[arg-type]

    def merge(self, other: "Looked") -> "Looked":
        """Both together; the order does not matter."""
        return Looked(
            places=self.places | other.places,
            pages=self.pages + other.pages,
            compared=_sum(self.compared, other.compared),
            refused=_sum(self.refused, other.refused),
            failed=_sum(self.failed, other.failed),
            unreadable=_sum(self.unreadable, other.unreadable),
            new=self.new + other.new,
            known=self.known + other.known,
            gone=self.gone + other.gone,
            returned=self.returned + other.returned,
            authorised=self.authorised + other.authorised,
            nearest=_nearest((*self.nearest, *other.nearest)),
        )

    def to_json(self) -> dict[str, Any]:
        """Plain JSON that `from_json` reads back."""
        return {
            **{name: getattr(self, name) for name in ("pages", *COUNTS)},
            "places": sorted(self.places),
            **{name: dict(getattr(self, name)) for name in TALLIES},
            "nearest": [asdict(near) for near in self.nearest],
        }

    def words(self, *, matched: int | None = None) -> str:
        """The same for a person, one fact per line; `matched` pages where nothing was recorded."""
        found = (
            f"Hits: {self.new} new, {self.known} known, {self.gone} gone, "
            f"{self.returned} returned, {self.authorised} authorised"
        )
        if matched is not None:
            found = f"Matched: {some(matched, 'page')} (--save makes hits of them)"
        lines = [
            f"Looked at: {some(len(self.places), 'place')}, {some(self.pages, 'page')}",
            f"Compared: {compared_words(self.compared)}",
            found,
        ]
        lines += [_tally(name, getattr(self, name)) for name in ("refused", "failed")]
        lines += [_tally("unreadable", self.unreadable)]
        lines += [_near(near) for near in self.nearest]
        return "\n".join(line for line in lines if line)


def some(number: int, what: str) -> str:
    """ "1 page", "2 pages"."""
    return f"{number} {what if number == 1 else PLURAL.get(what, what + 's')}"


def compared_words(compared: Mapping[str, int]) -> str:
    """What was compared, in words."""
    told = [some(compared[kind], what) for kind, what in KINDS.items() if compared.get(kind)]
    return ", ".join(told) or "nothing"


COUNTS = ("new", "known", "gone", "returned", "authorised")
TALLIES = ("compared", "refused", "failed", "unreadable")


def from_json(values: Mapping[str, Any]) -> Looked:
    """Rebuild what `to_json` wrote; {} is an empty one."""
    known = dict(values)
    known["places"] = frozenset(known.get("places", ()))
    known["nearest"] = tuple(NearMiss(**near) for near in known.get("nearest", ()))
    return Looked(**known)


def _sum(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return dict(Counter(one) + Counter(other))


def _nearest(misses: Iterable[NearMiss]) -> tuple[NearMiss, ...]:
    """The nearest of distinct parts, by how little they lack."""
    ranked = sorted(set(misses), key=lambda n: (n.threshold - n.score, n.asset, n.part, n.where))
    best: dict[tuple[str, str, str], NearMiss] = {}
    for miss in ranked:
        best.setdefault((miss.asset, miss.part, miss.kind), miss)
    return tuple(best.values())[:NEAREST]


def _tally(name: str, counts: Mapping[str, int]) -> str:
    if not counts:
        return ""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    reasons = ", ".join(f"{number} {reason}" for reason, number in ranked)
    return f"{name.capitalize()}: {sum(counts.values())} ({reasons})"


def _near(near: NearMiss) -> str:
    return (
        f"Nearest miss: {near.asset}{', ' if near.part else ''}{near.part} at {near.where}: "
        f"{near.score:.2f}, a hit from {near.threshold:.2f} ({near.kind})"
    )
