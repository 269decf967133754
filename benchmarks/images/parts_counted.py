"""One run counted twice: labelled pairs that share real pixels as wrong, and set aside."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.images.measure import SETS
from benchmarks.images.parts_count import Curve
from benchmarks.images.parts_run import PEERS, Query
from benchmarks.images.parts_score import Pair, alike, shipped
from benchmarks.images.sellers import EDITS

MILLIONTH = 1e-6
PROTECTED = 947


@dataclass(frozen=True, slots=True)
class Both:
    """One method's curve with labelled pairs as wrong ones, and with these set aside."""

    strict: Curve
    aside: Curve


@dataclass(frozen=True, slots=True)
class Counted:
    """Everything the page says of one run."""

    queries: Sequence[Query]
    pairs: Sequence[Pair]
    shipped: Sequence[Pair]  # by the shipped weights
    ours: Both
    peers: dict[str, tuple[Both, dict[tuple[str, str], float]]]
    shelf: int  # protected pictures that the peers were compared with


def count(queries: Sequence[Query], pairs: Sequence[Pair]) -> Counted:
    """Curves of ours and of the peers over the same queries."""
    asked = sum(q.edit in EDITS for q in queries)
    wrong = possible(queries)
    shelf = _protected(queries)
    peers = {name: _peer(name, queries, shelf, (asked, wrong)) for name in PEERS}
    return Counted(
        queries,
        pairs,
        told(shipped(queries)),
        both([(p.score, p.right, p.alike) for p in told(pairs)], asked, wrong),
        {name: peer for name, peer in peers.items() if peer is not None},
        len(shelf),
    )


def told(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs that count: a picture found as it is was no edit."""
    return [p for p in pairs if p.edit in EDITS or not p.right]


def both(rows: Sequence[tuple[float, bool, str]], asked: int, wrong: int) -> Both:
    """From (score, right, label)."""
    strict, aside = (
        Curve.of([row[0] for row in some], [row[1] for row in some], asked, wrong)
        for some in (rows, [row for row in rows if not row[2]])
    )
    return Both(strict, aside)


def possible(queries: Sequence[Query]) -> int:
    """Wrong pairs that were compared, those with real shared pixels among them."""
    asked = [q for q in queries if q.edit != "protected"]
    own = sum(q.source.split("/")[0] in SETS for q in asked)
    return len(asked) * PROTECTED - own


def _protected(queries: Sequence[Query]) -> list[Query]:
    return [
        q
        for q in queries
        if q.edit == "protected" or (not q.edit and q.source.split("/")[0] in SETS)
    ]


def _peer(
    name: str, queries: Sequence[Query], protected: Sequence[Query], of: tuple[int, int]
) -> tuple[Both, dict[tuple[str, str], float]] | None:
    shelf = [q for q in protected if q.peers[name]]
    if not shelf:
        return None
    stored = np.array([list(q.peers[name]) for q in shelf], np.uint8)
    names = [q.source for q in shelf]
    rows: list[tuple[float, bool, str]] = []
    own: dict[tuple[str, str], float] = {}
    for query in queries:
        if query.edit == "protected" or not query.peers[name]:
            continue
        row = np.frombuffer(query.peers[name], np.uint8)
        apart = np.bitwise_count(stored ^ row).sum(axis=1, dtype=np.int64)
        for n in _near(apart, names, query, stored.shape[1] * 8):
            mine = names[n] == query.source
            if mine and query.edit in EDITS:
                own[query.source, query.edit] = -float(apart[n])
            if not mine or query.edit in EDITS:
                label = "" if mine else alike(query.source, names[n])
                rows.append((-float(apart[n]), mine, label))
    return both(rows, *of), own


def _near(apart: NDArray[np.int64], names: list[str], query: Query, bits: int) -> list[int]:
    """Pairs within two fifths of the bits, and the query's own: the rest cannot matter."""
    near = set(np.flatnonzero(apart <= 0.4 * bits).tolist())
    return sorted(near | {n for n, name in enumerate(names) if name == query.source})
