"""Step 3b of a match: what one stream of a view shares with one part, in marks and in bits."""

from dataclasses import dataclass, field

import numpy as np

from fingerprints.arrays import I64
from fingerprints.entry import Known
from fingerprints.fold import Folded
from fingerprints.winnow import distinct
from matcher import align, chain, information
from matcher.align import Region, Spans
from matcher.chain import Link
from matcher.information import Told
from matcher.lookup import Candidate

LEAST = 2  # marks in a row that count; of a candidate there must be more
STRUCTURED, MEMBERS = "code_tokens@1", "code_members@1"


@dataclass(frozen=True, slots=True)
class Shared:
    """What alignment found of one entry in one view."""

    kind: str
    own: int  # different shared hashes outside the background, in regions
    public: int  # inside it
    stored: int  # hashes of the part outside the background
    chain: float = 0.0  # bits of the stretches that stand in one order, less their gaps
    chained: int = 0  # how many these are
    rest: float = 0.0  # bits of the others
    others: int = 0  # how many these are
    bits: float = 0.0  # of all stretches
    said: float = 0.0  # of these, the bits of comments; of streams that cannot tell, none
    prose: bool = False  # the part is a text, not code
    origins: tuple[str, ...] = ()  # where public marks stand too, the largest share first
    seeds: tuple[Link, ...] = ()  # all stretches, also those that a single mark tells of


@dataclass(slots=True)
class Tells:
    """What the units of one view tell, worked out when first asked for."""

    folded: Folded
    known: dict[tuple[str, int], Told] = field(default_factory=dict)

    def of(self, kind: str, reading: int) -> Told:
        """Bits of words, of members, or of tokens where names do not count, by reading."""
        units = kind if kind in {STRUCTURED, MEMBERS} else ""
        key = (units, reading)
        if key not in self.known:
            self.known[key] = self._of(units, reading)
        return self.known[key]

    def _of(self, units: str, reading: int) -> Told:
        if units == STRUCTURED:
            return information.of_structure(self.folded, blocks=reading == 0)
        if units == MEMBERS:
            return information.of_members(self.folded)
        return information.of_words(self.folded)


def measure(
    candidate: Candidate,
    known: Known,
    sides: tuple[Spans, Spans],
    regions: list[Region],
    *,
    step: int,
    told: Told,
) -> Shared:
    """Count and weigh the regions of a candidate; `sides` are the page and the part."""
    page, part = sides
    pairs = np.concatenate([region.pairs for region in regions] or [np.empty(0, np.int64)])
    own = candidate.own[pairs]
    seeds, links = list[Link](), list[Link]()
    for region in regions:
        if not candidate.own[region.pairs].any():
            continue
        some = links if len(region.pairs) >= LEAST and len(candidate.starts) > LEAST else seeds
        some += [
            Link(align.outline(page, mine), align.outline(part, mine), _told(mine, page, told))
            for found in align.stretches(page, part, region, step)
            if len(mine := found[candidate.own[found]])
        ]
    best, chained = chain.best(links)
    bits = sum(link.bits for link in links)
    return Shared(
        kind=known.kind,
        own=distinct(candidate.postings[pairs[own]]),
        public=distinct(candidate.postings[pairs[~own]]),
        stored=known.own,
        prose=known.prose,
        chain=round(best, 2),
        chained=len(chained),
        rest=round(bits - sum(links[at].bits for at in chained), 2),
        others=len(links) - len(chained),
        bits=round(bits, 2),
        origins=candidate.background.origins(candidate.grams[pairs[~own]]),
        seeds=(*links, *seeds),
    )


def _told(pairs: I64, page: Spans, told: Told) -> float:
    """Bits of the characters that marks cover."""
    return sum(told.between(*span) for span in align.merged(page, pairs))
