"""One view as words and signs with what each of them tells, to be followed along a sketch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from fingerprints import code_sketch, lexer
from fingerprints.arrays import F64, I64, Mask
from fingerprints.fold import Folded
from fingerprints.snapshot import Snapshot
from fingerprints.stream import line_starts
from matcher.boilerplate import Boilerplate
from matcher.counting import counting
from matcher.extend import Side, Weights
from matcher.shared import MEMBERS, STRUCTURED, Tells

HELD = 8.0  # bits at most of a name that was changed
NUMBER = 14.0  # bits at most of a number
COUNTED = 2.0  # the same of one that counts on
COMMON = 1.0  # bits at most of a unit of public code, in one piece with what is not
_NONE = np.empty(0, np.int64)
Spans = tuple[I64, I64]
Public = Callable[[], Spans]  # where a reading of a stream is public


@dataclass(frozen=True)
class Sketched:
    """One view as units with their weights, worked out when the first candidate asks."""

    text: str
    folded: Folded
    tells: Tells
    public: Sequence[tuple[str, Public]]  # of each reading
    plain: Boilerplate
    snapshot: Snapshot
    reading: int = 0  # 1 takes nothing longer than a line for a comment

    @cached_property
    def units(self) -> code_sketch.Units:
        """The units of the view."""
        return code_sketch.units(self.folded, blocks=not self.reading)

    @cached_property
    def starts(self) -> I64:
        """(n,) of characters of the view."""
        return self.folded.places(self.units.starts.astype(np.uint32)).astype(np.int64)

    @cached_property
    def ends(self) -> I64:
        """(n,) of characters of the view."""
        return self.folded.after(self.units.ends).astype(np.int64)

    @cached_property
    def lines(self) -> I64:
        """(n,) the line of each unit."""
        return np.searchsorted(line_starts(self.text), self.starts, side="right")

    @cached_property
    def page(self) -> Side:
        """The units as a walk reads them."""
        units = self.units
        codes = code_sketch.keyed(units.codes, self.snapshot.keys)
        names = codes | units.capitals * np.uint16(code_sketch.CAPITAL)
        return Side(codes.tolist(), names.tolist(), units.words.tolist(), units.quiet.tolist())

    @cached_property
    def weights(self) -> Weights:
        """What each unit tells."""
        units = self.units
        lexed = lexer.read(self.folded, blocks=not self.reading)
        told = self.tells.of(STRUCTURED, self.reading)
        at = np.searchsorted(lexed.starts, units.starts)
        known = np.append(lexed.starts, -1).take(at) == units.starts
        classes = np.where(known, np.append(lexed.classes, 0).take(at).astype(np.int64), -1)
        tokens = np.where(known, np.append(np.diff(told.sums), 0.0).take(at), 0.0)
        words = self.tells.of("", 0).each(self.starts, self.ends)
        common, said = self._public()
        dull = self._within([self.plain.stretches])
        tokens = np.where(common, np.minimum(tokens, COMMON), tokens) * ~dull
        words *= ~(said | dull)
        named = classes == lexer.NAME
        equal = np.select(
            [named, classes == lexer.NUMBER, classes < 0],
            [np.maximum(tokens, words), tokens + self._numbers(classes, words), words],
            tokens,
        )
        renamed = np.where(named, np.minimum(tokens, HELD), -1.0)
        return Weights(equal.tolist(), renamed.tolist())

    def _numbers(self, classes: I64, words: F64) -> F64:
        """What a number tells beside that it is one."""
        found = np.minimum(words, NUMBER)
        at = np.flatnonzero(classes == lexer.NUMBER)
        spans = zip(self.units.starts[at].tolist(), self.units.ends[at].tolist(), strict=True)
        counted = counting([self.folded.text[start:end] for start, end in spans])
        found[at[counted]] = np.minimum(found[at[counted]], COUNTED)
        return found

    def _public(self) -> tuple[Mask, Mask]:
        """Which units stand in public code, and which in public words."""
        code = [spans() for kind, spans in self.public if kind == STRUCTURED]
        said = [spans() for kind, spans in self.public if kind not in {STRUCTURED, MEMBERS}]
        return self._within(code), self._within(said)

    def _within(self, spans: Sequence[Spans]) -> Mask:
        firsts, lasts = (
            np.sort(np.concatenate(side)) for side in zip((_NONE, _NONE), *spans, strict=True)
        )
        begun = np.searchsorted(firsts, self.starts, side="right")
        within: Mask = begun > np.searchsorted(lasts, self.starts, side="right")
        return within
