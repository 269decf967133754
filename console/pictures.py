"""Pictures as they are shown: those found at a hit, and the protected ones while looked at."""

from threading import Lock

from starlette.responses import Response

from console import errors, files, thumbs
from console.visit import Visit
from fingerprints.content import Image
from fingerprints.errors import Unreadable
from hits.hit import Hit, Seen

DESK = Lock()  # two readers of one original must not take it from each other


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
    try:
        path = str(visit.services.blobs.path(name))
        drawn = thumbs.small(path) if visit.asked("small") else thumbs.large(path)
    except Unreadable:
        return files.own("unreadable.svg")
    return _picture(drawn)


def protected(visit: Visit) -> Response:
    """A protected picture, read from the original now and forgotten again."""
    side = thumbs.SMALL if visit.asked("small") else thumbs.LARGE
    with DESK:
        content = visit.services.protected_content(visit.part("asset"), visit.asked("part"))
        if not isinstance(content, Image):
            raise errors.not_here("The original")
        try:
            return _picture(thumbs.large(str(visit.services.desk.path(content.sha256)), side))
        except Unreadable:
            return files.own("unreadable.svg")
        finally:
            visit.services.desk.drop(content.sha256)


def _picture(drawn: bytes) -> Response:
    headers = {"Cache-Control": "private, max-age=600", "Content-Disposition": "inline"}
    return Response(drawn, media_type=thumbs.MEDIA_TYPE, headers=headers)
