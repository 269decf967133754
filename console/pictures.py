"""Pictures as they are shown: those found at a hit, and the protected ones while looked at."""

from pathlib import Path

from starlette.responses import Response

from console import captures, desk, errors, files, proofs, thumbs
from console.visit import Visit
from fingerprints.content import Image
from fingerprints.errors import Unreadable
from hits.hit import Seen


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


def stand_in(visit: Visit) -> Response:
    """The picture that stands for a hit in a list."""
    seen = visit.services.record.visits(visit.part("hit"), 1)
    images = of(seen)
    return _found(visit, seen, images[0].sha256) if images else files.own("no-picture.svg")


def found(visit: Visit) -> Response:
    """A picture found at a hit; any other picture is not here."""
    name = visit.part("sha256")
    seen = visit.services.record.visits(visit.part("hit"))
    if name in {image.sha256 for image in of(seen)}:
        return _found(visit, seen, name)
    proof = next((p for p in proofs.listed(seen) if p.evidence.details.get("sha256") == name), None)
    rooms = visit.services
    member = (
        proofs.member(proof, blobs=rooms.blobs, captures=rooms.captures, desk=rooms.desk)
        if proof
        else None
    )
    if member is None:
        raise errors.not_here("This picture")
    with desk.laid_out(visit, member[1]) as copy:
        return _drawn(visit, copy)


def _found(visit: Visit, seen: list[Seen], name: str) -> Response:
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
