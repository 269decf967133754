"""Step 1 of a match: all the ways to read a page, each with a way back to the page.

Bounded in depth, number and characters, so that a hostile page costs little.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from matcher import unwrap_bytes, unwrap_text
from matcher.view import View

DEPTH = 3
VIEWS = 40
CHARACTERS = 2_000_000  # in all views beside the raw one
FILES = 8  # archives and documents found inside a text
_TEXTUAL: dict[str, Callable[[View], View | None]] = {
    "html": unwrap_text.html_view,
    "json": unwrap_text.json_view,
    "url": unwrap_text.url_view,
}
_PREFIXED = {"line numbers", "diff", "quote"}


@dataclass(frozen=True, slots=True)
class Inner:
    """Bytes of an archive or document that a text held; opened in the bounded process."""

    data: bytes
    start: int
    end: int
    how: tuple[str, ...]


@dataclass(slots=True)
class Unwrapped:
    """What unwrapping found, and what it left out."""

    views: list[View] = field(default_factory=list)
    files: list[Inner] = field(default_factory=list)
    left_out: str = ""


def unwrap(body: str, room: int = CHARACTERS) -> Unwrapped:
    """All views of a text, the raw one first, with at most `room` characters in the others."""
    found = Unwrapped([View(body)])
    waiting = deque(found.views)
    seen = {hash(body)}
    while waiting:
        view = waiting.popleft()
        if len(view.how) >= DEPTH:
            continue
        for child in _children(view, found.files):
            key = hash(child.text)
            if key in seen or not child.text:
                continue
            if len(found.views) >= VIEWS or len(child.text) > room:
                found.left_out = "it holds more wrapped text than is opened"
                return found
            seen.add(key)
            room -= len(child.text)
            found.views.append(child)
            waiting.append(child)
    return found


def _children(view: View, files: list[Inner]) -> Iterator[View]:
    last = view.how[-1] if view.how else ""
    for how, reader in _TEXTUAL.items():
        child = reader(view) if how != last or how == "json" else None
        if child is not None:
            yield child
    if last not in _PREFIXED:
        yield from unwrap_text.prefix_views(view)
    for blob in unwrap_bytes.blobs(view.text):
        yield from _opened(view, blob, files)


def _opened(view: View, blob: unwrap_bytes.Blob, files: list[Inner]) -> Iterator[View]:
    data = blob.data
    how: tuple[str, ...] = (blob.how,)
    for _ in range(DEPTH):
        packed = unwrap_bytes.inflated(data)
        if packed is None:
            break
        data, how = packed[0], (*how, packed[1])
    text = None if unwrap_bytes.is_file(data) else unwrap_bytes.as_text(data)
    if text is not None:
        child = view.stretched(text, blob.start, blob.end, how[0])
        yield View(child.text, child.origins, (*view.how, *how))
    elif unwrap_bytes.is_file(data) and len(files) < FILES:
        files.append(Inner(data, *view.span(blob.start, blob.end), (*view.how, *how)))
