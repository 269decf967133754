"""What was kept of a hit's pages: exactly the bytes of strangers, so only ever downloaded."""

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.responses import Response

from console import errors, headers
from console.visit import Visit
from fingerprints.errors import CopywatchError
from hits.hit import Seen

LISTED = 30


@dataclass(frozen=True, slots=True)
class Kept:
    """One stored response or picture."""

    sha256: str
    url: str
    fetched_at: str


def of(seen: Iterable[Seen]) -> list[Kept]:
    """What was kept of a hit, newest first, each body once."""
    found: dict[str, Kept] = {}
    for one in seen:
        times = {c.sha256: c.fetched_at for c in one.sighting.captures if c.fetched_at}
        for sha256, record in one.warc.get("records", {}).items():
            at = times.get(sha256, one.sighting.seen_at)
            found.setdefault(sha256, Kept(sha256, record["url"], at))
    return list(found.values())[:LISTED]


def read(visit: Visit, seen: Iterable[Seen], sha256: str) -> bytes:
    """The body, checked; a page of plain words when it is not there or damaged."""
    for one in seen:
        if sha256 in one.warc.get("records", {}):
            try:
                return visit.services.captures.read(one.warc, sha256)
            except (CopywatchError, OSError) as error:
                raise errors.Refusal(404, "This capture cannot be read", str(error)) from error
    raise errors.not_here("This capture")


def download(visit: Visit) -> Response:
    """One capture as a file; a browser neither shows nor guesses what it is."""
    name = visit.part("sha256")
    data = read(visit, visit.services.record.visits(visit.part("hit")), name)
    return Response(
        data,
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="{name[:16]}.capture"',
            "Content-Security-Policy": headers.CAPTURE_POLICY,
        },
    )
