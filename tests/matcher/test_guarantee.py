"""The guarantee: ten thousand shared runs of 27 letters or tokens, not one missed."""

from pathlib import Path

from benchmarks.guarantee import misses


def test_every_shared_run_of_27_letters_or_tokens_is_a_candidate(tmp_path: Path) -> None:
    assert misses(10_000, tmp_path) == []
