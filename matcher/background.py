"""Which grams of a text are public, where else they stand, and who is watched all the same."""

from dataclasses import dataclass, field

import numpy as np

from fingerprints import background, code_tokens
from fingerprints.arrays import I64, U32, U64, Mask
from fingerprints.background_pictures import PREFIX
from fingerprints.snapshot import Snapshot
from fingerprints.stream import Grams, Stream

COVERED = 0.8  # share of a gram that the background covers
JOINED = 12  # grams of code from the first to the last of a dense row, at least
MOST = 3  # origins that are told
WORTH = 0.1  # share of the marks that a further origin explains
ASKED = 24  # origins that are looked at


@dataclass(frozen=True, slots=True, eq=False)
class Public:
    """What is public of one reading of a text.

    The background keeps one of w neighbours only, and not always the one that a work keeps: so
    what counts is how much of a gram is covered by the known grams around it.
    """

    stream: Stream
    size: int  # grams
    shipped: I64  # grams that the shipped background has
    hashes: U64  # of these, unkeyed
    added: I64  # grams that packages of the register have
    packages: U32  # the entry of each
    snapshot: Snapshot
    marks: Mask = field(init=False)  # grams that any background covers
    _numbers: list[background.Numbers] = field(default_factory=list)  # of the origins, once asked

    def __post_init__(self) -> None:
        both = np.concatenate([self.shipped, self.added])
        object.__setattr__(self, "marks", self._covered(both))

    def _covered(self, known: I64) -> Mask:
        """Grams that consist of known ones nearly to the end."""
        k = self.stream.k
        known = np.unique(known) if len(self.added) else known
        joined = _joined(known, self.stream)
        change = np.zeros(self.size + k, np.int32)
        change[joined] += 1
        change[joined + k] -= 1
        covered = np.zeros(self.size + k, np.int32)
        np.cumsum(np.cumsum(change[:-1]) > 0, out=covered[1:])
        marks = covered[k:] - covered[:-k] >= COVERED * k
        marks[known] = True
        return marks

    def watched(self) -> dict[str, Mask]:
        """Works that are a package met here, and the grams that are theirs although public.

        Licences and idiom are nobody's, also not there.
        """
        works: dict[str, list[int]] = {}
        for entry in np.unique(self.packages).tolist():
            for asset in self.snapshot.entry(entry).watched:
                works.setdefault(asset, []).append(entry)
        if not works:
            return {}
        common = self._covered(self.shipped)
        return {
            asset: self._covered(self.added[np.isin(self.packages, entries)]) & ~common
            for asset, entries in works.items()
        }

    def origins(self, grams: I64) -> tuple[str, ...]:
        """Where these public grams stand too: few origins that explain most of them."""
        if not len(grams):
            return ()
        left = np.unique(grams)
        least, found = WORTH * len(left), list[str]()
        places = self._places(left)
        while len(left) and places and len(found) < MOST:
            near = {name: self._near(left, at) for name, at in places.items()}
            best = max(near, key=lambda name: np.count_nonzero(near[name]))  # the first of equals
            if np.count_nonzero(near[best]) <= (least if found else 0):
                break
            found.append(best)
            left = left[~near[best]]
        return tuple(found)

    def _places(self, grams: I64) -> dict[str, I64]:
        """Where on the text each origin stands, those first that stand there most."""
        near = self._near(self.added, grams)
        entries, counts = np.unique(self.packages[near], return_counts=True)
        best = entries[np.lexsort((entries, -counts))][:ASKED].tolist()
        names = {self.snapshot.entry(one).asset.removeprefix(PREFIX): one for one in best}
        places = {name: self.added[self.packages == one] for name, one in names.items()}
        if not self._numbers:
            self._numbers.append(background.origins(self.stream.name, self.hashes))
        numbers = self._numbers[0]
        for number in np.unique(numbers[self._near(self.shipped, grams)])[::-1].tolist():
            places[background.origin(number)] = self.shipped[numbers == number]
        return places

    def _near(self, grams: I64, known: I64) -> Mask:
        """Which of these grams have a known one, all in order, so near that it covers most."""
        if not len(known):
            return np.zeros(len(grams), bool)
        after = np.minimum(np.searchsorted(known, grams), len(known) - 1)
        before = np.maximum(after - 1, 0)
        far = np.minimum(np.abs(known[after] - grams), np.abs(known[before] - grams))
        near: Mask = far < self.stream.w
        return near


def _joined(known: I64, stream: Stream) -> I64:
    """Of code the known grams, in order, that stand as densely as winnowing leaves them.

    Idiom is known here and there, from a project each; what it makes together may be new.
    """
    if stream.name != code_tokens.STREAM.name or not len(known):
        return known
    edges = np.flatnonzero(np.diff(known, prepend=known[0] - stream.w - 1) > stream.w)
    first, last = known[edges], known[np.append(edges[1:], len(known)) - 1]
    long = np.repeat(last - first >= JOINED, np.diff(np.append(edges, len(known))))
    joined: I64 = known[long]
    return joined


def public(
    stream: Stream, grams: Grams, kept: I64, keyed: U64, snapshot: Snapshot, *, known: Mask
) -> Public:
    """Which of the kept grams of a text packages of the register have, beside those `known`."""
    hashes = grams.hashes[kept]
    asked, packages = np.empty(0, np.int64), np.empty(0, np.uint32)
    table = snapshot.table(PREFIX + stream.name)
    if table is not None:
        asked, postings = table.find(keyed)
        packages = table.owner(postings)
    return Public(
        stream, len(grams.hashes), kept[known], hashes[known], kept[asked], packages, snapshot
    )
