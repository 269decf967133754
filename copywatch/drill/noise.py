"""Disguises letter by letter: hidden signs, lookalikes, and what scanners misread."""

# ruff: noqa: RUF001 - lookalikes are what this is about

import random

HIDDEN = "\u200b\u200c\u200d\u2060\ufeff"
_TWINS = dict(
    zip(
        "aceijopsxyhvwABCEHIJKMNOPSTXYZ",
        "асеіјорѕхуһνԝАВСЕНІЈКМΝОРЅТХΥΖ",
        strict=True,
    )
)
OCR_SUBSTITUTED = (
    0.80  # of the errors; of these where a letter has a twin LOOKALIKE, else any letter
)
OCR_DELETED = 0.10  # and the rest are insertions
LOOKALIKE = 0.75
_MISREAD = {
    "0": "Oo", "1": "lI", "2": "Z", "5": "S", "6": "b", "8": "B", "9": "g", "l": "1I", "I": "l1",
    "O": "0", "o": "0c", "S": "5", "s": "5", "B": "8", "Z": "2", "z": "2", "e": "c", "c": "e",
    "a": "o", "h": "b", "b": "h", "u": "v", "v": "u", "n": "r", "r": "n", "i": "l", "t": "f",
    "f": "t", "g": "q", "q": "g", "m": "n", "w": "v", "y": "v", "d": "cl", "D": "O", "Q": "O",
    "C": "G", "G": "C", "E": "F", "F": "E", "M": "N", "U": "V", "V": "U", "Y": "V", "T": "I",
    ".": ",", ",": ".", ":": ";", ";": ":", "(": "{", ")": "}", "{": "(", "}": ")", "_": "-",
    "'": "`", '"': "'", "|": "l", "[": "(", "]": ")",
}  # fmt: skip
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


def sprinkled(body: str, chance: random.Random, share: float = 0.2) -> str:
    """Zero-width signs after a share of the characters."""
    return "".join(c + chance.choice(HIDDEN) if chance.random() < share else c for c in body)


def lookalikes(body: str, chance: random.Random, share: float = 0.3) -> str:
    """Cyrillic and Greek twins for a share of the letters that have one."""
    return "".join(_TWINS.get(c, c) if chance.random() < share else c for c in body)


def misread(body: str, chance: random.Random, share: float) -> str:
    """A share of the signs that are no space misread: 80 % become another sign (three quarters of
    these a lookalike where there is one, else any letter or digit), 10 % are lost, 10 % doubled by
    another."""
    return "".join(
        _wrong(c, chance) if not c.isspace() and chance.random() < share else c for c in body
    )


def _wrong(sign: str, chance: random.Random) -> str:
    lot = chance.random()
    if lot < OCR_DELETED:
        return ""
    if lot < 1 - OCR_SUBSTITUTED:
        return sign + chance.choice(_LETTERS)
    twins = _MISREAD.get(sign)
    if twins and chance.random() < LOOKALIKE:
        return chance.choice(twins)
    return chance.choice(_LETTERS.replace(sign.lower(), ""))
