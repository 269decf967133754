"""The picture benchmark counts labelled pairs both ways and fails on a drop."""

from pathlib import Path

import imagehash
import numpy as np

from benchmarks.images.parts_counted import both
from benchmarks.images.parts_floor import MARGIN, before, drops
from benchmarks.images.parts_segments import apart


def test_a_labelled_pair_is_wrong_in_one_count_and_absent_in_the_other() -> None:
    rows = [(9.0, True, ""), (8.0, False, "one brand's series"), (7.0, True, "")]
    two = both(rows, 2, 1000)
    assert two.strict.recall(0) == 0.5
    assert two.aside.recall(0) == 1.0
    assert two.strict.average_precision() < two.aside.average_precision() == 1.0


def test_a_drop_within_the_margin_passes_and_beyond_it_fails() -> None:
    then = {"uAP, labelled set aside": 0.98}
    assert not drops({"uAP, labelled set aside": 0.98 - MARGIN / 2}, then)
    assert drops({"uAP, labelled set aside": 0.98 - 2 * MARGIN}, then)


def test_the_first_committed_run_told_only_what_was_set_aside(tmp_path: Path) -> None:
    file = tmp_path / "image_parts.json"
    assert before(file) == {}
    file.write_text('{"recall_at_1e-6": 0.98, "uAP": 0.97}', encoding="utf-8")
    assert set(before(file)) == {"recall_at_1e-6, labelled set aside", "uAP, labelled set aside"}
    file.write_text('{"figures": {"uAP, labelled as wrong": 0.9}}', encoding="utf-8")
    assert before(file) == {"uAP, labelled as wrong": 0.9}


def test_pictures_are_as_far_apart_as_their_nearest_segments() -> None:
    dice = np.random.default_rng(4)
    shelf = [dice.integers(0, 256, (count, 8), dtype=np.uint8) for count in (3, 1, 4)]
    own = dice.integers(0, 256, (2, 8), dtype=np.uint8)
    first = np.array([0, 3, 4])

    def hashes(rows: np.ndarray[tuple[int, int], np.dtype[np.uint8]]) -> list[imagehash.ImageHash]:
        return [imagehash.ImageHash(np.unpackbits(row).reshape(8, 8) > 0) for row in rows]

    wanted = [min(one - two for one in hashes(own) for two in hashes(rows)) for rows in shelf]
    assert apart(np.concatenate(shelf), first, own) == wanted
