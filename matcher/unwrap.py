"""Step 1 of a match: all the ways to read a page, each with a way back to the page.

Bounded in depth, number, characters and bytes, so that a hostile page costs little.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from matcher import clock as clocks
from matcher import unwrap_bytes, unwrap_lines, unwrap_text
from matcher.clock import ENDLESS, Clock
from matcher.marks import Marks
from matcher.unwrap_blobs import BLOBS, Blob, blobs
from matcher.view import View

DEPTH = 3
VIEWS = 40
CHARACTERS = 2_000_000  # in all views beside the raw one
BYTES = 32 << 20  # that are inflated
FILES = 8  # archives and documents found inside a text
_AGAIN = {"json"}  # may stand inside themselves
MORE = "it holds more wrapped text than is opened"
DEEPER = f"it is wrapped more than {DEPTH} times"
DAMAGED = "a packed part of it is damaged or cut off"
LATE = f"it was not unwrapped to the end: {clocks.LATE}"
MORE_FILES = f"it holds more than {FILES} encoded files; the rest was left"


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
    room: int = BYTES

    def lack(self, reason: str) -> None:
        """Say once what was left out."""
        if reason not in self.left_out:
            self.left_out = f"{self.left_out}; {reason}" if self.left_out else reason


def unwrap(body: str, room: int = CHARACTERS, clock: Clock = ENDLESS) -> Unwrapped:
    """All views of a text, the raw one first, with at most `room` characters in the others."""
    found = Unwrapped([View(body)])
    waiting = deque(found.views)
    seen = {hash(body)}
    while waiting:
        view = waiting.popleft()
        if len(view.how) >= DEPTH:
            if next(blobs(view.text, Marks(view.text), clock), None):
                found.lack(DEEPER)
            continue
        for child in _children(view, found, clock):
            key = hash(child.text)
            if key in seen or not child.text:
                continue
            if len(found.views) >= VIEWS or len(child.text) > room:
                found.lack(MORE)
                return found
            seen.add(key)
            room -= len(child.text)
            found.views.append(child)
            waiting.append(child)
    return found


def _children(view: View, found: Unwrapped, clock: Clock) -> Iterator[View]:
    late = clock.late
    for child in clock.each(_read(view, Marks(view.text), found, clock), clocks.UNWRAPPED):
        if child is not None:
            yield child
    if clock.late > late:
        found.lack(LATE)


def _read(view: View, marks: Marks, found: Unwrapped, clock: Clock) -> Iterator[View | None]:
    """What each reader makes of a view, one after the other; None where it makes nothing."""
    last = view.how[-1] if view.how else ""
    for how, reader in unwrap_text.READERS:
        yield reader(view, marks) if how != last or how in _AGAIN else None
    for child in unwrap_lines.line_views(view, marks):
        yield child if child.how[-1] != last else None
    for number, blob in enumerate(blobs(view.text, marks, clock)):
        if number >= BLOBS:
            found.lack(MORE)
            break
        yield from _opened(view, blob, found)


def _opened(view: View, blob: Blob, found: Unwrapped) -> Iterator[View]:
    data, how = _inflated(blob, found)
    if unwrap_bytes.is_file(data):
        if len(found.files) >= FILES:
            found.lack(MORE_FILES)
        else:
            found.files.append(Inner(data, *view.span(blob.start, blob.end), (*view.how, *how)))
        return
    text = unwrap_bytes.as_text(data)
    if text is not None:
        child = view.stretched(text, blob.start, blob.end, how[0])
        yield View(child.text, child.origins, (*view.how, *how))


def _inflated(blob: Blob, found: Unwrapped) -> tuple[bytes, tuple[str, ...]]:
    """The bytes after all packing, and how they were packed; what is missing is said."""
    data = blob.data
    how: tuple[str, ...] = (blob.how,)
    for _ in range(DEPTH):
        packed = unwrap_bytes.inflated(data) if found.room > 0 else None
        if packed is None:
            break
        data, how = packed.data, (*how, packed.how)
        found.room -= len(data)
        if packed.broken:
            found.lack(DAMAGED)
        if len(data) >= unwrap_bytes.INFLATED or found.room <= 0:
            found.lack(MORE)
    return data, how
