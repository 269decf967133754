"""Step 3: does it match? One page against the whole register, by pure functions."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np

from fingerprints import bounded
from fingerprints.content import Code, Content, File, Image, Table, Text
from fingerprints.errors import Unreadable
from fingerprints.kind import U64, Context
from fingerprints.snapshot import Snapshot
from matcher import archives, tables
from matcher.found import Answer, Found
from matcher.gather import gathered, nearest, sampled
from matcher.images import match_images
from matcher.match import Examined
from matcher.name_index import NameIndex
from matcher.names import match_names
from matcher.texts import match_views
from matcher.thresholds import SHIPPED, Thresholds
from matcher.unwrap import Inner, unwrap
from matcher.view import View

LONGEST = 2_000_000  # characters of one content that are compared
SECONDS = 2.0  # for all files of one page
MEGABYTES = 256
LISTED = 4  # views of a text that are searched for rows of tables
CONTENTS = 2_000  # of one page, archives opened


@dataclass(frozen=True, slots=True)
class Piece:
    """A content to compare, how it was reached, and the place on the page it came out of."""

    content: Content
    how: tuple[str, ...] = ()
    where: str = ""
    blob: Inner | None = None


class Matcher:
    """Compares pages with one snapshot; cheap to make, and one serves a process for long."""

    def __init__(
        self,
        snapshot: Snapshot,
        context: Context,
        thresholds: Thresholds = SHIPPED,
        seconds: float = SECONDS,
    ) -> None:
        self.snapshot = snapshot
        self.context = context
        self.thresholds = thresholds
        self.seconds = seconds
        self.names = NameIndex(snapshot.names)

    def __reduce__(self) -> tuple[object, ...]:
        return Matcher, (self.snapshot, self.context, self.thresholds, self.seconds)

    def examine(self, contents: Sequence[Content], title: str = "") -> Examined:
        """Compare everything on a page; what cannot be read is counted, never raised."""
        answer = Answer()
        compared: dict[str, int] = defaultdict(int)
        waiting = [Piece(content, where=content.where) for content in contents]
        if title:
            waiting.insert(0, Piece(Text(title, where="title"), where="title"))
        until = monotonic() + self.seconds
        done = 0
        while waiting and done < CONTENTS:
            piece = waiting.pop(0)
            done += 1
            more = list(self._piece(piece, answer, compared, until))
            waiting = more + waiting
        if waiting:
            answer.unreadable.append(f"page: {len(waiting)} more contents were left out")
        matches = gathered(answer.found)
        return Examined(
            matches=matches,
            near=nearest(answer.near, matches),
            compared=dict(compared),
            unreadable=tuple(dict.fromkeys(answer.unreadable)),
            candidates=tuple(sorted(set(answer.candidates), key=lambda c: (-c[3], c))),
            sample=sampled(answer.samples),
        )

    def _piece(
        self, piece: Piece, answer: Answer, compared: dict[str, int], until: float
    ) -> Iterator[Piece]:
        content = piece.content
        compared[f"{content.type}s"] += 1
        if isinstance(content, File):
            yield from self._file(content, piece, answer, until)
        elif isinstance(content, Image):
            self._image(content, piece, answer)
        else:
            inner = self._words(content, piece, answer)
            for blob in inner:
                yield from self._inner(blob, piece, answer, until)

    def _words(self, content: Text | Code | Table, piece: Piece, answer: Answer) -> list[Inner]:
        """Text, code and tables: all streams, rows and names."""
        body = _body(content)
        if len(body) > LONGEST:
            answer.unreadable.append(f"{piece.where}: only {LONGEST} characters were compared")
            body = body[:LONGEST]
        unwrapped = unwrap(body)
        if unwrapped.left_out:
            answer.unreadable.append(f"{piece.where}: {unwrapped.left_out}")
        own = match_views(unwrapped.views, piece.where, self.snapshot, self.thresholds)
        if self.snapshot.table("table_pairs@1") is not None:
            own.add(self._rows(content, unwrapped.views, piece.where))
        if not isinstance(content, Code) and self.names.names:
            own.found += match_names(body, piece.where, self.names, self.snapshot)
        own.found = [_reached(found, piece) for found in own.found]
        answer.add(own)
        return unwrapped.files

    def _rows(self, content: Text | Code | Table, views: list[View], where: str) -> Answer:
        if isinstance(content, Table):
            asked = tables.in_rows(content.rows)
            return tables.match_pairs(asked, where, "", self.snapshot, self.thresholds)
        answer = Answer()
        for view in views[:LISTED]:
            asked = tables.in_text(view.text)
            one = tables.match_pairs(asked, where, view.text, self.snapshot, self.thresholds)
            one.found = [
                replace(f, evidence=replace(f.evidence, unwrapped=view.how)) for f in one.found
            ]
            answer.add(one)
        return answer

    def _image(self, image: Image, piece: Piece, answer: Answer) -> None:
        seen = match_images(image, self.snapshot, self.context)
        answer.near += seen.near
        if seen.unreadable:
            answer.unreadable.append(f"{piece.where or image.url}: {seen.unreadable}")
        for asset, verdict, evidence in seen.found:
            answer.found.append(_reached(Found(asset, verdict, evidence), piece))

    def _file(self, file: File, piece: Piece, answer: Answer, until: float) -> Iterator[Piece]:
        name = file.name or file.where
        path = str(self.context.blobs.path(file.sha256))
        shown = piece.where or file.url or name
        for how, content in self._opened(archives.unpack_path, path, name, shown, answer, until):
            yield Piece(content, (*piece.how, *how), shown)

    def _inner(self, blob: Inner, piece: Piece, answer: Answer, until: float) -> Iterator[Piece]:
        for how, content in self._opened(
            archives.unpack, blob.data, "", piece.where, answer, until
        ):
            yield Piece(content, (*piece.how, *blob.how, *how), piece.where, piece.blob or blob)

    def _opened(
        self, opener: object, data: str | bytes, name: str, shown: str, answer: Answer, until: float
    ) -> list[archives.Inside]:
        """Contents of a file, from the bounded process; problems are counted."""
        left = until - monotonic()
        if left <= 0:
            answer.unreadable.append(f"{shown}: the page took longer than {self.seconds:g} s")
            return []
        root = str(self.context.blobs.root)
        try:
            found, problems = bounded.call(
                opener, data, name, root, seconds=left, megabytes=MEGABYTES
            )
        except Unreadable as reason:
            answer.unreadable.append(f"{shown}: {reason}")
            return []
        answer.unreadable += [f"{shown}: {problem}" for problem in problems]
        return list(found)


def _body(content: Text | Code | Table) -> str:
    if isinstance(content, Table):
        return "\n".join("\t".join(row) for row in content.rows)
    return content.body


def _reached(found: Found, piece: Piece) -> Found:
    """Evidence that says how its content was reached, and where on the page it came from."""
    if not piece.how:
        return found
    evidence = replace(found.evidence, unwrapped=(*piece.how, *found.evidence.unwrapped))
    if piece.blob is not None:
        start, end = piece.blob.start, piece.blob.end
        spans = tuple((part, replace(page, start=start, end=end)) for part, page in evidence.spans)
        evidence = replace(evidence, spans=spans)
    return replace(found, evidence=evidence)
