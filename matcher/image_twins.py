"""Twins inside the register: protected pictures that are found wherever another one is.

Told from what is stored alone: features, places and thumbnails; no original is opened.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from fingerprints.background_pictures import origin_of
from fingerprints.points_table import Pointed, PointsTable
from matcher.image_evidence import Aligned, aligned, learnt
from matcher.image_rivals import rivalry
from matcher.image_told import SHARED, percent
from matcher.image_votes import Asked, kin


@dataclass(frozen=True, slots=True)
class Twin:
    """Two protected pictures of which one is found where the other is."""

    asset: str
    part: str
    other_asset: str
    other_part: str
    one_photo: bool  # they do not differ: both are told; else the one that a page shows
    agreeing: float  # share of the other's telling blocks that agree

    @property
    def told(self) -> str:
        """What the two are to each other."""
        if self.one_photo:
            return "the same photograph: a page that shows it is told for both"
        if self.agreeing >= SHARED:
            return "alike: the one is told that a page shows, by what they differ in"
        return f"{percent(self.agreeing)} of the other are in it: that much is shared, and no copy"


def all_twins(
    table: PointsTable, wanted: Collection[tuple[str, str]] = ()
) -> Iterator[Twin | None]:
    """The twins of every picture, or of those (asset, part) that are wanted; None after each."""
    for number in table.entries():
        known = table.known(number)
        if not origin_of(known.asset) and (not wanted or (known.asset, known.part) in wanted):
            yield from twins(table, number)
        yield None


def twins(table: PointsTable, number: int) -> Iterator[Twin]:
    """The twins of one picture of the snapshot."""
    own = table.entry(number)
    size = own.kept.width, own.kept.height
    shown = np.asarray(cv2.resize(own.kept.thumb, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    asked = Asked(own.places, own.bits)
    found = [
        (
            table.entry(candidate.entry),
            aligned(shown, asked, table.entry(candidate.entry), candidate),
        )
        for candidate in kin(own, table)
    ]
    itself = next((one for _, one in found if one and one.entry == number), None)
    for other, one in found:
        if itself is None or one is None or one.entry == number or one.score < learnt().copy:
            continue
        if not origin_of(other.asset):
            yield _twin(own, other, one, one_photo=rivalry(shown, itself, one).one_photo)


def _twin(own: Pointed, other: Pointed, one: Aligned, *, one_photo: bool) -> Twin:
    return Twin(own.asset, own.part, other.asset, other.part, one_photo, round(one.agreeing, 3))
