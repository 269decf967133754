"""The page on line drawings."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from benchmarks.common import machine
from benchmarks.images.drawings_alike import SAME
from benchmarks.images.drawings_count import BEFORE, RATE, Counted, labelled, named
from benchmarks.images.drawings_edits import EDITS
from benchmarks.images.drawings_parts import LIBRARIES, drawings
from benchmarks.images.parts_count import calibration
from matcher.image_evidence import probability
from matcher.line_score import LIMIT

GOAL = 0.9
PAGE = """# Line drawings

`python -m benchmarks.images.drawings`, {date}. {machine}.

{state} {shelf} drawings are protected, {strangers} of other families are strangers; of
{libraries}, by fixed checksum.
Left out: {left}.
Families (library files and folders) are protected or strangers, and of the half that is told or
of the half on which thresholds are chosen, by the checksum of their names. {edited} edited
drawings and {asked} strangers were asked; {possible} wrong pairs were possible, {told} of them in
the half that is told. Pages are {side} pixels long, lines two pixels wide.

Sister parts (a row with more pins, another cover on one body) are told from strangers by their
own vectors: two drawings of which at least {same:.0%} of either's lines lie on the other's, however
they are turned, mirrored, stretched to one box or laid corner on corner; or two files of one name.
The rule of names was added after such a pair had been seen among the wrong ones.

## Recall at one wrong pair in 100,000, on the half that is told (95 % interval)

"Or its sister": a sister part that is told in the place of the original counts as found. The
shipped limit is an agreement of {limit}; the thresholds of the other half are {aside:.2f} with
sisters set aside and {strict:.2f} with sisters counted as wrong.

| edit | cases | shipped limit | or its sister | sisters set aside | sisters wrong | {heads} |
|---|---|---|---|---|---|{lines}
{edits}

Wrong pairs above the shipped limit, in the half that is told: {wrong} with sisters, {apart}
without; {allowed:.1f} are one in 100,000. The hashes have their own thresholds, with sisters
set aside. "Before" is the tier for photographs at the limit that it ships; it was asked of every
sixth drawing ({before} cases in this half; {earlier} wrong pairs above its limit, {other} without
sisters).

The probability that is told with a copy was learnt from no drawing; its expected calibration error
on the half that is told, ten bins of equal count over all drawings that were compared (most are
easy, which flatters it): {calibrated}.

## Missed most

{missed}

## Below {goal}, or below the run before

{drops}
"""


def page(counted: Counted, dropped: Sequence[str]) -> str:
    """The results as Markdown."""
    every, left = drawings()
    ours = counted.ours
    return PAGE.format(
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        machine=machine("opencv-python-headless", "numpy"),
        state=_state(counted),
        shelf=sum(one.protected for one in every),
        strangers=sum(not one.protected for one in every),
        libraries=", ".join(f"{one.name} {one.version}" for one in LIBRARIES),
        left="; ".join(f"{count} {why}" for why, count in left.most_common()),
        edited=sum(bool(q.edit) for q in counted.queries),
        asked=sum(not q.edit for q in counted.queries),
        possible=ours.possible(told=True) + ours.possible(told=False),
        told=ours.possible(told=True),
        side=800,
        same=SAME,
        limit=LIMIT,
        aside=counted.agreed(ours.threshold(aside=True)),
        strict=counted.agreed(ours.threshold(aside=False)),
        heads=" | ".join(counted.others),
        lines="---|" * len(counted.others),
        edits="\n".join(_edits(counted)),
        wrong=ours.mistaken(counted.shipped, aside=False),
        apart=ours.mistaken(counted.shipped, aside=True),
        allowed=RATE * ours.possible(told=True),
        before=sum(
            bool(q.edit) and q.before is not None and named()[q.source].told
            for q in counted.queries
        ),
        earlier=counted.others[BEFORE].mistaken(counted.shipped, aside=False),
        other=counted.others[BEFORE].mistaken(counted.shipped, aside=True),
        calibrated=", ".join(_calibrated(counted)),
        missed="\n".join(_missed(counted)) or "Nothing.",
        goal=GOAL,
        drops="\n".join(f"- {line}" for line in [*low(counted), *dropped]) or "Nothing.",
    )


def _calibrated(counted: Counted) -> Iterator[str]:
    pairs = [p for p in counted.ours.pairs if named()[p.source].told]
    apart = [p for p in pairs if p.right or not labelled(p.source, p.protected)]
    for some, how in ((apart, "sisters set aside"), (pairs, "sisters as wrong")):
        found = calibration([probability(p.score) for p in some], [p.right for p in some])
        yield f"{found.error:.4f} with {how} ({found.low:.4f} to {found.high:.4f})"


def _state(counted: Counted) -> str:
    done, whole = len({q.source for q in counted.queries}), len(named())
    if counted.whole:
        return "A whole run."
    return f"Part of a run: {done} of {whole} drawings, drawn by chance, were asked."


def _edits(counted: Counted) -> Iterator[str]:
    ours = counted.ours
    limits = counted.shipped, ours.threshold(aside=True), ours.threshold(aside=False)
    for edit in EDITS:
        points = [ours.recall(edit, limit) for limit in limits]
        points.insert(1, ours.either(edit, limits[0]))
        rest = [one.recall(edit, counted.limit(name)) for name, one in counted.others.items()]
        cells = [str(points[0].asked), *map(str, points), *(f"{p.share:.2f}" for p in rest)]
        yield f"| {edit} | {' | '.join(cells)} |"


def low(counted: Counted) -> Iterator[str]:
    """Edits that the issue's goal is not reached for."""
    for edit in EDITS:
        point = counted.ours.recall(edit, counted.shipped)
        if point.share < GOAL:
            yield f"{edit}: {point}, the goal is {GOAL}"


def _missed(counted: Counted) -> Iterator[str]:
    """Why copies are missed, both halves."""
    found = {(p.source, p.edit): p.score for p in counted.ours.pairs if p.right}
    copies = [q for q in counted.queries if q.edit]
    blind = sum(not q.lines for q in copies)
    absent = sum(q.lines and (q.source, q.edit) not in found for q in copies)
    low = [key for key, score in found.items() if score <= counted.shipped]
    lost = {
        (p.source, p.edit)
        for p in counted.ours.pairs
        if not p.right and p.score > counted.shipped and labelled(p.source, p.protected)
    }
    sister = sum(key in lost for key in low)
    yield f"Of {len(copies)} edited drawings, both halves, {blind + absent + len(low)} are missed:"
    yield ""
    yield f"- {blind} are not taken for line drawings;"
    yield f"- {absent} have no features that point to them, or too few that one map explains;"
    yield f"- {sister} agree less than a sister part that is found in their place;"
    yield f"- {len(low) - sister} agree too little: fine lines have run together."
