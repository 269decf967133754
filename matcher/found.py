"""What the ways of matching hand to the page: a verdict with its evidence, and near misses."""

from dataclasses import dataclass, field

from fingerprints.arrays import U64
from matcher.match import Evidence, NearMiss, Reason, Verdict


@dataclass(frozen=True, slots=True)
class Found:
    """One piece of evidence for one asset."""

    asset: str
    verdict: Verdict
    evidence: Evidence
    reasons: tuple[Reason, ...] = ()
    score: float = 0.0  # of everything found of the same part; 0 where the evidence has it
    probability: float | None = None  # of a copy, calibrated; None where it was never measured


@dataclass(slots=True)
class Answer:
    """What one content gave."""

    found: list[Found] = field(default_factory=list)
    near: list[NearMiss] = field(default_factory=list)
    candidates: list[tuple[str, str, str, int]] = field(default_factory=list)
    samples: list[tuple[str, U64]] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)

    def add(self, other: "Answer") -> None:
        """Take in what another content gave."""
        self.found += other.found
        self.near += other.near
        self.candidates += other.candidates
        self.samples += other.samples
        self.unreadable += other.unreadable
