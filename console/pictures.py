"""Pictures as they are shown: those found at a hit, and the protected ones while looked at."""

from pathlib import Path

from starlette.responses import Response

from console import captures, desk, errors, files, thumbs
from console.visit import Visit
from fingerprints.content import Image
from fingerprints.errors import Unreadable
from hits.hit import Hit, Seen


def of(seen: list[Seen]) -> list[Image]:
    """The pictures of a hit's visits, each once; those that proved something come first."""
    proven = {
        name
        for one in seen
        for evidence in one.match.evidence
        if evidence.kind.startswith("image")
        for name in (evidence.where, evidence.details.get("sha256"))
    }
    images = [
        content for one in seen for content in one.sighting.contents if isinstance(content, Image)
    ]
    images.sort(key=lambda image: (image.sha256 not in proven, image.where not in proven))
    return list({image.sha256: image for image in images}.values())


def first(visit: Visit, hit: Hit) -> str:
    """The SHA-256 of the picture that stands for a hit in a list; "" for none."""
    found = of(visit.services.record.visits(hit.id, 1))
    return found[0].sha256 if found else ""


def found(visit: Visit) -> Response:
    """A picture found at a hit; any other picture is not here."""
    name = visit.part("sha256")
    seen = visit.services.record.visits(visit.part("hit"))
    if name not in {image.sha256 for image in of(seen)}:
        raise errors.not_here("This picture")
    path = visit.services.blobs.path(name)
    if path.is_file():
        return _drawn(visit, path)
    with desk.laid_out(visit, captures.read(visit, seen, name)) as copy:
        return _drawn(visit, copy)


def protected(visit: Visit) -> Response:
    """A protected picture, read from the original now and forgotten again."""
    with desk.protected(visit, visit.part("asset"), visit.asked("part")) as content:
        if not isinstance(content, Image):
            raise errors.not_here("The original")
        return _drawn(visit, visit.services.desk.path(content.sha256))


def _drawn(visit: Visit, path: Path) -> Response:
    side = thumbs.SMALL if visit.asked("small") else thumbs.LARGE
    try:
        drawn = thumbs.drawn(path, side)
    except Unreadable:
        return files.own("unreadable.svg")
    headers = {"Cache-Control": "private, max-age=600", "Content-Disposition": "inline"}
    return Response(drawn, media_type=thumbs.MEDIA_TYPE, headers=headers)
