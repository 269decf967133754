"""Wrote negatives.tsv: real sentences near which a watched name is easily seen (run once).

Only distances and substrings choose here, nothing of the matcher. A sentence where a name truly
stands, letter by letter, is left out, unless the name is a word of the language.
"""

# ruff: noqa: RUF001 - a Russian company form

import csv
import random
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from rapidfuzz.distance import OSA

from benchmarks.names import corpus
from benchmarks.names.brands import HERE, Watched, watched
from benchmarks.names.corpus import Sentence
from benchmarks.names.disguise import pieces

FIELDS = ("half", "name", "why", "language", "archive", "file", "offset", "length", "sha256")
WANTED = {
    "word a letter or two away": 900,
    "inside a longer word": 250,
    "across words": 200,
    "some of its words": 350,
    "other company, same form words": 200,
    "the word itself": 250,
    "like a product code": 100,
    "nothing near": 250,
}  # sentences of each half: 2,500
EACH = 110  # at most, of one name and reason
SAME_WORD = 14  # at most, beside one word
FORMS = re.compile(
    r"\b(?:GmbH|Inc|Ltd|LLC|Corp|Company|Co\.|S\.A\.|S\.r\.l|S\.p\.A|ООО|AG|KG|Limited|Group|"
    r"Gruppe|Société|Empresa|International|Manufacturing|Industries|Machinery|Trading|Electric|"
    r"Engineering|Brothers|Industrial|Technology|Компания|компании|Firma|Unternehmen)\b"
)
CODE = re.compile(r"\b[A-Z]{1,5}[-_ /]?\d{1,5}\b")
Near = tuple[str, str]  # name, why


def main() -> None:
    """Write the file."""
    with (HERE / "negatives.tsv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, dialect="excel-tab", lineterminator="\n")
        table.writerow(FIELDS)
        for half in "AB":
            chosen = sorted(choose(half), key=lambda c: (c[0].archive, c[0].file, c[0].offset))
            for s, name, why in chosen:
                place = (s.archive, s.file, s.offset, len(s.text), s.sha256)
                table.writerow((half, name, why, s.language, *place))


def choose(half: str) -> Iterator[tuple[Sentence, str, str]]:
    """So many sentences of every reason, no name and no word too often."""
    chance = random.Random(9)  # noqa: S311 - the same set every time
    names = [name for name in watched() if name.half == half]
    facts = corpus.archives()
    real = [s for a in facts if facts[a]["half"] == half for s in corpus.sentences(a)]
    chance.shuffle(real)
    taken: set[Sentence] = set()
    beside = neighbours(names, {word for s in real for word in pieces(s.text)})
    left, used = Counter(WANTED), Counter[tuple[str, ...]]()
    for sentence in (*real, *real):
        if sentence is real[0] and sum(left.values()) < sum(WANTED.values()):
            left = Counter({"nothing near": sum(left.values())})
        if sentence in taken:
            continue
        words = list(pieces(sentence.text))
        if not words or stands(words, names):
            continue
        for name, why, word in reasons(sentence, words, names, beside):
            full = name and max(used[name, why] - EACH, used[name, why, word] - SAME_WORD) >= 0
            if not left[why] or full:
                continue
            left[why] -= 1
            used[name, why] += 1
            used[name, why, word] += 1
            taken.add(sentence)
            yield sentence, name, why
            break
        if not +left:
            return


@cache
def key(name: Watched) -> str:
    """Its letters and digits."""
    return "".join(pieces(name.word))


def stands(words: list[str], names: list[Watched]) -> bool:
    """Whether a name that is no word of a language is there, letter by letter."""
    text = f" {' '.join(words)} "
    sorts = {"common_word", "across_words"}
    return any(
        f" {' '.join(pieces(n.word))} " in text or f" {key(n)} " in text
        for n in names
        if n.sort not in sorts
    )


def neighbours(names: list[Watched], words: set[str]) -> dict[str, str]:
    """For each real word, a name one letter (or two, from ten) away."""
    found: dict[str, str] = {}
    for name in names:
        if name.sort in {"code", "slogan", "party", "common_word", "short"}:
            continue
        short = key(name)
        most = 2 if len(short) >= 8 else 1
        for word in words:
            if abs(len(word) - len(short)) <= most and word != short:
                away = OSA.distance(short, word, score_cutoff=most)
                if away <= most:
                    found.setdefault(word, name.word)
    return found


def reasons(
    sentence: Sentence, words: list[str], names: list[Watched], beside: dict[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Everything that makes this sentence hard, the rarer reasons first."""
    squeezed = "".join(words)
    inside = {"inside_words", "short", "beside_a_word"}
    for name in names:
        short = key(name)
        if name.sort == "common_word" and short in words:
            yield name.word, "the word itself", str(len(words))
        within = [word for word in words if short in word] if name.sort in inside else []
        yield from ((name.word, "inside a longer word", word) for word in within)
        if short in squeezed and not any(short in word for word in words):
            yield name.word, "across words", words[0]
        if name.sort in {"slogan", "two_words"} and some_words(name, words):
            yield name.word, "some of its words", " ".join(sorted(set(words)))[:40]
    if CODE.search(sentence.text):
        codes = [name.word for name in names if name.sort == "code"]
        yield codes[len(words) % len(codes)], "like a product code", words[0]
    if FORMS.search(sentence.text):
        parties = [name.word for name in names if name.sort == "party"]
        near = max(
            parties, key=lambda p: (len(set(pieces(p)) & set(words)), len(p) * len(words) % 7)
        )
        yield near, "other company, same form words", words[0]
    yield from ((beside[w], "word a letter or two away", w) for w in words if w in beside)
    if len(words) % 5 == 0:
        yield "", "nothing near", sentence.text


def some_words(name: Watched, words: list[str]) -> bool:
    """Two of its words stand there, or one longer word of a name of two."""
    own = {word for word in pieces(name.word) if len(word) > 2}
    shared = own & set(words)
    return len(shared) >= 2 or (name.sort == "two_words" and any(len(w) > 3 for w in shared))


if __name__ == "__main__":
    main()
