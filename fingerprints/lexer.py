"""One lexer for every programming language: the same tokens for a file and for a pasted snippet.

It knows no grammar; a wrong guess is harmless as long as both sides guess alike.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from fingerprints.interned import MOST
from fingerprints.kind import U32, U64
from fingerprints.wordset import wordset

DIRECTIVES = "include|define|if|ifdef|ifndef|elif|else|endif|pragma|undef"
TOKEN = re.compile(
    rf"""
      \s+
    | [^\W\d]\w*                                          # a word
    | \d[\w.]*                                            # a number
    | (?<!:)//[^\n]{{0,300}}                              # comments
    | (?<![\w"'&#(\[])\#(?!\s*(?:{DIRECTIVES})\b)[^\n]{{0,300}}
    | (?<=\s)--[ ][^\n]{{0,300}}
    | \\[\s\S]                                            # so that no string starts at \"
    | "(?:[^"\\\n]|\\.)*+"                                # strings, on one line
    | '(?:[^'\\\n]|\\.)*+'
    | [\s\S]
    """,
    re.VERBOSE,
)
COMMENT = 4_000  # characters of a block comment, else "/*" was no comment
SKIP, NAME, NUMBER, STRING = range(4)
KEYWORD = 8  # first code of a keyword
SIGN = 1_000  # first code of an operator
LAYOUT = set(";{},")  # differ between a file and its minified form
KEYWORDS = wordset("""
abstract and as assert async await auto base bool boolean break byte case catch char class const
continue debugger def default defer del delete do double elif else elseif end enum except export
extends extern false final finally float fn for foreach from func function global go goto if impl
implements import in inline instanceof int interface internal is lambda let long loop match mod
module mut namespace native new nil none nonlocal not null of operator or override package pass
private protected pub public raise range readonly ref register require return select self short
signed sizeof static string struct super switch synchronized template then this throw throws trait
transient true try type typedef typeof undefined union unless unsafe unsigned until use using val
var virtual void volatile when where while with yield
""")
_KEYWORDS = {word: KEYWORD + number for number, word in enumerate(sorted(KEYWORDS))}


@dataclass(frozen=True, slots=True, eq=False)
class Lexed:
    """Tokens without spacing and comments: their classes, the names, and spans in the text."""

    classes: U64
    names: U64  # for names a number that tells them apart in this text, else 0
    starts: U32
    ends: U32


class _Classes(dict[str, int]):
    """The class of each token text, worked out once; bounded."""

    def __missing__(self, token: str) -> int:
        if len(self) >= MOST:
            self.clear()
        self[token] = found = _class(token)
        return found


def _class(token: str) -> int:
    first = token[0]
    if first.isalpha() or first == "_":
        return _KEYWORDS.get(token, NAME)
    if first.isdigit():
        return NUMBER
    if len(token) > 1:
        return STRING if first in "\"'" else SKIP
    return SKIP if token.isspace() or token in LAYOUT or not token.isascii() else SIGN + ord(token)


_CLASSES = _Classes()


def lex(text: str) -> Lexed:
    """The tokens of a folded text."""
    tokens = TOKEN.findall(_without_block_comments(text))
    classes = np.fromiter(map(_CLASSES.__getitem__, tokens), np.uint64, len(tokens))
    sizes = np.fromiter(map(len, tokens), np.int64, len(tokens))
    ends = np.cumsum(sizes)
    kept = np.flatnonzero(classes != SKIP)
    known: dict[str, int] = {}
    names = np.zeros(len(tokens), np.uint64)
    where = np.flatnonzero(classes == NAME)
    names[where] = [known.setdefault(tokens[place], len(known) + 1) for place in where]
    return Lexed(
        classes=classes[kept],
        names=names[kept],
        starts=(ends - sizes)[kept].astype(np.uint32),
        ends=ends[kept].astype(np.uint32),
    )


def _without_block_comments(text: str) -> str:
    """Block comments as spaces, so that every offset stays."""
    if "/*" not in text:
        return text
    closing = [found.end() for found in re.finditer(r"\*/", text)]
    pieces, done = [], 0
    for found in re.finditer(r"(?<![^\s;{}(),=])/\*", text):
        at = bisect_left(closing, found.end() + 2)
        if found.start() < done or at == len(closing) or closing[at] - found.start() > COMMENT:
            continue
        pieces += [text[done : found.start()], " " * (closing[at] - found.start())]
        done = closing[at]
    return "".join([*pieces, text[done:]])
