"""The committed list of wrong pairs that scored highest, each looked at by eye."""

from functools import lru_cache
from pathlib import Path

TABLE = Path("benchmarks/results/image_shared.md")
CHANCE = "nothing in common"


@lru_cache(maxsize=1)
def known() -> dict[tuple[str, str], str]:
    """Pairs of pictures that share real pixels, with what they share; chance is left out."""
    rows = [line.split("|") for line in _lines()]
    return {
        (row[1].strip(), row[2].strip()): row[3].strip()
        for row in rows
        if len(row) == 5 and "/" in row[1] and row[3].strip() != CHANCE
    }


@lru_cache(maxsize=1)
def seen() -> frozenset[str]:
    """The products that had been asked when the labels and the shipped threshold were made."""
    return frozenset(line[2:].strip() for line in _lines() if line.startswith("- "))


def _lines() -> list[str]:
    return TABLE.read_text(encoding="utf-8").splitlines() if TABLE.exists() else []
