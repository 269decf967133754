"""Finds rows of protected tables on a page: in its tables, lists, records and running text."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

import numpy as np

from fingerprints import cells, table_pairs, winnow
from fingerprints.arrays import I64, U32, Mask
from fingerprints.entry import Known
from fingerprints.keys import Keys
from fingerprints.snapshot import Snapshot
from fingerprints.stream import line_starts
from fingerprints.table_pairs import Profile
from fingerprints.tokens_table import TokensTable
from matcher import table_verdict
from matcher.found import Answer, Found
from matcher.match import HITS, Evidence, NearMiss, Span
from matcher.table_cells import Asked, candidates, joined, pairs, places
from matcher.table_rows import Rows, Shared, rows
from matcher.thresholds import Thresholds
from matcher.view import View

PAIRS = 1_500_000  # asked for one content, all its views together
LISTED = 4  # views of a text that are searched
SPANS = 40
LEAST = 3  # telling cells, below which no page is searched
SECOND = 2_000  # rows whose other pairs are asked for
# Views that rewrite some characters and leave the others where they stand.
LIGHT = {"html", "json", "url", "quote", "diff", "line numbers", "quoted-printable"}
FAR = 1 << 40  # words between views that have an order of their own
CELL = 200  # characters of a cell of a page's table


@dataclass(frozen=True, slots=True, eq=False)
class _Tables:
    """The protected tables of a snapshot, and what their columns look like."""

    keys: Keys
    table: TokensTable
    profiles: dict[int, Profile]  # by entry
    shapes: Mask


_OPENED: WeakKeyDictionary[Snapshot, _Tables] = WeakKeyDictionary()


def _tables(snapshot: Snapshot) -> _Tables | None:
    found = _OPENED.get(snapshot)
    table = snapshot.table(table_pairs.NAME)
    if found is not None or table is None:
        return found
    profiles = {n: table_pairs.profile(snapshot.entry(n).lines) for n in _entries(table)}
    shapes = np.zeros(cells.SHAPES + 1, bool)  # the last one stands for no shape
    for profile in profiles.values():
        for some in profile.shapes.values():
            shapes[list(some)] = True
    _OPENED[snapshot] = found = _Tables(snapshot.keys, table, profiles, shapes)
    return found


def _entries(table: TokensTable) -> list[int]:
    """The entries that own pairs."""
    owners: set[int] = set()
    count = len(table)
    for at in range(0, count, 1 << 20):
        some = table.owner(np.arange(at, min(at + (1 << 20), count)))
        owners.update(np.flatnonzero(np.bincount(some)).tolist())
    return sorted(owners)


def match_table(
    listed: Sequence[Sequence[str]], where: str, snapshot: Snapshot, thresholds: Thresholds
) -> Answer:
    """Rows that share cells with a table on a page; spans on the page are rows."""
    text = "\n".join("\t".join(" ".join(cell[:CELL].split()) for cell in row) for row in listed)
    return _matched([View(text)], where, snapshot, thresholds, table=True)


def match_views(
    views: Sequence[View], where: str, snapshot: Snapshot, thresholds: Thresholds
) -> Answer:
    """Rows that share cells with a text, in its first views together."""
    return _matched(views[:LISTED], where, snapshot, thresholds)


def _matched(
    views: Sequence[View],
    where: str,
    snapshot: Snapshot,
    thresholds: Thresholds,
    *,
    table: bool = False,
) -> Answer:
    answer = Answer()
    tables = _tables(snapshot)
    if tables is not None and views:
        page = _Page(views, where, line_starts(views[0].text), tables, table=table)
        page.match(answer, snapshot, thresholds)
    return answer


@dataclass(frozen=True, slots=True, eq=False)
class _Page:
    """One content to search; the first view is the content itself."""

    views: Sequence[View]
    where: str
    lines: U32
    tables: _Tables
    table: bool = False

    def _asked(self) -> Asked:
        """What may be cells in any view, by place in the content.

        Cells of a view that rewrites some characters stand among those of the content; what was
        decoded as a whole (base64) has an order of its own.
        """
        first, axis = candidates(self.views[0].text, self.tables.shapes[:-1], table=self.table)
        found = [first]
        for number, view in enumerate(self.views[1:], 1):
            asked, _ = candidates(view.text, self.tables.shapes[:-1])
            if not len(asked):
                continue
            pages = asked
            if view.origins is not None:
                starts = view.origins[asked.starts].astype(np.int64)
                ends = view.origins[asked.ends - 1].astype(np.int64) + 1
                pages = replace(asked, starts=starts, ends=ends)
            if set(view.how) <= LIGHT:
                pages = axis.lay(pages)
            else:
                step = number * FAR
                pages = replace(
                    pages, first=asked.first + step, last=asked.last + step, line=asked.line + step
                )
            found.append(replace(pages, view=np.full(len(asked), number)))
        return joined(found)

    def match(self, answer: Answer, snapshot: Snapshot, thresholds: Thresholds) -> None:
        """Add what is found."""
        asked = self._asked()
        tries = places(asked)
        if tries < LEAST:
            return
        shared, owners, end = self._shared(asked, PAIRS)
        if end:
            reason = f"only the first {end} characters were searched for rows of tables"
            answer.unreadable.append(f"{self.where or 'page'}: {reason}")
        for entry in np.unique(owners).tolist():
            mine = shared.take(np.flatnonzero(owners == entry))
            columns = len(self.tables.profiles[entry].columns)
            found = rows(mine, columns, asked.codes, asked.bits)
            known = snapshot.entry(entry)
            sure = table_verdict.counted(found.bits, tries, known.total)
            if sure:
                told = _Told(asked, mine, found, sure, self.tables.profiles[entry])
                self._tell(answer, told, known, thresholds)

    def _shared(self, asked: Asked, most: int) -> tuple[Shared, I64, int]:
        """Postings that pairs have, their owners, and where the page was left (0: nowhere)."""
        found = [_look(asked, *_no_pairs(), self.tables)]
        count, last = 0, -1
        for first, second in pairs(asked, most):
            found.append(_look(asked, first, second, self.tables))
            count += len(first)
            last = max(last, int(first.max(initial=-1)))
        shared, owners = _together(found)
        more = _others(shared, owners)
        if len(more[0]):
            again, whose = _look(asked, *more, self.tables)
            kept = np.flatnonzero(np.isin(whose << 32 | again.rows, owners << 32 | shared.rows))
            shared, owners = _together([(shared, owners), (again.take(kept), whose[kept])])
        left = last >= 0 and count >= most and asked.anchor[last + 1 :].any()
        return shared, owners, int(asked.ends[last]) if left else 0

    def _tell(self, answer: Answer, told: "_Told", known: Known, thresholds: Thresholds) -> None:
        """A match, or a near miss."""
        judged = table_verdict.judge(told.sure, len(told.found.rows), known.total, thresholds)
        answer.candidates.append((known.asset, known.part, known.kind, told.sure))
        if judged.verdict is not None:
            evidence = self._evidence(told, known, judged.score)
            answer.found.append(Found(known.asset, judged.verdict, evidence, judged.reasons))
        if judged.verdict not in HITS:
            miss = NearMiss(
                asset=known.asset,
                part=known.part,
                kind=known.kind,
                where=self.where,
                score=judged.score,
                threshold=thresholds.hit,
            )
            answer.near.append(miss)

    def _evidence(self, told: "_Told", known: Known, score: float) -> Evidence:
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

    def _how(self, told: "_Told", found: Rows) -> tuple[str, ...]:
        """How the view that shows most of the rows was unwrapped."""
        two = told.shared.first[found.pairs], told.shared.second[found.pairs]
        used = np.maximum(told.asked.view[two[0]], told.asked.view[two[1]])
        return self.views[int(np.bincount(used).argmax())].how

    def _span(self, told: "_Told", pair: int) -> Span:
        two = [int(told.shared.first[pair]), int(told.shared.second[pair])]
        start, end = int(told.asked.starts[two].min()), int(told.asked.ends[two].max())
        first, last = np.searchsorted(self.lines, [start, max(start, end - 1)], "right").tolist()
        if self.table:
            return Span(first - 1, last, first, last)
        return Span(start, end, first, last)


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """What a page shares with one table; the first `sure` rows are more than chance."""

    asked: Asked
    shared: Shared
    found: Rows
    sure: int
    profile: Profile


def _no_pairs() -> tuple[I64, I64]:
    return np.empty(0, np.int64), np.empty(0, np.int64)


def _look(asked: Asked, first: I64, second: I64, tables: _Tables) -> tuple[Shared, I64]:
    """The postings of pairs of cells, and who owns them."""
    public = cells.pairs(asked.codes[first], asked.codes[second])
    table = tables.table
    place, postings = table.find(winnow.keyed(public, tables.keys, table_pairs.NAME))
    found, marks = (values.astype(np.int64) for values in table.places(postings))
    shared = Shared(found, marks, first[place], second[place])
    return shared, table.owner(postings).astype(np.int64)


def _together(found: Sequence[tuple[Shared, I64]]) -> tuple[Shared, I64]:
    names = ("rows", "marks", "first", "second")
    whole = (np.concatenate([getattr(one, name) for one, _ in found]) for name in names)
    return Shared(*whole), np.concatenate([owners for _, owners in found])


def _others(shared: Shared, owners: I64) -> tuple[I64, I64]:
    """Pairs of cells of a row that were not asked for, since neither of them is an anchor."""
    row = owners << 32 | shared.rows
    order = np.argsort(row, kind="stable")
    edges = np.flatnonzero(np.diff(row[order], prepend=-1, append=-1))
    many = np.flatnonzero(np.diff(edges) > 1)[:SECOND]
    first: list[int] = []
    second: list[int] = []
    for at in many.tolist():
        group = order[edges[at] : edges[at + 1]]
        known = set(zip(shared.first[group].tolist(), shared.second[group].tolist(), strict=True))
        places = sorted({place for pair in known for place in pair})[:16]
        more = [
            (one, other)
            for n, one in enumerate(places)
            for other in places[n + 1 :]
            if (one, other) not in known and (other, one) not in known
        ]
        first += [one for one, _ in more]
        second += [other for _, other in more]
    return np.array(first, np.int64), np.array(second, np.int64)
