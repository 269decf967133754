"""What a thief of the fingerprints can rebuild of a text: `python -m benchmarks.leak`.

The attack: from a few known words on, try every word of a vocabulary and keep those whose gram is
in the store, forwards and backwards, with a beam of guesses. Against a store without a key and
without winnowing it must succeed, else it would prove nothing about ours.
"""

import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from fingerprints import kinds, snapshot, text_words, winnow
from fingerprints.arrays import U64
from fingerprints.blobs import Blobs
from fingerprints.content import Text
from fingerprints.fold import fold
from fingerprints.keys import Keys
from fingerprints.kind import Context
from fingerprints.snapshot import Snapshot
from matcher.page import Matcher

SEED = 5  # words that the thief knows
BEAM = 24  # guesses followed at a time
ENOUGH = 0.9  # of a store without a key, so that the attack proves something
KEYS = Keys(b"a key that no thief of a store has")
K = text_words.STREAM.k
Words = list[str]
Known = Callable[[list[Words]], list[float]]  # how well each run of words fits what was stolen


def grams(runs: list[Words]) -> U64:
    """The public hash of each run of K words."""
    text = " ".join(word for run in runs for word in run)
    return text_words.read(fold(text), K).hashes[::K]


def in_store(hashes: U64) -> Known:
    """An attacker with stolen hashes, cut as the store cuts them, and no key."""
    stolen = np.unique(hashes)

    def known(runs: list[Words]) -> list[float]:
        found = np.isin(grams(runs) >> np.uint64(64 - winnow.BITS), stolen)
        return found.astype(float).tolist()  # type: ignore[no-any-return]

    return known


def by_scan(matcher: Matcher) -> Known:
    """An attacker who may ask `copywatch scan --candidates`: the word that adds most marks fits."""

    def marks(run: Words) -> int:
        return sum(mark for *_, mark in matcher.examine([Text(" ".join(run))]).candidates)

    def known(runs: list[Words]) -> list[float]:
        before = marks(runs[0][:-1])
        found = [float(marks(run) - before) for run in runs]
        return [fit if fit == max(found) else 0.0 for fit in found]

    return known


def rebuilt(known: Known, seed: Words, vocabulary: Words, size: int, *, ahead: bool) -> Words:
    """The longest guess, of at most `size` words more than the seed, that uses no gram twice."""
    step = 1 if ahead else -1
    beam: list[tuple[Words, set[tuple[str, ...]]]] = [(seed[::step], set())]
    for _ in range(size):
        grown = []
        for guess, used in beam:
            runs = [[*guess[-(K - 1) :], word] for word in vocabulary]
            fits = known([run[::step] for run in runs])
            grown += [
                ([*guess, run[-1]], used | {tuple(run)})
                for run, fit in zip(runs, fits, strict=True)
                if fit and tuple(run) not in used
            ]
        if not grown:
            break
        beam = grown[:BEAM]
    return beam[0][0][::step]


def recovered(known: Known, text: Words, vocabulary: Words, *, size: int = 10_000) -> float:
    """The share of the words of a text that stand in rebuilt runs, the seed among them."""
    middle = len(text) // 2
    seed = text[middle : middle + SEED]
    guesses = [rebuilt(known, seed, vocabulary, size, ahead=ahead) for ahead in (True, False)]
    runs = {tuple(guess[at : at + K]) for guess in guesses for at in range(len(guess) - K + 1)}
    right = {
        place
        for at in range(len(text) - K + 1)
        if tuple(text[at : at + K]) in runs
        for place in range(at, at + K)
    }
    return len(right) / len(text)


def invented(chance: random.Random, count: int) -> Words:
    """A vocabulary of our own: words of two to four syllables."""
    syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    return sorted(
        {"".join(chance.choices(syllables, k=chance.randrange(2, 5))) for _ in range(count)}
    )


def unkeyed(text: Words) -> U64:
    """The store that we do not make: every gram, without a key."""
    return text_words.read(fold(" ".join(text)), K).hashes >> np.uint64(64 - winnow.BITS)


def ours(text: Words, folder: Path, keys: Keys) -> tuple[U64, Matcher]:
    """The hashes that we store of a text, and a matcher that protects it."""
    context = Context(keys, Blobs(folder / "blobs"))
    values = kinds.take(Text(" ".join(text)), context)
    entries = [snapshot.Entry("memo", "memo.txt", kind, value, 0) for kind, value in values]
    path = snapshot.write(folder / "snapshots", entries, keys)
    hashes = [value.hashes for kind, value in values if kind == text_words.STREAM.name]  # type: ignore[union-attr]
    return np.concatenate(hashes), Matcher(Snapshot.open(path, keys), context)


def shares(words: int, vocabulary: int, folder: Path) -> tuple[float, float]:
    """Recovered of a store without a key, and of ours."""
    chance = random.Random(7)  # noqa: S311 - the same text every time
    known = invented(chance, vocabulary)
    text = chance.choices(known, k=words)
    hashes, _ = ours(text, folder, KEYS)
    plain, kept = (recovered(in_store(stolen), text, known) for stolen in (unkeyed(text), hashes))
    return plain, kept


def asked(folder: Path, words: int = 40, vocabulary: int = 100) -> int:
    """How many of so many words an attacker finds who knows ten before each and asks `scan`."""
    chance = random.Random(8)  # noqa: S311 - the same text every time
    known = invented(chance, vocabulary)
    text = chance.choices(known, k=500)
    fits = by_scan(ours(text, folder, KEYS)[1])
    found = 0
    for at in range(100, 100 + words):
        scores = fits([[*text[at - 10 : at], word] for word in known])
        best = [word for word, score in zip(known, scores, strict=True) if score]
        found += best == [text[at]]
    return found


def main() -> int:
    """Print the shares; 1 when our store gives anything away."""
    with tempfile.TemporaryDirectory() as name:
        plain, kept = shares(1_000, 2_000, Path(name))
        right = asked(Path(name) / "asked")
    print(f"recovered from a seed of {SEED} of 1,000 words, vocabulary of 2,000:")
    print(f"  store without a key, every gram: {plain:.1%}")
    print(f"  our store, without the key: {kept:.1%}")
    print(f"  who may run scan --candidates with the key finds {right} of 40 next words")
    return int(kept > SEED / 1_000 + 0.01 or plain < ENOUGH)


if __name__ == "__main__":
    sys.exit(main())
