"""Twins inside the register are told from what is stored alone."""

import numpy as np
import pytest

from fingerprints import image_points, snapshot
from fingerprints.keys import Keys
from fingerprints.points_table import PointsTable
from fingerprints.snapshot import Entry, Snapshot
from matcher.image_twins import Twin, all_twins, twins
from tests.fingerprints.test_image_points import scene
from tests.matcher.test_image_rivals import SHELF

KEYS = Keys(b"k" * 32)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> PointsTable:
    pictures = {name: np.asarray(picture.convert("RGB")) for name, picture in SHELF.items()}
    pictures |= {"other": scene(41), "another": scene(42), "background:stock": pictures["ring"]}
    entries = [
        Entry(name, "front.jpg", image_points.NAME, image_points.describe(pixels, KEYS), 0)
        for name, pixels in pictures.items()
    ]
    path = snapshot.write(tmp_path_factory.mktemp("twins") / "snapshots", entries, KEYS)
    return Snapshot.open(path, KEYS).points


def of(table: PointsTable, asset: str) -> dict[str, Twin]:
    number = next(n for n in table.entries() if table.entry(n).asset == asset)
    return {one.other_asset: one for one in twins(table, number)}


def test_one_photograph_and_its_detail_are_the_same_and_another_label_is_alike(
    table: PointsTable,
) -> None:
    found = of(table, "ring")
    assert found.keys() == {"twice", "detail", "bars"}
    assert {name for name, one in found.items() if one.one_photo} == {"twice", "detail"}
    assert found["twice"].told.startswith("the same photograph")
    assert found["bars"].told.startswith("alike")


def test_pictures_of_their_own_have_none(table: PointsTable) -> None:
    assert not of(table, "other")


def test_all_of_them_or_those_that_are_wanted(table: PointsTable) -> None:
    every = [one for one in all_twins(table) if one]
    assert {one.asset for one in every} == {"ring", "bars", "twice", "detail"}
    wanted = [one for one in all_twins(table, {("bars", "front.jpg")}) if one]
    assert {one.asset for one in wanted} == {"bars"}
    assert len(list(all_twins(table, {("nothing", "")}))) == len(table.entries())
