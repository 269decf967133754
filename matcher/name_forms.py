"""The ways a watched name is written on purpose: spellings, company forms, abbreviations."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

from fingerprints.company import AND, GLUED, JOINED, SHORT, SURE
from fingerprints.fold import fold
from fingerprints.names_table import Name

MOST = 48  # forms of one name
SHORTEST = 3  # letters and digits of a form
ASIDE = "company form set aside"
SPELT = "spelt another way"
ABBREVIATED = "abbreviated"
_RUN = re.compile(r"[^\W_]+")
_DOTS = re.compile(r"(?<=\b\w)\.(?=\w\b)")  # S.p.A., B.V.
_SIGN = re.compile(r"\s[&+]\s")
_HAN = re.compile(r"[\u3400-\u9fff]")
_UMLAUTS = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("å", "aa"), ("ø", "oe"))
_LEGAL = frozenset(fold(form).text for form in SURE)
_BEHIND = _LEGAL | JOINED
_GLUED = tuple(fold(form).text for form in GLUED)


@dataclass(frozen=True, slots=True)
class Form:
    """Letters and digits to look for; `core` is what is left of a company's name without forms."""

    name: Name
    key: str
    words: tuple[str, ...]
    change: str = ""  # in words
    core: bool = False
    company: bool = False  # all of whose words must be there


def forms(name: Name) -> list[Form]:
    """The name itself first; each key once."""
    found: dict[str, Form] = {}
    for form in islice(_forms(name), MOST):
        if len(form.key) >= SHORTEST:
            found.setdefault(form.key, form)
    return list(found.values())


def _forms(name: Name) -> Iterator[Form]:
    is_company = bool(company(name.word))
    yield Form(name, name.key, tuple(pieces(name.word)), company=is_company)
    for spelling in dict.fromkeys(_spellings(name.word)):
        words = pieces(spelling)
        if spelling != name.word:
            yield Form(name, "".join(words), tuple(words), SPELT, company=is_company)
        core = company(spelling)
        for way in (core, *_without_town(core)) if core else ():
            yield Form(name, "".join(way), tuple(way), ASIDE, core=True, company=True)
        for way in _abbreviated(core or words):
            yield Form(name, "".join(way), tuple(way), ABBREVIATED, bool(core), is_company)


def pieces(word: str) -> list[str]:
    """Folded runs of letters and digits."""
    return _RUN.findall(fold(word).text)


def _spellings(word: str) -> Iterator[str]:
    """The name, ae for ä and its like, and `and` written out."""
    low = two = one = word.casefold()
    for letter, both in _UMLAUTS:
        two = two.replace(letter, both)
        one = one.replace(both, letter)
    for spelling in (word, *(changed for changed in (two, one) if changed != low)):
        yield spelling
        if _SIGN.search(word):
            yield from (_SIGN.sub(f" {sign} ", spelling) for sign in AND[:3])


def company(word: str) -> list[str]:
    """The words without legal forms before and behind; none where there is no such form."""
    folded = text = fold(word).text.strip()
    for form in _GLUED:
        text = text.removeprefix(form).removesuffix(form)
    words = _RUN.findall(_DOTS.sub("", text))
    first, last = 0, len(words)
    while last > 1 and words[last - 1] in _BEHIND:
        last -= 1
    while first < last - 1 and words[first] in _LEGAL:
        first += 1
    dropped = {*words[:first], *words[last:]}
    return words[first:last] if dropped & _LEGAL or text != folded else []


def _without_town(core: list[str]) -> Iterator[list[str]]:
    """A Chinese company without the town that it names first, or without the word for town."""
    town, found, rest = core[0].partition("市")
    if len(core) == 1 and _HAN.match(town) and found and len(rest) >= SHORTEST:
        yield [town + rest]
        yield [rest]


def _abbreviated(words: list[str]) -> Iterator[list[str]]:
    """Each long word as lists shorten it, and short ones in full."""
    if len(words) == 1:
        return
    options: list[list[list[str]]] = []
    for word in words:
        full = [[long] for long, shorts in SHORT.items() if word in shorts]
        options.append([[word], *(short.split() for short in SHORT.get(word, ())), *full])
    for way in product(*options):
        flat = [word for one in way for word in one]
        if flat != words:
            yield flat


def is_legal(word: str) -> bool:
    """Whether a folded word is the legal form of a company."""
    return word in _LEGAL
