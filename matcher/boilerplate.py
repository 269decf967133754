"""Where a text speaks of licences or only imports: true of half the world, and no proof of a copy.

A licence head is known by its vocabulary, not by its wording: projects adapt the wording.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from string import ascii_uppercase

import numpy as np

from fingerprints.arrays import I64, U32, Mask

NEAR = 400  # characters from one legal word to the next of the same head
AROUND = 400  # characters before the first and after the last that belong to it at most
WORDS, DIFFERENT = 4, 3  # legal words of a head, and how many different ones
_LEGAL = re.compile(  # each begins with a letter: such a pattern is sought quickly
    r"redistribut|licen[cs]e|warrant|merchantab|copyright|permission|hereby|liab(?:le|ility)"
    r"|g(?<![\w.]g)nu\b|a(?<![\w.]a)pache\b|s(?<!\ws)pdx\b|free\s+software|without\s+fee|free\s+of\s+charge|as\s+is\b"
    r"|infring|n(?<!\wn)otice",
)
_OPEN = re.compile(  # one of these, since a contract of one's own speaks of liability as well
    r"redistribut|merchantab|gnu|apache|spdx|free|without|infring|permission"
)
_LOWER = {ord(letter): letter.lower() for letter in ascii_uppercase}  # keeps every offset
_IMPORT = re.compile(
    r"^[ \t]*(?:import\b|from[ \t]+\S+[ \t]+import\b|\#[ \t]*include\b|package[ \t]+[\w.]+;?[ \t]*$"
    r"|using[ \t]+[\w.:= ]+;|use[ \t]+[\w:]+|(?:const|let|var)\b[^=\n]{0,200}=[ \t]*require\("
    r"|(?:[\w.]+[ \t]+)?\"[\w./-]+\"[ \t]*$)[^\n;]{0,160}",
    re.MULTILINE,
)

_BLANK = re.compile(r"\n[ \t]*\n|\*/|-->|(?=/\*)")  # where a paragraph or a comment ends


@dataclass(frozen=True)
class Boilerplate:
    """The stretches of one text that prove nothing, found when first asked for."""

    text: str

    @cached_property
    def stretches(self) -> tuple[I64, I64]:
        """Starts and ends, sorted and apart."""
        found = sorted([*_heads(self.text), *(one.span() for one in _IMPORT.finditer(self.text))])
        merged: list[list[int]] = []
        for start, end in found:
            if merged and start <= merged[-1][1] + 1:
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([start, end])
        pairs = np.array(merged, np.int64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]

    def holds(self, starts: U32, ends: U32) -> Mask:
        """Which of these spans have their middle in one."""
        first, last = self.stretches
        if not len(first):
            return np.zeros(len(starts), bool)
        middle = (starts.astype(np.int64) + ends) // 2
        at = np.searchsorted(first, middle, side="right") - 1
        held: Mask = (at >= 0) & (middle < last[np.maximum(at, 0)])
        return held


def _apart(text: str, end: int, start: int) -> bool:
    """Whether a legal word and the next one belong to two heads: far apart, or in two comments."""
    return start - end > NEAR or "*/" in text[end:start]


def _heads(text: str) -> list[tuple[int, int]]:
    """Stretches that are dense in legal words of open licences."""
    words = list(_LEGAL.finditer(text.lower() if text.isascii() else text.translate(_LOWER)))
    cuts = [
        0,
        *(n for n, (a, b) in enumerate(pairwise(words), 1) if _apart(text, a.end(), b.start())),
    ]
    found = []
    for first, last in pairwise([*cuts, len(words)]):
        head = words[first:last]
        stems = {one.group()[:7] for one in head}
        if len(head) >= WORDS and len(stems) >= DIFFERENT and any(map(_OPEN.match, stems)):
            first_sign, last_sign = head[0].start(), head[-1].end()
            before = text[max(0, first_sign - AROUND) : first_sign]
            after = text[last_sign : last_sign + AROUND]
            blank = max((one.end() for one in _BLANK.finditer(before)), default=0)
            ending = _BLANK.search(after)
            found.append(
                (
                    first_sign - len(before) + blank,
                    last_sign + (ending.start() if ending else len(after)),
                )
            )
    return found
