"""Finds rows of protected tables on a page, in a table or in running text."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from fingerprints import cells, table_pairs, winnow
from fingerprints.entry import Known
from fingerprints.fold import fold
from fingerprints.kind import U32, U64
from fingerprints.snapshot import Snapshot
from fingerprints.stream import line_starts
from fingerprints.winnow import I64
from matcher.found import Answer, Found
from matcher.match import HITS, Evidence, NearMiss, Span
from matcher.reasons import Measured
from matcher.thresholds import Thresholds
from matcher.verdict import judge

NEAR = 30  # words within which two cells of a row must stand
WORDS = 4  # of a cell
ENOUGH = 7 * cells.LEVEL - 0.1  # bits, as the store tells them
ANCHOR = 20.0  # bits of a cell from which its neighbourhood is searched
PAIRS = 2_000_000  # asked for one content
READ = 400_000  # characters of a text
READ_WORDS = 15_000  # of these, words
READ_CELLS = 40_000  # in delimited lines
CELLS = 16  # of one row of a page's table
TRIANGLE = 3  # pairs of three cells
SPANS = 40
QUOTES = "\"'()[]<>.: "
_PIECE = re.compile(r"[^\s,;|\t]+")
_CELL = re.compile(r"[^\n,;|\t]{1,120}")
_TELLING = re.compile(r"[\d@]")


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """Pairs of cells on a page: hash, and where the pair stands."""

    hashes: U64
    starts: I64
    ends: I64


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of a page that may be a cell."""

    normal: str
    bits: float
    start: int
    end: int
    first: int  # words or columns that it takes
    last: int


def in_rows(rows: Iterable[tuple[str, ...]]) -> Asked:
    """All pairs of cells of each row; the place is the number of the row."""
    groups = []
    for number, row in enumerate(rows):
        made = [_cell(text, number, number + 1, column) for column, text in enumerate(row[:CELLS])]
        groups.append([cell for cell in made if cell])
    return _asked(groups)


def _cell(text: str, start: int, end: int, place: int) -> Cell | None:
    normal = cells.normal(text)
    return Cell(normal, cells.bits(text), start, end, place, place) if normal else None


def in_text(text: str) -> Asked:
    """Pairs in delimited lines, and all pairs with a telling cell within thirty words."""
    text = text[:READ]
    if len(_TELLING.findall(text)) < TRIANGLE:
        return _asked(_delimited(text))
    return _joined(_asked(_delimited(text)), _around(_pieces(text)))


def _delimited(text: str) -> list[list[Cell]]:
    groups, at, cell_count = [], 0, 0
    for line in text.splitlines(keepends=True):
        found = list(_CELL.finditer(line))[:CELLS]
        if len(found) > 1:
            made = [
                _cell(f.group().strip(QUOTES), at + f.start(), at + f.end(), number)
                for number, f in enumerate(found)
            ]
            groups.append([cell for cell in made if cell])
            cell_count += len(made)
        at += len(line)
        if cell_count >= READ_CELLS:
            break
    return groups


def _asked(groups: list[list[Cell]]) -> Asked:
    """All pairs inside each group."""
    flat = [cell for group in groups for cell in group]
    sizes = np.array([len(group) for group in groups], np.int64)
    ends = np.repeat(np.cumsum(sizes), sizes)
    first, second = _ranges(np.arange(len(flat)) + 1, ends)
    return _pairs(flat, first, second)


def _ranges(low: I64, high: I64) -> tuple[I64, I64]:
    """Pairs (i, j) with low[i] <= j < high[i], at most PAIRS."""
    count = np.maximum(0, high - low)
    count[np.cumsum(count) > PAIRS] = 0
    first = np.repeat(np.arange(len(low)), count)
    within = np.arange(len(first)) - np.repeat(np.cumsum(count) - count, count)
    return first, low[first] + within


def _pairs(flat: list[Cell], first: I64, second: I64) -> Asked:
    codes = cells.codes([cell.normal for cell in flat])
    starts = np.array([cell.start for cell in flat], np.int64)
    ends = np.array([cell.end for cell in flat], np.int64)
    return Asked(
        cells.pairs(codes[first], codes[second]),
        np.minimum(starts[first], starts[second]),
        np.maximum(ends[first], ends[second]),
    )


def _pieces(text: str) -> list[Cell]:
    """Runs of one to four words of a line, by their first word."""
    found: list[Cell] = []
    for line in _by_line(text):
        for number in range(len(line)):
            plain, told, marked = "", 0.0, False
            for last in line[number : number + WORDS]:
                plain += last.normal
                told += last.bits
                marked = marked or bool(_TELLING.search(text, last.start, last.end))
                if cells.SHORTEST <= len(plain) <= cells.LONGEST:
                    first = line[number]
                    bits = told if marked else 0.0
                    found.append(Cell(plain, bits, first.start, last.end, first.first, last.last))
    return found


def _by_line(text: str) -> Iterator[list[Cell]]:
    """The words of each line, at most READ_WORDS in all."""
    word = 0
    for line in re.finditer(r"[^\n]+", text):
        made = []
        for found in _PIECE.finditer(text, *line.span()):
            plain = "".join(filter(str.isalnum, fold(found.group()[: cells.LONGEST]).text))
            told = cells.told(found.group().strip(QUOTES))
            made.append(Cell(plain, told, *found.span(), word, word))
            word += 1
            if word >= READ_WORDS:
                break
        yield made
        if word >= READ_WORDS:
            return


def _around(flat: list[Cell]) -> Asked:
    """Pairs of a telling cell and any other within thirty words that shares no word with it."""
    firsts = np.array([cell.first for cell in flat], np.int64)
    lasts = np.array([cell.last for cell in flat], np.int64)
    telling = np.array([cell.bits >= ANCHOR for cell in flat], bool)
    low = np.searchsorted(firsts, firsts - NEAR, side="left")
    high = np.searchsorted(firsts, lasts + NEAR, side="right")
    first, second = _ranges(np.where(telling, low, 0), np.where(telling, high, 0))
    apart = (lasts[second] < firsts[first]) | (firsts[second] > lasts[first])
    once = ~telling[second] | (second > first)
    return _pairs(flat, first[apart & once], second[apart & once])


def _joined(one: Asked, other: Asked) -> Asked:
    return Asked(
        np.concatenate([one.hashes, other.hashes]),
        np.concatenate([one.starts, other.starts]),
        np.concatenate([one.ends, other.ends]),
    )


def match_pairs(
    asked: Asked, where: str, body: str, snapshot: Snapshot, thresholds: Thresholds
) -> Answer:
    """Rows that share a rare pair, or three cells, with the page."""
    answer = Answer()
    table = snapshot.table(table_pairs.NAME)
    if table is None or not len(asked.hashes):
        return answer
    keyed = winnow.keyed(asked.hashes, snapshot.keys, table_pairs.NAME)
    pairs, postings = table.find(keyed)
    owners = table.owner(postings)
    rows, marks = (values.astype(np.int64) for values in table.places(postings))
    lines = line_starts(body)
    for entry in np.unique(owners).tolist():
        mine = np.flatnonzero(owners == entry)
        kept = _sure(rows[mine], marks[mine])
        spans = {row: _span(asked, pairs[mine][places], lines) for row, places in kept.items()}
        cell_count = min(
            (_cell_count(winnow.distinct(marks[mine][p])) for p in kept.values()), default=0
        )
        _tell(answer, snapshot.entry(entry), Rows(spans, cell_count, where), thresholds)
    return answer


def _sure(rows: I64, marks: I64) -> dict[int, I64]:
    """Places of the rows that are more than chance: one rare pair, or a third cell beside it."""
    columns, told = table_pairs.unmarked(marks)
    found: dict[int, I64] = {}
    for row in np.unique(rows).tolist():
        places = np.flatnonzero(rows == row)
        _, first = np.unique(columns[places], return_index=True)
        pairs = told[places][first]
        count = _cell_count(len(pairs))
        if pairs.max() >= ENOUGH or (count > 2 and pairs.sum() / (count - 1) >= ENOUGH):  # noqa: PLR2004
            found[row] = places
    return found


def _span(asked: Asked, places: I64, lines: U32) -> Span:
    start, end = int(asked.starts[places].min()), int(asked.ends[places].max())
    first, last = np.searchsorted(lines, [start, max(start, end - 1)], side="right").tolist()
    return Span(start, end, first, last)


def _cell_count(pairs: int) -> int:
    """n cells make n (n - 1) / 2 pairs."""
    return int((1 + math.sqrt(1 + 8 * pairs)) / 2)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one table found on a page, with their spans there."""

    spans: dict[int, Span]
    cells: int
    where: str


def _tell(answer: Answer, known: Known, rows: Rows, thresholds: Thresholds) -> None:
    """A match, or a near miss."""
    found, total = len(rows.spans), len(known.lines)
    judged = judge(Measured(known.kind, found, 0, total, (found,)), thresholds)
    answer.candidates.append((known.asset, known.part, known.kind, found))
    if judged.verdict is not None:
        listed = list(rows.spans.items())[:SPANS]
        evidence = Evidence(
            kind=known.kind,
            part=known.part,
            where=rows.where,
            score=judged.score,
            spans=tuple((Span(row, row + 1, row + 1, row + 1), span) for row, span in listed),
            part_share=round(found / max(1, total), 4),
            details={"unit": "rows", "shared": found, "of": total, "cells": rows.cells},
        )
        answer.found.append(Found(known.asset, judged.verdict, evidence, judged.reasons))
    if judged.verdict not in HITS and found:
        miss = NearMiss(
            asset=known.asset,
            part=known.part,
            kind=known.kind,
            where=rows.where,
            score=judged.score,
            threshold=thresholds.hit,
        )
        answer.near.append(miss)
