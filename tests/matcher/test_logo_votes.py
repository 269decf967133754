"""Logos by features in light and colour: what puts a logo in one place votes for it."""

import numpy as np

from fingerprints.image_features import Features
from matcher.logo_features import MIDDLE, of_page, opponents


def test_a_grey_picture_has_nothing_in_its_planes_of_colour() -> None:
    dice = np.random.default_rng(1)
    grey = dice.integers(0, 256, (60, 80, 1), np.uint8).repeat(3, axis=2)
    for plane in opponents(grey):
        assert plane.shape == (60, 80)
        assert (plane == MIDDLE).all()


def test_a_picture_of_one_pixel_has_no_features() -> None:
    assert len(of_page(np.zeros((1, 1, 3), np.uint8))) == 0
    assert isinstance(of_page(np.zeros((1, 512, 3), np.uint8)), Features)
