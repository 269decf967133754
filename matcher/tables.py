"""Finds rows of protected tables on a page: in its tables, lists, records and running text."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from fingerprints.arrays import I64
from fingerprints.entry import Known
from fingerprints.snapshot import Snapshot
from fingerprints.stream import line_starts
from matcher import table_verdict
from matcher.found import Answer, Found
from matcher.match import HITS, NearMiss
from matcher.table_ask import pairs
from matcher.table_cells import Asked, candidates, joined
from matcher.table_evidence import Shown, Told
from matcher.table_rows import Shared, rows
from matcher.table_store import Tables, look, no_pairs, opened, others, together
from matcher.table_tries import tries
from matcher.thresholds import Thresholds
from matcher.unwrap_text import spelled_view
from matcher.view import View

PAIRS = 1_500_000  # asked for one content, all its views together
LISTED = 4  # views of a text that are searched
LEAST = 3  # cells, below which no page shows rows
# Views that rewrite some characters and leave the others where they stand.
LIGHT = {"html", "json", "url", "quote", "diff", "line numbers", "quoted-printable"}
FAR = 1 << 40  # words between views that have an order of their own
CELL = 200  # characters of a cell of a page's table


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
    spelled = spelled_view(views[0]) if views else None
    listed = [*views[:LISTED], *([spelled] if spelled else [])]
    return _matched(listed, where, snapshot, thresholds)


def _matched(
    views: Sequence[View],
    where: str,
    snapshot: Snapshot,
    thresholds: Thresholds,
    *,
    table: bool = False,
) -> Answer:
    answer = Answer()
    tables = opened(snapshot)
    if tables is not None and views:
        shown = Shown(views, where, line_starts(views[0].text), table)
        _Page(shown, tables).match(answer, snapshot, thresholds)
    return answer


@dataclass(frozen=True, slots=True, eq=False)
class _Page:
    """One content to search."""

    shown: Shown
    tables: Tables

    def _asked(self) -> Asked:
        """What may be cells in any view, by place in the content.

        Cells of a view that rewrites some characters stand among those of the content; what was
        decoded as a whole (base64) has an order of its own.
        """
        views = self.shown.views
        first, axis = candidates(views[0].text, self.tables.shapes[:-1], table=self.shown.table)
        found = [first]
        for number, view in enumerate(views[1:], 1):
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
        shared, owners, end = self._shared(asked, PAIRS)
        if end:
            reason = f"only the first {end} characters were searched for rows of tables"
            answer.unreadable.append(f"{self.shown.where or 'page'}: {reason}")
        if not len(owners) or (tried := tries(asked)).places < LEAST:
            return
        for entry in np.unique(owners).tolist():
            mine = shared.take(np.flatnonzero(owners == entry))
            found = rows(mine, self.tables.profiles[entry], asked, tried)
            known = snapshot.entry(entry)
            sure = table_verdict.counted(found.met, found.kinds)
            if sure:
                told = Told(asked, mine, found, sure, self.tables.profiles[entry])
                self._tell(answer, told, known, thresholds)

    def _shared(self, asked: Asked, most: int) -> tuple[Shared, I64, int]:
        """Postings that pairs have, their owners, and where the page was left (0: nowhere)."""
        found = [look(asked, *no_pairs(), self.tables)]
        count, last = 0, -1
        for first, second in pairs(asked, most):
            found.append(look(asked, first, second, self.tables))
            count += len(first)
            last = max(last, int(first.max(initial=-1)))
        shared, owners = together(found)
        more = others(shared, owners)
        if len(more[0]):
            again, whose = look(asked, *more, self.tables)
            kept = np.flatnonzero(np.isin(whose << 32 | again.rows, owners << 32 | shared.rows))
            shared, owners = together([(shared, owners), (again.take(kept), whose[kept])])
        left = last >= 0 and count >= most and asked.anchor[last + 1 :].any()
        return shared, owners, int(asked.ends[last]) if left else 0

    def _tell(self, answer: Answer, told: Told, known: Known, thresholds: Thresholds) -> None:
        """A match, or a near miss."""
        judged = table_verdict.judge(told.sure, len(told.found.rows), known.total, thresholds)
        answer.candidates.append((known.asset, known.part, known.kind, told.sure))
        if judged.verdict is not None:
            evidence = self.shown.evidence(told, known, judged.score)
            answer.found.append(Found(known.asset, judged.verdict, evidence, judged.reasons))
        if judged.verdict not in HITS:
            miss = NearMiss(
                asset=known.asset,
                part=known.part,
                kind=known.kind,
                where=self.shown.where,
                score=judged.score,
                threshold=thresholds.hit,
            )
            answer.near.append(miss)
