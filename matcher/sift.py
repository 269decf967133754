"""Step 2b of a match: of all candidates those that alignment may make a hit or a near miss.

A large register has coincidental candidates for every page. Every curve of the verdict only rises,
so the score cannot pass what the bounds of all streams of a part give: most need no alignment.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import inf

from fingerprints.entry import Known
from fingerprints.snapshot import Snapshot
from matcher.bounds import bounds
from matcher.information import Told
from matcher.lookup import Candidate
from matcher.shared import Shared
from matcher.thresholds import Thresholds
from matcher.verdict import may_tell

MANY = 5_000  # pairs of a candidate that is no coincidence: it is aligned at once


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """The candidates of one reading of a view, and what the units of that reading tell."""

    kind: str
    number: int  # of this stream
    told: Callable[[], Told]  # worked out when first asked for
    candidates: Sequence[Candidate]


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """One candidate and its reading, with the bits of all its stretches, at most."""

    candidate: Candidate
    reading: Reading
    most: float = inf


def sifted(readings: Iterable[Reading], snapshot: Snapshot, thresholds: Thresholds) -> list[Asked]:
    """The candidates to align, those that may tell most first; of parts that share public text
    only, those that share most."""
    parts: dict[int, list[Asked]] = {}
    for reading in readings:
        for one in _bounded(reading, snapshot, thresholds):
            parts.setdefault(snapshot.mark(one.candidate.entry), []).append(one)
    kept: list[list[Asked]] = []
    doubtful: list[list[Asked]] = []
    public: list[list[Asked]] = []
    for part in parts.values():
        if _may_count(part, snapshot, thresholds):
            kept.append(part)
        elif _most(part) >= thresholds.seed and not _known(part[0], snapshot).prose:
            doubtful.append(part)  # only code can be followed beyond what its streams share
        elif _marks(part) > thresholds.public:
            public.append(part)
    public.sort(key=_marks, reverse=True)
    kept.sort(key=lambda part: -_most(part))
    doubtful.sort(key=lambda part: -_most(part))
    return [
        *(one for part in kept for one in part),
        *(one for part in doubtful[: thresholds.followed] for one in part),
        *(one for part in public[: thresholds.publics] for one in part),
    ]


def _bounded(reading: Reading, snapshot: Snapshot, thresholds: Thresholds) -> list[Asked]:
    """The candidates of a reading, with bounds."""
    many = [Asked(one, reading) for one in reading.candidates if len(one.starts) > MANY]
    few = [one for one in reading.candidates if len(one.starts) <= MANY]
    public = [Asked(one, reading, 0.0) for one in few if not one.distinct]
    some = [one for one in few if one.distinct]
    if not some:
        return [*many, *public]
    table = snapshot.table(reading.kind)
    assert table is not None
    step = thresholds.step[reading.kind]
    most = bounds(some, table, reading.told(), step, thresholds.seed).tolist()
    found = [Asked(one, reading, bits) for one, bits in zip(some, most, strict=True)]
    return [*many, *public, *found]


def _at_most(one: Asked, known: Known) -> Shared:
    """More than any alignment can tell: all bits in the chain, and all beside it."""
    own, most = one.candidate.distinct, one.most
    return Shared(known.kind, own, 0, known.own, chain=most, rest=most, bits=most)


def _most(part: Sequence[Asked]) -> float:
    return max(one.most for one in part)


def _known(one: Asked, snapshot: Snapshot) -> Known:
    return snapshot.entry(one.candidate.entry)


def _marks(part: Sequence[Asked]) -> int:
    return max(one.candidate.public for one in part)


def _may_count(part: Sequence[Asked], snapshot: Snapshot, thresholds: Thresholds) -> bool:
    """Whether the streams of a part together can give a score that is told."""
    if _most(part) < thresholds.least:
        return False
    best: dict[str, Shared] = {}  # of two readings of a stream the one that may tell more
    for one in sorted(part, key=lambda one: one.most):
        known = _known(one, snapshot)
        best[known.kind] = _at_most(one, known)
    return may_tell(best.values(), thresholds, snapshot.size)
