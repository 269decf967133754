"""The ways to write a name: what counterfeiters, tired sellers and other alphabets make of it.

Nothing here knows the matcher: the tables are the author's, and Unicode's own blocks.
"""

# ruff: noqa: RUF001 - lookalikes are some of the ways to write

import random
from collections.abc import Callable, Iterator

CYRILLIC = str.maketrans("aceopxyABCEHKMOPTXijs", "асеорхуАВСЕНКМОРТХіјѕ")
GREEK = str.maketrans("oivuABEHIKMNOPTXYZ", "οινυΑΒΕΗΙΚΜΝΟΡΤΧΥΖ")
LEET = str.maketrans("aeiostlbAEIOSTLB", "4310571843105718")
SIGNS = str.maketrans("aisAIS", "@!$@!$")
BESIDE = ("qwertyuiop", "asdfghjkl", "zxcvbnm")  # keys of a keyboard
BOLD, ITALIC, SCRIPT, DOUBLE, SANS, MONO = 0x1D400, 0x1D434, 0x1D4D0, 0x1D538, 0x1D5A0, 0x1D670
HIDDEN = "\u200b\u200c\u00ad\u2060\ufeff"
ACCENTS = str.maketrans("aeiouyncszAEIOU", "àéíóúýñčšžÁÈÎÖÛ")
UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "Å": "Aa",
           "å": "aa", "Ø": "Oe", "ø": "oe"}  # fmt: skip
Change = Callable[[str, random.Random], str]


def case(word: str, chance: random.Random) -> str:
    """Upper, lower or as a vandal would."""
    mixed = "".join(c.upper() if at % 2 else c.lower() for at, c in enumerate(word))
    return chance.choice([w for w in (word.upper(), word.lower(), mixed) if w != word])


def cut(word: str, chance: random.Random) -> tuple[str, str]:
    """The word in two, each at least two letters."""
    at = chance.randint(2, len(word) - 2)
    return word[:at], word[at:]


def spacing(word: str, chance: random.Random) -> str:
    """One word as two, or two as one."""
    if " " in word:
        return word.replace(" ", "") if chance.random() < 0.7 else word.replace(" ", "  ")
    first, second = cut(word, chance)
    return f"{first} {second.capitalize() if chance.random() < 0.5 else second}"


def punctuation(word: str, chance: random.Random) -> str:
    """A sign inside."""
    sign = chance.choice("-._·-'")
    if " " in word:
        return word.replace(" ", sign)
    first, second = cut(word, chance)
    return f"{first}{sign}{second}"


def apart(word: str, chance: random.Random) -> str:
    """All letters apart."""
    word = word.replace(" ", "")
    return chance.choice([" ", "-", ".", "_"]).join(chance.choice([word.upper(), word]))


def swapped(table: dict[int, str] | dict[int, int], most: int) -> Change:
    """Some letters (at most so many) through a table."""

    def change(word: str, chance: random.Random) -> str:
        able = [at for at, letter in enumerate(word) if ord(letter) in table]
        if not able:
            return word
        taken = set(chance.sample(able, min(len(able), chance.randint(1, most))))
        return "".join(c.translate(table) if at in taken else c for at, c in enumerate(word))

    return change


def fullwidth(word: str, _chance: random.Random) -> str:
    """The letters of East Asian fonts."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in word)


def mathematical(word: str, chance: random.Random) -> str:
    """Bold, italic, script, sans and monospace letters of formulas."""
    base = chance.choice([BOLD, ITALIC, SCRIPT, SANS, MONO])
    return "".join(_formula(c, base) for c in word)


def _formula(letter: str, base: int) -> str:
    if not (letter.isascii() and letter.isalpha()) or (letter == "h" and base == ITALIC):
        return letter
    place = ord(letter) - 65 if letter.isupper() else ord(letter) - 97 + 26
    return chr(base + place)


def hidden(word: str, chance: random.Random) -> str:
    """One to three characters that nobody sees."""
    for _ in range(chance.randint(1, 3)):
        first, second = cut(word, chance)
        word = first + chance.choice(HIDDEN) + second
    return word


def typo(word: str, chance: random.Random) -> str:
    """One slip of a typist: a letter left out, doubled, swapped, or a key beside."""
    able = [at for at in range(1, len(word)) if word[at].isalpha() and word[at - 1].isalpha()]
    at = chance.choice(able)
    letter = word[at]
    row = next((row for row in BESIDE if letter.lower() in row), letter.lower())
    near = row[max(0, (place := row.index(letter.lower())) - 1) : place + 2].replace(
        letter.lower(), ""
    )
    made = [
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[: at - 1] + letter.lower() + word[at - 1].lower() + word[at + 1 :],
        word[:at] + chance.choice(near or "x") + word[at + 1 :],
    ]
    return chance.choice([w for w in made if w.lower() != word.lower()])


def typos(word: str, chance: random.Random) -> str:
    """Two slips, never two that undo each other."""
    once = typo(word, chance)
    return next(w for _ in range(99) if (w := typo(once, chance)).lower() != word.lower())


def umlaut(word: str, chance: random.Random) -> str:
    """Two letters for one, the bare letter, or the other way round."""
    if any(c in UMLAUTS for c in word):
        both = "".join(UMLAUTS.get(c, c) for c in word)
        bare = "".join(UMLAUTS.get(c, c)[0] if c != "ß" else "ss" for c in word)
        return both if chance.random() < 0.7 else bare
    for two, one in (("ae", "ä"), ("oe", "ö"), ("ue", "ü")):
        if two in word:
            return word.replace(two, one, 1)
    return accents(word, chance)


def accents(word: str, chance: random.Random) -> str:
    """Marks put on or left out."""
    import unicodedata  # noqa: PLC0415 - here only

    if not word.isascii():
        plain = unicodedata.normalize("NFKD", word)
        return "".join(c for c in plain if not unicodedata.combining(c)).translate(
            str.maketrans("łŁøØßđ", "lLoOsd")
        )
    return swapped(ACCENTS, 2)(word, chance)


def line_end(word: str, chance: random.Random) -> str:
    """Hyphenated at the end of a line."""
    first, second = cut(word, chance)
    return (
        f"{first}{chance.choice(['-', '-', chr(0xAD)])}\n{' ' * chance.choice([0, 0, 4])}{second}"
    )


def glued(word: str, chance: random.Random) -> str:
    """Run together with other words."""
    low, one = word.lower().replace(" ", ""), word.replace(" ", "")
    return chance.choice([
        f"{low}2024", f"{one}Store", f"#{low}official", f"buy{low}", f"{one}Pro", f"{low}_shop",
        f"@{low}deals", f"my{one}", f"{low}online", f"Original{one}", f"{one}24", f"{low}fans",
        f"cheap{low}sale", f"The{one}Team",
    ])  # fmt: skip


def address(word: str, chance: random.Random) -> str:
    """In addresses of pages and mail."""
    low = word.lower().replace(" ", "-")
    return chance.choice([
        f"https://shop.example/{low}-pump-3", f"www.{low}-outlet.example", f"{low}store.example",
        f"info@{low}-sale.example", f"https://find.example/?q={low}%20pump", f"{low}.example",
        f"https://{low}24.example/en", f"cdn.example/img/{low}_front.jpg", f"https://buy{low}.example",
    ])  # fmt: skip


def inflected(word: str, chance: random.Random) -> str:
    """Possessives and plurals."""
    return word + chance.choice(["'s", "’s", "s", "s'", "es", "-s", "'"])


def code(word: str, chance: random.Random) -> str:
    """A product code with other joints."""
    for joint in "- /":
        if joint in word:
            options = ["", " ", "-", "_", "/", "–", " - ", "."]
            return word.replace(joint, chance.choice([o for o in options if o != joint]), 1)
    return word


def slogan(word: str, chance: random.Random) -> str:
    """A slogan with what people change: marks, case, line ends, a slip, a small word."""
    words = word.split()
    at = chance.randrange(1, len(words))
    slip = chance.choice([n for n, w in enumerate(words) if len(w) > 4])
    made = [
        word.upper(),
        word.replace(",", "").lower(),
        f"{' '.join(words[:at])}\n{' '.join(words[at:])}",
        word.replace(", ", " – ") if "," in word else f"{word}!",
        " ".join([*words[:slip], typo(words[slip], chance), *words[slip + 1 :]]),
        "-".join(words),
        " ".join([*words[:at], chance.choice(["really", "new", "the"]), *words[at:]]),
        " ".join(words[:at] + words[at + 1 :]) if len(words[at]) < 5 else word,
    ]
    return chance.choice(made)


WAYS: dict[str, Change] = {
    "as it is": lambda word, _: word,
    "case": case,
    "spacing": spacing,
    "punctuation": punctuation,
    "letters apart": apart,
    "Cyrillic lookalikes": swapped(CYRILLIC, 5),
    "Greek lookalikes": swapped(GREEK, 5),
    "fullwidth letters": fullwidth,
    "mathematical letters": mathematical,
    "leetspeak": swapped(LEET, 3),
    "signs for letters": swapped(SIGNS, 2),
    "hidden characters": hidden,
    "one typo": typo,
    "two typos": typos,
    "umlauts": umlaut,
    "accents": accents,
    "hyphen at a line end": line_end,
    "glued to words": glued,
    "in an address": address,
    "possessive or plural": inflected,
    "product code": code,
    "slogan, small change": slogan,
}


def pieces(text: str) -> Iterator[str]:
    """Lower-case runs of letters and digits."""
    run = ""
    for letter in f"{text.lower()} ":
        if letter.isalnum():
            run += letter
        elif run:
            yield run
            run = ""
