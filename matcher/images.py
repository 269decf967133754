"""Finds the protected pictures that one picture of a page is a copy of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from fingerprints import image_hash, image_lines, image_points
from fingerprints.arrays import U64
from fingerprints.background_pictures import origin_of
from fingerprints.bits_table import BitsTable, Near
from fingerprints.content import Image
from fingerprints.errors import Unreadable
from fingerprints.image_open import Pixels
from fingerprints.image_signature import Signatures, unseal
from fingerprints.kind import Bits, Context
from fingerprints.logos_table import LogosTable
from fingerprints.points_table import PointsTable
from matcher import image_parts, image_told, line_parts, logos
from matcher.image_frames import quads
from matcher.image_parts import Placed
from matcher.image_verdict import (
    COPY_BITS,
    RANDOM,
    TWIN_BITS,
    Comparison,
    Side,
    compare,
    edit,
    same_protected,
    score,
    sentence,
)
from matcher.match import HITS, Evidence, NearMiss, Verdict

Proofs = tuple[tuple[str, Verdict, Evidence], ...]

NEAR_BITS = 96  # beyond, two pictures have nothing in common
NEAREST = 3
CANDIDATES = 400  # outlines verified for one picture


class Outlines(Protocol):
    """A snapshot, as far as outlines go."""

    @property
    def bits(self) -> BitsTable:
        """The outlines of all protected pictures."""


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


def match_images(image: Image, snapshot: Pictured, context: Context) -> ImageAnswer:
    """Compare one picture with every protected one; hostile bytes are an answer, not an error."""
    try:
        picture = image_hash.opened(image, context)
    except Unreadable as reason:
        return ImageAnswer(unreadable=str(reason))
    bits = image_hash.describe(picture, bytes.fromhex(image.sha256), context.keys, mirrored=True)
    where = image.url or image.where or image.sha256
    if not len(bits.rows):
        shown = _named(image, _logos(picture.frames[0], where, snapshot.logos))
        return ImageAnswer(shown, skipped="" if shown else image_hash.why_refused(bits))
    answer = judge(bits, where, snapshot, context)
    found = answer.found
    if not any(verdict == "copy" for _, verdict, _ in found):
        found = _with_parts(found, picture.frames, where, snapshot)
        found += _logos(picture.frames[0], where, snapshot.logos)
    return replace(answer, found=_named(image, found), outline=bits.rows[0])


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


def judge(bits: Bits, where: str, snapshot: Outlines, context: Context) -> ImageAnswer:
    """The answer for a picture that was opened and described."""
    seen = snapshot.bits.near(bits.rows, NEAR_BITS) or snapshot.bits.nearest(bits.rows[0])
    best = _ranked(comparisons(bits, seen, snapshot.bits, context))
    found = tuple(
        (one.entry.asset, one.verdict, _evidence(one, where)) for one in best if one.verdict
    )
    told = {(asset, proof.part) for asset, _, proof in found}
    return ImageAnswer(found, tuple(_misses(seen, snapshot.bits, where, told)))


def comparisons(
    bits: Bits, seen: list[Near], table: BitsTable, context: Context
) -> Iterator[Comparison]:
    """For each protected picture the pair of views that speaks most for a copy."""
    page = unseal(bits.extra, context.keys)
    best: dict[int, Comparison] = {}
    opened: dict[int, Signatures] = {}
    for near in seen[:CANDIDATES]:
        if near.distance > TWIN_BITS:
            break
        entry = table.entry(near.entry)
        if near.entry not in opened:
            opened[near.entry] = unseal(entry.extra, context.keys)
        stored = opened[near.entry]
        mirrored, view = divmod(near.row, len(page.views))
        shown = page.views[view].mirrored() if mirrored else page.views[view]
        one = compare(
            entry,
            Side(bits.labels[view], shown, page),
            Side(entry.labels[near.view], stored.views[near.view], stored),
            near.distance,
            mirrored=bool(mirrored),
        )
        if near.entry not in best or _order(one) < _order(best[near.entry]):
            best[near.entry] = one
    yield from best.values()


def _order(one: Comparison) -> tuple[int, float]:
    return (0 if one.verdict == "copy" else 1 if one.verdict else 2, one.apart)


def _ranked(all_of_them: Iterator[Comparison]) -> list[Comparison]:
    """Best first; a picture has one original: what fits worse than another is only alike."""
    ranked = sorted(all_of_them, key=_order)
    return [
        one
        if one.verdict != "copy" or same_protected(ranked[0], one)
        else replace(one, verdict="same product?", why=_better(ranked[0]))
        for one in ranked
    ]


def _better(best: Comparison) -> str:
    origin = origin_of(best.entry.asset)
    return (
        f"{f'the public picture {origin}' if origin else 'another protected picture'} fits better"
    )


def _evidence(one: Comparison, where: str) -> Evidence:
    details = {
        "distance": one.distance,
        "threshold": COPY_BITS if one.verdict == "copy" else TWIN_BITS,
        "light": round(one.light, 1),
        "sentence": sentence(one),
        "colour": None if one.colour is None else round(one.colour, 1),
    }
    told = {"edit": edit(one)} if one.verdict == "copy" else {"why": one.why}
    return Evidence(
        kind=one.entry.kind,
        part=one.entry.part,
        where=where,
        score=score(one),
        page_share=1.0,
        part_share=1.0,
        details={**details, **told, **_places(one)},
    )


def _places(one: Comparison) -> dict[str, list[list[float]]]:
    """Both quadrilaterals, where it is known where the two views stand on their pictures."""
    ours, theirs = one.protected.view.box, one.page.view.box
    if ours is None or theirs is None:
        return {}
    there = theirs.corners
    return quads(ours.corners, there[[1, 0, 3, 2]] if one.mirrored else there)


def _misses(
    seen: list[Near], table: BitsTable, where: str, told: set[tuple[str, str]]
) -> Iterator[NearMiss]:
    """The nearest protected pictures that are no match, each once."""
    left = NEAREST
    known = set(told)
    for near in seen:
        entry = table.entry(near.entry)
        if origin_of(entry.asset):
            continue
        if left and (entry.asset, entry.part) not in known:
            known.add((entry.asset, entry.part))
            left -= 1
            yield NearMiss(
                asset=entry.asset,
                part=entry.part,
                kind=entry.kind,
                where=where,
                score=round(max(0.0, 1 - near.distance / RANDOM), 3),
                threshold=1 - TWIN_BITS / RANDOM,
            )
