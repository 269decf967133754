"""What was kept of a hit's pages: exactly the bytes of strangers, so only ever downloaded."""

from collections.abc import Iterable

from starlette.responses import Response

from console import errors, headers
from console.visit import Visit
from fingerprints.errors import CopywatchError
from hits.hit import Seen
from spiders.sighting import Capture

LISTED = 30


def of(seen: Iterable[Seen]) -> list[Capture]:
    """The captures of a hit that were kept, newest first, each once."""
    found = {c.sha256: c for one in seen for c in one.sighting.captures if c.sha256 in one.warc}
    return list(found.values())[:LISTED]


def download(visit: Visit) -> Response:
    """One capture as a file; a browser neither shows nor guesses what it is."""
    name = visit.part("sha256")
    for one in visit.services.record.visits(visit.part("hit")):
        if name in one.warc:
            return _attachment(visit, one, name)
    raise errors.not_here("This capture")


def _attachment(visit: Visit, one: Seen, name: str) -> Response:
    try:
        data = visit.services.captures.read(one.warc[name])
    except (CopywatchError, OSError) as error:
        raise errors.Refusal(404, "This capture cannot be read", str(error)) from error
    return Response(
        data,
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="{name[:16]}.capture"',
            "Content-Security-Policy": headers.CAPTURE_POLICY,
        },
    )
