"""A labelled set of names: invented brands, every way to write them, and the words around them."""

# ruff: noqa: RUF001 - lookalikes are one of the ways to write

import random
from collections.abc import Iterator
from dataclasses import dataclass

from matcher.dictionary import is_word, words

LETTERS = "abcdefghijklmnopqrstuvwxyz"
BRANDS = 150
TWINS = str.maketrans("aceopxy", "асеорху")
LEET = str.maketrans("aeios", "4310$")


@dataclass(frozen=True, slots=True)
class Case:
    """A written word in its sentence, and whether it is the brand."""

    brand: str
    text: str
    how: str
    positive: bool


def edits(word: str) -> set[str]:
    """All words one typing error away: a letter left out, added, changed, or two swapped."""
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    return (
        {a + b[1:] for a, b in splits if b}
        | {a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1}
        | {a + c + b[1:] for a, b in splits if b for c in LETTERS}
        | {a + c + b for a, b in splits for c in LETTERS}
    ) - {word}


def brands(chance: random.Random) -> list[str]:
    """Invented names of 6 to 13 letters, each one letter away from a word: the hard sort."""
    common = sorted(w for w in words() if w.isascii() and w.isalpha() and 6 <= len(w) <= 12)
    found: list[str] = []
    while len(found) < BRANDS:
        near = sorted(edits(chance.choice(common)))
        name = chance.choice(near)
        if 6 <= len(name) <= 13 and not is_word(name):
            found.append(name)
    return found


def written(brand: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """The brand as counterfeiters and tired sellers write it."""
    half = len(brand) // 2
    yield "as it is", brand.capitalize()
    yield "spacing", f"{brand[:half]} {brand[half:]}".title()
    yield "punctuation", f"{brand[:half]}-{brand[half:]}".upper()
    yield "letters apart", " ".join(brand.upper())
    if brand.translate(LEET) != brand:
        place = next(at for at, letter in enumerate(brand) if letter.translate(LEET) != letter)
        yield "leetspeak", brand[:place] + brand[place].translate(LEET) + brand[place + 1 :]
    if brand.translate(TWINS) != brand:
        yield "confusables", brand.translate(TWINS)
    typos = sorted(edit for edit in edits(brand) if not is_word(edit))
    for typo in chance.sample(typos, 4):
        yield "typo", typo


def cases() -> list[Case]:
    """Positives of every sort, and dictionary words one letter away or around the brand."""
    chance = random.Random(11)  # noqa: S311 - the same set every time
    found = []
    for brand in brands(chance):
        found += [
            Case(brand, f"Buy the new {text} pump here", how, positive=True)
            for how, text in written(brand, chance)
        ]
        near = sorted(edit for edit in edits(brand) if is_word(edit))
        around = sorted(w for w in words() if brand[1:-1] in w and w != brand)[:6]
        found += [
            Case(brand, f"We said {text} again and again", "dictionary word", positive=False)
            for text in {*near, *around}
        ]
    return found
