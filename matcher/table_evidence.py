"""What is told of rows that a page shares with a protected table: numbers and places only."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fingerprints.arrays import U32
from fingerprints.entry import Known
from fingerprints.table_pairs import Profile
from matcher.match import Evidence, Span
from matcher.table_cells import Asked
from matcher.table_rows import Rows, Shared
from matcher.view import View

SPANS = 40


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What a page shares with one table; the first `sure` rows are more than chance."""

    asked: Asked
    shared: Shared
    found: Rows
    sure: int
    profile: Profile


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """One content of a page; the first view is the content itself."""

    views: Sequence[View]
    where: str
    lines: U32  # where each begins
    table: bool = False

    def evidence(self, told: Told, known: Known, score: float) -> Evidence:
        """Rows by number with their places on the page; no cell of the protected side."""
        found = told.found.take(np.arange(told.sure))
        count, profile = len(found.rows), told.profile
        listed = found.take(np.arange(min(count, SPANS)))
        spans = [
            (Span(row, row + 1, row + 1, row + 1), self._span(told, pair))
            for row, pair in zip(listed.rows.tolist(), listed.pairs.tolist(), strict=True)
        ]
        used = int(np.bitwise_or.reduce(found.columns))
        columns = [n + 1 for place, n in enumerate(profile.columns) if used >> place & 1]
        return Evidence(
            kind=known.kind,
            part=known.part,
            where=self.where,
            score=score,
            spans=tuple(sorted(spans, key=lambda span: span[0].start)),
            unwrapped=self._how(told, found),
            part_share=round(count / max(1, known.total), 4),
            details={
                "unit": "rows",
                "shared": count,
                "of": known.total,
                "cells": int(found.cells.min()),
                "columns": columns,
            },
        )

    def _how(self, told: Told, found: Rows) -> tuple[str, ...]:
        """How the view that shows most of the rows was unwrapped."""
        two = told.shared.first[found.pairs], told.shared.second[found.pairs]
        used = np.maximum(told.asked.view[two[0]], told.asked.view[two[1]])
        return self.views[int(np.bincount(used).argmax())].how

    def _span(self, told: Told, pair: int) -> Span:
        two = [int(told.shared.first[pair]), int(told.shared.second[pair])]
        start, end = int(told.asked.starts[two].min()), int(told.asked.ends[two].max())
        first, last = np.searchsorted(self.lines, [start, max(start, end - 1)], "right").tolist()
        if self.table:
            return Span(first - 1, last, first, last)
        return Span(start, end, first, last)
