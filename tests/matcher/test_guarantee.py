"""The guarantee: ten thousand shared runs of 27 letters or tokens, not one missed."""

import random
from pathlib import Path

from benchmarks.guarantee import letters, misses


def test_every_shared_run_of_27_letters_or_tokens_is_a_candidate(tmp_path: Path) -> None:
    assert misses(10_000, tmp_path) == []


def test_random_letters_never_lead_into_a_dead_end() -> None:
    """Seed 11 once began with letters that no next one could have followed."""
    chance = random.Random(11)  # noqa: S311 - the same letters every time
    for _ in range(400):
        units = letters(chance, 400)
        for at in range(len(units) - 19):
            run = set(units[at : at + 20])
            assert len(run) >= 8
            assert sum(unit > "f" for unit in run) >= 4
