"""Tier 1: protected pictures whose outline, or a view of it, is the outline of a picture."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from fingerprints.background_pictures import origin_of
from fingerprints.bits_table import BitsTable, Near
from fingerprints.image_signature import Signatures, unseal
from fingerprints.kind import Bits, Context
from matcher.image_frames import quads
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
from matcher.match import Evidence, NearMiss, Verdict

Proofs = tuple[tuple[str, Verdict, Evidence], ...]

NEAR_BITS = 96  # beyond, two pictures have nothing in common
NEAREST = 3
CANDIDATES = 400  # outlines verified for one picture


class Outlines(Protocol):
    """A snapshot, as far as outlines go."""

    @property
    def bits(self) -> BitsTable:
        """The outlines of all protected pictures."""


def judge(
    bits: Bits, where: str, snapshot: Outlines, context: Context
) -> tuple[Proofs, tuple[NearMiss, ...]]:
    """What a picture that was described is a copy of, and what comes near it."""
    seen = snapshot.bits.near(bits.rows, NEAR_BITS) or snapshot.bits.nearest(bits.rows[0])
    best = _ranked(comparisons(bits, seen, snapshot.bits, context))
    found = tuple(
        (one.entry.asset, one.verdict, _evidence(one, where)) for one in best if one.verdict
    )
    told = {(asset, proof.part) for asset, _, proof in found}
    return found, tuple(_misses(seen, snapshot.bits, where, told))


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
