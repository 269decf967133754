"""How fast names are looked for, by how many are watched: pages of real sentences, one process."""

import random
from time import process_time

from benchmarks.names import corpus
from fingerprints.names import key
from fingerprints.names_table import Name
from fingerprints.wordset import wordset
from matcher import dictionary
from matcher.name_index import NameIndex
from matcher.names import find

AMOUNTS = (10, 1_000, 10_000)
PAGES, SENTENCES = 60, 150
SYLLABLES = sorted(wordset("""
    ba ve lo mi dra ku sen tor val ri pex qua lin do ska phi mor zen thu gal or an el is
"""))  # fmt: skip
TRADE = sorted(wordset("pump international group tools blue data system water home valve"))


def names(count: int, chance: random.Random) -> list[str]:
    """Invented brands, brands of two words, companies and slogans."""
    made = []
    for number in range(count):
        word = "".join(chance.choices(SYLLABLES, k=chance.randint(3, 5))).capitalize()
        one, other = chance.sample(TRADE, 2)
        made.append([
            *[word] * 6, *[f"{word} {one}".title()] * 2,
            f"{word} {one} {other} Co., Ltd.".title(), f"Always {one} for {word} and {other}",
        ][number % 10])  # fmt: skip
    return made


def measure() -> list[tuple[int, float, float]]:
    """For each amount: seconds to make ready, and MB of innocent pages a second of processor."""
    chance = random.Random(3)  # noqa: S311 - the same pages every time
    real = [s.text for archive in corpus.archives() for s in corpus.sentences(archive)]
    chance.shuffle(real)
    pages = [
        "\n".join(real[at : at + SENTENCES]) for at in range(0, (PAGES + 1) * SENTENCES, SENTENCES)
    ]
    dictionary.is_word("zzyzx")
    rows = []
    for amount in AMOUNTS:
        before = process_time()
        index = NameIndex(
            Name(word, key(word), at) for at, word in enumerate(names(amount, chance))
        )
        find(pages[-1], index)
        ready = process_time()
        for page in pages[:-1]:
            find(page, index)
        size = sum(map(len, pages[:-1])) / 1e6
        rows.append((amount, ready - before, size / (process_time() - ready)))
    return rows
