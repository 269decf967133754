"""The sketch of a part as the snapshot keeps it, opened to be followed."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from fingerprints import code_sketch
from fingerprints.arrays import I64, U16, Mask
from fingerprints.entry import Known
from matcher.extend import Side


@dataclass(frozen=True)
class Part:
    """The sketch of a part, opened."""

    known: Known
    units: U16
    starts: I64  # characters

    @cached_property
    def codes(self) -> U16:
        """(n,) the same for equal units."""
        return self.units & np.uint16(code_sketch.CODE)

    @cached_property
    def side(self) -> Side:
        """The units as a walk reads them."""
        return Side(
            self.codes.tolist(),
            (self.units & (code_sketch.CODE | code_sketch.CAPITAL)).tolist(),
            (self.units & code_sketch.WORD > 0).tolist(),
            self.quiet.tolist(),
        )

    @cached_property
    def quiet(self) -> Mask:
        """Which units stand in comments."""
        return self.units & code_sketch.COMMENT > 0

    @cached_property
    def lines(self) -> I64:
        """The line of each unit."""
        return np.searchsorted(self.known.lines, self.starts, side="right")


def opened(kept: Known, steps: bytes) -> Part:
    """A sketch with the lines that another stream of the part knows."""
    units, starts = code_sketch.opened(kept.extra, kept.hashes)
    own = max(1, int(np.count_nonzero(units & code_sketch.COMMENT == 0)))
    return Part(replace(kept, steps=steps, own=own), units, starts)
