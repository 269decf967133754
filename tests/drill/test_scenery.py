"""What stands around an edited picture looks like much and is never the same."""

import numpy as np

from copywatch.demo.canvas import SIZE
from copywatch.drill.pictures import scenery
from copywatch.drill.pictures.scenery import scene
from fingerprints.image_features import features
from fingerprints.image_hash import QUALITY, quality
from tests.copywatch.written import drawn


def test_the_same_dice_draw_the_same_scene_and_others_another() -> None:
    one, other = scene(drawn(1)), scene(drawn(2))
    assert one.tobytes() == scene(drawn(1)).tobytes() != other.tobytes()
    assert scenery.drawn.__wrapped__(3).tobytes() == scenery.drawn(3).tobytes()


def test_scenes_hold_as_much_to_see_as_photographs() -> None:
    scenes = [scenery.drawn(number) for number in range(scenery.DRAWN)]
    assert {(image.size, image.mode) for image in scenes} == {((SIZE, SIZE), "RGB")}
    told = [len(features(np.asarray(image), 416, 400)) for image in scenes]
    assert sum(number > 50 for number in told) > 0.8 * len(scenes)
    assert all(quality(np.asarray(image)) >= QUALITY for image in scenes)
