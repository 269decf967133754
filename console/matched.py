"""The pictures of one proof: what was matched outlined on both, and one laid over the other."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from starlette.responses import Response

from console import errors, overlay, pictures, proofs, thumbs
from console.quads import Quads
from console.visit import Visit
from fingerprints.content import Image
from hits.hit import Seen


@dataclass(frozen=True, slots=True)
class Look:
    """One proof that is looked at."""

    visit: Visit
    seen: list[Seen]
    proof: proofs.Proof
    quads: Quads

    def own(self) -> AbstractContextManager[Path]:
        """The protected picture, read from the original now."""
        asset, part = self.proof.seen.match.asset, self.proof.evidence.part
        return pictures.ours(self.visit, asset, part)

    def page(self) -> AbstractContextManager[Path]:
        """The picture that was found."""
        content = proofs.there(self.proof)
        inside = str(self.proof.evidence.details.get("sha256", ""))  # of a file
        name = content.sha256 if isinstance(content, Image) else inside
        return pictures.theirs(self.visit, self.seen, name)


def show(visit: Visit) -> Response:
    """One of the three; a proof that another took the place of since is not here any more."""
    seen = visit.services.record.visits(visit.part("hit"))
    draw, key = DRAWN.get(visit.part("side")), visit.part("proof")
    proof = next((one for one in proofs.listed(seen) if one.quads and one.key == key), None)
    if draw is None or proof is None or proof.quads is None:
        raise errors.not_here("This picture")
    look = Look(visit, seen, proof, proof.quads)
    return pictures.answer(lambda: draw(look))


def _yours(look: Look) -> bytes:
    with look.own() as own:
        return thumbs.made(overlay.outlined, str(own), look.quads.part)


def _found(look: Look) -> bytes:
    with look.page() as page:
        return thumbs.made(overlay.outlined, str(page), look.quads.page)


def _overlay(look: Look) -> bytes:
    with look.page() as page, look.own() as own:
        return thumbs.made(overlay.laid, str(own), str(page), look.quads)


DRAWN: Mapping[str, Callable[[Look], bytes]] = {
    "yours": _yours,
    "found": _found,
    "overlay": _overlay,
}
