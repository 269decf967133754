"""Step 3: does it match? One page against the whole register, by pure functions."""

import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import accumulate, takewhile

from fingerprints import bounded, image_hash, image_text, table_pairs
from fingerprints.content import Code, Content, File, Image, Table, Text
from fingerprints.errors import Unreadable
from fingerprints.image_open import Pixels
from fingerprints.kind import Context
from fingerprints.snapshot import Snapshot
from matcher import archives, name_views, tables
from matcher.clock import COMPARED, LATE, SEARCHED, Clock
from matcher.found import Answer, Found
from matcher.gather import gathered, nearest
from matcher.images import match_images
from matcher.match import READ, Examined
from matcher.name_index import NameIndex
from matcher.sample import packed
from matcher.texts import match_views
from matcher.thresholds import SHIPPED, Thresholds
from matcher.unwrap import Inner, unwrap
from matcher.unwrap_text import LOST
from matcher.view import View, fitted

LONGEST = 1_000_000  # characters of one content that are compared in SECONDS
CHARACTERS = 2_000_000  # of one page, all views and archive members together, in SECONDS
FOLDED = 1_500_000  # letters that one reading may fold to: Hangul and ligatures are several each
SECONDS = 2.0  # for one page; more lets more be read
TITLE = 10_000  # characters of a title
MEGABYTES = 256  # for the process that opens files
READING = 20.0  # seconds of the processor for the words in all pictures of a page
CONTENTS = 2_000  # of one page, archives opened
_HALVES = re.compile("[\ud800-\udfff]+")  # of pairs: no library is quick with these
opening = partial(bounded.call, megabytes=MEGABYTES, patience=bounded.PATIENCE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A content to compare, how it was reached, and the place on the page it came out of."""

    content: Content
    how: tuple[str, ...] = ()
    where: str = ""
    blob: Inner | None = None
    shown: str = ""  # SHA-256 of the picture that shows the words


@dataclass(slots=True)
class Page:
    """What one page gave so far, and what is left to spend on it."""

    clock: Clock
    room: int  # characters
    reading: float = READING  # seconds of the processor
    answer: Answer = field(default_factory=Answer)
    compared: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    late: int = 0  # contents that were left out

    def unreadable(self, where: str, reason: str) -> None:
        """Count what was not read."""
        self.answer.unreadable.append(f"{where or 'page'}: {reason}")


class Matcher:
    """Compares pages with one snapshot; cheap to make, and one serves a process for long."""

    def __init__(
        self,
        snapshot: Snapshot,
        context: Context,
        thresholds: Thresholds = SHIPPED,
        seconds: float = SECONDS,
        *,
        read_words: bool = False,
    ) -> None:
        self.snapshot = snapshot
        self.context = context
        self.thresholds = thresholds
        self.seconds = seconds
        self.read_words = read_words  # that stand in pictures
        self.names = NameIndex(snapshot.names)

    def __reduce__(self) -> tuple[object, ...]:
        values = (self.snapshot, self.context, self.thresholds, self.seconds)
        return partial(Matcher, read_words=self.read_words), values

    def examine(self, contents: Sequence[Content], title: str = "") -> Examined:
        """Compare everything on a page; what cannot be read is counted, never raised."""
        page = Page(Clock(self.seconds), self._scaled(CHARACTERS))
        if title:
            self._title(title, page)
        waiting = deque(Piece(content, where=content.where) for content in contents)
        for _ in range(CONTENTS):
            if not waiting:
                break
            waiting.extendleft(reversed(list(self._piece(waiting.popleft(), page))))
        if waiting:
            page.unreadable("page", f"{len(waiting)} more contents were left out")
        if page.late:
            page.unreadable("page", f"{page.late} contents were not compared: {LATE}")
        matches = gathered(page.answer.found)
        return Examined(
            matches=matches,
            near=nearest(page.answer.near, matches),
            compared=dict(page.compared),
            unreadable=tuple(dict.fromkeys(page.answer.unreadable)),
            candidates=tuple(sorted(set(page.answer.candidates), key=lambda c: (-c[3], c))),
            sample=packed(page.answer.samples),
        )

    def _title(self, title: str, page: Page) -> None:
        if len(title) > TITLE:
            page.unreadable("title", f"only the first {TITLE} characters were compared")
        short = Text(title[:TITLE])
        self._words(short, Piece(short, where="title"), page)

    def _piece(self, piece: Piece, page: Page) -> Iterator[Piece]:
        """Compare one content; files give more contents to compare."""
        content = piece.content
        if isinstance(content, File):
            yield from self._file(content, piece, page)
        elif isinstance(content, Image):
            self._image(content, piece, page)
        elif page.clock.past(COMPARED):
            page.late += 1
        else:
            page.compared[f"{content.type}s"] += 1
            for blob in self._words(content, piece, page):
                yield from self._inner(blob, piece, page)

    def _words(self, content: Text | Code | Table, piece: Piece, page: Page) -> list[Inner]:
        """Text, code and tables: all streams, rows and names; gives the files found inside."""
        body, room = _body(content), min(self._scaled(LONGEST), page.room)
        if len(body) > room:
            page.unreadable(piece.where, f"only the first {room} characters were compared")
            body = body[:room]
        unwrapped = unwrap(_HALVES.sub(_lost, body), max(0, page.room - len(body)), page.clock)
        page.room -= sum(len(view.text) for view in unwrapped.views)
        if unwrapped.left_out:
            page.unreadable(piece.where, unwrapped.left_out)
        views = [fitted(view, FOLDED) for view in unwrapped.views]
        if views != unwrapped.views:
            page.unreadable(piece.where, f"only the first {FOLDED} letters were compared")
        told = self.snapshot, self.thresholds, page.clock
        own = match_views(views, piece.where, *told)
        if self.snapshot.table(table_pairs.NAME) is not None:
            own.add(self._rows(content, views, piece.where, page))
        if not isinstance(content, Code) and self.names.names:
            named = self.names, self.snapshot, page.clock
            own.add(name_views.in_views(views, piece.where, *named))
        own.found = [_reached(found, piece) for found in own.found]
        page.answer.add(own)
        return unwrapped.files

    def _scaled(self, amount: int) -> int:
        return int(amount * self.seconds / SECONDS)

    def _rows(
        self, content: Text | Code | Table, views: list[View], where: str, page: Page
    ) -> Answer:
        if page.clock.past(SEARCHED):
            page.unreadable(where, f"it was not searched for rows of tables: {LATE}")
            return Answer()
        if isinstance(content, Table):
            rows = _first(content.rows, len(views[0].text))
            return tables.match_table(rows, where, self.snapshot, self.thresholds)
        return tables.match_views(views, where, self.snapshot, self.thresholds)

    def _image(self, image: Image, piece: Piece, page: Page) -> None:
        seen = match_images(image, self.snapshot, self.context)
        page.answer.near += seen.near
        if seen.unreadable:
            page.unreadable(image.url or piece.where, seen.unreadable)
        elif seen.skipped:
            page.unreadable(image.url or piece.where, f"picture not compared: {seen.skipped}")
        else:
            page.compared["images"] += 1
        if seen.outline is not None:
            page.answer.samples.append((image_hash.NAME, seen.outline))
        for asset, verdict, evidence in seen.found:
            chance = evidence.details.get("probability")
            found = Found(asset, verdict, evidence, probability=chance)
            page.answer.found.append(_reached(found, piece))
        if self.read_words and seen.pixels is not None:
            self._read(seen.pixels, image, piece, page)

    def _read(self, pixels: Pixels, image: Image, piece: Piece, page: Page) -> None:
        """Words that stand in the picture are compared as a text of the page."""
        where, begun = image.url or piece.where, image_text.spent()
        if page.reading <= 0:
            page.unreadable(where, f"words in the picture: no time after {READING:g} s of others")
            return
        try:
            body, unread = image_text.read(pixels)
        except Unreadable as reason:
            page.unreadable(where, f"words in the picture: {reason}")
            return
        finally:
            page.reading -= image_text.spent() - begun
        if unread:
            page.unreadable(where, f"words in the picture: no time for {unread} lines")
        if body and page.clock.past(COMPARED):
            page.late += 1
        elif body:
            page.compared["texts"] += 1
            text, how = Text(body), (*piece.how, READ)
            shown = Piece(text, how, where or image.sha256, shown=image.sha256)
            self._words(text, shown, page)

    def _file(self, file: File, piece: Piece, page: Page) -> Iterator[Piece]:
        name = file.name or file.where or "file"
        path = str(self.context.blobs.path(file.sha256))
        shown = piece.where or file.url or name
        call = partial(opening, archives.unpack_path, path, name)
        for how, content in self._opened(call, shown, page):
            yield Piece(content, (*piece.how, *how), shown)

    def _inner(self, blob: Inner, piece: Piece, page: Page) -> Iterator[Piece]:
        call = partial(opening, archives.unpack, blob.data, "encoded file")
        for how, content in self._opened(call, piece.where, page):
            yield Piece(content, (*piece.how, *blob.how, *how), piece.where, piece.blob or blob)

    def _opened(
        self, call: Callable[..., tuple[list[archives.Inside], list[str]]], shown: str, page: Page
    ) -> list[archives.Inside]:
        """Contents of a file, from the bounded process; problems are counted."""
        left = page.clock.left
        if left <= 0:
            page.unreadable(shown, f"the page took longer than {self.seconds:g} s")
            return []
        try:
            found, problems = call(str(self.context.blobs.root), seconds=left)
        except Unreadable as reason:
            page.unreadable(shown, str(reason))
            return []
        for problem in problems:
            page.unreadable(shown, problem)
        return found


def _body(content: Text | Code | Table) -> str:
    if isinstance(content, Table):
        return "\n".join("\t".join(row) for row in content.rows)
    return content.body


def _lost(halves: re.Match[str]) -> str:
    return LOST * len(halves[0])


def _first(rows: Sequence[tuple[str, ...]], room: int) -> Sequence[tuple[str, ...]]:
    """The first rows of a table, those that began within so many characters."""
    sizes = accumulate(sum(map(len, row)) + max(1, len(row)) for row in rows)
    return rows[: 1 + sum(1 for _ in takewhile(lambda size: size < room, sizes))]


def _reached(found: Found, piece: Piece) -> Found:
    """Evidence that says how its content was reached, and where on the page it came from."""
    if not piece.how:
        return found
    evidence = replace(found.evidence, unwrapped=(*piece.how, *found.evidence.unwrapped))
    if piece.shown:
        evidence = replace(evidence, details={**evidence.details, "sha256": piece.shown})
    if piece.blob is not None:
        start, end = piece.blob.start, piece.blob.end
        spans = tuple((part, replace(page, start=start, end=end)) for part, page in evidence.spans)
        evidence = replace(evidence, spans=spans)
    return replace(found, evidence=evidence)
