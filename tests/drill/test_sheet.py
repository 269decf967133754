"""The contact sheet shows every edit with its mark in words, and fits whatever it is given."""

import io

import numpy as np
import pytest
from PIL import Image

from copywatch.drill.pictures.sheet import (
    ACROSS,
    GAP,
    GREEN,
    GREY,
    HEAD,
    HIGH,
    RED,
    SIDE,
    Cell,
    Group,
    drawn,
    encoded,
)  # fmt: skip
from tests.copywatch.written import picture


def cells(number: int) -> list[Cell]:
    return [
        Cell(f"edit {n}", picture(n, (320, 240)), "found, copy .98", GREEN) for n in range(number)
    ]


def has(sheet: Image.Image, colour: tuple[int, int, int]) -> bool:
    return bool((np.asarray(sheet) == colour).all(axis=2).any())


def test_groups_stand_one_below_the_other_seven_pictures_in_a_row() -> None:
    one = drawn([Group("valve.jpg", cells(ACROSS))])
    assert one.size == (GAP + ACROSS * (SIDE + GAP), GAP + HEAD + HIGH + GAP)
    two = drawn([Group("valve.jpg", cells(ACROSS + 1)), Group("jug.jpg", cells(1))])
    assert two.height == GAP + 2 * HEAD + 3 * (HIGH + GAP)
    assert has(one, GREEN) and not has(one, RED)


@pytest.mark.parametrize("size", [(1, 1), (800, 2), (2, 800), (3000, 2000)])
def test_a_picture_of_any_size_stays_in_its_frame(size: tuple[int, int]) -> None:
    cell = Cell("cropped", Image.new("RGB", size, (1, 2, 250)), "NOT found", RED)
    sheet = drawn([Group("x", [cell])])
    blue = np.argwhere((np.asarray(sheet) == (1, 2, 250)).all(axis=2))
    assert blue.min() >= GAP and blue[:, 1].max() < GAP + SIDE
    assert blue[:, 0].max() < GAP + HEAD + SIDE


def test_long_names_and_reasons_with_control_signs_are_cut_to_what_fits() -> None:
    odd = "a\x1b[31m\n" * 400
    sheet = drawn([Group(odd, [Cell(odd, None, odd, GREY, f"{odd} {'w' * 900}")])])
    assert sheet.size == drawn([Group("x", [Cell("x", None, "x", GREY)])]).size
    outside = np.asarray(sheet)[GAP + HEAD :, GAP + SIDE + 1 :]
    assert (outside == 255).all()


def test_the_suffix_says_what_file_it_becomes() -> None:
    sheet = drawn([Group("valve.jpg", cells(2))])
    for suffix, kind in {".jpg": "JPEG", ".JPEG": "JPEG", ".png": "PNG"}.items():
        file = Image.open(io.BytesIO(encoded(sheet, suffix)))
        assert (file.format, file.size) == (kind, sheet.size)
