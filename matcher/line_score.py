"""The score of a protected drawing in a picture, on the scale of the tier for photographs.

Agreement is a product of shares, 0 to 1, so that nothing can be made up for by anything else. No
probability was learnt for drawings: at the limit of a copy they have that of a photograph's limit,
and full agreement has .99.
"""

from functools import lru_cache
from math import log

from matcher.image_evidence import learnt
from matcher.line_evidence import LineNumbers

LIMIT = 0.62  # agreement from which a copy is told: benchmarks/results/image_drawings.md
FULL = 0.99  # the probability told of full agreement
CELLS = 20  # agreeing cells from which there is enough to tell
SEEN = 0.5  # of the drawing's lines, from which enough is seen


def agreement(numbers: LineNumbers) -> float:
    """Shares of either's lines on the other's; less where little agrees or little is seen."""
    enough = min(1.0, numbers.amount / log(1 + CELLS)) * min(1.0, numbers.visible / SEEN)
    return numbers.own * numbers.page * enough


@lru_cache(maxsize=1)
def slope() -> float:
    """What full agreement is worth beyond the limit of a copy."""
    known = learnt()
    full = (log(FULL / (1 - FULL)) - known.start) / known.slope
    return (full - known.copy) / (1 - LIMIT)


def score(numbers: LineNumbers) -> float:
    """A copy's limit where agreement is LIMIT; more agreement never scores less."""
    return learnt().copy + slope() * (agreement(numbers) - LIMIT)
