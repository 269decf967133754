"""The watched names of the labelled set, from names.toml."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
LINES = {"slogan"}
BARS = {"two_words", "code"}
LISTED = {"brand", "party", "back"}  # with other ways to write each


@dataclass(frozen=True, slots=True)
class Watched:
    """One invented name; `others` are spellings by hand, each a tuple of alternatives."""

    word: str
    sort: str
    half: str
    others: tuple[tuple[str, ...], ...] = field(default=())

    @property
    def slogan(self) -> bool:
        """Protected as a slogan rather than as a name."""
        return self.sort == "slogan"


@cache
def watched() -> tuple[Watched, ...]:
    """All names of both halves."""
    tables = tomllib.loads((HERE / "names.toml").read_text(encoding="utf-8"))
    return tuple(
        Watched(word, sort, half, others)
        for half, sorts in tables.items()
        for sort, table in sorts.items()
        for word, others in _words(sort, table)
    )


def _words(sort: str, table: dict[str, object]) -> list[tuple[str, tuple[tuple[str, ...], ...]]]:
    if sort in LISTED:
        return [
            (word, tuple(tuple(one.split(" | ")) for one in others))
            for word, others in table.items()
            if isinstance(others, list)
        ]
    text = str(table["words"])
    split = text.split("\n") if sort in LINES else text.split(" | " if sort in BARS else None)
    return [(word.strip(), ()) for word in split if word.strip()]
