"""What fell below the floors of the issue, or below the committed run before this one."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.images.parts_count import Curve
from benchmarks.images.parts_counted import MILLIONTH, Both, Counted, both, possible, told
from benchmarks.images.parts_labels import seen
from benchmarks.images.sellers import EDITS
from matcher.image_evidence import learnt

EACH = ("crop40", "collage", "paste12", "screenshot", "mirror+crop60")
FLOORS = {"recall": 0.97, "uAP": 0.99, "each": 0.95, "ground": 0.85, "mirror+ground+text": 0.8}
MARGIN = 0.01  # recall or uAP, by which a run may be worse than the committed one


def by_edit(counted: Counted) -> dict[str, tuple[float, float, float, int]]:
    """Recall at one in a million (labelled pairs as wrong, set aside), at P99, and how many."""
    limits = (
        counted.ours.strict.threshold(MILLIONTH),
        counted.ours.aside.threshold(MILLIONTH),
        counted.ours.aside.precise(0.99),
    )
    made = {}
    for edit in EDITS:
        asked = sum(q.edit == edit for q in counted.queries)
        scores = [p.score for p in counted.pairs if p.right and p.edit == edit]
        if asked:
            strict, aside, precise = (sum(s >= limit for s in scores) / asked for limit in limits)
            made[edit] = (strict, aside, precise, asked)
    return made


def figures(counted: Counted) -> dict[str, float]:
    """What is kept and compared with the next run."""
    return {
        f"{name}, {how}": value
        for how, curve in _ways(counted.ours)
        for name, value in (
            ("recall_at_1e-6", curve.recall(MILLIONTH)),
            ("uAP", curve.average_precision()),
        )
    }


def _ways(ours: Both) -> Iterator[tuple[str, Curve]]:
    yield "labelled as wrong", ours.strict
    yield "labelled set aside", ours.aside


def failures(counted: Counted) -> Iterator[str]:
    """What fell below the floors of the issue, labelled pairs set aside."""
    edits = by_edit(counted)
    yield from (line for line in _short(counted) if "set aside" in line)
    for edit in EACH:
        if edit in edits and edits[edit][1] < FLOORS["each"]:
            yield f"{edit}: {edits[edit][1]:.3f} is below {FLOORS['each']}"
    for edit in ("ground", "mirror+ground+text"):
        if edit in edits and edits[edit][2] < FLOORS[edit]:
            yield f"{edit}: {edits[edit][2]:.3f} is below {FLOORS[edit]}"


def strict(counted: Counted) -> Iterator[str]:
    """What is below them with labelled pairs as wrong: told, and kept from falling further."""
    yield from (line for line in _short(counted) if "as wrong" in line)


def _short(counted: Counted) -> Iterator[str]:
    for name, value in figures(counted).items():
        floor = FLOORS["recall" if name.startswith("recall") else "uAP"]
        if value < floor:
            yield f"{name}: {value:.4f} is below {floor}"


def before(path: Path) -> dict[str, float]:
    """The figures of the committed run; an older file told only those set aside."""
    if not path.exists():
        return {}
    held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    old = {
        f"{name}, labelled set aside": held[name]
        for name in ("recall_at_1e-6", "uAP")
        if name in held
    }
    new: dict[str, float] = held.get("figures", {})
    return old | new


def unseen(counted: Counted, edit: str) -> tuple[int, int]:
    """Found at the shipped threshold, and asked, of the products asked after it was chosen."""
    asked = sum(q.edit == edit and q.source not in seen() for q in counted.queries)
    at = learnt().copy
    own = [p for p in counted.shipped if p.right and p.edit == edit and p.source not in seen()]
    return sum(p.score >= at for p in own), asked


def same_products(counted: Counted) -> Both:
    """The products of the first committed run alone."""
    queries = [q for q in counted.queries if q.source in seen()]
    pairs = [p for p in told(counted.pairs) if p.source in seen()]
    rows = [(p.score, p.right, p.alike) for p in pairs]
    return both(rows, sum(q.edit in EDITS for q in queries), possible(queries))


def drops(now: dict[str, float], then: dict[str, float]) -> list[str]:
    """What is worse than before by more than the margin."""
    return [
        f"{name}: {now[name]:.4f}, {value:.4f} before"
        for name, value in then.items()
        if name in now and now[name] < value - MARGIN
    ]
