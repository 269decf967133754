"""What the matcher says: matches with evidence, and what it compared to get there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Verdict = Literal[
    "copy", "part copy", "shared element", "same product?", "logo", "name", "public origin"
]
PUBLIC: Verdict = "public origin"
HITS: tuple[Verdict, ...] = ("copy", "part copy", "logo", "name")
READ = "words read in the picture"  # a step of `unwrapped`


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of characters, with 1-based first and last line where lines make sense."""

    start: int
    end: int
    first_line: int = 0
    last_line: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """A named, documented function that raised or lowered a score, and by how much."""

    name: str
    effect: float
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One proof: which part of the asset stands where on the page."""

    kind: str
    part: str
    where: str
    score: float
    spans: tuple[tuple[Span, Span], ...] = ()  # (in the part, on the page)
    unwrapped: tuple[str, ...] = ()  # outermost first: "html", "base64", "zip:src/a.py"
    page_share: float = 0.0  # 0 to 1
    part_share: float = 0.0  # 0 to 1
    details: Mapping[str, Any] = field(default_factory=dict)  # plain JSON

    @property
    def lesser(self) -> bool:
        """Whether it only stands beside a hit, and would be none by itself."""
        return self.details.get("verdict", HITS[0]) not in HITS

    @property
    def in_picture(self) -> bool:
        """Whether a picture shows it: as one, or as words that were read there."""
        return self.kind.startswith("image") or READ in self.unwrapped


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """All evidence that a page holds something of one asset, strongest first."""

    asset: str  # asset id
    verdict: Verdict
    score: float  # 0 to 1
    evidence: tuple[Evidence, ...]
    reasons: tuple[Reason, ...] = ()
    probability: float | None = None  # calibrated; None where it was never measured


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """What came closest without becoming a match."""

    asset: str
    part: str
    kind: str
    where: str
    score: float
    threshold: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """The answer for one page: matches of every verdict, near misses, what was compared."""

    matches: tuple[Match, ...] = ()
    near: tuple[NearMiss, ...] = ()  # at most three, nearest first
    compared: Mapping[str, int] = field(default_factory=dict)  # texts, codes, tables, images, names
    unreadable: tuple[str, ...] = ()  # "where: reason"
    candidates: tuple[tuple[str, str, str, int], ...] = ()  # asset, part, kind, shared hashes
    sample: Mapping[str, bytes] = field(default_factory=dict)  # by kind, for look-back
