"""A thief of the store rebuilds nothing beyond the words already known."""

from pathlib import Path

from benchmarks.leak import ENOUGH, SEED, shares


def test_a_stolen_store_gives_back_no_more_than_the_seed(tmp_path: Path) -> None:
    """The same attack on a store without a key brings nearly all of the text back."""
    words = 300
    plain, ours = shares(words, 1_000, tmp_path)
    assert plain > ENOUGH
    assert ours <= SEED / words + 0.01
