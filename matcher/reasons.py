"""What raises or lowers the score of shared text, code or rows: one documented function each."""

from dataclasses import dataclass

from matcher.match import Reason
from matcher.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Measured:
    """What alignment found of one entry in one text."""

    kind: str
    own: int  # different shared hashes outside the background, in regions
    public: int  # inside it
    stored: int  # hashes of the part outside the background


def amount_shared(measured: Measured, thresholds: Thresholds) -> Reason:
    """Long shared stretches: one half at the threshold of the kind, near 1 far above it."""
    middle = thresholds.amount[measured.kind]
    effect = measured.own / (measured.own + middle)
    return Reason("amount_shared", round(effect, 4), f"{measured.own} shared marks")


def share_of_part(measured: Measured, thresholds: Thresholds) -> Reason:
    """Most of the part is there: counts by its square, and less where the part is tiny."""
    share = min(1.0, measured.own / max(1, measured.stored))
    trust = min(1.0, measured.own / thresholds.least[measured.kind])
    return Reason("share_of_part", round(share * share * trust, 4), f"{share:.0%} of the part")


def too_little(measured: Measured, thresholds: Thresholds) -> Reason | None:
    """Below a floor of information nothing is a hit, even if it is the whole part."""
    least = thresholds.least[measured.kind]
    if measured.own >= least:
        return None
    return Reason("too_little", -1.0, f"{measured.own} shared marks, at least {least} needed")


def public_text(measured: Measured, _thresholds: Thresholds) -> Reason | None:
    """Licences and common idiom are shared as well; they do not count."""
    if not measured.public:
        return None
    return Reason("public_text", 0.0, f"{measured.public} shared marks are licences or idiom")
