"""Finds the protected pictures that one picture of a page is a copy of: tier by tier."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from fingerprints import image_hash, image_lines, image_points
from fingerprints.arrays import U64
from fingerprints.background_pictures import origin_of
from fingerprints.content import Image
from fingerprints.errors import Unreadable
from fingerprints.image_open import Picture, Pixels
from fingerprints.kind import Context
from fingerprints.logos_table import LogosTable
from fingerprints.points_table import PointsTable
from matcher import image_parts, image_told, line_parts, logos
from matcher.image_outlines import Outlines, Proofs, judge
from matcher.image_parts import Placed
from matcher.match import HITS, Evidence, NearMiss, Verdict


class Pictured(Outlines, Protocol):
    """A snapshot, as far as pictures go."""

    @property
    def points(self) -> PointsTable:
        """The local features of all protected pictures."""

    @property
    def logos(self) -> LogosTable:
        """All protected logos."""

    @property
    def lines(self) -> PointsTable:
        """The local features of all protected line drawings."""


@dataclass(frozen=True, slots=True)
class ImageAnswer:
    """What one picture is a copy of; one that was not compared says why."""

    found: Proofs = ()  # asset, verdict, proof; strongest first
    near: tuple[NearMiss, ...] = ()
    unreadable: str = ""  # why it could not be opened
    skipped: str = ""  # why it was opened and not compared
    outline: U64 | None = field(default=None, compare=False)  # of the whole picture, for look-back
    pixels: Pixels | None = field(default=None, compare=False)  # what was opened: the first frame


def match_images(image: Image, snapshot: Pictured, context: Context) -> ImageAnswer:
    """Compare one picture with every protected one; hostile bytes are an answer, not an error."""
    try:
        picture = image_hash.opened(image, context)
    except Unreadable as reason:
        return ImageAnswer(unreadable=str(reason))
    answer = compared(picture, image, snapshot, context)
    return replace(answer, pixels=picture.frames[0])


def compared(picture: Picture, image: Image, snapshot: Pictured, context: Context) -> ImageAnswer:
    """The same for a picture that was opened."""
    bits = image_hash.describe(picture, bytes.fromhex(image.sha256), context.keys, mirrored=True)
    where = image.url or image.where or image.sha256
    if not len(bits.rows):
        shown = _named(image, _logos(picture.frames[0], where, snapshot.logos))
        return ImageAnswer(shown, skipped="" if shown else image_hash.why_refused(bits))
    found, near = judge(bits, where, snapshot, context)
    if not any(verdict == "copy" for _, verdict, _ in found):
        found = _with_parts(found, picture.frames, where, snapshot)
        found += _logos(picture.frames[0], where, snapshot.logos)
    return ImageAnswer(_named(image, found), near, outline=bits.rows[0])


def _with_parts(found: Proofs, frames: Sequence[Pixels], where: str, snapshot: Pictured) -> Proofs:
    """Tier 2, where no whole copy was found: it has seen more than tier 1, and goes before it.

    The frames of an animation are searched in order, until one of them shows a copy.
    """
    best: dict[tuple[str, str], tuple[str, Verdict, Evidence]] = {}
    for number, pixels in enumerate(frames):
        for kind, one in _placed(pixels, snapshot):
            told, why = image_told.verdict(one)
            if told is None:
                continue
            proof = image_told.evidence(one, told, why, where, kind, moving=number > 0)
            key, asset = (one.one.own.asset, proof.part), one.one.own.asset
            if key not in best or (told in HITS and best[key][1] not in HITS):
                best[key] = (asset, told, proof)
        if any(verdict in HITS for _, verdict, _ in best.values()):
            break
    rest = (one for one in found if (one[0], one[2].part) not in best)
    return (*sorted(best.values(), key=_surest), *rest)


def _placed(pixels: Pixels, snapshot: Pictured) -> list[tuple[str, Placed]]:
    """Drawings and photographs with their kind; of a drawing in a drawing its lines alone tell."""
    drawn = line_parts.found(pixels, snapshot.lines)
    seen = image_parts.placed(pixels, snapshot.points)
    if drawn is not None:
        held, mark = snapshot.lines.holds, snapshot.points.mark
        seen = [one for one in seen if not held(mark(one.one.entry))]
    lines = [(image_lines.NAME, one) for one in drawn or ()]
    return [*lines, *((image_points.NAME, one) for one in seen)]


def _surest(one: tuple[str, Verdict, Evidence]) -> tuple[bool, float]:
    return one[1] not in HITS, -one[2].score


def _logos(pixels: Pixels, where: str, table: LogosTable) -> Proofs:
    """Tier 3, where logos are protected: each that stands in the picture."""
    return tuple(
        (table.points.known(one.entry).asset, "logo", logos.evidence(one, table, where))
        for one in logos.shown(pixels, table)
    )


def _named(image: Image, found: Proofs) -> Proofs:
    """The proofs with the picture's name, for a page may show many; public pictures are none."""
    return tuple(
        (asset, verdict, replace(proof, details={**proof.details, "sha256": image.sha256}))
        for asset, verdict, proof in found
        if not origin_of(asset)
    )
