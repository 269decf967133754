"""What came of a drill: one part in one disguise, and one disguise over all parts."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One part in one disguise: found or not, and why not."""

    part: str
    found: bool = False
    verdict: str = ""  # also of what was told and is no hit
    score: float = 0.0
    kind: str = ""
    unwrapped: tuple[str, ...] = ()
    why: str = ""  # it was not found, or could not be tried

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "part": self.part, "found": self.found, "verdict": self.verdict,
            "score": round(self.score, 4), "kind": self.kind, "unwrapped": list(self.unwrapped),
            "why": self.why,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One disguise over all chosen parts."""

    disguise: str
    tried: tuple[Tried, ...] = ()
    skipped: tuple[Tried, ...] = ()  # the part is too small for it, or cannot be changed so

    @property
    def found(self) -> int:
        return sum(one.found for one in self.tried)

    @property
    def state(self) -> str:
        """In a word: found, in part, not found, not tried."""
        if not self.tried:
            return "not tried"
        return "found" if self.found == len(self.tried) else "in part" if self.found else "missed"

    @property
    def score(self) -> float:
        """The lowest score of those that were found, else the best of those that were not."""
        hits = [one.score for one in self.tried if one.found]
        return min(hits) if hits else max((one.score for one in self.tried), default=0.0)

    def to_json(self, asset: str) -> dict[str, Any]:
        """One line of `--json`."""
        return {
            "asset": asset,
            "disguise": self.disguise,
            "state": self.state,
            "pages": len(self.tried),
            "found": self.found,
            "score": round(self.score, 4),
            "parts": [one.to_json() for one in (*self.tried, *self.skipped)],
        }
