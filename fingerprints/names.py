"""Brand names, slogans, product and company names: public words, compared as words."""

from collections.abc import Iterable

from fingerprints.content import Content, Text
from fingerprints.fold import fold
from fingerprints.kind import Context, Kind, Names

NAME = "names@1"
PLACES = {"name", "slogan"}  # `where` of a Text that is one
SHORTEST = 3  # letters and digits


def key(word: str) -> str:
    """The letters and digits of a folded name."""
    return "".join(filter(str.isalnum, fold(word).text))


def value(words: Iterable[str]) -> Names | None:
    """Names worth watching, each once; None where there are none."""
    kept: dict[str, str] = {}
    for word in words:
        if len(short := key(word)) >= SHORTEST:
            kept.setdefault(short, " ".join(word.split()))
    return Names(tuple(kept.values())) if kept else None


def take(content: Content, _context: Context) -> Names | None:
    """The names in a Text that is declared to be a name or slogan, one in each line."""
    if not isinstance(content, Text) or content.where not in PLACES:
        return None
    return value(content.body.splitlines())


KIND = Kind(NAME, take)
