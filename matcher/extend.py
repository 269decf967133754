"""Step 3e of a match: from a place where both sides are alike on in both directions, unit by unit.

Seed and extend, with a drop-off (Altschul et al. 1990). Equal units tell their bits; a name that
was changed tells what its place tells, if it was changed the same way throughout. That a name is
the same is told once.
"""

from dataclasses import dataclass, field

CONFLICT = 6.0  # bits that a unit costs which is another on either side
OPENED, LONGER = 4.0, 0.35  # bits that a gap costs, and each unit in it
DROPPED = 18.0  # bits below the best: here it ends
FRESH = 0.5  # share of its bits that a name tells when it is met for the first time
GAP = 12  # units put in or left out, besides comments
COMMENT = 400  # units of a comment that was taken out or put in
FOLLOW = 4  # units that must be alike after a gap
LONGEST = 3_000  # units of one way
Pair = tuple[int, int, float]  # a unit here, one there, and the bits they tell
Way = tuple[float, int, int]  # bits, and the places behind the last unit that is alike


@dataclass(frozen=True, slots=True)
class Side:
    """The units of a page or of a part: codes, which may be names, which stand in comments."""

    codes: list[int]
    names: list[int]  # codes that tell Point from point
    words: list[bool]
    quiet: list[bool]


@dataclass(frozen=True, slots=True)
class Weights:
    """Bits that each unit of the page tells when it is equal, and when it is a name changed."""

    equal: list[float]
    renamed: list[float]  # below zero: nobody renames it


@dataclass(slots=True)
class Walk:
    """One way along both sides; `there` and `back` are which name stands for which so far."""

    page: Side
    weights: Weights
    part: Side
    there: dict[int, int] = field(default_factory=dict)
    back: dict[int, int] = field(default_factory=dict)
    alike: list[Pair] = field(default_factory=list)  # of the two ways together

    def go(self, here: int, there: int, step: int) -> Way:
        """As far as it pays, forward or back, from these places on."""
        bits = best = 0.0
        found = (0.0, here, there)
        alike: list[Pair] = []  # since the last place that counts
        met: list[tuple[int, int]] = []
        for _ in range(LONGEST):
            if not (0 <= here < len(self.page.codes) and 0 <= there < len(self.part.codes)):
                break
            told = self._told(here, there, met)
            if told is None:
                ahead, over, cost = self._gap(here, there, step)
                bits -= cost
            else:
                ahead = over = 1
                bits += told
                alike.append((here, there, told))
            here, there = here + step * ahead, there + step * over
            if bits > best:
                best, found = bits, (bits, here, there)
                self.alike += alike
                alike, met = [], []
            elif bits < best - DROPPED:
                break
        for name, other in met:
            del self.there[name], self.back[other]
        return found

    def _told(self, here: int, there: int, met: list[tuple[int, int]]) -> float | None:
        """Bits of two units that are alike; names that are new go to `met`."""
        equal = self.page.codes[here] == self.part.codes[there]
        renamed = self.weights.renamed[here]
        if self._same(here, there):
            return max(0.0, renamed)
        if not equal and not self._new(here, there):
            return None
        if renamed >= 0 and self._unmet(here, there):
            ours, theirs = self.page.names[here], self.part.names[there]
            met.append((ours, theirs))
            self.there[ours], self.back[theirs] = theirs, ours
        return self.weights.equal[here] if equal else FRESH * renamed

    def _same(self, here: int, there: int) -> bool:
        """A name that was changed as before."""
        ours, theirs = self.page.names[here], self.part.names[there]
        return self.there.get(ours) == theirs and self.back.get(theirs) == ours

    def _new(self, here: int, there: int) -> bool:
        """Two names that were not met before."""
        return (
            self.weights.renamed[here] >= 0
            and self.part.words[there]
            and not self.part.quiet[there]
            and self._unmet(here, there)
        )

    def _unmet(self, here: int, there: int) -> bool:
        return self.page.names[here] not in self.there and self.part.names[there] not in self.back

    def _gap(self, here: int, there: int, step: int) -> tuple[int, int, float]:
        """Units to pass over on either side, and what that costs: comments first."""
        over = _comment(self.part.quiet, there, step)
        if over and self._goes_on(here, there + step * over, step):
            return 0, over, OPENED
        ahead = _comment(self.page.quiet, here, step)
        if ahead and self._goes_on(here + step * ahead, there, step):
            return ahead, 0, OPENED
        if ahead and over and self._goes_on(here + step * ahead, there + step * over, step):
            return ahead, over, OPENED
        for size in range(1, GAP + 1):
            for ahead, over in ((0, size), (size, 0), (size, size)):
                if self._goes_on(here + step * ahead, there + step * over, step):
                    return ahead, over, OPENED + LONGER * size
        return 1, 1, CONFLICT

    def _goes_on(self, here: int, there: int, step: int) -> bool:
        ours, theirs = self.page.codes, self.part.codes
        equal = 0
        for _ in range(FOLLOW):
            if not (0 <= here < len(ours) and 0 <= there < len(theirs)):
                return False
            if ours[here] == theirs[there]:
                equal += 1
            elif not self._same(here, there) and not self._new(here, there):
                return False
            here, there = here + step, there + step
        return equal > 1


def _comment(quiet: list[bool], at: int, step: int) -> int:
    """How many units of a comment stand from here on."""
    size = 0
    while size < COMMENT and 0 <= at < len(quiet) and quiet[at]:
        size, at = size + 1, at + step
    return size
