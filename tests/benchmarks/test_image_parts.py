"""The picture benchmark counts labelled pairs both ways and fails on a drop."""

from pathlib import Path

from benchmarks.images.parts_counted import both
from benchmarks.images.parts_floor import MARGIN, before, drops


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
