"""What protecting did: for each work and part what was fingerprinted, how well, or why not."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

Progress = Callable[[str, int, int], None]  # what is being read, done, total


def silent(what: str, done: int, total: int) -> None:
    """The progress of somebody who does not look."""


@dataclass(slots=True)
class Meter:
    """Counts what is done and tells it."""

    report: Progress
    total: int
    done: int = 0

    def step(self, what: str) -> None:
        """One more is done."""
        self.done += 1
        self.report(what, self.done, self.total)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartReport:
    """One part: the kinds of fingerprints, the share that can be found again, or why refused."""

    name: str
    content: str = ""
    kinds: tuple[str, ...] = ()
    protectable: float = 0.0
    refused: str = ""
    detectable: str = ""  # of a logo read just now: how surely it will be found
    same: bool = False  # known from an earlier run, not read again


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetReport:
    """One work; `error` says why it was not saved at all."""

    asset: str
    shown: str
    right: str = ""
    saved: str = ""  # new, changed, same
    parts: tuple[PartReport, ...] = ()
    skipped: dict[str, str] = field(default_factory=dict)  # path: why it was left out
    notes: tuple[str, ...] = ()
    error: str = ""

    @property
    def refused(self) -> tuple[PartReport, ...]:
        """The parts that are not watched for."""
        return tuple(part for part in self.parts if part.refused)

    @property
    def unreadable(self) -> tuple[PartReport, ...]:
        """The refused parts that could not even be read."""
        return tuple(part for part in self.parts if part.refused and not part.content)

    @property
    def protectable(self) -> float:
        """The mean share over all parts, 0 to 1."""
        return sum(part.protectable for part in self.parts) / max(len(self.parts), 1)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything one run of `protect` did."""

    assets: tuple[AssetReport, ...] = ()

    @property
    def failed(self) -> int:
        """How many works were not saved or have a part that could not be read."""
        return sum(bool(work.error) or bool(work.unreadable) for work in self.assets)

    def to_json(self) -> dict[str, Any]:
        """The whole report as plain JSON."""
        return {"assets": [asdict(work) for work in self.assets]}
