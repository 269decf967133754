"""What the streams of a text have in common: units in, keyed and winnowed hashes out."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from fingerprints import background, winnow
from fingerprints.arrays import I64, U32, U64, Mask
from fingerprints.fold import Folded, fold
from fingerprints.keys import Keys
from fingerprints.kind import Tokens

LONGEST = 1 << 24  # characters of one part or page


@dataclass(frozen=True, slots=True, eq=False)
class Grams:
    """All k-grams of a text: public hashes, whether they say enough, and where they stand."""

    hashes: U64
    keep: Mask
    starts: U32
    ends: U32
    total: int  # units read


def once(_folded: Folded, _k: int) -> None:
    """No second reading."""


@dataclass(frozen=True, slots=True)
class Stream:
    """One way to read a text; k units make a gram and one of w neighbours is kept.

    So every shared run of k + w - 1 units that says enough is found.
    """

    name: str
    k: int
    w: int
    read: Callable[[Folded, int], Grams]
    again: Callable[[Folded, int], Grams | None] = once  # a page's second reading
    sampled: bool = True  # whether look-back keeps some of a page's hashes

    def take(self, body: str, keys: Keys) -> Tokens | None:
        """What is stored of a protected text; None where nothing can be found again."""
        body = body[:LONGEST]
        grams = self.read(fold(body), self.k)
        chosen = winnow.choose(grams.hashes, self.w, grams.keep)
        if not len(chosen):
            return None
        public = grams.hashes[chosen]
        own = ~background.known(self.name, public)
        return Tokens(
            hashes=winnow.keyed(public, keys, self.name),
            starts=grams.starts[chosen],
            ends=grams.ends[chosen],
            lines=line_starts(body),
            total=grams.total,
            protectable=_covered(chosen[own], self.k + self.w, grams.total),
            own=int(np.count_nonzero(own)),
        )


def _covered(places: I64, reach: int, total: int) -> int:
    """How many units stand in chosen grams or in the narrow gaps between them."""
    if not len(places):
        return 0
    return int(min(total, np.minimum(np.diff(places), reach).sum() + reach))


def line_starts(body: str) -> U32:
    """The offset of the first character of each line."""
    if body.isascii():
        signs = np.frombuffer(body.encode(), np.uint8)
    else:
        signs = np.frombuffer(body.encode("utf-32-le", "surrogatepass"), "<u4")
    after = np.flatnonzero(signs == ord("\n")) + 1
    starts = np.concatenate([np.zeros(1, np.uint32), after.astype(np.uint32)])
    return starts[:-1] if len(starts) > 1 and starts[-1] == len(body) else starts
