"""The page of results: numbers and names, no picture."""

from collections.abc import Iterable

from benchmarks.common import machine
from benchmarks.images import logos_run
from benchmarks.images.logos_count import alarms, chosen, recall, right, said, seen, wrong
from benchmarks.images.logos_made import AREAS
from benchmarks.images.logos_run import Asked
from matcher.logos import SHIPPED, Limits

KEYPOINTS = 25  # in one rendering, from which a logo has enough of them
FAINT = 25.0  # levels of light between a logo and what is around it
PROTECTED = 200  # photos in the register of tier 2 beside which a search is timed


def page(asked: list[Asked], rich: dict[str, bool], cost: tuple[float, float]) -> str:
    """The results, numbers and names only."""
    shown = [one for one in asked if one.logo]
    none = [one for one in asked if not one.logo]
    limits = chosen([one for one in none if one.first])
    drawn = len({one.logo for one in shown})
    head = (
        f"{drawn} logos, {sum(rich.values())} of {len(rich)} with {KEYPOINTS} keypoints or more in "
        f"one rendering; {len(shown)} photos with a logo, {len(none)} without. {_state(asked)} "
        "Recall with the 95 % Wilson interval; photos with a false detection per 1,000 with the "
        "exact Poisson interval."
    )
    shipped = (
        f"Limits that ship: outline {SHIPPED.outline}, points {SHIPPED.points}; the first half "
        f"alone chooses {limits.outline} and {limits.points}, and is no proof for itself."
    )
    spent = (
        f"A photo takes {1000 * cost[0]:.0f} ms of the processor with {len(rich)} logos protected, "
        f"{cost[0] / cost[1]:.1f} times tier 2 ({1000 * cost[1]:.0f} ms, {PROTECTED} photos "
        "protected). Without a logo protected it takes nothing."
    )
    parts = [
        ["# Logos in photos"],
        [head],
        [shipped],
        _recall(shown, rich),
        _alarms(shown, none),
        _where(shown, rich),
        [spent],
        ["## What was told wrongly"],
        _listed(asked) or ["Nothing."],
        ["## What was missed at 5 %, of the second half"],
        [_missed([one for one in shown if not one.first])],
        [machine("numpy", "opencv-python-headless")],
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _state(asked: list[Asked]) -> str:
    whole = len(logos_run.tasks())
    return "A whole run." if len(asked) == whole else f"{len(asked)} of {whole}, drawn by chance."


def _recall(shown: list[Asked], rich: dict[str, bool]) -> list[str]:
    rows = ["| area | half | keypoints enough | flat | all |", "|---|---|---|---|---|"]
    for area in AREAS:
        for first, name in ((True, "first"), (False, "second")):
            own = [one for one in shown if one.area == area and one.first is first]
            cells = [
                recall([one for one in own if rich[one.logo] is enough], SHIPPED)
                for enough in (True, False)
            ]
            whole = recall(own, SHIPPED)
            rows.append(f"| {area:.0%} | {name} | {cells[0]} | {cells[1]} | {whole} |")
    return rows


def _alarms(shown: list[Asked], none: list[Asked]) -> list[str]:
    rows = ["| half | false, on photos without a logo | wrong logo, on photos with another |",
            "|---|---|---|"]  # fmt: skip
    for first, name in ((True, "first"), (False, "second")):
        told = [alarms([o for o in half if o.first is first], SHIPPED) for half in (none, shown)]
        rows.append(f"| {name} | {told[0]} | {told[1]} |")
    both = [alarms(half, SHIPPED) for half in (none, shown)]
    rows.append(f"| both | {both[0]} | {both[1]} |")
    return rows


def _where(shown: list[Asked], rich: dict[str, bool]) -> list[str]:
    own = [one for one in shown if one.area == AREAS[0] and not one.first]
    rows = ["| second half, at 5 % | keypoints enough | flat |", "|---|---|---|"]
    groups = {
        "on a label patch": [one for one in own if one.patched],
        "on the photo itself": [one for one in own if not one.patched and one.contrast >= FAINT],
        "on the photo itself, nearly as light as it": [
            one for one in own if not one.patched and one.contrast < FAINT
        ],
    }
    for name, group in groups.items():
        cells = [recall([o for o in group if rich[o.logo] is e], SHIPPED) for e in (True, False)]
        rows.append(f"| {name} | {cells[0]} | {cells[1]} |")
    return rows


def _listed(asked: Iterable[Asked]) -> list[str]:
    rows = []
    for one in sorted(asked, key=lambda one: (one.logo, one.photo)):
        scores = dict(said(one, SHIPPED))
        for name in wrong(one, SHIPPED):
            kind = f"{scores[name].pairs} pairs" if scores[name].pairs else "outline"
            rows.append(f"- {one.photo}, {one.logo or 'no logo'}: {name} "
                        f"({scores[name].score:.2f}, {kind})")  # fmt: skip
    truly = [f"- {photo}: {name}, which it truly shows" for photo, name in sorted(seen())]
    return [*rows, *truly]


def _missed(shown: Iterable[Asked], limits: Limits = SHIPPED) -> str:
    names = sorted(
        f"{one.logo} ({'patch' if one.patched else f'contrast {one.contrast:.0f}'})"
        for one in shown
        if one.area == AREAS[0] and not right(one, limits)
    )
    return ", ".join(names) or "Nothing."
