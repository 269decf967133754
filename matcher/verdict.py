"""Step 4 of a match: the score, the reasons and the verdict for shared text, code or rows."""

from dataclasses import dataclass, replace

from matcher.match import Reason, Verdict
from matcher.reasons import Measured, amount_shared, public_text, share_of_part, too_little
from matcher.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict is None for a near miss; the score depends on the two contents only."""

    verdict: Verdict | None
    score: float
    reasons: tuple[Reason, ...]


def judge(measured: Measured, thresholds: Thresholds) -> Judged:
    """Amount and share are independent ways to be sure; either suffices."""
    amount, share = amount_shared(measured, thresholds), share_of_part(measured, thresholds)
    little, public = too_little(measured, thresholds), public_text(measured, thresholds)
    reasons = tuple(reason for reason in (amount, share, little, public) if reason)
    score = 1 - (1 - amount.effect) * (1 - share.effect)
    if little:
        score = min(score, thresholds.shared - 0.01)
    score = round(score, 4)
    return Judged(_verdict(measured, score, thresholds), score, reasons)


def _verdict(measured: Measured, score: float, thresholds: Thresholds) -> Verdict | None:
    if score >= thresholds.hit:
        whole = measured.own >= thresholds.copy * measured.stored
        return "copy" if whole else "part copy"
    if _public(measured, thresholds):
        return "public origin"
    return "shared element" if score >= thresholds.shared else None


def _public(measured: Measured, thresholds: Thresholds) -> bool:
    """It would be a hit, had the background not explained most of it."""
    if measured.public <= measured.own:
        return False
    everything = (*measured.stretches, measured.public)
    known = replace(measured, stretches=everything)
    return amount_shared(known, thresholds).effect >= thresholds.hit
