"""Names across alphabets: what a Cyrillic or Greek spelling sounds like, and a Latin one may.

One sound alphabet serves all three: lower-case letters, with S, Z and C for the sounds of English
`sh`, `s` in measure, and `ch`. A Cyrillic or Greek word has few readings; a Latin one many, since
`c` or `w` say little. Two spellings of one name share a reading (compare the BGN/PCGN tables).
"""

# ruff: noqa: RUF001 - letters that look Latin are the point

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice, product

MOST = 96  # readings of one word
SHORTEST = 5  # sounds that mean a name
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "e",
    "ж": "Z", "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "ы": "i", "к": "k", "л": "l",
    "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "h", "ц": "c", "ч": "C", "ш": "S", "щ": "S", "ъ": "", "ь": "", "'": "", "э": "e",
    "ю": "iu", "я": "ia", "ў": "u", "ј": "i", "љ": "l", "њ": "n", "ђ": "Z", "ћ": "C", "џ": "Z",
}  # fmt: skip
_GREEK = {
    "ου": ("u",), "μπ": ("b", "mp", "mb"), "ντ": ("d", "nt", "nd"), "γκ": ("g", "nk", "ng"),
    "γγ": ("ng",), "γχ": ("nh",), "αι": ("e", "ai"), "ει": ("i", "ei"), "οι": ("i", "oi"),
    "αυ": ("av", "au"), "ευ": ("ev", "eu"), "τσ": ("c", "C"), "τζ": ("Z",), "γι": ("i", "gi"),
    "α": ("a",), "β": ("v",), "γ": ("g",), "δ": ("d",), "ε": ("e",), "ζ": ("z",), "η": ("i",),
    "θ": ("t",), "ι": ("i",), "κ": ("k",), "λ": ("l",), "μ": ("m",), "ν": ("n",), "ξ": ("ks",),
    "ο": ("o",), "π": ("p",), "ρ": ("r",), "σ": ("s", "S"), "ς": ("s",), "τ": ("t",), "υ": ("i",),
    "φ": ("f",), "χ": ("h",), "ψ": ("ps",), "ω": ("o",),
}  # fmt: skip
_LATIN = {
    "tsch": ("C",), "shch": ("S",), "sch": ("S", "sk"), "tch": ("C",), "ch": ("h", "k", "C", "S"),
    "sh": ("S",), "ck": ("k",), "ph": ("f",), "th": ("t",), "kh": ("h",), "gh": ("g",),
    "zh": ("Z",), "ts": ("c",), "tz": ("c",), "qu": ("kv", "ku"), "oo": ("u", "o"),
    "ou": ("u", "ou"), "ee": ("i", "e"), "ea": ("i", "ea"), "eu": ("eu", "oi"), "ei": ("ei", "ai"),
    "ay": ("ai", "ei"), "ey": ("ei",), "dj": ("Z",), "ya": ("ia",), "yu": ("iu",),
    "ju": ("iu", "Zu"), "ja": ("ia", "Za"), "gk": ("g",), "mp": ("mp", "b"), "nt": ("nt", "d"),
    "ae": ("e", "ae"),
    "oe": ("e", "oe"), "ue": ("iu", "ue"), "ow": ("ov", "o"), "shh": ("S",),
    "ce": ("se", "ce", "ke", "Ce"), "ci": ("si", "ci", "ki", "Ci"), "cy": ("si", "ci", "ki"),
    "a": ("a",), "b": ("b",), "c": ("k", "c"), "d": ("d",), "e": ("e",), "f": ("f",), "g": ("g",),
    "h": ("h", "g", ""), "i": ("i",), "j": ("Z", "i", "h"), "k": ("k",), "l": ("l",), "m": ("m",),
    "n": ("n",), "o": ("o",), "p": ("p",), "q": ("k",), "r": ("r",), "s": ("s", "z"), "t": ("t",),
    "u": ("u",), "v": ("v",), "w": ("v", "u", "gu"), "x": ("ks",), "y": ("i",), "z": ("z", "c"),
    "'": ("",), "ß": ("s",), "æ": ("e",), "œ": ("e",), "ø": ("e",), "ł": ("l",),
}  # fmt: skip
_SILENT = (("ane", "an"), ("une", "un"), ("ine", "in"), ("ake", "eik"), ("ane", "ein"),
           ("ine", "ain"), ("ate", "eit"), ("ade", "eid"), ("e", ""), ("x", "z"))  # fmt: skip
_LONGEST = {id(table): max(map(len, table)) for table in (_GREEK, _LATIN)}
_FOREIGN = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff\u0400-\u052f]")
_GREEK_LETTER = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")
_REPEATED = re.compile(r"(.)\1+")
_ENDINGS = re.compile(r"(?<=[бвгґджзйклмнпрстфхцчшщ])(?:ами|ам|ах|ом|ем|ов|ів|ою|а|у|ы|и|і|е|о)$")


def foreign(word: str) -> bool:
    """Whether it has a Cyrillic or Greek letter."""
    return bool(_FOREIGN.search(word))


@lru_cache(1_000)  # each word is asked for twice
def readings(word: str) -> frozenset[str]:
    """What a word may sound like, in at most MOST ways; empty where a letter is unknown."""
    word = unicodedata.normalize("NFC", word.casefold()).replace("’", "'")
    if not foreign(word):
        return _latin(word)
    if _GREEK_LETTER.search(word):
        return _each(_bare(word), _GREEK)
    word = word.replace("ё", "е")
    if any(letter not in _CYRILLIC for letter in word):
        return frozenset()
    forms = {word, _ENDINGS.sub("", word), re.sub(r"(?<=[иі])ю$", "я", word)}
    sounds = {"".join(_CYRILLIC[letter] for letter in form) for form in forms}
    return frozenset(map(_settled, sounds))


def sounds(words: Sequence[str]) -> frozenset[str]:
    """What some words together may sound like; nothing where that is shorter than SHORTEST."""
    found = frozenset({""})
    for word in words:
        found = frozenset(islice((a + b for a in found for b in readings(word)), MOST))
    return frozenset(_settled(sound) for sound in found if len(sound) >= SHORTEST)


def _bare(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _latin(word: str) -> frozenset[str]:
    word = _bare(word)
    ways = _each(word, _LATIN)
    for ending, sound in _SILENT:
        if word.endswith(ending) and len(word) > len(ending) + 3:
            stem = _each(word.removesuffix(ending), _LATIN)
            ways |= {_settled(one + sound) for one in stem}
    return ways


def _each(word: str, table: dict[str, tuple[str, ...]]) -> frozenset[str]:
    """All readings, letters together before letters alone; the likeliest first where many."""
    at, ways = 0, []
    while at < len(word):
        size = next((n for n in range(_LONGEST[id(table)], 0, -1) if word[at : at + n] in table), 0)
        if not size:
            return frozenset()
        ways.append(table[word[at : at + size]])
        at += size
    first = islice(product(*ways), MOST)
    return frozenset(_settled("".join(letters)) for letters in first)


def _settled(sound: str) -> str:
    """One letter for a doubled one, and for `ii` of any spelling."""
    return _REPEATED.sub(r"\1", sound)
