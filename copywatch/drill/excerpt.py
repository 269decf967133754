"""Chooses the lines that a copyist takes: never imports or licences, never too little."""

import random
import re
from dataclasses import dataclass

LEAST = 14  # letters and digits for each line
_IMPORT = re.compile(
    r"\s*(?:import\b|from\s+\S+\s+import\b|#\s*include\b|#import\b|package\s+[\w.]+;?\s*$"
    r"|using\s+[\w.:= ]+;|use\s+[\w:]+|(?:const|let|var)\b[^=]{0,200}=\s*require\("
    r"|['\"]?use strict|export\b.{0,200}\bfrom\s+['\"]"
    r"|(?:[\w.]+\s+)?\"[\w./-]+\"\s*$|require\b|#\s*pragma once)"
)
_OPEN = re.compile(r"\s*(?:import|from|const|let|var|export|use)\b[^;]*[({][^)}]*$")
_LICENCE = re.compile(
    r"copyright|licen[cs]e|spdx|warrant(?:y|ies)|redistribut|all rights reserved"
    r"|permission is hereby|\(c\) \d{4}|as is|\bapache\b|\bgnu\b",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\s*(?:#|//|/?\*|--|;;|\.\\\"|\"\"\"|''')")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some lines of a work: what is shown, and where it stood (characters; lines from 1)."""

    text: str
    start: int
    end: int
    first_line: int
    last_line: int


def excerpt(
    body: str, lines: int, chance: random.Random, shown: str | None = None
) -> Excerpt | None:
    """So many lines one after the other, at least 14 letters and digits for each; None without.

    `shown` is the body after a change that keeps its lines (`source.blanked`, `source.renamed`):
    then its lines are taken, those that became blank left out.
    """
    original = body.split("\n")
    changed = original if shown is None else shown.split("\n")
    if len(changed) != len(original):
        message = "the changed text has another number of lines"
        raise ValueError(message)
    barred = _barred(original)
    taken = [at for at, line in enumerate(changed) if shown is None or line.strip()]
    firsts = [
        at for at in range(len(taken) - lines + 1) if _fit(changed, taken[at : at + lines], barred)
    ]
    if not firsts:
        return None
    first = chance.choice(firsts)
    rows = taken[first : first + lines]
    start = sum(len(line) + 1 for line in original[: rows[0]])
    end = start + sum(len(line) + 1 for line in original[rows[0] : rows[-1] + 1]) - 1
    text = "\n".join(changed[row] for row in rows)
    return Excerpt(text, start, end, rows[0] + 1, rows[-1] + 1)


def _fit(lines: list[str], rows: list[int], barred: set[int]) -> bool:
    if (
        any(row in barred for row in rows)
        or not lines[rows[0]].strip()
        or not lines[rows[-1]].strip()
    ):
        return False
    return sum(map(str.isalnum, "".join(lines[row] for row in rows))) >= LEAST * len(rows)


def _barred(lines: list[str]) -> set[int]:
    """Lines of imports (also over several lines) and of licences (the whole remark)."""
    found: set[int] = set()
    inside = False
    for number, line in enumerate(lines):
        if inside or _IMPORT.match(line):
            found.add(number)
            inside = (inside or bool(_OPEN.match(line))) and not re.search(
                r"[)};]\s*(?:from\b.*)?$", line
            )
    for number, line in enumerate(lines):
        if _LICENCE.search(line):
            found |= _remark(lines, number)
    return found


def _remark(lines: list[str], number: int) -> set[int]:
    """The remark around a line, as far as it goes."""
    if not _REMARK.match(lines[number]):
        return {number}
    first = last = number
    while first > 0 and _REMARK.match(lines[first - 1]):
        first -= 1
    while last + 1 < len(lines) and _REMARK.match(lines[last + 1]):
        last += 1
    return set(range(first, last + 1))
