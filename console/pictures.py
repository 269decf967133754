"""Pictures as they are shown: those found at a hit, and the protected ones while looked at."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
    seen = visit.services.record.visits(visit.part("hit"))
    return _found(visit, seen, visit.part("sha256"))


def _found(visit: Visit, seen: list[Seen], name: str) -> Response:
    with theirs(visit, seen, name) as path:
        return _drawn(visit, path)


def protected(visit: Visit) -> Response:
    """A protected picture, read from the original now and forgotten again."""
    with ours(visit, visit.part("asset"), visit.asked("part")) as path:
        return _drawn(visit, path)


@contextmanager
def theirs(visit: Visit, seen: list[Seen], name: str) -> Iterator[Path]:
    """Where a picture found at a hit (its SHA-256) lies while it is drawn."""
    fresh = visit.services.blobs
    if name not in {image.sha256 for image in of(seen)}:
        data = _member(visit, seen, name)
    elif fresh.path(name).is_file():
        yield fresh.path(name)
        return
    else:
        data = captures.read(visit, seen, name)
    with desk.laid_out(visit, data) as copy:
        yield copy


def _member(visit: Visit, seen: list[Seen], name: str) -> bytes:
    """A picture inside a file that was found."""
    proof = next((p for p in proofs.listed(seen) if p.evidence.details.get("sha256") == name), None)
    rooms = visit.services
    member = (
        proofs.member(proof, blobs=rooms.blobs, captures=rooms.captures, desk=rooms.desk)
        if proof
        else None
    )
    if member is None:
        raise errors.not_here("This picture")
    return member[1]


@contextmanager
def ours(visit: Visit, asset: str, part: str) -> Iterator[Path]:
    """Where a protected picture lies while it is drawn."""
    with desk.protected(visit, asset, part) as content:
        if not isinstance(content, Image):
            raise errors.not_here("The original")
        yield visit.services.desk.path(content.sha256)


def _drawn(visit: Visit, path: Path) -> Response:
    side = thumbs.SMALL if visit.asked("small") else thumbs.LARGE
    return answer(lambda: thumbs.drawn(path, side))


def answer(draw: Callable[[], bytes]) -> Response:
    """What was drawn, or a picture that says that it cannot be."""
    try:
        drawn = draw()
    except Unreadable:
        return files.own("unreadable.svg")
    headers = {"Cache-Control": "private, max-age=600", "Content-Disposition": "inline"}
    return Response(drawn, media_type=thumbs.MEDIA_TYPE, headers=headers)
