"""Step 4 of a match: the score, the reasons and the verdict for shared text or code.

The log-odds of a copy are a sum of named reasons, each a curve that only rises: more of anything
never lowers the score. Curves and doubt are learnt by `python -m benchmarks.text.train`.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import exp, log

from fingerprints import code_sketch
from matcher.match import Reason, Verdict
from matcher.shared import MEMBERS, STRUCTURED, Shared
from matcher.thresholds import Thresholds

KNOTS: Mapping[str, tuple[float, ...]] = {
    "longest_chain": (0, 30, 60, 100, 150, 250, 500),
    "other_stretches": (0, 60, 150, 400),
    "share_of_part": (0, 200),
}  # bits where the curve of a reason may change its slope
_CODE = (STRUCTURED, MEMBERS, code_sketch.NAME)  # streams that tell code from what is said of it
STEP = 10.0  # bits that a slope is told for


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict is None for a near miss; the score depends on the two contents only."""

    verdict: Verdict | None
    score: float
    reasons: tuple[Reason, ...]
    kinds: Mapping[str, float] = field(default_factory=dict)  # what each stream gives by itself
    probability: float | None = None  # of a copy, calibrated


def measures(one: Shared) -> dict[str, float]:
    """Bits that speak for a copy, by the name of the reason."""
    share = min(1.0, one.own / max(1, one.stored))
    return {
        "longest_chain": one.chain,
        "other_stretches": one.rest,
        "share_of_part": share * share * min(200.0, one.bits),
    }


def pieces(reason: str, bits: float) -> list[float]:
    """How far the bits reach into each piece of the curve of a reason, in steps."""
    knots = KNOTS[reason]
    return [min(max(bits - low, 0.0), high - low) / STEP for low, high in pairwise(knots)]


def judge(streams: Sequence[Shared], thresholds: Thresholds, entries: int = 0) -> Judged:
    """Weigh all streams of one part together.

    The more `entries` a register has, the more of them a page meets by chance: the doubt grows
    with the logarithm of their number beyond those that it was learnt with.
    """
    doubt = _doubt(thresholds, entries)
    reasons: list[Reason] = []
    kinds: dict[str, float] = {}
    for one in streams:
        told = [
            Reason(name, round(_curve(one.kind, name, bits, thresholds), 3), _detail(name, one))
            for name, bits in measures(one).items()
        ]
        reasons += told
        kinds[one.kind] = _score(sum(reason.effect for reason in told), doubt)
    score = _score(sum(reason.effect for reason in reasons), doubt)
    little = too_little(streams, thresholds)
    if little:
        score = min(score, thresholds.shared - 0.01)
        kinds = {kind: min(score, alone) for kind, alone in kinds.items()}
    reasons += [*little, *_public(streams)]
    reasons.sort(key=lambda reason: -abs(reason.effect))
    verdict = _verdict(streams, score, thresholds)
    return Judged(verdict, score, tuple(reasons), kinds, _probability(score, thresholds))


def may_tell(streams: Iterable[Shared], thresholds: Thresholds, entries: int = 0) -> bool:
    """Whether these measures, or anything below them, can reach a score that is told."""
    told = sum(
        _curve(one.kind, name, bits, thresholds)
        for one in streams
        for name, bits in measures(one).items()
    )
    return _score(told, _doubt(thresholds, entries)) >= thresholds.near


def _doubt(thresholds: Thresholds, entries: int) -> float:
    return thresholds.doubt + log(max(1.0, entries / thresholds.entries))


def _curve(kind: str, reason: str, bits: float, thresholds: Thresholds) -> float:
    slopes = thresholds.slopes[kind][reason]
    return sum(a * b for a, b in zip(slopes, pieces(reason, bits), strict=True))


def _score(told: float, doubt: float) -> float:
    return round(1 / (1 + exp(min(60.0, doubt - told))), 4)


def _detail(name: str, one: Shared) -> str:
    if name == "share_of_part":
        return f"{one.kind}: {min(1.0, one.own / max(1, one.stored)):.0%} of the part"
    if name == "longest_chain":
        return f"{one.kind}: {one.chain:.0f} bits in {one.chained}"
    return f"{one.kind}: {one.rest:.0f} bits in {one.others}"


def too_little(streams: Sequence[Shared], thresholds: Thresholds) -> list[Reason]:
    """Below a floor of information nothing is a hit; most of a work is more than a quotation."""
    bits = max((one.bits for one in streams), default=0.0)
    least = thresholds.least
    if not _whole(streams, thresholds):
        prose = any(one.prose for one in streams)
        least = thresholds.quoted if prose else _least(streams, thresholds)
    if bits >= least:
        return []
    return [Reason("too_little", -1.0, f"{bits:.0f} bits, at least {least:g} needed")]


def _least(streams: Sequence[Shared], thresholds: Thresholds) -> float:
    """More is needed where only what is said about code is shared: terms, titles of papers."""
    code = sum(one.bits - one.said for one in streams if one.kind in _CODE)
    return thresholds.least if code >= thresholds.code else thresholds.remark


def _whole(streams: Sequence[Shared], thresholds: Thresholds) -> bool:
    return any(one.own >= max(1.0, thresholds.copy * one.stored) for one in streams)


def _public(streams: Sequence[Shared]) -> list[Reason]:
    """Licences, idiom and public packages are shared as well; they do not count."""
    return [
        Reason("public_text", 0.0, f"{one.kind}: {one.public} shared marks are public{_from(one)}")
        for one in streams
        if one.public
    ]


def _from(one: Shared) -> str:
    return f" ({', '.join(one.origins)})" if one.origins else ""


def _verdict(streams: Sequence[Shared], score: float, thresholds: Thresholds) -> Verdict | None:
    if score >= thresholds.hit:
        return "copy" if _whole(streams, thresholds) else "part copy"
    if any(one.public > max(one.own, thresholds.public) for one in streams):
        return "public origin"
    return "shared element" if score >= thresholds.shared else None


def _probability(score: float, thresholds: Thresholds) -> float:
    """How often pages with such a score were copies, on verified candidates of half A."""
    curve = thresholds.calibration
    at = bisect_right([low for low, _ in curve], score) - 1
    return curve[max(0, at)][1]
