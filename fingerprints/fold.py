"""One spelling for all ways to write a text: case, width, accents, lookalikes, hidden signs."""

import re
import unicodedata
from dataclasses import dataclass

import numpy as np

from fingerprints.confusables import CONFUSABLES
from fingerprints.kind import U32

# Not of category Cf, yet shown as nothing: joiner, Hangul fillers, variation selectors.
_UNSEEN = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0}
_OTHER = re.compile(r"[^\x00-\x7f]")
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """A folded text; `origins` maps each of its characters to the original (None: the same)."""

    text: str
    origins: U32 | None = None

    def places(self, offsets: U32) -> U32:
        """Where these folded characters stood in the original."""
        return offsets if self.origins is None else self.origins[offsets]


def hidden(character: str) -> bool:
    """Shown as nothing: zero-width, bidirectional controls, soft hyphen, tags, selectors."""
    point = ord(character)
    return (
        unicodedata.category(character) == "Cf"
        or point in _UNSEEN
        or any(point in selectors for selectors in _SELECTORS)
    )


def _one(character: str) -> str:
    """Each character is folded alone (NFKD), so that the Unicode form of the text is no matter."""
    if hidden(character):
        return ""
    wide = unicodedata.normalize("NFKD", character).casefold()
    plain = (c for c in unicodedata.normalize("NFKD", wide) if not unicodedata.combining(c))
    return "".join(CONFUSABLES.get(c, c) for c in plain if not hidden(c))


class _Table(dict[str, str]):
    """Folded characters, worked out once; no larger than Unicode."""

    def __missing__(self, character: str) -> str:
        self[character] = folded = _one(character)
        return folded


_TABLE = _Table()


def fold(text: str) -> Folded:
    """Fold a text, keeping where each character came from."""
    if text.isascii():
        return Folded(text.lower().replace("`", "'"))
    sizes = np.ones(len(text), np.uint8)
    places = [found.start() for found in _OTHER.finditer(text)]
    pieces = [_TABLE[text[place]] for place in places]
    sizes[places] = [len(piece) for piece in pieces]
    waiting = iter(pieces)
    folded = _OTHER.sub(lambda _: next(waiting), text).lower().replace("`", "'")
    if len(folded) == len(text) and sizes.min() == 1:
        return Folded(folded)
    return Folded(folded, np.repeat(np.arange(len(text), dtype=np.uint32), sizes))
