"""The console's own files: one sheet, one script, one picture."""

from functools import cache
from importlib.resources import files

from starlette.responses import Response

from console import errors
from console.visit import Visit

TYPES = {
    "style.css": "text/css; charset=utf-8",
    "console.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "unreadable.svg": "image/svg+xml",  # stands for a picture that cannot be drawn
    "no-picture.svg": "image/svg+xml",  # for a place without one
}


def show(visit: Visit) -> Response:
    """A file of this list; nothing else can be asked for."""
    name = visit.part("name")
    if name not in TYPES:
        raise errors.not_here("This file")
    return own(name)


def own(name: str) -> Response:
    """One of our own files."""
    headers = {"Cache-Control": "public, max-age=300"}
    return Response(_read(name), media_type=TYPES[name], headers=headers)


@cache
def _read(name: str) -> bytes:
    return files("console").joinpath("static", name).read_bytes()
