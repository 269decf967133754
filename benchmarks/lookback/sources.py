"""Works, pages of others and excerpts for look-back: those of the gauntlet of text and code.

Half A to choose, half B to report; its script sets aside pages that share something with a work.
"""

import random
import re
from collections.abc import Sequence
from functools import cache

from benchmarks.text.halves import half
from benchmarks.text.sources import Document
from copywatch.drill import source
from copywatch.drill.disguise import TooSmall
from copywatch.drill.excerpt import excerpt as lines_of

WORKS, PAGES = 400, 2_000  # of a half
TEN = 10  # words for a line


@cache
def works(which: str) -> Sequence[Document]:
    """Works of a half, code in five languages and prose in several, the same ones every time."""
    return _some(half(which).side.works, WORKS)


@cache
def foreign(which: str) -> Sequence[Document]:
    """Innocent pages of a half, none of which shares anything with a work."""
    return _some(half(which).pages, PAGES)


def _some(found: Sequence[Document], most: int) -> Sequence[Document]:
    return random.Random(2).sample(found, min(most, len(found)))  # noqa: S311 - the same every time


def excerpt(
    work: Document, size: int, chance: random.Random, *, renamed: bool = False
) -> str | None:
    """So many lines of code, or ten words of prose for each; None where none say enough.

    With `renamed`, all names of the work are changed before.
    """
    if work.prose:
        words = list(re.finditer(r"\S+", work.body))
        if len(words) < TEN * size:
            return None
        start = chance.randrange(len(words) - TEN * size + 1)
        return work.body[words[start].start() : words[start + TEN * size - 1].end()]
    try:
        shown = source.renamed(work.body, work.language, chance) if renamed else None
        cut = lines_of(work.body, size, chance, shown)
    except (ValueError, TooSmall):  # a renamed text may lose a line
        return None
    return None if cut is None else cut.text


def around(text: str, pages: Sequence[Document], chance: random.Random, lines: int) -> str:
    """The text somewhere in so many lines of others."""
    theirs: list[str] = []
    while len(theirs) < lines:
        theirs += chance.choice(pages).body.splitlines()
    place = chance.randrange(1, lines)
    return "\n".join([*theirs[:place], text, *theirs[place:lines]])
