"""The page on copies in part: tables beside the peers, floors, and what is shown in sheets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from benchmarks.common import machine, wilson
from benchmarks.images.measure import SETS
from benchmarks.images.parts_count import Curve, calibration, poisson
from benchmarks.images.parts_run import PEERS, Query, strangers
from benchmarks.images.parts_score import Pair, alike
from benchmarks.images.sellers import EDITS

MILLIONTH = 1e-6
EACH = ("crop40", "collage", "paste12", "screenshot", "mirror+crop60")
FLOORS = {"recall": 0.97, "uAP": 0.99, "each": 0.95, "ground": 0.85, "mirror+ground+text": 0.8}

PAGE = """# Pictures: copies in part

{date}; {machine}. {state}
Protected: {protected} pictures ({products} product photos, {others} clothing photos).
Asked: {edited:,} edited copies of {made} products (32 edits, `benchmarks/images/sellers.py`; shares
of a crop are shares of the area), {made} products as they are, and {strangers} strangers:
{wrong:,} wrong pairs. Backgrounds and neighbours come from {pool} photos that are neither.
The score was learnt in 5 folds over families of products and is reported on the fold left out.
Pairs of different pictures that share real pixels, each seen by eye
([image_shared.md](image_shared.md), [image_twins.md](image_twins.md)), are no chance and are
counted apart: {apart} such pairs of pictures.

| | recall at 1 wrong pair in a million | recall at none | R@P99 | uAP |
|---|---|---|---|---|
{summary}

Ours at the threshold of one in a million: {false} wrong pairs, {rate:.2g} per million (95 % Poisson
interval {low:.2g} to {high:.2g}); recall {found} of {edited:,} ({rlow:.4f} to {rhigh:.4f}).
Expected calibration error on verified candidates: {ece:.4f} ({elow:.4f} to {ehigh:.4f}), ten bins
of equal count.

## Each edit, recall

| edit | ours, 1e-6 | ours, P99 | asked | {heads} |
|---|---|---|---|{lines}
{edits}

Peers at one wrong pair in a million, on the same queries{few}.

## Floors

{floors}
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """Everything the page says of one run."""

    queries: Sequence[Query]
    pairs: Sequence[Pair]
    ours: Curve
    peers: dict[str, tuple[Curve, dict[tuple[str, str], float]]]


def count(queries: Sequence[Query], pairs: Sequence[Pair]) -> Counted:
    """Curves of ours and of the peers over the same queries."""
    asked = [q for q in queries if q.edit in EDITS]
    protected = _protected(queries)
    wrong = _possible(queries, len(protected))
    told = [p for p in pairs if not p.alike and (p.edit in EDITS or not p.right)]
    ours = Curve.of([p.score for p in told], [p.right for p in told], len(asked), wrong)
    peers = {name: _peer(name, queries, protected, wrong) for name in PEERS}
    return Counted(queries, pairs, ours, {n: p for n, p in peers.items() if p is not None})


def _protected(queries: Sequence[Query]) -> list[Query]:
    return [
        q
        for q in queries
        if q.edit == "protected" or (not q.edit and q.source.split("/")[0] in SETS)
    ]


def _possible(queries: Sequence[Query], protected: int) -> int:
    """Wrong pairs that were compared, those with real shared pixels among them."""
    edited = sum(q.edit != "protected" for q in queries)
    own = sum(q.edit != "protected" and q.source.split("/")[0] in SETS for q in queries)
    return edited * max(protected, 947) - own


def _peer(
    name: str, queries: Sequence[Query], protected: Sequence[Query], wrong: int
) -> tuple[Curve, dict[tuple[str, str], float]] | None:
    shelf = [q for q in protected if q.peers[name]]
    if not shelf:
        return None
    stored = np.array([list(q.peers[name]) for q in shelf], np.uint8)
    names = [q.source for q in shelf]
    scores: list[float] = []
    right: list[bool] = []
    own: dict[tuple[str, str], float] = {}
    bits = stored.shape[1] * 8
    for query in queries:
        if query.edit == "protected" or not query.peers[name]:
            continue
        row = np.frombuffer(query.peers[name], np.uint8)
        apart = np.bitwise_count(stored ^ row).sum(axis=1, dtype=np.int64)
        for n in _near(apart, names, query, bits):
            mine = names[n] == query.source
            if (mine and query.edit not in EDITS) or (not mine and alike(query.source, names[n])):
                continue
            scores.append(-float(apart[n]))
            right.append(mine)
            if mine:
                own[query.source, query.edit] = -float(apart[n])
    asked = sum(q.edit in EDITS for q in queries)
    return Curve.of(scores, right, asked, wrong), own


def _near(apart: NDArray[np.int64], names: list[str], query: Query, bits: int) -> list[int]:
    """Pairs within two fifths of the bits, and the query's own: the rest cannot matter."""
    near = set(np.flatnonzero(apart <= 0.4 * bits).tolist())
    return sorted(near | {n for n, name in enumerate(names) if name == query.source})


def page(counted: Counted, state: str) -> str:
    """The results as Markdown."""
    asked = [q for q in counted.queries if q.edit in EDITS]
    at = counted.ours.threshold(MILLIONTH)
    false = sum(not p.right and not p.alike and p.score >= at for p in counted.pairs)
    found = sum(p.right and p.edit in EDITS and p.score >= at for p in counted.pairs)
    millions = counted.ours.pairs / 1e6
    low, high = poisson(false, millions)
    rlow, rhigh = wilson(found, len(asked))
    verified = [p for p in counted.pairs if not p.alike]
    error = calibration([p.probability for p in verified], [p.right for p in verified])
    return PAGE.format(
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        machine=machine("opencv-python-headless", "numpy", "pillow"),
        state=state,
        protected=947,
        products=347,
        others=600,
        edited=len(asked),
        made=len({q.source for q in asked}),
        strangers=sum(not q.edit and q.source.startswith("grocery") for q in counted.queries),
        wrong=counted.ours.pairs,
        pool=len(strangers()),
        apart=len({tuple(sorted((p.source, p.protected))) for p in counted.pairs if p.alike}),
        summary="\n".join(_summary(counted)),
        false=false,
        rate=false / millions,
        low=low,
        high=high,
        found=found,
        rlow=rlow,
        rhigh=rhigh,
        ece=error.error,
        elow=error.low,
        ehigh=error.high,
        heads=" | ".join(counted.peers),
        lines="---|" * len(counted.peers),
        edits="\n".join(_edits(counted)),
        few="" if "pdqhash" in counted.peers else " (pdqhash is not installed)",
        floors="\n".join(f"- {line}" for line in failures(counted)) or "All hold.",
    )


def _summary(counted: Counted) -> Iterator[str]:
    for name, curve in [("ours", counted.ours), *((n, c) for n, (c, _) in counted.peers.items())]:
        numbers = (curve.recall(MILLIONTH), curve.recall(0), curve.at_precision(0.99))
        cells = " | ".join(f"{n:.3f}" for n in (*numbers, curve.average_precision()))
        yield f"| {name} | {cells} |"


def by_edit(counted: Counted) -> dict[str, tuple[float, float, int]]:
    """Recall at one in a million and at precision .99, and how many were asked."""
    good = counted.ours.right >= 0.99 * (counted.ours.right + counted.ours.wrong)
    precise = float(counted.ours.scores[good].min()) if good.any() else float("inf")
    at = counted.ours.threshold(MILLIONTH)
    made = {}
    for edit in EDITS:
        asked = sum(q.edit == edit for q in counted.queries)
        scores = [p.score for p in counted.pairs if p.right and p.edit == edit]
        if asked:
            shares = [sum(s >= limit for s in scores) / asked for limit in (at, precise)]
            made[edit] = (shares[0], shares[1], asked)
    return made


def _edits(counted: Counted) -> Iterator[str]:
    for edit, (millionth, precise, asked) in by_edit(counted).items():
        cells = []
        for curve, own in counted.peers.values():
            at = curve.threshold(MILLIONTH)
            hits = sum(score >= at for (_, name), score in own.items() if name == edit)
            cells.append(f"{hits / asked:.2f}")
        row = " | ".join([f"{millionth:.3f}", f"{precise:.3f}", str(asked), *cells])
        yield f"| {edit} | {row} |"


def failures(counted: Counted) -> Iterator[str]:
    """What fell below the floors."""
    edits = by_edit(counted)
    recall, average = counted.ours.recall(MILLIONTH), counted.ours.average_precision()
    if recall < FLOORS["recall"]:
        yield f"recall {recall:.4f} is below {FLOORS['recall']}"
    if average < FLOORS["uAP"]:
        yield f"uAP {average:.4f} is below {FLOORS['uAP']}"
    for edit in EACH:
        if edit in edits and edits[edit][0] < FLOORS["each"]:
            yield f"{edit}: {edits[edit][0]:.3f} is below {FLOORS['each']}"
    for edit in ("ground", "mirror+ground+text"):
        if edit in edits and edits[edit][1] < FLOORS[edit]:
            yield f"{edit}: {edits[edit][1]:.3f} is below {FLOORS[edit]}"
