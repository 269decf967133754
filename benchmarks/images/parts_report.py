"""The page on copies in part: both ways of counting, thresholds, edits beside peers, verdicts."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from benchmarks.common import machine
from benchmarks.images import parts_floor, parts_segments, parts_verdicts
from benchmarks.images.parts_count import Curve, calibration
from benchmarks.images.parts_counted import MILLIONTH, PROTECTED, Both, Counted, possible
from benchmarks.images.parts_labels import seen
from benchmarks.images.parts_page import PAGE
from benchmarks.images.parts_points import points
from benchmarks.images.parts_run import pool
from benchmarks.images.parts_verdicts import Said
from benchmarks.images.sellers import EDITS
from matcher.match import HITS


def page(counted: Counted, told: Sequence[Said], state: str, dropped: Sequence[str]) -> str:
    """The results as Markdown."""
    asked = [q for q in counted.queries if q.edit in EDITS]
    again = parts_floor.same_products(counted).aside
    copies, wrong, labelled = parts_verdicts.mistaken(told)
    return PAGE.format(
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        machine=machine("opencv-python-headless", "numpy", "pillow"),
        state=state,
        protected=PROTECTED,
        edited=len(asked),
        made=len({q.source for q in asked}),
        strangers=sum(not q.edit and q.source.startswith("grocery") for q in counted.queries),
        all=sum(q.edit != "protected" for q in counted.queries),
        wrong=possible(counted.queries),
        pool=len(pool()),
        shelf=counted.shelf,
        seen=len(seen()),
        apart=len({tuple(sorted((p.source, p.protected))) for p in counted.pairs if p.alike}),
        strict="\n".join(_summary(counted, strict=True)),
        aside="\n".join(_summary(counted, strict=False)),
        tenth=parts_segments.SHARE,
        segments="\n".join(_segments(counted)),
        points="\n".join(point.row() for point in points(counted)),
        calibrated="\n".join(_calibrated(counted)),
        heads=" | ".join(counted.peers),
        lines="---|" * len(counted.peers),
        edits="\n".join(_edits(counted)),
        few="" if "pdqhash" in counted.peers else " (pdqhash is not installed)",
        verdicts=parts_verdicts.table(counted, told),
        copies=copies,
        mistaken=wrong,
        labelled=labelled,
        pictures=len({(one.source, one.protected) for one in told if _shared(one)}),
        again=again.recall(MILLIONTH),
        average=again.average_precision(),
        share=100 * labelled / max(1, copies),
        floors="\n".join(f"- {line}" for line in parts_floor.failures(counted)) or "All hold.",
        strictly="\n".join(f"- {line}" for line in parts_floor.strict(counted)) or "All hold.",
        margin=parts_floor.MARGIN,
        drops="\n".join(f"- {line}" for line in dropped) or "No drop.",
    )


def _shared(one: Said) -> bool:
    return bool(one.label) and one.verdict in HITS


def _summary(counted: Counted, *, strict: bool) -> Iterator[str]:
    every: dict[str, Both] = {"ours": counted.ours, **{n: b for n, (b, _) in counted.peers.items()}}
    for name, two in every.items():
        yield _row(name, two.strict if strict else two.aside)


def _row(name: str, curve: Curve) -> str:
    numbers = (curve.recall(MILLIONTH), curve.recall(0), curve.at_precision(0.99))
    return f"| {name} | {' | '.join(f'{n:.3f}' for n in (*numbers, curve.average_precision()))} |"


def _segments(counted: Counted) -> Iterator[str]:
    """crop_resistant_hash beside ours, both on its sample, labelled pairs set aside."""
    its, ours, asked, wrong = parts_segments.counted(counted.pairs)
    yield f"Of {asked} copies, with {wrong:,} wrong pairs:"
    yield ""
    yield "| | recall at 1 wrong pair in a million | recall at none | R@P99 | uAP |"
    yield "|---|---|---|---|---|"
    yield _row("ours", ours.aside)
    yield _row("crop_resistant_hash", its.aside)


def _calibrated(counted: Counted) -> Iterator[str]:
    for how, pairs in (
        ("labelled pairs as wrong", counted.pairs),
        ("set aside", [p for p in counted.pairs if not p.alike]),
    ):
        found = calibration([p.probability for p in pairs], [p.right for p in pairs])
        yield f"- {how}: {found.error:.4f} ({found.low:.4f} to {found.high:.4f})"


def _edits(counted: Counted) -> Iterator[str]:
    for edit, (strict, aside, precise, asked) in parts_floor.by_edit(counted).items():
        cells = []
        for two, own in counted.peers.values():
            at = two.aside.threshold(MILLIONTH)
            hits = sum(score >= at for (_, name), score in own.items() if name == edit)
            cells.append(f"{hits / asked:.2f}")
        found, fresh = parts_floor.unseen(counted, edit)
        numbers = (f"{strict:.3f}", f"{aside:.3f}", f"{precise:.3f}", f"{found}/{fresh}", asked)
        yield f"| {edit} | {' | '.join(map(str, [*numbers, *cells]))} |"
