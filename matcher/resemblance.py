"""An opinion whether one program was made from another, or solves the same task by itself.

It looks at both texts, so it is asked where a person looks at a hit and the original can be read;
it never makes a hit. The model is a logistic regression whose weights are never negative: being
more alike never lowers it (`python -m benchmarks.resemblance` measures it and writes it).
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matcher.match import Reason
from matcher.resemblance_read import Traits, read
from matcher.resemblance_signs import SIGNS, signs

FILE = Path(__file__).parents[1] / "fingerprints" / "known" / "resemblance@1.json"
LEAST = 40  # tokens of either text, below which nobody can tell
APART = (
    4.0  # times as many tokens on one side: then only a part was taken, which is another question
)
TOLD = 3  # reasons for it, and as many against
TELLING = 0.25  # the least effect of a reason that is told


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the signs; longer works share less by chance, so the same signs say more."""

    weights: Mapping[str, float]
    typical: Mapping[str, float]  # of the pairs it was made from, halfway between both classes
    start: float
    length: float  # for each doubling (natural log) of the work beyond `from_tokens`
    from_tokens: float


@dataclass(frozen=True, slots=True)
class Resemblance:
    """How many of 100 pairs with these signs were copies, where half of all pairs are."""

    probability: float
    reasons: tuple[Reason, ...]  # strongest first; a negative effect speaks against a copy

    def words(self) -> str:
        """One sentence for a person."""
        sides = {
            "": [reason.detail for reason in self.reasons if reason.effect > 0],
            "against it: ": [reason.detail for reason in self.reasons if reason.effect < 0],
        }
        told = "; ".join(side + ", ".join(said) for side, said in sides.items() if said)
        share = min(99, max(1, round(100 * self.probability)))
        return f"{share} of 100 such pairs were copies" + (f" ({told})" if told else "")


def resemblance(protected: str, suspect: str) -> Resemblance | None:
    """The opinion on two code texts; None where they are too short or too different in length."""
    work, other = read(protected), read(suspect)
    sizes = sorted((len(work.code), len(other.code)))
    if sizes[0] < LEAST or sizes[1] > APART * sizes[0]:
        return None
    model = shipped()
    values = signs(work, other)
    total = score(model, work, values)
    return Resemblance(1 / (1 + math.exp(-total)), _reasons(model, values))


def score(model: Model, work: Traits, values: Mapping[str, float]) -> float:
    """The logarithm of the odds, within 30 either way."""
    longer = max(0.0, math.log(max(1, len(work.code)) / model.from_tokens))
    told = sum(weight * values[name] for name, weight in model.weights.items())
    return max(-30.0, min(30.0, model.start + told + model.length * longer))


def _reasons(model: Model, values: Mapping[str, float]) -> tuple[Reason, ...]:
    found = []
    for name, weight in model.weights.items():
        effect = weight * (values[name] - model.typical[name])
        if abs(effect) >= TELLING:
            sign = SIGNS[name]
            said = sign.strong if effect > 0 else sign.weak
            found.append(Reason(name, round(effect, 2), said))
    found.sort(key=lambda reason: -abs(reason.effect))
    pro = [reason for reason in found if reason.effect > 0][:TOLD]
    contra = [reason for reason in found if reason.effect < 0][:TOLD]
    return tuple(sorted((*pro, *contra), key=lambda reason: -abs(reason.effect)))


@cache
def shipped() -> Model:
    """The model that ships."""
    return Model(**json.loads(FILE.read_text(encoding="utf-8")))
