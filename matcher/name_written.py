"""One place where a name stands, and what was done to it."""

from dataclasses import dataclass

from fingerprints.fold import hidden
from fingerprints.names_table import Name
from matcher.name_forms import SPELT, Form

NUMBERS = {1: "one", 2: "two"}
SCORES = {
    "": 1.0,
    "spelling": 0.97,
    "company": 0.95,
    "spacing": 0.95,
    "lookalike": 0.95,
    "ending": 0.95,
    "alphabet": 0.9,
    "glued": 0.9,
    "typo": 0.85,
    "wording": 0.8,
    "typos": 0.75,
}


@dataclass(frozen=True, slots=True)
class Written:
    """Places are of the original text."""

    name: Name
    start: int
    end: int
    how: str  # key of SCORES
    change: str  # in words

    @classmethod
    def of(cls, form: Form, start: int, end: int, text: str) -> "Written":
        """A name whose letters stand there in a row."""
        if form.change:
            how = "spelling" if form.change == SPELT else "company"
            return cls(form.name, start, end, how, form.change)
        return cls(form.name, start, end, *_change(form.name.word, text[start:end]))

    @classmethod
    def wrong(cls, form: Form, start: int, end: int, letters: int) -> "Written":
        """A name in which letters are wrong; none means that they look alike."""
        if not letters:
            return cls(form.name, start, end, "lookalike", "with lookalike letters")
        plural = "s" if letters > 1 else ""
        told = f"{NUMBERS[letters]} letter{plural} changed"
        return cls(form.name, start, end, f"typo{plural}", told)


def _change(name: str, written: str) -> tuple[str, str]:
    plain = "".join(filter(str.isalnum, written.casefold()))
    wanted = "".join(filter(str.isalnum, name.casefold()))
    if " ".join(written.casefold().split()) == name.casefold():
        return "", ""
    if any(map(hidden, written)):
        return "lookalike", "with hidden characters"
    if plain == wanted:
        return "spacing", "with other spacing or punctuation"
    return "lookalike", "with lookalike letters"
