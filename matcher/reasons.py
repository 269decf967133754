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
    stretches: tuple[int, ...]  # of `own`, how many stand in each region


def amount_shared(measured: Measured, thresholds: Thresholds) -> Reason:
    """Long shared stretches: one half at the threshold of the kind, near 1 far above it.

    Short ones meet by chance, and many of them prove no more than one: each counts by what it
    has beyond chance, and up to there only the longest counts, at most for one third.
    """
    middle, chance = thresholds.amount[measured.kind], thresholds.chance[measured.kind]
    beyond = sum(max(0, marks - chance) for marks in measured.stretches)
    longest = max(measured.stretches, default=0)
    amount = beyond + (middle / 2 * min(1.0, longest / chance) if chance else 0.0)
    detail = f"{measured.own} shared marks, {longest} in the longest stretch"
    return Reason("amount_shared", round(amount / (amount + middle), 4), detail)


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
