"""Where an original lies while somebody looks at it; the desk is empty afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from console.visit import Visit
from fingerprints.content import Content, Image

LOCK = RLock()  # two readers of one original must not take it from each other


@contextmanager
def protected(visit: Visit, asset: str, part: str) -> Iterator[Content | None]:
    """The protected content, read from the original now; None when it has moved."""
    with LOCK:
        content = visit.services.protected_content(asset, part)
        try:
            yield content
        finally:
            if isinstance(content, Image):
                visit.services.desk.drop(content.sha256)


@contextmanager
def laid_out(visit: Visit, data: bytes) -> Iterator[Path]:
    """A file with these bytes."""
    desk = visit.services.desk
    with LOCK:
        digest = desk.put(data)
        try:
            yield desk.path(digest)
        finally:
            desk.drop(digest)
