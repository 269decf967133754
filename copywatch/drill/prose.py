"""Disguises of prose: words replaced, sentences in another order."""

import random
import re

EVERY = 5
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{1,2}|[^\W\d_]+(?:['\u2019-][^\W\d_]+)*"
)
_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])\s*|\n\s*\n")  # noqa: RUF001 - full-width signs end sentences too


def fifth_replaced(body: str, chance: random.Random) -> str:
    """Every fifth word becomes another one of the same text; capitals stay capitals."""
    words = [found.group() for found in _WORD.finditer(body)]
    known = sorted({word.lower() for word in words})
    count = 0

    def other(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        word = found.group()
        if count % EVERY or len(known) < EVERY:
            return word
        new = chance.choice(known)
        while new == word.lower():
            new = chance.choice(known)
        return new.capitalize() if word[:1].isupper() else new

    return _WORD.sub(other, body)


def reordered(body: str, chance: random.Random) -> str:
    """All sentences of the text in a random order, eight to a paragraph."""
    sentences = [" ".join(part.split()) for part in _END.split(body) if part.strip()]
    chance.shuffle(sentences)
    groups = (sentences[at : at + 8] for at in range(0, len(sentences), 8))
    return "\n\n".join(" ".join(group) for group in groups) + "\n"
