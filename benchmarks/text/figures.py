"""What a run found, as plain figures with their intervals; kept as JSON to compare with later."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any

from benchmarks.common import wilson
from benchmarks.text.measure import INNOCENT, Answer, Told
from benchmarks.text.pages import NAMED

LIKELY = 0.95  # of an excerpt to be told
STEP = 50  # letters and digits of one class of excerpts
BINS = 10


@dataclass(frozen=True, slots=True)
class Count:
    """So many of so many."""

    found: int
    asked: int

    @property
    def share(self) -> float:
        """0 to 1; 0 when nothing was asked."""
        return self.found / self.asked if self.asked else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """95 %, after Wilson (1927)."""
        return wilson(self.found, self.asked)


@dataclass(frozen=True, slots=True)
class Row:
    """One disguise."""

    found: Count
    placed: Count
    languages: dict[str, Count]
    missed: list[str]


@dataclass(frozen=True, slots=True)
class Bin:
    """Matches of about one probability: what was said, and how many were right."""

    said: float
    right: Count


@dataclass(frozen=True, slots=True)
class Peer:
    """Another tool on the same pages, as often wrong on innocent ones as ours may be."""

    rows: dict[str, Count]
    false: Count
    least: int  # shared fingerprints that a page must exceed


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that a run reports of the gauntlet."""

    rows: dict[str, Row]
    pooled: Count
    false: dict[str, Count]
    false_pages: dict[str, list[str]]
    strict: float  # the highest score of an innocent page of half A
    strict_false: Count
    strict_rows: dict[str, Count]
    smallest: dict[str, tuple[int | None, int | None]]  # by language: lines or words, letters
    bins: list[Bin] = field(default_factory=list)
    error: float | None = None  # expected calibration error
    megabytes: float = 0.0
    speed: float = 0.0  # MB of innocent pages a second of one processor
    peer: Peer | None = None  # copydetect

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, without names of pages."""
        plain = asdict(self)
        for row in plain["rows"].values():
            del row["missed"]
        return plain


def standard(now: dict[str, Any], before: dict[str, Any] | None) -> dict[str, Any]:
    """What later runs are held against: this run, with rows that an earlier one found better."""
    rows = dict(now["rows"])
    for name, old in (before or {}).get("rows", {}).items():
        if name in rows and _share(old) > _share(rows[name]):
            rows[name] = old
    return {**now, "rows": rows}


def _share(row: dict[str, Any]) -> float:
    return float(row["found"]["found"] / max(1, row["found"]["asked"]))


def count(answers: Iterable[bool]) -> Count:
    """How many are true."""
    told = list(answers)
    return Count(sum(told), len(told))


def row(answers: Sequence[Answer]) -> Row:
    """The figures of one disguise."""
    languages = sorted({answer.language for answer in answers})
    return Row(
        count(answer.found for answer in answers),
        count(answer.placed for answer in answers),
        {k: count(a.found for a in answers if a.language == k) for k in languages},
        [answer.name for answer in answers if not answer.found],
    )


def pooled(rows: dict[str, Row]) -> Count:
    """All rows that count together."""
    kept = [value.found for name, value in rows.items() if NAMED[name].pooled]
    return Count(sum(one.found for one in kept), sum(one.asked for one in kept))


def highest(innocent: Iterable[Answer]) -> float:
    """The highest score that an innocent page reached as a hit; 0 when none did."""
    return max((told.score for answer in innocent for told in answer.hits), default=0.0)


def above(answers: Iterable[Answer], score: float, *, innocent: bool) -> Count:
    """How many pages have a hit above a score: any for innocent ones, else on the right work."""
    return count(
        any(told.score > score and (innocent or told.right) for told in answer.hits)
        for answer in answers
    )


def smallest(answers: Iterable[tuple[int, Answer]]) -> dict[str, tuple[int | None, int | None]]:
    """By language: the size (lines, words) and the letters from which excerpts are told."""
    told: dict[str, list[tuple[int, Answer]]] = {}
    for size, answer in answers:
        told.setdefault(answer.language, []).append((size, answer))
    found = {}
    for language, many in sorted(told.items()):
        by_size = _classes((size, answer.found) for size, answer in many)
        letters = ((a.said // STEP * STEP, a.found) for _, a in many if a.said)
        found[language] = (_from(by_size), _from(_classes(letters)))
    return found


def _classes(told: Iterable[tuple[int, bool]]) -> dict[int, Count]:
    classes: dict[int, list[bool]] = {}
    for size, found in told:
        classes.setdefault(size, []).append(found)
    return {size: count(many) for size, many in sorted(classes.items()) if len(many) >= 10}


def _from(classes: dict[int, Count]) -> int | None:
    """The first class from which on every class is told in LIKELY of cases."""
    least = None
    for size, counted in sorted(classes.items(), reverse=True):
        if counted.share < LIKELY:
            break
        least = size
    return least


def calibration(answers: Iterable[Answer]) -> tuple[list[Bin], float | None]:
    """Ten bins of equal count over verified candidates, the surest of each page, and the error."""
    told = [max(some, key=_sure) for answer in answers if (some := _judged(answer))]
    if len(told) < BINS:
        return [], None
    told.sort(key=_sure)
    bounds = [len(told) * at // BINS for at in range(BINS + 1)]
    bins = []
    for first, last in pairwise(bounds):
        part = told[first:last]
        said = sum(one.probability or 0.0 for one in part) / len(part)
        bins.append(Bin(said, count(one.right for one in part)))
    error = sum(abs(one.said - one.right.share) * one.right.asked for one in bins) / len(told)
    return bins, error


def _judged(answer: Answer) -> list[Told]:
    """Candidates that are right or wrong: a work of the same project may hold the same code."""
    project = answer.name.partition("/")[0]
    return [
        one
        for one in answer.told
        if one.probability is not None
        and (one.right or answer.row == INNOCENT or one.asset.partition("/")[0] != project)
    ]


def _sure(told: Told) -> tuple[float, float]:
    return told.probability or 0.0, told.score
