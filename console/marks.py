"""Marks shared spans in a text, and leaves out what lies far from them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matcher.match import Span

CONTEXT = 3  # lines shown before and after a marked one
LINES = 300
LETTERS = 600  # of one line; a page in one line is cut around its marks
WIDER = 40  # letters that a mark may grow
Pairs = tuple[tuple[Span, Span], ...]
AROUND = 120  # letters kept on both sides of a mark in such a line


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters, marked or not."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text; `left_out` lines before it are not shown."""

    number: int
    pieces: tuple[Piece, ...]
    left_out: int = 0

    @property
    def marked(self) -> bool:
        """Whether any of it is shared."""
        return any(piece.marked for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Marked:
    """A text as it is shown; `rest` lines after the last one are not."""

    lines: tuple[Line, ...]
    rest: int = 0


def widened(ours: str, theirs: str, pairs: Pairs) -> Pairs:
    """Each pair of spans grown at both ends while the two texts say the same, by WIDER at most."""
    found = []
    for mine, page in pairs:
        before = _alike(ours, theirs, mine.start - 1, page.start - 1, -1)
        after = _alike(ours, theirs, mine.end, page.end, 1)
        found.append(
            (
                Span(mine.start - before, mine.end + after),
                Span(page.start - before, page.end + after),
            )
        )
    return tuple(found)


def _alike(ours: str, theirs: str, mine: int, page: int, step: int) -> int:
    """How many characters are the same from these places on, up to the last that is no space."""
    alike = 0
    for number in range(WIDER):
        at, there = mine + number * step, page + number * step
        if not (0 <= at < len(ours) and 0 <= there < len(theirs) and ours[at] == theirs[there]):
            break
        if not ours[at].isspace():
            alike = number + 1
    return alike


def mark(body: str, spans: Iterable[Span]) -> Marked:
    """The lines around the spans (or the beginning, when there are none), at most LINES."""
    ranges = _merged(spans, len(body))
    edges = bounds(body)
    wanted = _wanted(edges, ranges)[:LINES]
    lines = []
    before = -1
    for at in wanted:
        start, end = edges[at]
        pieces = _trimmed(_pieces(body, start, end, ranges))
        lines.append(Line(at + 1, pieces, at - before - 1))
        before = at
    return Marked(tuple(lines), len(edges) - before - 1)


def _merged(spans: Iterable[Span], length: int) -> list[tuple[int, int]]:
    """Sorted, inside the text, and without overlaps."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(0, s.start), min(length, s.end)) for s in spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def bounds(body: str) -> list[tuple[int, int]]:
    """Where each line starts and ends."""
    edges, start = [], 0
    for line in body.split("\n"):
        edges.append((start, start + len(line)))
        start += len(line) + 1
    return edges


def _wanted(edges: Sequence[tuple[int, int]], ranges: Sequence[tuple[int, int]]) -> list[int]:
    """Numbers of the lines that are shown."""
    if not ranges:
        return list(range(min(len(edges), LINES)))
    wanted: set[int] = set()
    at = 0
    for start, end in ranges:
        while edges[at][1] < start:
            at += 1
        last = at
        while last + 1 < len(edges) and edges[last + 1][0] < end:
            last += 1
        wanted.update(range(max(0, at - CONTEXT), min(len(edges), last + CONTEXT + 1)))
    return sorted(wanted)


def _pieces(body: str, start: int, end: int, ranges: Sequence[tuple[int, int]]) -> list[Piece]:
    """One line cut at the edges of the marks."""
    pieces, at = [], start
    for first, last in ranges:
        if last <= start or first >= end:
            continue
        pieces.append(Piece(body[at : max(at, first)]))
        pieces.append(Piece(body[max(at, first) : min(last, end)], marked=True))
        at = min(last, end)
    pieces.append(Piece(body[at:end]))
    return [piece for piece in pieces if piece.text]


def _trimmed(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """A line of usual length whole; a very long one around its marks, LETTERS * 10 at most."""
    if sum(len(piece.text) for piece in pieces) <= LETTERS:
        return tuple(pieces)
    kept: list[Piece] = []
    room = LETTERS * 10
    for number, piece in enumerate(pieces):
        text = piece.text
        if not piece.marked:
            text = _ends(text, first=number == 0, last=number == len(pieces) - 1)
        kept.append(Piece(text[:room], piece.marked))
        room -= len(text)
        if room <= 0:
            return (*kept, Piece(" …"))
    return tuple(kept)


def _ends(text: str, *, first: bool, last: bool) -> str:
    """What stands beside a mark; the middle of a long run is left out."""
    if len(text) <= AROUND * 2:
        return text
    if first and last:
        return text[:LETTERS] + " …"
    if first:
        return "… " + text[-AROUND:]
    if last:
        return text[:AROUND] + " …"
    return f"{text[:AROUND]} … {text[-AROUND:]}"
