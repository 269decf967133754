"""Wrote positives.tsv: every way to write a name, in sentences of our own (run once, committed)."""

import csv
import random
import re
import tomllib
from collections.abc import Iterator
from html import escape
from urllib.parse import quote

from benchmarks.names import corpus
from benchmarks.names.brands import HERE, Watched, watched
from benchmarks.names.disguise import WAYS, pieces

EACH = 20  # of each way and half
FIELDS = ("half", "way", "name", "where", "written", "text")
OF = {
    "two typos": {"brand"},
    "umlauts": {"accented"},
    "accents": {"accented", "brand"},
    "product code": {"code"},
    "slogan, small change": {"slogan"},
    "case": {"brand", "beside_a_word", "two_words", "inside_words"},
    "punctuation": {"brand", "two_words"},
    "spacing": {"brand", "two_words"},
    "as it is": {
        "brand", "beside_a_word", "short", "inside_words", "across_words", "two_words",
        "accented", "slogan", "code", "back",
    },
}  # fmt: skip
PLAIN = {"brand", "beside_a_word"}  # for all other ways
SCRIPTS = (("Cyrillic, Russian", "ru"), ("Cyrillic, Ukrainian", "uk"), ("Greek", "el"))
CARRIERS = tomllib.loads((HERE / "carriers.toml").read_text(encoding="utf-8"))
SHORT = re.compile(
    r"\b(?:mfg|intl|int'l|bros|gebr|grp|engg|inds?|elec|mach)\b|F\.lli|Cía", re.IGNORECASE
)
Row = tuple[str, str, str, str, str, str]


def rows() -> Iterator[Row]:
    """All positives of both halves."""
    chance = random.Random(4)  # noqa: S311 - the same set every time
    vocabulary = corpus.vocabulary()
    for half in "AB":
        names = [name for name in watched() if name.half == half]
        for way in WAYS:
            yield from disguised(way, names, chance, vocabulary)
        yield from by_hand(names, chance)
        yield from encoded(names, chance)


def disguised(
    way: str, names: list[Watched], chance: random.Random, vocabulary: set[str]
) -> Iterator[Row]:
    """A way by rule: only of names that it changes, and never into a word of real text."""
    able = [name for name in names if name.sort in OF.get(way, PLAIN)]
    if way in {"one typo", "two typos"}:
        able = [n for n in able if len(n.word) >= (6 if way == "one typo" else 12)]
    made = 0
    for turn in range(EACH * 40):
        name = able[turn % len(able)] if turn >= len(able) else chance.choice(able)
        written = WAYS[way](name.word, chance)
        if (written == name.word) != (way == "as it is"):
            continue
        if "typo" in way and vocabulary & {"".join(pieces(written)), *pieces(written)}:
            continue
        where, text = placed("en" if way == "in an address" else "", written, chance)
        if name.sort == "slogan" and where == "title":
            where, text = "text", f"On the banner: “{written}”. More inside."
        yield half_row(name, way, where, written, text)
        made += 1
        if made == EACH:
            return


def half_row(name: Watched, way: str, where: str, written: str, text: str) -> Row:
    return name.half, way, name.word, where, written, text


def placed(language: str, written: str, chance: random.Random) -> tuple[str, str]:
    """A title or a sentence with the written name."""
    titles, sentences = CARRIERS["titles"], CARRIERS["sentences"]
    latin = ["en"] * 5 + ["de", "fr", "es", "it", "pl"]
    language = language or chance.choice(latin)
    if language in titles and chance.random() < 0.25 and "\n" not in written:
        return "title", chance.choice(titles[language]).replace("{}", written)
    return "text", chance.choice(sentences[language]).replace("{}", written)


def by_hand(names: list[Watched], chance: random.Random) -> Iterator[Row]:
    """Spellings that a person wrote: other alphabets, exhibitors, brands that are words."""
    brands = [name for name in names if name.sort == "brand"]
    for place, (way, language) in enumerate(SCRIPTS):
        for name in brands:
            for written in name.others[place]:
                yield half_row(name, way, *_in(language, written, chance))
    backward = [name for name in names if name.sort == "back"]
    for name, (written,) in ((one, other) for one in backward for other in one.others):
        yield half_row(name, "back to Latin", *_in("en", written, chance))
    for name in names:
        if name.sort == "party":
            yield from exhibitor(name, chance)
        for _ in range(2 * (name.sort == "common_word")):
            yield half_row(name, "brand that is a word", *common(name.word, chance))


def _in(language: str, written: str, chance: random.Random) -> tuple[str, str, str]:
    where, text = placed(language, written, chance)
    return where, written, text


def exhibitor(name: Watched, chance: random.Random) -> Iterator[Row]:
    """A company as lists of exhibitors name it, in its own line."""
    for written in (name.word, *(one for (one,) in name.others)):
        line = chance.choice(CARRIERS["exhibitors"]["lines"]).replace("{}", written)
        short = SHORT.search(written)
        way = "company, abbreviated" if short else "company, form set aside"
        yield half_row(name, way, "text", written, line)
    if not name.word.isascii() and name.word[0] > "\u2e80":
        language = "ja" if "会社" in name.word else "zh"
        written = name.others[0][0]
        text = CARRIERS["sentences"][language][0].replace("{}", written)
        yield half_row(name, "company, in a sentence without spaces", "text", written, text)


def common(word: str, chance: random.Random) -> tuple[str, str, str]:
    """A brand that is a word, written as a brand."""
    if chance.random() < 0.3:
        return "title", word, chance.choice(CARRIERS["common"]["titles"]).replace("{}", word)
    return "text", word, chance.choice(CARRIERS["common"]["en"]).replace("{}", word)


def encoded(names: list[Watched], chance: random.Random) -> Iterator[Row]:
    """Behind HTML or URL encoding: found only where the page is decoded first."""
    able = [name for name in names if name.sort in {"brand", "two_words"}]
    for name in chance.sample(able, EACH):
        first, second = name.word[:3], name.word[3:]
        cyrillic = WAYS["Cyrillic lookalikes"](name.word, chance)
        written = chance.choice([
            f"{first}&shy;{second}", f"{first}&#x200B;{second}",
            "".join(f"&#{ord(c)};" if c != " " else "&nbsp;" for c in name.word),
            f"q={quote(cyrillic)}&amp;lang={escape('<en>')}",
        ])  # fmt: skip
        yield half_row(name, "encoded", *_in("en", written, chance))


def main() -> None:
    """Write the file."""
    with (HERE / "positives.tsv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, dialect="excel-tab", lineterminator="\n")
        table.writerow(FIELDS)
        table.writerows(dict.fromkeys(rows()))


if __name__ == "__main__":
    main()
