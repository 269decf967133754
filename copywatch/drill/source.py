"""Disguises of source code that keep its lines: comments gone, names changed."""

import random
import re
from collections.abc import Iterable

from copywatch.drill.syntax import Token, kept_names, tokens

_ONSETS = "b d f g k l m n p r s t v z br dr kl pr st tr".split()  # noqa: SIM905 - shorter so
_VOWELS = ["a", "e", "i", "o", "u"]
_TAILS = ["", "", "", "l", "m", "n", "r", "s"]
_DOCSTRING = re.compile(r"(?i:[rbuf]{0,2})(?:\"\"\"|''')")
_HOLE = re.compile(r"\$\{[^{}]*\}")


def blanked(body: str, language: str) -> str:
    """Comments gone, and in Python docstrings too; as many lines as before."""
    kept: list[str] = []
    line_open = False  # whether something but space stands on this line already
    for token in tokens(body, language):
        text = token.text
        if token.kind == "comment" or (not line_open and _is_docstring(token, language)):
            kept.append("\n" * text.count("\n"))
            line_open = line_open and "\n" not in text
            continue
        kept.append(text)
        tail = text.rpartition("\n")[2]
        line_open = bool(tail.strip()) or (line_open and "\n" not in text)
    return "\n".join(line.rstrip() for line in "".join(kept).split("\n"))


def _is_docstring(token: Token, language: str) -> bool:
    return language == "python" and token.kind == "string" and bool(_DOCSTRING.match(token.text))


def without_comments(body: str, language: str) -> str:
    """As `blanked`, and the lines that became blank gone."""
    bare = blanked(body, language)
    return "\n".join(line for line in bare.split("\n") if line.strip()) + "\n"


def renamed(body: str, language: str, chance: random.Random) -> str:
    """Every name that is no keyword or common builtin gets another, the same everywhere.

    Comments and the words in strings stay; holes `${...}` of JavaScript strings are code.
    """
    pieces = list(tokens(body, language))
    spoken = kept_names(language)
    taken = spoken | {piece.text for piece in pieces if piece.kind == "name"}
    table = _table(pieces, spoken, taken, chance)
    holes = language in {"javascript", "typescript", "vue"}

    def inside(found: re.Match[str]) -> str:
        return "".join(_said(piece, table) for piece in tokens(found.group(), language))

    return "".join(
        _HOLE.sub(inside, piece.text)
        if holes and piece.text.startswith("`")
        else _said(piece, table)
        for piece in pieces
    )


def _said(piece: Token, table: dict[str, str]) -> str:
    return table.get(piece.text, piece.text) if piece.kind == "name" else piece.text


def _table(
    pieces: Iterable[Token],
    spoken: frozenset[str],
    taken: frozenset[str] | set[str],
    chance: random.Random,
) -> dict[str, str]:
    """New names, none of which is spoken or stood in the file."""
    table: dict[str, str] = {}
    used = set(taken)
    for piece in pieces:
        if piece.kind != "name" or piece.text in spoken or piece.text in table:
            continue
        new = _like(piece.text, chance)
        while new in used:
            new += chance.choice(_ONSETS) + chance.choice(_VOWELS)
        used.add(new)
        table[piece.text] = new
    return table


def _like(name: str, chance: random.Random) -> str:
    """A made-up name of the same manner: CONSTANT, snake_case, camelCase or CamelCase."""
    bare = name.strip("_$")
    head = name[: len(name) - len(name.lstrip("_$"))]
    if len(bare) <= 1:
        return (
            head + chance.choice("abcdefghijklmnopqrstuvwxyz") + chance.choice(["", "1", "2", "x"])
        )
    words = [_syllables(chance) for _ in range(chance.choice([1, 2, 2, 3]))]
    if bare.isupper():
        return head + "_".join(words).upper()
    if "_" in bare or bare.islower():
        return head + "_".join(words)
    camel = "".join(word.capitalize() for word in words)
    return head + (camel if bare[0].isupper() else camel[0].lower() + camel[1:])


def _syllables(chance: random.Random) -> str:
    return "".join(
        chance.choice(_ONSETS) + chance.choice(_VOWELS) + chance.choice(_TAILS)
        for _ in range(chance.choice([1, 2, 2]))
    )
