"""The proof shows the part that agrees: cut where telling blocks beyond it do not."""

import numpy as np
import pytest

from fingerprints.arrays import Mask
from fingerprints.image_views import WHOLE
from matcher.image_blocks import STEP, WINDOW, Blocks
from matcher.image_frames import agreed, on_page, visible_part

ROWS, COLUMNS = 20, 25


def grid(rows: slice, columns: slice) -> Mask:
    mask = np.zeros((ROWS, COLUMNS), bool)
    mask[rows, columns] = True
    return mask


def blocks(telling: Mask) -> Blocks:
    light, every = np.ones((ROWS, COLUMNS), np.float32), np.ones((ROWS, COLUMNS), bool)
    return Blocks(light, light, telling, every, every, 0.0)


EVERY = grid(slice(None), slice(None))


def test_a_picture_that_agrees_everywhere_is_shown_whole() -> None:
    assert agreed(blocks(EVERY), EVERY, WHOLE) == WHOLE


def test_what_disagrees_on_a_side_was_cut_off() -> None:
    box = agreed(blocks(EVERY), grid(slice(5, None), slice(None, 15)), WHOLE)
    assert (box.left, box.bottom) == (0.0, 1.0)
    assert box.top == pytest.approx(5 * STEP / (STEP * (ROWS - 1) + WINDOW))
    assert box.right == pytest.approx((14 * STEP + WINDOW) / (STEP * (COLUMNS - 1) + WINDOW))


def test_a_flat_margin_tells_nothing_and_is_kept() -> None:
    middle = grid(slice(6, 14), slice(8, 16))
    assert agreed(blocks(middle), middle, WHOLE) == WHOLE


def test_one_block_that_agrees_by_chance_widens_nothing() -> None:
    agree = grid(slice(None), slice(None, 12))
    without = agreed(blocks(EVERY), agree, WHOLE)
    agree[3, 22] = True
    assert agreed(blocks(EVERY), agree, WHOLE) == without


def test_too_few_blocks_say_nothing() -> None:
    assert agreed(blocks(EVERY), grid(slice(0, 1), slice(0, 3)), WHOLE) == WHOLE


def test_corners_that_the_page_cuts_off_stay_on_the_warp() -> None:
    angle = np.radians(30)
    turned = np.array(
        [[np.cos(angle), -np.sin(angle), 40.0], [np.sin(angle), np.cos(angle), -20.0]]
    )
    matrix = np.vstack([turned, [0.0, 0.0, 1.0]])
    there = on_page(matrix, (100, 100), (100, 100), WHOLE, mirrored=False)
    assert there.min() < -0.1
    back = np.linalg.solve(matrix, np.vstack([there.T * 100, np.ones(4)]))[:2].T / 100
    assert back == pytest.approx(WHOLE.corners)


def test_a_picture_beyond_the_edge_is_visible_in_part_and_mirrored_with_its_page() -> None:
    matrix = np.diag([1.0, 1.0, 1.0])
    matrix[0, 2] = 50.0  # half of it lies right of the page
    share, box = visible_part(matrix, (100, 100), (100, 100))
    assert share == pytest.approx(0.5)
    assert box.left == 0.0
    assert box.right == pytest.approx(0.5)
    there = on_page(matrix, (100, 100), (100, 100), box, mirrored=False)
    assert there[:, 0].tolist() == pytest.approx([0.5, 1.0, 1.0, 0.5])
    other = on_page(matrix, (100, 100), (100, 100), box, mirrored=True)
    assert other[:, 0].tolist() == pytest.approx([0.5, 0.0, 0.0, 0.5])
